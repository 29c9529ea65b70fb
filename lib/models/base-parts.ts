import path from 'node:path';
import type { LatentDistribution, Networks } from '@/lib/diffusion/pipeline';
import { concatenate, rows, sizeOf, tensor, type Tensor } from '@/lib/diffusion/tensor';
import { ClipTokenizer } from '@/lib/diffusion/tokenizers/clip';
import { ModelFolderError } from '@/lib/onnx/errors';
import type { Device } from '@/lib/onnx/runtime';
import { OnnxSession, type Port } from '@/lib/onnx/session';
import { sizeOfFile } from './folder-files';
import type { FolderLayout } from './model-folder';
import { openSafetyChecker, type SafetyChecker } from './safety-checker';

/** The opened networks of a base, checked to fit together. */
export interface BaseParts {
  readonly tokenizer: ClipTokenizer;
  readonly text: OnnxSession;
  readonly unet: OnnxSession;
  readonly decoder: OnnxSession;
  /** UNet and decoder as functions on tensors. */
  readonly networks: Networks;
  /** The model's own, where the folder has it. */
  readonly safetyChecker: SafetyChecker | undefined;
  /** A prompt → the text encoder's last hidden state `[1, L, D]`. */
  readonly clip: (prompt: string) => Promise<Tensor>;
  readonly close: () => Promise<void>;
}

/** Opens the text encoder, UNet and VAE decoder of a folder. Throws ModelFolderError. */
export async function openParts(
  layout: FolderLayout,
  options: { readonly device: Device; readonly threads: number },
): Promise<BaseParts> {
  const tokenizer = makeTokenizer(layout);
  const opened: OnnxSession[] = [];
  const close = async () => {
    await Promise.all(opened.map((network) => network.close()));
  };
  const part = async (name: string) => {
    const file = path.join(layout.path, name, 'model.onnx');
    const { device, threads } = options;
    const network = await OnnxSession.open(file, `${name}/model.onnx`, device, threads);
    opened.push(network);
    return network;
  };
  try {
    const text = await part('text_encoder');
    const unet = await part('unet');
    const decoder = await part('vae_decoder');
    checkFit(layout, text, unet, decoder);
    const safetyChecker = await openSafetyChecker(layout.path, part);
    let encoder: Promise<OnnxSession> | undefined;
    /** Opened when a picture is first painted over; most bases never need it. */
    const openEncoder = async () => {
      if ((await sizeOfFile(path.join(layout.path, 'vae_encoder/model.onnx'))) === undefined) {
        throw new ModelFolderError(
          'This base has no vae_encoder/model.onnx, so it cannot begin from a picture.',
        );
      }
      return part('vae_encoder');
    };
    const networks = makeNetworks(layout, unet, decoder, () => (encoder ??= openEncoder()));
    return { tokenizer, text, unet, decoder, safetyChecker, close, networks,
      clip(prompt) {
        const { ids } = tokenizer.encode(prompt);
        const feeds = { input_ids: tensor(Float32Array.from(ids), [1, ids.length]) };
        return text.run(feeds, text.output('last_hidden_state').name);
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function makeTokenizer(layout: FolderLayout): ClipTokenizer {
  try {
    return new ClipTokenizer(layout.vocabulary);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelFolderError(`The tokenizer is not usable: ${reason}`, { cause: error });
  }
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
        {
          sample,
          timestep: tensor(Float32Array.of(timestep), timestepDims),
          encoder_hidden_states: states,
        },
        predicted,
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
