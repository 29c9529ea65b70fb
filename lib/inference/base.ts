import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Conditioner } from '@/lib/diffusion/conditioning/conditioning';
import { vanillaConditioner, type ClipStates } from '@/lib/diffusion/conditioning/vanilla';
import type { RgbImage } from '@/lib/diffusion/image';
import type { NoiseSource } from '@/lib/diffusion/noise';
import { denoise, type Networks, type PipelineHooks } from '@/lib/diffusion/pipeline';
import { SCHEDULERS, type SchedulerConfig, type SchedulerName } from '@/lib/diffusion/schedulers';
import { tensor, type Tensor } from '@/lib/diffusion/tensor';
import { ClipTokenizer, splitWords } from '@/lib/diffusion/tokenizers/clip';
import { ModelFolderError, PaintError } from './errors';
import {
  readModelFolder,
  unetHash,
  verifyFiles,
  type Manifest,
  type ModelFolder,
} from './model-folder';
import { Network } from './network';
import type { Device } from './runtime';

export interface PaintRequest {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly seeds: readonly bigint[];
  readonly steps: number;
  readonly guidanceScale: number;
  readonly guidanceRescale: number;
  readonly scheduler: SchedulerName;
  readonly noise: NoiseSource;
  readonly width: number;
  readonly height: number;
  /** Decode a preview every so many steps; 0 for none. */
  readonly previewEvery: number;
}

export interface PaintedImage extends RgbImage {
  readonly seed: bigint;
}

/** What the model's tokenizer makes of a prompt, for telling the user. */
export interface PromptReading {
  /** Words that never occurred in training; none when the model does not say which ones did. */
  readonly unknownWords: readonly string[];
  /** Words that no longer fitted. */
  readonly truncatedWords: readonly string[];
}

/** An opened base: its text encoder, UNet and VAE decoder, shared by all models of that base. */
export interface Base {
  readonly manifest: Manifest;
  readonly manifestSha256: string;
  readonly unetSha256: string;
  readonly device: Device;
  /** Its noise schedule, as the model was trained with it. */
  readonly scheduler: SchedulerConfig;
  read(prompt: string): PromptReading;
  /** The frozen text encoder's states of a prompt, `[1, L, D]`. */
  readonly clip: ClipStates;
  /** The method that uses them as they are. */
  readonly vanilla: Conditioner;
  /**
   * One picture per seed, all denoised in one batch; `conditioners[i]` (default: vanilla) goes with
   * `seeds[i]`. Throws PaintError, or the abort's reason.
   */
  paint(
    request: PaintRequest,
    hooks?: PipelineHooks,
    conditioners?: readonly Conditioner[],
  ): Promise<PaintedImage[]>;
  /** Milliseconds spent inside ONNX Runtime since the base was opened. */
  runtimeMs(): number;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly device: Device;
  /** Intra-op threads on the CPU; 0 for as many as there are. */
  readonly threads: number;
  readonly verifyHashes: boolean;
}

const opened = new Map<string, Promise<Base>>();

/**
 * Opens the model folder at `folder`, once: later calls for the same folder and device share the
 * sessions. A failure is not remembered. Throws ModelFolderError or DeviceError.
 */
export async function openBase(folder: string, options: OpenOptions): Promise<Base> {
  const real = await realpath(folder).catch((cause: unknown) => {
    throw new ModelFolderError(`There is no model folder at ${folder}.`, { cause });
  });
  const key = `${options.device} ${real}`;
  const known = opened.get(key);
  if (known) return known;
  const opening = open(real, options, () => opened.delete(key));
  opened.set(key, opening);
  opening.catch(() => opened.delete(key));
  return opening;
}

async function open(folder: string, options: OpenOptions, onClose: () => void): Promise<Base> {
  const description = await readModelFolder(folder);
  if (options.verifyHashes) await verifyFiles(folder, description.manifest.files);
  const part = (name: string) =>
    Network.open(
      path.join(folder, name, 'model.onnx'),
      `${name}/model.onnx`,
      options.device,
      options.threads,
    );
  const text = await part('text_encoder');
  const unet = await part('unet');
  const decoder = await part('vae_decoder');
  checkShapes(description, unet, decoder);

  const tokenizer = makeTokenizer(description);
  const known = description.manifest.knownWords;
  const vocabulary = known && new Set(known);
  const clip = (prompt: string) => {
    const { ids } = tokenizer.encode(prompt);
    const feeds = { input_ids: tensor(Float32Array.from(ids), [1, ids.length]) };
    return text.run(feeds, text.output('last_hidden_state').name);
  };
  const vanilla = vanillaConditioner(clip);
  const networks = makeNetworks(description, unet, decoder);

  return {
    manifest: description.manifest,
    manifestSha256: description.manifestSha256,
    unetSha256: unetHash(description),
    device: options.device,
    scheduler: description.scheduler,
    read(prompt) {
      const words = vocabulary
        ? splitWords(prompt).filter((word) => /\p{L}/u.test(word) && !vocabulary.has(word))
        : [];
      return {
        unknownWords: [...new Set(words)],
        truncatedWords: tokenizer.encode(prompt).truncatedWords,
      };
    },
    clip,
    vanilla,
    async paint(request, hooks, conditioners = request.seeds.map(() => vanilla)) {
      const { pixelFactor, latentChannels } = description;
      if (request.width % pixelFactor || request.height % pixelFactor) {
        throw new PaintError(
          `The picture is ${request.width}×${request.height}; both sides must be multiples of ` +
            `${pixelFactor}.`,
        );
      }
      const scheduler = SCHEDULERS[request.scheduler].create(description.scheduler, request.steps);
      const latentShape = [
        latentChannels,
        request.height / pixelFactor,
        request.width / pixelFactor,
      ] as const;
      const images = await denoise(
        networks,
        conditioners,
        scheduler,
        { ...request, latentShape },
        hooks,
      );
      return images.map((image, i) => {
        const seed = request.seeds[i];
        if (seed === undefined) throw new PaintError('A picture came back that has no seed.');
        return { ...image, seed };
      });
    },
    runtimeMs: () => text.busyMs + unet.busyMs + decoder.busyMs,
    async close() {
      onClose();
      await Promise.all([text.close(), unet.close(), decoder.close()]);
    },
  };
}

function makeTokenizer(folder: ModelFolder): ClipTokenizer {
  try {
    return new ClipTokenizer(folder.vocabulary);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelFolderError(`The tokenizer is not usable: ${reason}`, { cause: error });
  }
}

/** Throws ModelFolderError when the files do not fit together. */
function checkShapes(folder: ModelFolder, unet: Network, decoder: Network): void {
  const channels = folder.latentChannels;
  for (const [label, port] of [
    ['unet/model.onnx', unet.input('sample')],
    ['vae_decoder/model.onnx', decoder.input('latent_sample')],
  ] as const) {
    const declared = port.shape[1];
    if (typeof declared === 'number' && declared !== channels) {
      throw new ModelFolderError(
        `${label} takes ${declared} channels, but unet/config.json says ${channels}` +
          `${declared === 9 ? '; inpainting models are not supported' : ''}.`,
      );
    }
  }
  unet.input('timestep');
  unet.input('encoder_hidden_states');
}

function makeNetworks(folder: ModelFolder, unet: Network, decoder: Network): Networks {
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
    decode: (latents: Tensor) => {
      const unscaled = latents.data.map((x) => x / folder.scalingFactor);
      return decoder.run({ latent_sample: tensor(unscaled, latents.dims) }, painted);
    },
  };
}
