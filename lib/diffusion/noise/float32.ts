/**
 * Float32 arithmetic with the fused multiply-adds and Cephes polynomials of PyTorch's AVX2 kernels
 * (aten/src/ATen/native/cpu/avx_mathfun.h), so that the results agree bit for bit.
 */
const f = Math.fround;

/** round32(a · b + c) with one rounding, for float32 `a`, `b`, `c`. */
function fma(a: number, b: number, c: number): number {
  // The product of two float32 is exact in a double; only the sum may round, and that matters to
  // the final rounding only when it falls on a midpoint between two float32.
  const product = a * b;
  const sum = product + c;
  const rounded = f(sum);
  if (sum === rounded) return rounded;
  const high = sum - product;
  const error = product - (sum - high) + (c - high);
  if (error === 0) return rounded;
  const other = sum + (sum - rounded);
  if (f(other) !== other) return rounded;
  return error > 0 ? Math.max(rounded, other) : Math.min(rounded, other);
}

const LOG_COEFFICIENTS = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1,
  -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(f);
const SQRT_HALF = f(Math.SQRT1_2);
const LOG_Q1 = f(-2.1219444e-4);
const LOG_Q2 = f(0.693359375);

/** a₀xⁿ + a₁xⁿ⁻¹ + … by Horner's rule, each step fused. */
function horner(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient, i) => (i ? fma(sum, x, coefficient) : coefficient));
}

/** x = m · 2^e with 0.5 ≤ m < 1, for positive normal float32 `x`. */
function splitExponent(value: number): { mantissa: number; exponent: number } {
  let exponent = Math.ceil(Math.log2(value));
  let mantissa = value / 2 ** exponent;
  if (mantissa >= 1) {
    mantissa /= 2;
    exponent += 1;
  } else if (mantissa < 0.5) {
    mantissa *= 2;
    exponent -= 1;
  }
  return { mantissa, exponent };
}

/** Natural logarithm of a positive float32. */
export function log(value: number): number {
  const split = splitExponent(value);
  let e = split.exponent;
  let x = f(split.mantissa - 1);
  if (split.mantissa < SQRT_HALF) {
    e -= 1;
    x = f(x + split.mantissa);
  }
  const z = f(x * x);
  let y = f(horner(LOG_COEFFICIENTS, x) * x);
  y = fma(y, z, f(e * LOG_Q1));
  y = fma(-z, 0.5, y);
  return fma(e, LOG_Q2, f(x + y));
}

const FOUR_OVER_PI = f(1.27323954473516);
const REDUCE = [-0.78515625, -2.4187564849853516e-4, -3.774894977445941e-8].map(f);
const COS_COEFFICIENTS = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(f);
const SIN_COEFFICIENTS = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(f);

/** Sine and cosine of a non-negative float32. */
export function sincos(value: number): { sin: number; cos: number } {
  const octant = (Math.trunc(f(value * FOUR_OVER_PI)) + 1) & ~1;
  const x = REDUCE.reduce((rest, part) => fma(octant, part, rest), value);
  const z = f(x * x);
  const c = f(horner(COS_COEFFICIENTS, z) * z);
  const cosine = f(fma(c, z, f(-z * 0.5)) + 1);
  const sine = fma(f(horner(SIN_COEFFICIENTS, z) * z), x, x);
  const swapped = (octant & 2) !== 0;
  const sinSign = (octant & 4) === 0 ? 1 : -1;
  const cosSign = ((octant - 2) & 4) === 0 ? -1 : 1;
  return {
    sin: sinSign * (swapped ? cosine : sine),
    cos: cosSign * (swapped ? sine : cosine),
  };
}
