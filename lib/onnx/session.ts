import { open } from 'node:fs/promises';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { sizeOf, tensor, type Tensor } from '@/lib/diffusion/tensor';
import { DeviceError, ModelFolderError, InferenceError } from './errors';
import { fromHalfBits, toHalfBits } from './half';
import { sessionOptions, type Device } from './runtime';

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

function message(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? text;
}

/** What CPU builds say about fused operators that only CUDA has. */
const MISSING_KERNEL =
  /failed to find kernel|could not find an implementation|not implemented|is not a registered function/i;

/** What it says when weights that lie in a file of their own are not there. */
const MISSING_DATA = /external data|onnx_data|weights\.pb|file_size|Failed to open file/i;

/** What CUDA, cuDNN and the allocators say when memory is short. */
const OUT_OF_MEMORY = /out of memory|failed to allocate|bad.?alloc|ALLOC_FAILED|MemoryAllocation/i;

/** What ONNX Runtime says when the GPU, its driver or its libraries are the trouble. */
const NO_DEVICE = /CUDA|cuDNN|cuBLAS|Failed to load shared library/i;

/** What is wrong with a file that does not open, and what to do. */
async function hintFor(file: string, reason: string): Promise<string> {
  const begin = await readStart(file);
  if (begin === undefined) return 'is missing';
  if (begin.startsWith('version https://git-lfs')) {
    return 'is a Git LFS pointer and not the file itself; run git lfs pull';
  }
  if (MISSING_KERNEL.test(reason)) {
    return 'uses operators that this device has no kernel for; export it again without fusing for CUDA';
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

/** One opened ONNX file: its ports, and a `run` on float32 tensors whatever the file's own types. */
export class OnnxSession {
  readonly #session: InferenceSession;
  readonly #label: string;
  readonly #device: Device;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Milliseconds spent inside ONNX Runtime so far. */
  busyMs = 0;

  private constructor(session: InferenceSession, label: string, device: Device) {
    this.#session = session;
    this.#label = label;
    this.#device = device;
    // Asked once: the runtime makes its metadata anew at every look, too slowly for every token.
    this.inputs = ports(session.inputMetadata);
    this.outputs = ports(session.outputMetadata);
  }

  /**
   * Opens `file`. `label` names it in errors, e.g. "unet/model.onnx". Throws ModelFolderError, or
   * DeviceError when `device` is the trouble.
   */
  static async open(
    file: string,
    label: string,
    device: Device,
    threads: number,
  ): Promise<OnnxSession> {
    try {
      const session = await InferenceSession.create(file, sessionOptions(device, threads));
      return new OnnxSession(session, label, device);
    } catch (error) {
      const reason = message(error);
      if (OUT_OF_MEMORY.test(reason)) {
        throw new DeviceError(`${device} has too little memory for ${label} (${reason}).`);
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

  /** The input called `name`. Throws ModelFolderError that lists the inputs there are. */
  input(name: string): Port {
    const found = this.inputs.find((port) => port.name === name);
    if (found) return found;
    const names = this.inputs.map((port) => port.name).join(', ');
    throw new ModelFolderError(`${this.#label} has no input "${name}"; it has ${names}.`);
  }

  /** The first output, of the given names if there is one, else of any. */
  output(...names: string[]): Port {
    const port = this.outputs.find((p) => names.includes(p.name)) ?? this.outputs[0];
    if (!port) throw new ModelFolderError(`${this.#label} has no output.`);
    return port;
  }

  /** Runs the network and returns the output called `wanted`. Throws InferenceError on NaN. */
  async run(feeds: Readonly<Record<string, Tensor>>, wanted: string): Promise<Tensor> {
    const output = (await this.runAll(feeds, [wanted]))(wanted);
    if (output.data.some(Number.isNaN)) {
      throw new InferenceError(
        `${this.#label} gave numbers that are not numbers (NaN); its weights may be broken, or ` +
          'too large for half precision.',
      );
    }
    return output;
  }

  /** Runs the network and returns how to read each of the `wanted` outputs, NaN or not. */
  async runAll(
    feeds: Readonly<Record<string, Tensor>>,
    wanted: readonly string[],
  ): Promise<(name: string) => Tensor> {
    const inputs = Object.fromEntries(
      Object.entries(feeds).map(([name, value]) => [name, toRuntime(value, this.input(name).type)]),
    );
    const begun = performance.now();
    let results: InferenceSession.OnnxValueMapType;
    try {
      results = await this.#session.run(inputs, wanted);
    } catch (error) {
      throw this.#failure(error);
    } finally {
      this.busyMs += performance.now() - begun;
    }
    return (name) => this.#read(results, name);
  }

  /** What a failed run is for those above: final for its pictures, or a reason to start the worker anew. */
  #failure(cause: unknown): Error {
    const reason = message(cause);
    if (OUT_OF_MEMORY.test(reason)) {
      return new InferenceError(
        `${this.#device} has too little memory for ${this.#label} at this size; ` +
          `choose a smaller one, or fewer pictures at once (${reason}).`,
        { cause },
      );
    }
    // After such an error CUDA refuses everything else in this process.
    if (this.#device !== 'cpu' && /CUDA (failure|error)/i.test(reason)) {
      return new Error(`${this.#device} failed at ${this.#label} (${reason}).`, { cause });
    }
    return new InferenceError(`${this.#label} refused its inputs (${reason}).`, { cause });
  }

  #read(results: InferenceSession.OnnxValueMapType, name: string): Tensor {
    const result = results[name];
    if (!result) throw new InferenceError(`${this.#label} gave no output "${name}".`);
    return fromRuntime(result, this.#label);
  }

  /** Frees the session's memory. */
  async close(): Promise<void> {
    await this.#session.release();
  }
}

function toRuntime(value: Tensor, type: string): OrtTensor {
  const dims = [...value.dims];
  switch (type) {
    case 'float32':
      return new OrtTensor('float32', value.data, dims);
    case 'float16':
      return new OrtTensor('float16', Uint16Array.from(value.data, toHalfBits), dims);
    case 'int64':
      return new OrtTensor(
        'int64',
        BigInt64Array.from(value.data, (x) => BigInt(Math.round(x))),
        dims,
      );
    case 'int32':
      return new OrtTensor('int32', Int32Array.from(value.data, Math.round), dims);
    default:
      throw new ModelFolderError(`Inputs of type ${type} are not supported.`);
  }
}

function fromRuntime(value: OrtTensor, label: string): Tensor {
  const { data, dims } = value;
  if (data instanceof Float32Array) return tensor(data, dims);
  if (data instanceof Uint16Array) return tensor(Float32Array.from(data, fromHalfBits), dims);
  if (data instanceof Uint8Array) return tensor(Float32Array.from(data), dims);
  if (data instanceof BigInt64Array) return tensor(Float32Array.from(data, Number), dims);
  throw new InferenceError(
    `${label} gave ${value.type} numbers (${sizeOf(dims)}), which are not supported.`,
  );
}
