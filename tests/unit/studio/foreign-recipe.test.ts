import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { emptyChoices, type Offer } from '@/app/create/choices';
import { takenOver } from '@/app/create/foreign-choices';
import { readRecipe } from '@/app/create/recipe-file';
import { encodePng } from '@/lib/jobs/png';
import { schedulerMeant, type ForeignRecipe } from '@/lib/studio/foreign/recipe';

async function read(bytes: Uint8Array): Promise<ForeignRecipe> {
  const recipe = await readRecipe(new Blob([Uint8Array.from(bytes)]));
  if ('tool' in recipe) return recipe;
  throw new Error('This is a recipe of ours.');
}
const picture = (name: string) => readFile(`tests/fixtures/pictures/${name}`);
const saying = async (texts: Record<string, string>) =>
  read(await encodePng({ rgb: new Uint8Array(8 * 8 * 3), width: 8, height: 8 }, texts));

test.each(['a1111.png', 'a1111.jpg', 'a1111.webp'])('what A1111 wrote into %s', async (name) => {
  expect(await read(await picture(name))).toEqual({
    tool: 'A1111',
    prompt: 'a (red:1.3) cat on a [wooden] table BREAK soft light',
    seed: '3141592653',
    settings: {
      negativePrompt: 'blurry, (text:1.2)',
      steps: 28,
      guidanceScale: 7,
      scheduler: 'dpm++2m-karras',
      width: 512,
      height: 512,
      noise: 'PHILOX',
    },
    leftOut: [
      'Model: someModel_v1',
      'Clip skip: 2',
      'Denoising strength: 0.5',
      'Hires upscale: 2',
      'Hires upscaler: Latent',
      'Lora hashes: detail: 00aa11',
    ],
    syntax: ['(red:1.3)', '[wooden]', 'BREAK', '(text:1.2)'],
  });
});

test('what ComfyUI wrote, a graph', async () => {
  expect(await read(await picture('comfyui.png'))).toEqual({
    tool: 'ComfyUI',
    prompt: 'a red cat on a wooden table',
    seed: '42',
    settings: {
      negativePrompt: 'blurry',
      steps: 20,
      guidanceScale: 7.5,
      scheduler: 'euler-karras',
      width: 512,
      height: 512,
      noise: 'CPU',
    },
    leftOut: ['Model: base.safetensors'],
    syntax: [],
  });
});

test('a graph whose sampler is in parts, with a LoRA, a ControlNet and a seed of 64 bits', async () => {
  const graph = `{
    "1": {"class_type": "SamplerCustom", "inputs": {"noise_seed": 9007199254740993, "cfg": 5, "positive": ["2", 0],
      "negative": ["2", 1], "sampler": ["5", 0], "sigmas": ["6", 0], "latent_image": ["7", 0], "model": ["8", 0]}},
    "2": {"class_type": "ControlNetApplyAdvanced", "inputs": {"strength": 1, "positive": ["3", 0], "negative": ["4", 0]}},
    "3": {"class_type": "CLIPTextEncode", "inputs": {"text": ["9", 0], "clip": ["8", 1]}},
    "4": {"class_type": "CLIPTextEncode", "inputs": {"text": "ugly", "clip": ["8", 1]}},
    "5": {"class_type": "KSamplerSelect", "inputs": {"sampler_name": "dpm_2"}},
    "6": {"class_type": "BasicScheduler", "inputs": {"scheduler": "normal", "steps": 30, "denoise": 1, "model": ["8", 0]}},
    "7": {"class_type": "EmptyLatentImage", "inputs": {"width": 640, "height": 512, "batch_size": 1}},
    "8": {"class_type": "LoraLoader", "inputs": {"lora_name": "detail.safetensors", "model": ["8", 0]}},
    "9": {"class_type": "PrimitiveString", "inputs": {"value": "a red cat"}}
  }`;
  const { prompt, seed, settings, leftOut } = await saying({ prompt: graph });
  expect({ prompt, seed }).toEqual({ prompt: 'a red cat', seed: '9007199254740993' });
  expect(settings).toMatchObject({ negativePrompt: 'ugly', steps: 30, width: 640, height: 512 });
  expect(settings).not.toHaveProperty('scheduler');
  expect(leftOut).toEqual([
    'sampler_name: dpm_2',
    'scheduler: normal',
    'ControlNetApplyAdvanced: used',
    'LoraLoader: detail.safetensors',
  ]);
});

