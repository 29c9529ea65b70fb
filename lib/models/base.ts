import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Conditioner } from '@/lib/diffusion/conditioning/conditioning';
import { vanillaConditioner, type ClipStates } from '@/lib/diffusion/conditioning/vanilla';
import type { Guidance } from '@/lib/diffusion/guidance';
import type { RgbImage } from '@/lib/diffusion/image';
import type { NoiseSource } from '@/lib/diffusion/noise';
import { denoise, type InitImage, type PipelineHooks } from '@/lib/diffusion/pipeline';
import { SCHEDULERS, type SchedulerConfig, type SchedulerName } from '@/lib/diffusion/schedulers';
import type { ClipTokenizer } from '@/lib/diffusion/tokenizers/clip';
import { unknownWords } from '@/lib/diffusion/tokenizers/known-words';
import { ModelFolderError, InferenceError } from '@/lib/onnx/errors';
import { FileMemo } from '@/lib/onnx/file-stamp';
import type { Device } from '@/lib/onnx/runtime';
import type { Runtime } from '@/lib/onnx/session-pool';
import { openParts } from './base-parts';
import { verifyChanges } from './folder-files';
import {
  CONFIGURATION_FILES,
  readModelFolder,
  sizeStep,
  unetHash,
  type Manifest,
  type ModelFolder,
} from './model-folder';
import type { SafetyChecker } from './safety-checker';
import { makeTokenizer } from './tokenizer-files';

export interface GenerateRequest extends Guidance {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly seeds: readonly bigint[];
  readonly steps: number;
  readonly scheduler: SchedulerName;
  /** By default the model's own, or the scheduler's where it says nothing. */
  readonly timestepSpacing?: SchedulerConfig['timestepSpacing'];
  /** A picture of this very size to paint over. */
  readonly initImage?: InitImage | undefined;
  readonly noise: NoiseSource;
  readonly width: number;
  readonly height: number;
  /** Decode a preview every so many steps; 0 for none. */
  readonly previewEvery: number;
}

export interface GeneratedImage extends RgbImage {
  readonly seed: bigint;
  /** The model's own safety checker says that it should not be shown. */
  readonly withheld: boolean;
}

/** What the model's tokenizer makes of a prompt, for telling the user. */
export interface PromptReading {
  /** Words that never occurred in training; none when the model does not say which ones did. */
  readonly unknownWords: readonly string[];
  /** Words that no longer fitted. */
  readonly truncatedWords: readonly string[];
}

/**
 * A base: its text encoder, UNet and VAE decoder. Their sessions belong to the pool and are shared by all models of
 * that base; whoever has a Base has nothing to close.
 */
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
   * `seeds[i]`. Throws InferenceError, or the abort's reason.
   */
  generate(
    request: GenerateRequest,
    hooks?: PipelineHooks,
    conditioners?: readonly Conditioner[],
  ): Promise<GeneratedImage[]>;
}

export interface OpenOptions extends Runtime {
  /** Whether files are compared with the manifest's hashes, where they changed since they last were. */
  readonly verifyHashes: boolean;
}

/**
 * Attention that is written out, as Optimum exports it, needs memory by the square of a picture's latents: 4 GiB for
 * 512 × 512 with its negative half. Larger batches of that size are no faster on a CPU.
 */
const LATENTS_AT_ONCE = { cpu: 64 * 64, cuda: 16 * 64 * 64 };

interface ReadBase {
  readonly description: ModelFolder;
  readonly tokenizer: ClipTokenizer;
}

/** Vocabularies of the published size take a tenth of a second to read, which is too long for every batch. */
const readBases = new FileMemo<ReadBase>();

/** `hooks` that are not shown the previews that the safety checker withholds. */
function withoutWithheld(isWithheld: SafetyChecker, hooks: PipelineHooks = {}): PipelineHooks {
  const { onStep } = hooks;
  if (!onStep) return hooks;
  return {
    ...hooks,
    async onStep({ previews, ...report }) {
      if (!previews) return onStep(report);
      const shown = previews.map(async (image) =>
        image && !(await isWithheld(image)) ? image : undefined,
      );
      return onStep({ ...report, previews: await Promise.all(shown) });
    },
  };
}

/**
 * Opens the model folder at `folder`, as it is now. Little is done where nothing changed since it was last opened, so
 * that it can be opened for every batch. Throws ModelFolderError or DeviceError.
 */
export async function openBase(folder: string, options: OpenOptions): Promise<Base> {
  const real = await realpath(folder).catch((cause: unknown) => {
    throw new ModelFolderError(`There is no model folder at ${folder}.`, { cause });
  });
  const files = CONFIGURATION_FILES.map((file) => path.join(real, file));
  const { description, tokenizer } = await readBases.get(files, async () => {
    const read = await readModelFolder(real);
    return { description: read, tokenizer: makeTokenizer(read.vocabulary) };
  });
  if (options.verifyHashes) await verifyChanges(real, description.manifest.files);
  const { clip, networks, safetyChecker, hold } = await openParts(description, tokenizer, options);
  const isWithheld = safetyChecker ?? (() => Promise.resolve(false));
  const known = description.manifest.knownWords;
  const vocabulary = known && new Set(known);
  const vanilla = vanillaConditioner(clip);

  return {
    manifest: description.manifest,
    manifestSha256: description.manifestSha256,
    unetSha256: unetHash(description),
    device: options.device,
    scheduler: description.scheduler,
    read(prompt) {
      return {
        unknownWords: vocabulary ? unknownWords(prompt, vocabulary) : [],
        truncatedWords: tokenizer.encode(prompt).truncatedWords,
      };
    },
    clip,
    vanilla,
    async generate(request, hooks, conditioners = request.seeds.map(() => vanilla)) {
      const { vaeScaleFactor, latentChannels } = description;
      const step = sizeStep(description);
      if (request.width % step || request.height % step) {
        throw new InferenceError(
          `The picture is ${request.width}×${request.height}; both sides must be multiples of ${step}.`,
        );
      }
      const { image } = request.initImage ?? {};
      if (image && (image.width !== request.width || image.height !== request.height)) {
        throw new InferenceError('The picture to begin from has another size than the one asked for.');
      }
      const { trainSteps } = description.scheduler;
      if (request.steps > trainSteps) {
        throw new InferenceError(
          `${request.steps} steps are more than the ${trainSteps} that this base was trained with; ask for fewer.`,
        );
      }
      const config = { ...description.scheduler };
      if (request.timestepSpacing) config.timestepSpacing = request.timestepSpacing;
      const scheduler = SCHEDULERS[request.scheduler].create(config, request.steps);
      const latentShape = [
        latentChannels,
        request.height / vaeScaleFactor,
        request.width / vaeScaleFactor,
      ] as const;
      const [, high, wide] = latentShape;
      const maxBatchSize = Math.max(
        1,
        Math.floor(LATENTS_AT_ONCE[options.device === 'cpu' ? 'cpu' : 'cuda'] / (high * wide)),
      );
      return hold(async () => {
        const images = await denoise(
          networks,
          conditioners,
          scheduler,
          { ...request, latentShape, maxBatchSize, sameBatchSize: options.device !== 'cpu' },
          safetyChecker ? withoutWithheld(safetyChecker, hooks) : hooks,
        );
        return Promise.all(
          images.map(async (image, i) => {
            const seed = request.seeds[i];
            if (seed === undefined) throw new InferenceError('A picture came back that has no seed.');
            return { ...image, seed, withheld: await isWithheld(image) };
          }),
        );
      });
    },
  };
}
