import { Tensor as OrtTensor, type InferenceSession } from 'onnxruntime-node';
import { sizeOf, tensor, type Tensor } from '@/lib/diffusion/tensor';
import { ModelFolderError, InferenceError } from './errors';
import { fromHalfBits, toHalfBits } from './half';
import { reasonOf, saysOutOfMemory, type NativeSession, type Port } from './native-session';
import type { Weights } from './weights';

export type { Port } from './native-session';

/** Runs something on a session that is open meanwhile. */
export type Borrow = <T>(use: (session: NativeSession) => Promise<T>) => Promise<T>;

/**
 * One ONNX file: its ports, and a `run` on float32 tensors whatever the file's own types. Its session belongs to the
 * SessionPool and is borrowed for each run, so that there is nothing to close here.
 */
export class OnnxSession {
  readonly #borrow: Borrow;
  readonly weights: Weights;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];

  constructor(weights: Weights, { inputs, outputs }: NativeSession, borrow: Borrow) {
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
    const results = await this.#borrow((session) =>
      session.run(inputs, wanted).catch((error: unknown) => {
        throw this.#failure(error);
      }),
    );
    return (name) => this.#read(results, name);
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
    if (device !== 'cpu' && /CUDA (failure|error)/i.test(reason)) {
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
