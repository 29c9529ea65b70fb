import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ModelFolderError } from './errors';
import { lookAt, type FileLook } from './file-stamp';
import type { Device } from './runtime';

/** An ONNX file, with the files beside it that hold its weights, as it was when somebody looked; and how to open it. */
export interface Weights extends FileLook {
  readonly file: string;
  /** Names it in errors, such as "unet/model.onnx". */
  readonly label: string;
  readonly device: Device;
  /** Intra-op threads on the CPU; 0 for as many as there are. */
  readonly threads: number;
}

/** Weights that are too large for one file, beside the one that has the graph. */
const BESIDE = /\.onnx_data$|\.onnx\.data$|\.pb$/;

async function lookAtAll(file: string): Promise<FileLook | undefined> {
  const own = await lookAt(file);
  if (!own) return undefined;
  const folder = path.dirname(file);
  const beside = (await readdir(folder)).filter((name) => BESIDE.test(name)).sort();
  const looks = await Promise.all(beside.map((name) => lookAt(path.join(folder, name))));
  const all = [own, ...looks.filter((look) => look !== undefined)];
  return {
    stamp: all.map(({ stamp }) => stamp).join('\n'),
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** Looks at an ONNX file, without opening it. Throws ModelFolderError when it is not there. */
export async function weightsAt(
  file: string,
  label: string,
  { device, threads }: { readonly device: Device; readonly threads: number },
): Promise<Weights> {
  const found = await lookAtAll(file);
  if (!found) throw new ModelFolderError(`${label} is missing.`);
  return { file, label, device, threads, ...found };
}

/** Whether the files are still as they were. */
export async function areUnchanged({ file, stamp }: Weights): Promise<boolean> {
  return (await lookAtAll(file))?.stamp === stamp;
}
