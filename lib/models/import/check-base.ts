import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { randn } from '@/lib/diffusion/noise';
import { ModelFolderError } from '@/lib/onnx/errors';
import type { Runtime } from '@/lib/onnx/session-pool';
import { openParts } from '../base-parts';
import { sizeOfFile } from '../folder-files';
import { readLayout, type FolderLayout } from '../model-folder';
import { makeTokenizer } from '../tokenizer-files';
import { checkConfiguration } from './configuration';

/** Latents of this side are enough to see whether a network works, and small enough for any machine. */
export const SMALL_SIDE = 16;

/** A base's folder that works. */
interface CheckedBase {
  readonly layout: FolderLayout;
  /** What people have to know of its configuration, a sentence each. */
  readonly notes: readonly string[];
}

/** The ONNX files that a base needs; the VAE's encoder is needed for image-to-image only. */
export const PARTS = ['text_encoder', 'unet', 'vae_decoder'];

/** Throws ModelFolderError unless the networks are there as ONNX files. */
async function checkParts(folder: string): Promise<void> {
  for (const part of PARTS) {
    if ((await sizeOfFile(path.join(folder, part, 'model.onnx'))) !== undefined) continue;
    const files = await readdir(path.join(folder, part)).catch(() => []);
    const torch = files.find((file) => /\.(safetensors|bin|ckpt)$/.test(file));
    throw new ModelFolderError(
      torch
        ? `${part} has ${torch} but no model.onnx; convert the folder first, as ` +
            'npm run models -- add does.'
        : `${part}/model.onnx is missing from ${folder}.`,
    );
  }
}

/**
 * Opens a base's folder, with or without a manifest, and takes one step with it on `options.device`:
 * words to states, noise to a prediction, latents to a picture. Throws ModelFolderError for what does not
 * fit, InferenceError for numbers that are not numbers.
 */
export async function checkBase(folder: string, runtime: Runtime): Promise<CheckedBase> {
  const notes = await checkConfiguration(folder);
  await checkParts(folder);
  const layout = await readLayout(folder);
  const { unet, networks, clip, hold } = await openParts(
    layout,
    makeTokenizer(layout.vocabulary),
    runtime,
  );
  await hold(async () => {
    const declared = unet.input('sample').shape[2];
    const side =
      typeof declared === 'number' && declared > 0
        ? declared
        : Math.min(SMALL_SIDE, layout.sampleSize);
    const latents = randn('cpu', 0n, [1, layout.latentChannels, side, side]);
    const states = await clip('a dog');
    await networks.unet(latents, layout.scheduler.trainSteps - 1, states);
    await networks.decode(latents);
  });
  return { layout, notes };
}
