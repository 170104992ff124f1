import type { ElementaryOp } from '../ir.ts'
import { erf, erfc, gelu } from './error-function.ts'

/** 1 / (1 + e^−x), without overflow; e^x / (1 + e^x) for negative x keeps the relative accuracy of the small result. */
export function sigmoid(x: number): number {
  const e = Math.exp(-Math.abs(x))
  return x < 0 ? e / (1 + e) : 1 / (1 + e)
}

/** log(1 + e^x) as max(x, 0) + log1p(e^−|x|). */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
}

/** 2^x: exact powers for integers, otherwise V8's pow, whose error stays below one unit in the last place. */
export function exp2(x: number): number {
  return 2 ** x
}

/** √(x² + y²) by scaling; +∞ when either is infinite, even beside NaN (IEEE 754). */
export function hypot(x: number, y: number): number {
  const a = Math.abs(x)
  const b = Math.abs(y)
  if (a === Number.POSITIVE_INFINITY || b === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY
  const big = Math.max(a, b)
  const small = Math.min(a, b)
  if (!(small > 0)) return big
  if (big > 1e150 || small < 1e-140) {
    const ratio = small / big
    return big * Math.sqrt(1 + ratio * ratio)
  }
  return Math.sqrt(big * big + small * small)
}

/**
 * x^y as IEEE 754 has it: 1^y and x^0 are 1 even for NaN and ±∞ (JavaScript's own gives NaN for 1^NaN and (±1)^±∞).
 */
export function pow(x: number, y: number): number {
  if (x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY)) return 1
  return x ** y
}

/** The elementary functions on doubles, one number at a time: the slow path of every target and the meaning of the IR. */
export const elementary: { readonly [Op in ElementaryOp]: (a: number, b: number) => number } = {
  exp: Math.exp,
  exp2,
  expm1: Math.expm1,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  cbrt: Math.cbrt,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  sigmoid,
  softplus,
  erf,
  erfc,
  gelu,
  pow,
  atan2: Math.atan2,
  hypot,
}
