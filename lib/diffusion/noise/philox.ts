const M0 = 0xd2511f53n;
const M1 = 0xcd9e8d57n;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

/** The first two words of Philox4x32-10 (Salmon et al. 2011) for counter (offset, 0, index, 0). */
function philox(offset: number, index: number, key0: number, key1: number): [number, number] {
  let [c0, c1, c2, c3] = [offset, 0, index, 0];
  let [k0, k1] = [key0, key1];
  for (let round = 0; round < 10; round += 1) {
    const a = M0 * BigInt(c0);
    const b = M1 * BigInt(c2);
    [c0, c1, c2, c3] = [
      (Number(b >> 32n) ^ c1 ^ k0) >>> 0,
      Number(b & 0xffffffffn),
      (Number(a >> 32n) ^ c3 ^ k1) >>> 0,
      Number(a & 0xffffffffn),
    ];
    k0 = (k0 + W0) >>> 0;
    k1 = (k1 + W1) >>> 0;
  }
  return [c0, c1];
}

/**
 * PyTorch's CUDA generator (aten/src/ATen/native/cuda/DistributionTemplates.h) for tensors small
 * enough that each thread draws once. Equal to the GPU's numbers within a few units in the last
 * place, because CUDA's own logarithm and sine are approximations. Each call is one `randn`.
 */
export class PhiloxGenerator {
  readonly #key0: number;
  readonly #key1: number;
  #offset = 0;

  constructor(seed: bigint) {
    this.#key0 = Number(BigInt.asUintN(32, seed));
    this.#key1 = Number(BigInt.asUintN(32, seed >> 32n));
  }

  /** `count` standard normal numbers. */
  normal(count: number): Float32Array {
    const data = new Float32Array(count);
    for (let i = 0; i < count; i += 1) {
      const [g0, g1] = philox(this.#offset, i, this.#key0, this.#key1);
      const u = g0 * 2 ** -32 + 2 ** -33;
      const v = 2 * Math.PI * (g1 * 2 ** -32 + 2 ** -33);
      data[i] = Math.sqrt(-2 * Math.log(u)) * Math.sin(v);
    }
    this.#offset += 1;
    return data;
  }
}
