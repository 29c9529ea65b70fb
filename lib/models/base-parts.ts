import path from 'node:path';
import type { LatentDistribution, Networks } from '@/lib/diffusion/pipeline';
import { concatenate, rows, sizeOf, tensor, type Tensor } from '@/lib/diffusion/tensor';
import type { ClipTokenizer } from '@/lib/diffusion/tokenizers/clip';
import { ModelFolderError } from '@/lib/onnx/errors';
import type { OnnxSession, Port } from '@/lib/onnx/session';
import type { Runtime } from '@/lib/onnx/session-pool';
import { weightsAt } from '@/lib/onnx/weights';
import { sizeOfFile } from './folder-files';
import type { FolderLayout } from './model-folder';
import { makeSafetyChecker, type SafetyChecker } from './safety-checker';

/** The networks of a base, checked to fit together. */
export interface BaseParts {
  readonly unet: OnnxSession;
  /** UNet and VAE as functions on tensors. */
  readonly networks: Networks;
  /** The model's own, where the folder has it. */
  readonly safetyChecker: SafetyChecker | undefined;
  /** A prompt → the text encoder's last hidden state `[1, L, D]`. */
  readonly clip: (prompt: string) => Promise<Tensor>;
  /** Runs `work` while all of them stay open. */
  readonly hold: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Opens the text encoder, UNet, VAE decoder and safety checker of a folder. Throws ModelFolderError. */
export async function openParts(
  layout: FolderLayout,
  tokenizer: ClipTokenizer,
  runtime: Runtime,
): Promise<BaseParts> {
  const { sessions } = runtime;
  const look = (name: string) =>
    weightsAt(path.join(layout.path, name, 'model.onnx'), `${name}/model.onnx`, runtime);
  const hasSafetyChecker = await isThere(layout, 'safety_checker');
  /** Looked for when a picture is painted over; most bases never need it. */
  const openEncoder = async () => {
    if (await isThere(layout, 'vae_encoder')) return sessions.open(await look('vae_encoder'));
    throw new ModelFolderError(
      'This base has no vae_encoder/model.onnx, so it cannot begin from a picture.',
    );
  };
  return sessions.hold(async (held) => {
    const part = async (name: string) => held.open(await look(name));
    const text = await part('text_encoder');
    const unet = await part('unet');
    const decoder = await part('vae_decoder');
    checkFit(layout, text, unet, decoder);
    const checker = hasSafetyChecker ? await part('safety_checker') : undefined;
    const needed = [text, unet, decoder, ...(checker ? [checker] : [])];
    return {
      unet,
      networks: makeNetworks(layout, unet, decoder, openEncoder),
      safetyChecker: checker && (await makeSafetyChecker(layout.path, checker)),
      clip(prompt) {
        const { ids } = tokenizer.encode(prompt);
        const feeds = { input_ids: tensor(Float32Array.from(ids), [1, ids.length]) };
        return text.run(feeds, text.output('last_hidden_state').name);
      },
      hold: (work) =>
        sessions.hold(async ({ open }) => {
          for (const { weights } of needed) await open(weights);
          return work();
        }),
    };
  });
}

async function isThere(layout: FolderLayout, part: string): Promise<boolean> {
  return (await sizeOfFile(path.join(layout.path, part, 'model.onnx'))) !== undefined;
}

/**
 * Larger pictures are decoded one by one: the decoder's memory, not the UNet's, would be the most that a
 * batch takes, and it would gain no time.
 */
const MOST_LATENTS_AT_ONCE = 32 * 32;

const UNET_INPUTS = ['sample', 'timestep', 'encoder_hidden_states'];

/** Throws ModelFolderError when the networks do not fit together, or ask for what we do not have. */
function checkFit(layout: FolderLayout, text: OnnxSession, unet: OnnxSession, decoder: OnnxSession): void {
  text.input('input_ids');
  for (const name of UNET_INPUTS) unet.input(name);
  const more = unet.inputs.find(({ name }) => !UNET_INPUTS.includes(name));
  if (more) {
    throw new ModelFolderError(
      `unet/model.onnx asks for ${more.name} as well; only plain Stable Diffusion 1.x UNets are supported.`,
    );
  }
  const channels = layout.latentChannels;
  for (const [label, port] of [
    ['unet/model.onnx', unet.input('sample')],
    ['vae_decoder/model.onnx', decoder.input('latent_sample')],
  ] as const) {
    const declared = port.shape[1];
    if (typeof declared === 'number' && declared !== channels) {
      throw new ModelFolderError(
        `${label} takes ${declared} channels, but unet/config.json says ${channels}.`,
      );
    }
  }
  const given = width(text.output('last_hidden_state'));
  const taken = width(unet.input('encoder_hidden_states'));
  if (given !== undefined && taken !== undefined && given !== taken) {
    throw new ModelFolderError(
      `text_encoder/model.onnx gives states of width ${given}, but unet/model.onnx takes ${taken}; ` +
        'they are of different models.',
    );
  }
}

function width({ shape }: Port): number | undefined {
  const last = shape.at(-1);
  return typeof last === 'number' && last > 0 ? last : undefined;
}

/** Optimum's exports give mean and logarithm of the variance; older ones a sample. */
async function encode(
  encoder: OnnxSession,
  picture: Tensor,
  scale: number,
): Promise<LatentDistribution> {
  const port = encoder.output('latent_parameters', 'latent_sample');
  const given = await encoder.run({ sample: picture }, port.name);
  const [, channels = 0, ...side] = given.dims;
  const sampled = port.name === 'latent_sample';
  const dims = [1, sampled ? channels : channels / 2, ...side];
  const mean = given.data.subarray(0, sizeOf(dims)).map((x) => x * scale);
  // AutoencoderKL clamps the logarithm of the variance to −30..20.
  const std = sampled
    ? new Float32Array(mean.length)
    : given.data
        .subarray(mean.length)
        .map((x) => Math.exp(0.5 * Math.min(Math.max(x, -30), 20)) * scale);
  return { mean: tensor(mean, dims), std: tensor(std, dims) };
}

function makeNetworks(
  layout: FolderLayout,
  unet: OnnxSession,
  decoder: OnnxSession,
  openEncoder: () => Promise<OnnxSession>,
): Networks {
  const timestepDims = unet.input('timestep').shape.length === 0 ? [] : [1];
  const predicted = unet.output('out_sample').name;
  const painted = decoder.output('sample').name;
  return {
    unet: (sample, timestep, states) =>
      unet.run(
        { sample, timestep: tensor(Float32Array.of(timestep), timestepDims) },
        predicted,
        { encoder_hidden_states: states },
      ),
    encode: async (picture) => encode(await openEncoder(), picture, layout.scalingFactor),
    async decode(latents: Tensor) {
      const unscaled = tensor(
        latents.data.map((x) => x / layout.scalingFactor),
        latents.dims,
      );
      const [pictures = 1, , height = 0, width = 0] = latents.dims;
      const each = height * width > MOST_LATENTS_AT_ONCE ? 1 : pictures;
      const decoded: Tensor[] = [];
      for (let start = 0; start < pictures; start += each) {
        const slice = rows(unscaled, start, each);
        decoded.push(await decoder.run({ latent_sample: slice }, painted));
      }
      return concatenate(decoded);
    },
  };
}
