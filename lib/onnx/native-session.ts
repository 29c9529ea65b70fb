import { open } from 'node:fs/promises';
import { InferenceSession } from 'onnxruntime-node';
import { DeviceError, InferenceError, ModelFolderError } from './errors';
import { sessionOptions } from './runtime';
import type { Weights } from './weights';

/** One input or output as the file declares it; a string stands for a free dimension. */
export interface Port {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

function ports(metadata: readonly InferenceSession.ValueMetadata[]): Port[] {
  return metadata.flatMap((value) =>
    value.isTensor ? [{ name: value.name, type: value.type, shape: value.shape }] : [],
  );
}

/** What NVIDIA's libraries are called when they fail: in each of them it shows that a GPU is the trouble. */
const LIBRARY_FAILED =
  /\b(?:CUDA|CUDNN|CUBLAS|CUFFT|CURAND|CUSPARSE|NCCL)\w* (?:failure|error)\b[^;\n]*/i;

/** The first line of what ONNX Runtime says; of a GPU's failure what failed, without the C++ around it. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [failed] = LIBRARY_FAILED.exec(text) ?? [];
  return (failed ?? text.split('\n')[0] ?? text).trim();
}

/** Whether one of NVIDIA's libraries failed at something else than memory: then all that follows may fail, too. */
export function saysDeviceFailed(error: unknown): boolean {
  return LIBRARY_FAILED.test(reasonOf(error)) && !saysOutOfMemory(error);
}

/** What CPU builds say about fused operators that only CUDA has. */
const MISSING_KERNEL =
  /failed to find kernel|could not find an implementation|not implemented|is not a registered function/i;

/** What it says when weights that lie in a file of their own are not there. */
const MISSING_DATA = /external data|onnx_data|weights\.pb|file_size|Failed to open file/i;

/** What CUDA, cuDNN and the allocators say when memory is short. */
const OUT_OF_MEMORY =
  /out of memory|failed to allocate|bad.?alloc|ALLOC(ATION)?_FAILED|MemoryAllocation/i;

/** What ONNX Runtime says when the GPU, its driver or its libraries are the trouble. */
const NO_DEVICE = /CUDA|cuDNN|cuBLAS|Failed to load shared library/i;

/** Whether an error of ONNX Runtime, or one made from it, comes from too little memory. */
export function saysOutOfMemory(error: unknown): boolean {
  return OUT_OF_MEMORY.test(reasonOf(error));
}

/** What is wrong with a file that does not open, and what to do. */
async function hintFor(file: string, reason: string): Promise<string> {
  const begin = await readStart(file);
  if (begin === undefined) return 'is missing';
  if (begin.startsWith('version https://git-lfs')) {
    return 'is a Git LFS pointer and not the file itself; run git lfs pull';
  }
  if (MISSING_KERNEL.test(reason)) {
    return 'uses operators that this device has no kernel for; export or convert it again without fusing for CUDA';
  }
  if (MISSING_DATA.test(reason)) {
    return 'keeps its weights in another file beside it, which is missing or incomplete';
  }
  return 'is not a complete ONNX file';
}

/** The first bytes of a file as text; undefined when it cannot be read. */
async function readStart(file: string): Promise<string | undefined> {
  const length = 64;
  const handle = await open(file).catch(() => undefined);
  if (!handle) return undefined;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** One session of ONNX Runtime. The SessionPool opens and closes them, and nobody else. */
export class NativeSession {
  readonly #session: InferenceSession;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];

  private constructor(session: InferenceSession) {
    this.#session = session;
    // Asked once: the runtime makes its metadata anew at every look, too slowly for every token.
    this.inputs = ports(session.inputMetadata);
    this.outputs = ports(session.outputMetadata);
  }

  /** Throws ModelFolderError, InferenceError when memory is short, DeviceError when the device is the trouble. */
  static async open({ file, label, device, threads }: Weights): Promise<NativeSession> {
    try {
      return new NativeSession(
        await InferenceSession.create(file, sessionOptions(device, threads)),
      );
    } catch (error) {
      const reason = reasonOf(error);
      if (saysOutOfMemory(error)) {
        throw new InferenceError(`${device} has too little memory for ${label} (${reason}).`, {
          cause: error,
        });
      }
      if (device !== 'cpu' && NO_DEVICE.test(reason) && !MISSING_KERNEL.test(reason)) {
        throw new DeviceError(
          `${device} cannot be used (${reason}); see npm run cuda -- --check, or set DEVICE=cpu.`,
        );
      }
      const hint = await hintFor(file, reason);
      throw new ModelFolderError(`${label} ${hint} (${reason}).`, { cause: error });
    }
  }

  /** Throws whatever ONNX Runtime throws. */
  run(
    inputs: InferenceSession.FeedsType,
    wanted: readonly string[],
  ): Promise<InferenceSession.OnnxValueMapType> {
    return this.#session.run(inputs, wanted);
  }

  /** Frees the session's memory. */
  async close(): Promise<void> {
    await this.#session.release();
  }
}
