import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { SchedulerConfig } from '@/lib/diffusion/schedulers';
import type { ClipVocabulary } from '@/lib/diffusion/tokenizers/clip';
import { ModelFolderError } from './errors';
import { readTokenizer } from './tokenizer-files';

const schedulerSchema = z.object({
  num_train_timesteps: z.int().min(1).max(100_000).default(1000),
  beta_start: z.number().positive().default(0.0001),
  beta_end: z.number().positive().lt(1).default(0.02),
  beta_schedule: z.enum(['linear', 'scaled_linear', 'squaredcos_cap_v2']).default('linear'),
  prediction_type: z.enum(['epsilon', 'v_prediction', 'sample']).default('epsilon'),
  timestep_spacing: z.enum(['leading', 'linspace', 'trailing']).optional(),
  steps_offset: z.int().min(0).default(0),
  set_alpha_to_one: z.boolean().default(true),
  clip_sample: z.boolean().default(false),
  clip_sample_range: z.number().positive().default(1),
  rescale_betas_zero_snr: z.boolean().default(false),
});

const unetSchema = z.object({ in_channels: z.int(), sample_size: z.int().positive() });
const vaeSchema = z.object({
  // Stable Diffusion 1.x; older exports leave the key out.
  scaling_factor: z.number().positive().default(0.18215),
  block_out_channels: z.array(z.int()).min(1),
});

/** One file of a manifest's list. */
export const fileSchema = z.object({ path: z.string(), bytes: z.int(), sha256: z.string() });

const manifestSchema = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string().default(''),
  licence: z.string(),
  defaults: z.object({
    steps: z.int().positive(),
    guidanceScale: z.number(),
    scheduler: z.string(),
    width: z.int().positive(),
    height: z.int().positive(),
  }),
  files: z.array(fileSchema),
  knownWords: z.array(z.string()).optional(),
  evaluation: z.unknown(),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** A model folder in the Optimum layout of Stable Diffusion 1.x, read and checked, not yet opened. */
export interface ModelFolder {
  readonly path: string;
  readonly manifest: Manifest;
  readonly manifestSha256: string;
  readonly scheduler: SchedulerConfig;
  readonly vocabulary: ClipVocabulary;
  /** Channels and pixels-per-latent of the latents, and their scale. */
  readonly latentChannels: number;
  readonly pixelFactor: number;
  readonly scalingFactor: number;
}

/** The text of `file` in the folder. Throws ModelFolderError when it is missing. */
export async function readText(folder: string, file: string): Promise<string> {
  try {
    return await readFile(path.join(folder, file), 'utf8');
  } catch (error) {
    throw new ModelFolderError(`${folder} has no readable ${file}.`, { cause: error });
  }
}

/** The JSON of `file`, checked. Throws ModelFolderError with the first thing that is wrong. */
export async function readJson<T>(folder: string, file: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readText(folder, file);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new ModelFolderError(`${file} is not JSON.`, { cause: error });
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') ?? '';
  throw new ModelFolderError(`${file} is not usable: ${where} ${issue?.message ?? 'is wrong'}.`);
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Compares every listed file with `folder`. Throws ModelFolderError at the first difference. */
export async function verifyFiles(
  folder: string,
  files: readonly z.infer<typeof fileSchema>[],
): Promise<void> {
  for (const file of files) {
    const location = path.join(folder, file.path);
    const size = await stat(location).then(
      (s) => s.size,
      () => undefined,
    );
    if (size === undefined) {
      throw new ModelFolderError(`${file.path} is missing from ${folder}.`);
    }
    if (size !== file.bytes) {
      throw new ModelFolderError(
        `${file.path} has ${size} bytes, not the ${file.bytes} of the manifest; copy it again.`,
      );
    }
    if ((await sha256(location)) !== file.sha256) {
      throw new ModelFolderError(
        `${file.path} does not have the SHA-256 of the manifest; copy it again.`,
      );
    }
  }
}

/** Reads every configuration file of a model folder. Throws ModelFolderError. */
export async function readModelFolder(folder: string): Promise<ModelFolder> {
  const manifestText = await readText(folder, 'manifest.json');
  const [manifest, scheduler, unet, vae, vocabulary] = await Promise.all([
    readJson(folder, 'manifest.json', manifestSchema),
    readJson(folder, 'scheduler/scheduler_config.json', schedulerSchema),
    readJson(folder, 'unet/config.json', unetSchema),
    readJson(folder, 'vae_decoder/config.json', vaeSchema),
    readTokenizer(folder),
  ]);
  return {
    path: folder,
    manifest,
    manifestSha256: createHash('sha256').update(manifestText).digest('hex'),
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
    pixelFactor: 2 ** (vae.block_out_channels.length - 1),
    scalingFactor: vae.scaling_factor,
  };
}

/** The hash of the folder's UNet, which adapters and measurements belong to. */
export function unetHash({ manifest }: ModelFolder): string {
  return manifest.files.find((file) => file.path === 'unet/model.onnx')?.sha256 ?? '';
}
