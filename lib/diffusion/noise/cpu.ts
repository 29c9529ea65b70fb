import { at } from '@/lib/at';
import { Mt19937 } from '@/lib/random/mt19937';
import { log, sincos } from './float32';

const TWO_PI = Math.fround(2 * Math.PI);

/** Box–Muller on 16 uniforms at `offset`, in place: the first eight with the last eight. */
function transformBlock(data: Float32Array, offset: number): void {
  for (let j = offset; j < offset + 8; j += 1) {
    const u = Math.fround(1 - at(data, j));
    const radius = Math.fround(Math.sqrt(Math.fround(-2 * log(u))));
    const { sin, cos } = sincos(Math.fround(TWO_PI * at(data, j + 8)));
    data[j] = radius * cos;
    data[j + 8] = radius * sin;
  }
}

/**
 * PyTorch's CPU generator: `torch.randn` of float32, bit for bit with x86 AVX2 builds
 * (aten/src/ATen/native/cpu/DistributionTemplates.h). Successive calls go on in the stream.
 */
export class CpuGenerator {
  readonly #bits: Mt19937;
  #cached: number | undefined;

  constructor(seed: bigint) {
    this.#bits = new Mt19937(seed);
  }

  /** `count` standard normal numbers. */
  normal(count: number): Float32Array {
    const data = new Float32Array(count);
    if (count < 16) return data.map(() => this.#single());
    const uniform = () => (this.#bits.uint32() & 0xffffff) / 2 ** 24;
    for (let i = 0; i < count; i += 1) data[i] = uniform();
    for (let i = 0; i + 16 <= count; i += 16) transformBlock(data, i);
    if (count % 16 !== 0) {
      for (let i = count - 16; i < count; i += 1) data[i] = uniform();
      transformBlock(data, count - 16);
    }
    return data;
  }

  /** One number in double precision; the second of each Box–Muller pair is kept for next time. */
  #single(): number {
    if (this.#cached !== undefined) {
      const value = this.#cached;
      this.#cached = undefined;
      return value;
    }
    const u1 = this.#double();
    const u2 = this.#double();
    const radius = Math.sqrt(-2 * Math.log1p(-u2));
    this.#cached = radius * Math.sin(2 * Math.PI * u1);
    return radius * Math.cos(2 * Math.PI * u1);
  }

  #double(): number {
    const high = this.#bits.uint32() & 0x1fffff;
    return (high * 2 ** 32 + this.#bits.uint32()) / 2 ** 53;
  }
}
