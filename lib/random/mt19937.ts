import { at } from '@/lib/at';

/** Mersenne Twister (Matsumoto and Nishimura 1998), seeded as PyTorch's CPU generator is. */
export class Mt19937 {
  readonly #state = new Uint32Array(624);
  #next = 624;

  /** Only the low 32 bits of `seed` count, as in PyTorch. */
  constructor(seed: bigint) {
    let value = Number(BigInt.asUintN(32, seed));
    this.#state[0] = value;
    for (let j = 1; j < 624; j += 1) {
      value = (Math.imul(1812433253, value ^ (value >>> 30)) + j) >>> 0;
      this.#state[j] = value;
    }
  }

  /** The next 32 random bits as an unsigned integer. */
  uint32(): number {
    if (this.#next === 624) this.#twist();
    let y = at(this.#state, this.#next);
    this.#next += 1;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  #twist(): void {
    const s = this.#state;
    for (let j = 0; j < 624; j += 1) {
      const y = (at(s, j) & 0x80000000) | (at(s, (j + 1) % 624) & 0x7fffffff);
      s[j] = at(s, (j + 397) % 624) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#next = 0;
  }
}
