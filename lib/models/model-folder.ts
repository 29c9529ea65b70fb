import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isSchedulerName, type SchedulerConfig } from '@/lib/diffusion/schedulers';
import type { ClipVocabulary } from '@/lib/diffusion/tokenizers/clip';
import { ModelFolderError } from '@/lib/onnx/errors';
import { fileSchema, MANIFEST_FILE, readJson, readText, weightsHash } from './folder-files';
import { readTokenizer, TOKENIZER_FILES } from './tokenizer-files';

const schedulerSchema = z.object({
  num_train_timesteps: z.int().min(1).max(100_000).default(1000),
  beta_start: z.number().positive().default(0.0001),
  beta_end: z.number().positive().lt(1).default(0.02),
  beta_schedule: z.enum(['linear', 'scaled_linear', 'squaredcos_cap_v2']).default('linear'),
  prediction_type: z.enum(['epsilon', 'v_prediction', 'sample']).default('epsilon'),
  timestep_spacing: z.enum(['leading', 'linspace', 'trailing']).optional(),
  steps_offset: z.int().min(0).default(0),
  set_alpha_to_one: z.boolean().default(true),
  // diffusers' DDIM takes it for true where a folder says nothing, and nothing else of ours reads it.
  clip_sample: z.boolean().default(true),
  clip_sample_range: z.number().positive().default(1),
  rescale_betas_zero_snr: z.boolean().default(false),
});

const unetSchema = z.object({
  in_channels: z.int(),
  sample_size: z.int().positive(),
  block_out_channels: z.array(z.int()).min(1),
});
/** Latents, their mask, and the masked picture's latents. */
const INPAINTING_CHANNELS = 9;

const vaeSchema = z.object({
  // Stable Diffusion 1.x; older exports leave the key out.
  scaling_factor: z.number().positive().default(0.18215),
  block_out_channels: z.array(z.int()).min(1),
});

const manifestSchema = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string().default(''),
  licence: z.string(),
  defaults: z.object({
    steps: z.int().positive(),
    guidanceScale: z.number(),
    scheduler: z.string().refine(isSchedulerName, 'is no scheduler that we have'),
    width: z.int().positive(),
    height: z.int().positive(),
  }),
  /** Sides are multiples of so many pixels; where it says nothing, what a UNet halves without rest. */
  sizeStep: z.int().positive().optional(),
  files: z.array(fileSchema),
  knownWords: z.array(z.string()).optional(),
  /** Whether its text encoder was trained on prompts that ftfy had straightened, as OpenAI's own code does. */
  straightens: z.boolean().optional(),
  evaluation: z.unknown(),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** What the configuration files of a folder in the Optimum layout of Stable Diffusion 1.x say. */
export interface FolderLayout {
  readonly path: string;
  readonly scheduler: SchedulerConfig;
  readonly vocabulary: ClipVocabulary;
  /** Channels and pixels-per-latent of the latents, and their scale. */
  readonly latentChannels: number;
  readonly vaeScaleFactor: number;
  readonly scalingFactor: number;
  /** Side, in latents, of the pictures that the UNet was trained on. */
  readonly sampleSize: number;
  /** How often the UNet halves the latents. */
  readonly halvings: number;
}

/** A model folder, read and checked, not yet opened. */
export interface ModelFolder extends FolderLayout {
  readonly manifest: Manifest;
  readonly manifestSha256: string;
}

const SCHEDULER_FILE = 'scheduler/scheduler_config.json';
const UNET_FILE = 'unet/config.json';
const VAE_FILE = 'vae_decoder/config.json';

/** All that `readModelFolder` reads. */
export const CONFIGURATION_FILES = [
  ...[MANIFEST_FILE, SCHEDULER_FILE, UNET_FILE, VAE_FILE],
  ...TOKENIZER_FILES,
];

/** Reads every configuration file of a model folder. Throws ModelFolderError. */
export async function readLayout(folder: string): Promise<FolderLayout> {
  const [scheduler, unet, vae, vocabulary] = await Promise.all([
    readJson(folder, SCHEDULER_FILE, schedulerSchema),
    readJson(folder, UNET_FILE, unetSchema),
    readJson(folder, VAE_FILE, vaeSchema),
    readTokenizer(folder),
  ]);
  if (unet.in_channels === INPAINTING_CHANNELS) {
    throw new ModelFolderError(
      'This is an inpainting model (its UNet takes 9 channels); bring the plain one.',
    );
  }
  return {
    path: folder,
    scheduler: {
      trainSteps: scheduler.num_train_timesteps,
      betaStart: scheduler.beta_start,
      betaEnd: scheduler.beta_end,
      betaSchedule: scheduler.beta_schedule,
      predictionType: scheduler.prediction_type,
      timestepSpacing: scheduler.timestep_spacing,
      stepsOffset: scheduler.steps_offset,
      setAlphaToOne: scheduler.set_alpha_to_one,
      clipSample: scheduler.clip_sample,
      clipSampleRange: scheduler.clip_sample_range,
      zeroTerminalSnr: scheduler.rescale_betas_zero_snr,
    },
    vocabulary,
    latentChannels: unet.in_channels,
    vaeScaleFactor: 2 ** (vae.block_out_channels.length - 1),
    scalingFactor: vae.scaling_factor,
    sampleSize: unet.sample_size,
    halvings: unet.block_out_channels.length - 1,
  };
}

/** Reads a base's folder with its manifest. Throws ModelFolderError. */
export async function readModelFolder(folder: string): Promise<ModelFolder> {
  const manifest = await readJson(folder, MANIFEST_FILE, manifestSchema);
  const text = await readText(folder, MANIFEST_FILE);
  const layout = await readLayout(folder);
  return {
    ...layout,
    vocabulary: { ...layout.vocabulary, straightens: manifest.straightens },
    manifest,
    manifestSha256: createHash('sha256').update(text).digest('hex'),
  };
}

/** Sides of pictures must be multiples of so many pixels. */
export function sizeStep({ manifest, vaeScaleFactor, halvings }: ModelFolder): number {
  return manifest.sizeStep ?? vaeScaleFactor * 2 ** halvings;
}

/** The hash of the folder's UNet, which adapters and measurements belong to. */
export function unetHash({ manifest }: ModelFolder): string {
  return weightsHash(manifest.files, 'unet/');
}
