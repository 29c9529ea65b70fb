import { Tensor as OrtTensor, type InferenceSession } from 'onnxruntime-node';
import { sizeOf, tensor, type Tensor } from '@/lib/diffusion/tensor';
import { ModelFolderError, InferenceError } from './errors';
import { fromHalves } from './half';
import { halfTensor } from './half-tensor';
import {
  reasonOf,
  saysDeviceFailed,
  saysOutOfMemory,
  type NativeSession,
  type Port,
} from './native-session';
import type { Weights } from './weights';

export type { Port } from './native-session';

/** Tensors by the names of the inputs that they are for. */
type Feeds = Readonly<Record<string, Tensor>>;

/** Runs something on a session that is open meanwhile. */
export type Borrow = <T>(use: (session: Pick<NativeSession, 'run'>) => Promise<T>) => Promise<T>;

/**
 * One ONNX file: its ports, and a `run` on float32 tensors whatever the file's own types. Its session belongs to the
 * SessionPool and is borrowed for each run, so that there is nothing to close here.
 */
export class OnnxSession {
  readonly #borrow: Borrow;
  readonly #converted = new WeakMap<Tensor, OrtTensor>();
  readonly weights: Weights;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];

  constructor(
    weights: Weights,
    { inputs, outputs }: Pick<NativeSession, 'inputs' | 'outputs'>,
    borrow: Borrow,
  ) {
    this.weights = weights;
    this.inputs = inputs;
    this.outputs = outputs;
    this.#borrow = borrow;
  }

  get #label(): string {
    return this.weights.label;
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

  /**
   * Runs the network and returns the output called `wanted`. What is in `constants` must never be changed: it is
   * converted once for all runs. Throws InferenceError on NaN.
   */
  async run(feeds: Feeds, wanted: string, constants: Feeds = {}): Promise<Tensor> {
    const output = (await this.runAll(feeds, [wanted], constants))(wanted);
    if (hasNaN(output.data)) {
      throw new InferenceError(
        `${this.#label} gave numbers that are not numbers (NaN); its weights may be broken, or ` +
          'too large for half precision.',
      );
    }
    return output;
  }

  /** Runs the network and returns how to read each of the `wanted` outputs, NaN or not. */
  async runAll(
    feeds: Feeds,
    wanted: readonly string[],
    constants: Feeds = {},
  ): Promise<(name: string) => Tensor> {
    const inputs: Record<string, OrtTensor> = {};
    for (const [name, value] of Object.entries(feeds)) {
      inputs[name] = toRuntime(value, this.input(name).type);
    }
    for (const [name, value] of Object.entries(constants)) {
      inputs[name] = this.#convertedOnce(value, this.input(name).type);
    }
    const results = await this.#borrow((session) =>
      session.run(inputs, wanted).catch((error: unknown) => {
        throw this.#failure(error);
      }),
    );
    return (name) => this.#read(results, name);
  }

  #convertedOnce(value: Tensor, type: string): OrtTensor {
    const known = this.#converted.get(value);
    if (known?.type === type) return known;
    const converted = toRuntime(value, type);
    this.#converted.set(value, converted);
    return converted;
  }

  /** What a failed run is for those above: final for its pictures, or a reason to start the worker anew. */
  #failure(cause: unknown): Error {
    const { device } = this.weights;
    const reason = reasonOf(cause);
    if (saysOutOfMemory(cause)) {
      return new InferenceError(
        `${device} has too little memory for ${this.#label} at this size; ` +
          `choose a smaller one, or fewer pictures at once (${reason}).`,
        { cause },
      );
    }
    // After such an error CUDA refuses everything else in this process.
    if (device !== 'cpu' && saysDeviceFailed(cause)) {
      return new Error(`${device} failed at ${this.#label} (${reason}).`, { cause });
    }
    return new InferenceError(`${this.#label} refused its inputs (${reason}).`, { cause });
  }

  #read(results: InferenceSession.OnnxValueMapType, name: string): Tensor {
    const result = results[name];
    if (!result) throw new InferenceError(`${this.#label} gave no output "${name}".`);
    return fromRuntime(result, this.#label);
  }
}

function hasNaN(numbers: Float32Array): boolean {
  for (const number of numbers) if (Number.isNaN(number)) return true;
  return false;
}

function toRuntime(value: Tensor, type: string): OrtTensor {
  const dims = [...value.dims];
  switch (type) {
    case 'float32':
      return new OrtTensor('float32', value.data, dims);
    case 'float16':
      return halfTensor(value.data, dims);
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
  if (data instanceof Uint16Array) return tensor(fromHalves(data), dims);
  if (data instanceof Uint8Array) return tensor(Float32Array.from(data), dims);
  if (data instanceof BigInt64Array) return tensor(Float32Array.from(data, Number), dims);
  throw new InferenceError(
    `${label} gave ${value.type} numbers (${sizeOf(dims)}), which are not supported.`,
  );
}
