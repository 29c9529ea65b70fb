import { oneByOne, type Conditioner } from '@/lib/diffusion/conditioning/conditioning';
import { withEta } from '@/lib/diffusion/conditioning/sur';
import type { RgbImage } from '@/lib/diffusion/image';
import type { StepReport } from '@/lib/diffusion/pipeline';
import { SCHEDULERS } from '@/lib/diffusion/schedulers';
import { spectra, type Spectrum } from '@/lib/diffusion/spectrum';
import { rows, tensor, type Tensor } from '@/lib/diffusion/tensor';
import type { AdapterFolder } from '@/lib/models/adapter';
import type { Base } from '@/lib/models/base';
import type { Scorer } from '@/lib/models/scorer';
import type { OnnxSession } from '@/lib/onnx/session';
import type { MethodFigures } from './figures';

/** What is painted for the figures. */
export interface Example {
  readonly prompt: string;
  readonly seed: number;
}

/** Pictures of equal size, from left to right. */
export type Frames = readonly RgbImage[];

type Figure<Name extends 'filmstrips' | 'etas'> = Omit<MethodFigures[Name][number], 'image'> & {
  readonly frames: Frames;
};

/** Rounded for a file that people read and git keeps. */
function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

function recipe(base: Base, { prompt, seed }: Example, pictures: number) {
  const { steps, guidanceScale, width, height } = base.manifest.defaults;
  return {
    prompt,
    negativePrompt: '',
    steps,
    guidanceScale,
    guidanceRescale: 0,
    width,
    height,
    scheduler: 'ddim' as const,
    noise: 'cpu' as const,
    previewEvery: 1,
    seeds: Array.from({ length: pictures }, () => BigInt(seed)),
  };
}

async function factsRight(scorer: Scorer, frames: Frames, prompt: string): Promise<number[]> {
  const shares: number[] = [];
  for (const frame of frames) shares.push(rounded((await scorer.score(frame, prompt)).score ?? 0));
  return shares;
}

/**
 * What each method expects of the finished picture at `shownSteps`, the last of which is the
 * picture itself, from the same noise: frames, facts right and spatial frequencies.
 */
export async function filmstrips(
  base: Base,
  scorer: Scorer,
  methods: ReadonlyMap<string, Conditioner>,
  example: Example,
  shownSteps: readonly number[],
): Promise<Figure<'filmstrips'>[]> {
  const conditioners = [...methods.values()];
  const frames: RgbImage[][] = conditioners.map(() => []);
  const bands: Spectrum[][] = conditioners.map(() => []);
  const onStep = ({ step, previews = [], denoised }: StepReport) => {
    if (!shownSteps.includes(step)) return;
    for (const [i, image] of previews.entries()) if (image) frames[i]?.push(image);
    for (const [i, spectrum] of spectra(denoised).entries()) bands[i]?.push(spectrum);
  };
  const request = recipe(base, example, conditioners.length);
  const last = await base.generate(request, { onStep }, conditioners);
  for (const [i, image] of last.entries()) frames[i]?.push(image);
  const strips: Figure<'filmstrips'>[] = [];
  for (const [i, method] of [...methods.keys()].entries()) {
    const [own = [], spectrum = []] = [frames[i], bands[i]];
    const share = (band: keyof Spectrum) => spectrum.map((s) => rounded(s[band]));
    strips.push({
      method,
      frames: own,
      factsRight: await factsRight(scorer, own, example.prompt),
      low: share('low'),
      middle: share('middle'),
      high: share('high'),
    });
  }
  return strips;
}

/** A SUR-adapter's network as a function: refined states, and its own η for the prompt. */
export function surReading(base: Base, network: OnnxSession) {
  return async (prompt: string): Promise<{ states: Tensor; refined: Tensor; eta: number }> => {
    const states = await base.clip(prompt);
    const output = await network.runAll({ encoder_hidden_states: states }, ['refined', 'eta']);
    return { states, refined: output('refined'), eta: output('eta').data[0] ?? Number.NaN };
  };
}

/** The example's picture under each η of `values`, the adapter's own η, and that of `longer` texts. */
export async function etaFigure(
  base: Base,
  scorer: Scorer,
  { manifest, method }: AdapterFolder,
  read: ReturnType<typeof surReading>,
  example: Example,
  values: readonly number[],
  texts: { readonly short: readonly string[]; readonly longer: readonly string[] },
): Promise<Figure<'etas'>> {
  const mixedWith = (eta: number): Conditioner =>
    oneByOne(async (prompt) => {
      const { states, refined, eta: own } = await read(prompt);
      const mixed = withEta(states, refined, own, eta);
      return { at: () => mixed };
    });
  const request = { ...recipe(base, example, values.length), previewEvery: 0 };
  const frames = await base.generate(request, {}, values.map(mixedWith));
  const predicted = method.settings['eta'] === 'predicted';
  const etasOf = async (prompts: readonly string[]) => {
    const etas: number[] = [];
    for (const prompt of predicted ? prompts : []) etas.push(rounded((await read(prompt)).eta));
    return etas;
  };
  return {
    method: manifest.model,
    frames,
    values: [...values],
    factsRight: await factsRight(scorer, frames, example.prompt),
    own: rounded((await read(example.prompt)).eta),
    short: await etasOf(texts.short),
    longer: await etasOf(texts.longer),
  };
}

/**
 * What ELLA's tokens attend to in `words`, whose states are `text` `[1, n, D]`, at every timestep of the
 * base's own steps.
 */
export async function attentionFigure(
  base: Base,
  folder: AdapterFolder,
  network: OnnxSession,
  text: Tensor,
  words: readonly string[],
): Promise<NonNullable<MethodFigures['attention']>> {
  const { timesteps } = SCHEDULERS.ddim.create(base.scheduler, base.manifest.defaults.steps);
  const feeds = { text, timesteps: tensor(Float32Array.from(timesteps), [timesteps.length]) };
  const attention = (await network.runAll(feeds, ['attention']))('attention');
  const [, tokens = 0, width = 0] = attention.dims;
  const shares = timesteps.map((_, step) => {
    const { data } = rows(attention, step, 1);
    return Array.from({ length: tokens }, (_unused, token) =>
      Array.from(data.subarray(token * width, (token + 1) * width), rounded),
    );
  });
  return {
    method: folder.manifest.model,
    words: [...words],
    timesteps: [...timesteps],
    shares,
  };
}