test.each([
  [
    'InvokeAI',
    {
      invokeai_metadata:
        '{"app_version":"5.6.0","positive_prompt":"a dog","negative_prompt":"","seed":7,"steps":30,"cfg_scale":7.5,"scheduler":"euler_k","width":512,"height":512,"rand_device":"cpu","model":{"name":"sd-1"},"loras":[]}',
    },
    'model: {"name":"sd-1"}',
  ],
  [
    'SwarmUI',
    {
      parameters:
        '{"sui_image_params":{"prompt":"a dog","seed":7,"steps":30,"cfgscale":7.5,"sampler":"euler","scheduler":"karras","width":512,"height":512,"model":"sd-1","swarm_version":"0.9"}}',
    },
    'model: sd-1',
  ],
  [
    'Fooocus',
    {
      parameters:
        '{"prompt":"a dog","negative_prompt":"","seed":"7","steps":30,"guidance_scale":7.5,"resolution":"(512, 512)","sampler":"euler","scheduler":"karras","base_model":"sd-1","metadata_scheme":"fooocus"}',
    },
    'base_model: sd-1',
  ],
])('what %s wrote', async (tool, texts, model) => {
  const recipe = await saying(texts);
  expect(recipe).toMatchObject({ tool, prompt: 'a dog', seed: '7', leftOut: [model] });
  expect(recipe.settings).toEqual({
    steps: 30,
    guidanceScale: 7.5,
    scheduler: 'euler-karras',
    width: 512,
    height: 512,
    noise: 'CPU',
  });
});

test.each([
  ['Euler', '', 'euler'],
  ['DPM++ 2M Karras', '', 'dpm++2m-karras'],
  ['DPM++ 2M', 'Automatic', 'dpm++2m-karras'],
  ['DPM++ 2M', 'Uniform', 'dpm++2m'],
  ['dpmpp_2m', 'normal', 'dpm++2m'],
  ['k_euler', '', 'euler'],
  ['DDIM', 'Automatic', 'ddim'],
  ['DPM++ 2M SDE', 'Karras', undefined],
  ['Euler a', '', 'euler-ancestral'],
  ['euler_ancestral', 'normal', 'euler-ancestral'],
  ['euler_a', '', 'euler-ancestral'],
  ['uni_pc_bh2', 'normal', 'unipc'],
  ['UniPC', 'Automatic', 'unipc'],
  ['PLMS', '', 'pndm'],
  ['LMS', 'Karras', undefined],
  ['Heun', 'Automatic', 'heun'],
  ['heun', 'karras', 'heun-karras'],
  ['Euler', 'SGM Uniform', 'euler-sgm-uniform'],
  ['euler', 'sgm_uniform', 'euler-sgm-uniform'],
  ['DPM++ 2M Exponential', '', 'dpm++2m-exponential'],
  ['dpmpp_2m', 'beta', 'dpm++2m-beta'],
  ['DPM++ 2M', 'Align Your Steps', 'dpm++2m-ays'],
  ['DPM++ 2M', 'KL Optimal', undefined],
  ['UniPC', 'Exponential', undefined],
  ['Restart', '', undefined],
])('the sampler %s with the schedule “%s” is %s', (sampler, schedule, name) => {
  expect(schedulerMeant(sampler, schedule, 'A1111')).toBe(name);
});

describe('in the form', () => {
  const small = {
    id: 'QmFzZTox',
    schedulers: ['ddim'],
    name: 'small',
    title: 'Small',
    steps: 25,
    guidanceScale: 4,
    scheduler: 'ddim',
    resolution: 64,
    sizeStep: 8,
    isDefault: true,
    vocabulary: null,
    methodComparison: null,
  };
  const offer: Offer = { models: [], bases: [small] };
  const recipe = {
    tool: 'A1111',
    prompt: 'a dog',
    seed: '7',
    settings: { steps: 20, guidanceScale: 4, width: 64, height: 96 },
    leftOut: [],
    syntax: [],
  };
  const taken = (own: Partial<ForeignRecipe>) =>
    takenOver({ ...recipe, ...own }, emptyChoices(offer), offer);

  test('what the base can do is taken over', () => {
    expect(taken({})).toEqual({
      changes: { prompt: 'a dog', seed: '7', settings: { steps: '20', height: '96' } },
      leftOut: [],
    });
  });

  test('what it cannot do is named, and nothing is cut', () => {
    const { changes, leftOut } = taken({
      prompt: 'x'.repeat(501),
      seed: '18446744073709551615',
      settings: { steps: 150, guidanceScale: 7, width: 512, height: 64 },
      leftOut: ['Clip skip: 2'],
    });
    expect(changes).toEqual({ settings: { guidanceScale: '7' } });
    expect(leftOut).toEqual([
      'Clip skip: 2',
      'Size: 512x64 (≤ 128, n × 8)',
      'steps: 150',
      'prompt: 501 > 500',
      'seed: 18446744073709551615',
    ]);
  });
});

test('a picture without a recipe is refused with a sentence', async () => {
  await expect(read(await picture('plain.png'))).rejects.toThrow(
    'There is no recipe in this picture',
  );
  await expect(saying({ parameters: 'just words', prompt: '{"1": 2}' })).rejects.toThrow(
    'no recipe',
  );
});
