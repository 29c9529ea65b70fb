/** What each of the 65,536 halves stands for. */
const NUMBERS = Float32Array.from({ length: 2 ** 16 }, (_, half) => {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
});

/** The numbers that IEEE 754 half-precision bits stand for, exactly. */
export function fromHalves(halves: Uint16Array): Float32Array {
  const numbers = new Float32Array(halves.length);
  // A tenth of what forEach takes: at every step of every picture this is for tens of thousands.
  for (let i = 0; i < halves.length; i += 1) {
    const number = NUMBERS[halves[i] ?? Number.NaN];
    if (number !== undefined) numbers[i] = number;
  }
  return numbers;
}

/** The half-precision bits of the number that has the single-precision bits `word`. */
function halfOf(word: number): number {
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude >= 0x38800000) {
    const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
    return sign | ((rounded - 0x38000000) >>> 13);
  }
  // Subnormal halves are multiples of 2⁻²⁴; what is at most half of one is nothing.
  if (magnitude <= 0x33000000) return sign;
  const shift = 126 - (magnitude >>> 23);
  const mantissa = (magnitude & 0x7fffff) | 0x800000;
  const rounded = mantissa + (1 << (shift - 1)) - 1 + ((mantissa >>> shift) & 1);
  return sign | (rounded >>> shift);
}

/** The IEEE 754 half-precision bits of numbers, rounded to nearest even; too large is infinity. */
export function toHalves(numbers: Float32Array): Uint16Array<ArrayBuffer> {
  const words = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length);
  const halves = new Uint16Array(words.length);
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i];
    if (word !== undefined) halves[i] = halfOf(word);
  }
  return halves;
}
