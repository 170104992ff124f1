import type { Reg, VectorGraph } from '../targets/wasm/graph.ts'
import { twoProduct } from './double-double.ts'
import { expOfPair, expRange } from './exponential.ts'
import { logPair } from './logarithm.ts'

/**
 * x^y as IEEE 754 has it: 1^y and x^0 are 1 even for NaN and ±∞ (JavaScript's own gives NaN for 1^NaN and (±1)^±∞).
 */
export function pow(x: number, y: number): number {
  if (x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY)) return 1
  return x ** y
}

/** x^y = e^(y log x) with the logarithm and the product as pairs. Other than normal positive x take the slow path. */
export function powVector(g: VectorGraph, x: Reg, y: Reg): Reg {
  const log = logPair(g, x)
  const product = twoProduct(g, y, log.high)
  const normal = g.and(g.le(g.f64(2.2250738585072014e-308), x), g.lt(x, g.f64(Number.POSITIVE_INFINITY)))
  g.guard(g.not(g.and(normal, g.le(g.abs(product.high), g.f64(expRange)))))
  return expOfPair(g, { high: product.high, low: g.add(product.low, g.mul(y, log.low)) })
}

/**
 * Cube root by fdlibm's s_cbrt.c: a third of the exponent on the bits, a quintic, one Newton step with t rounded to 23 bits so that
 * t² is exact.
 */
export function cbrtVector(g: VectorGraph, x: Reg): Reg {
  const a = g.abs(x)
  const zero = g.eq(x, g.f64(0))
  const normal = g.and(g.le(g.f64(2.2250738585072014e-308), a), g.lt(a, g.f64(Number.POSITIVE_INFINITY)))
  g.guard(g.not(g.or(normal, zero)))
  const shifter = g.f64(4503599627370496)
  const word = g.sub(g.or(g.shr(a, 32), shifter), shifter)
  const third = g.add(g.op('f64x2.floor', g.mul(word, g.f64(1 / 3))), g.f64(4503599627370496 + 715094163))
  const guess = g.shl(third, 32)
  const r = g.mul(g.mul(guess, guess), g.div(guess, a))
  const p = [1.87595182427177, -1.8849797954337717, 1.6214297201053545, -0.758397934778766, 0.14599619288661245]
  const better = g.mul(guess, g.poly(r, p))
  const t = g.and(g.iadd(better, g.i64(0x80000000n)), g.i64(-0x40000000n))
  const ratio = g.div(a, g.mul(t, t))
  const step = g.div(g.sub(ratio, t), g.add(g.add(t, t), ratio))
  const root = g.add(t, g.mul(t, step))
  return g.select(zero, x, g.or(root, g.signBit(x)))
}

/** √(x² + y²) by scaling where squares would leave the range; +∞ when either is infinite, even beside NaN (IEEE 754). */
export function hypot(x: number, y: number): number {
  const a = Math.abs(x)
  const b = Math.abs(y)
  if (a === Number.POSITIVE_INFINITY || b === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY
  const big = Math.max(a, b)
  const small = Math.min(a, b)
  if (!(small > 0)) return big
  if (big < 1e150 && big > 1e-140) return Math.sqrt(big * big + small * small)
  const unit = big > 1 ? 2 ** -600 : 2 ** 600
  return Math.sqrt((big * unit) ** 2 + (small * unit) ** 2) / unit
}

/** √(x² + y²); arguments whose squares would leave the range take the slow path. */
export function hypotVector(g: VectorGraph, x: Reg, y: Reg): Reg {
  const big = g.max(g.abs(x), g.abs(y))
  const normal = g.and(g.le(g.f64(1e-140), big), g.le(big, g.f64(1e150)))
  g.guard(g.not(g.or(normal, g.eq(big, g.f64(0)))))
  return g.sqrt(g.add(g.mul(x, x), g.mul(y, y)))
}
