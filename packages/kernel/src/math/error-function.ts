import type { Reg, VectorGraph } from '../targets/wasm/graph.ts'
import { fastTwoSum, leadingBits, leadingPart, productError, twoProduct } from './double-double.ts'
import { expOfPairTimes, expPair, horner } from './exponential.ts'

/** erf(x)/x − 1 in x² ≤ 0.57: Chebyshev fit at 220 bits, error 3e−17. */
const center = [
  0.1283791670955126, -0.3761263890318371, 0.11283791670952284, -0.026866170644352334, 0.005223977614480371,
  -0.000854832612241956, 0.00012055286730096132, -1.4924121479537006e-5, 1.642949576511441e-6, -1.5929648434829943e-7,
  1.143378695511878e-8,
]
/**
 * (1 + 2x) e^x² erfc(x) in t = (x − 4)/(x + 4) for 0.74 ≤ x ≤ 27, a form due to Shepherd and Laframboise (1981): Chebyshev fit
 * at 260 bits, error 7e−17.
 */
const tail = [
  1.2329951186255526, -0.13962111684056236, 0.015379652102622246, 0.06809705425466882, -0.10103906603647705,
  0.09373283499939788, -0.06633036580761698, 0.03716751551625095, -0.016197734119710618, 0.005031970215625683,
  -0.0007577728135254795, -0.00019925830283294978, 0.0001506194826813158, -2.4392344612625623e-5, -1.121589542707936e-5,
  5.691028845421646e-6, 2.8389946240896863e-7, -7.937584182150056e-7, 8.238260553427626e-8, 7.920027437137802e-8,
  -1.8625795069723515e-8,
]
const tailRest = tail.slice(1)
/** What rounding took from the constant term. */
const tailLow = -5.149763513058202e-17
/** √½ less its double. */
const sqrtHalfLow = -4.833646656726457e-17
const twoOverSqrtPi = 1.1283791670955126
/** The slope of erf falls from 2/√π by roughly this a unit, below the seam. */
const slopeDrop = 0.65
/** The fits meet here. */
const seam = 0.75

/**
 * factor · e^(−x²·scale) · e^u² erfc(u) for u = x·√scale ≥ ¾. The rounding of x², of u and of the quotient of the fit is put back to first order,
 * and the exponential is taken of a pair: plain arithmetic would lose three units in the last place.
 */
function tailProduct(x: number, u: number, uLow: number, scale: number, factor: number): number {
  const head = leadingPart(x)
  const exponent = -head * head * scale
  const t = (u - 4) / (u + 4)
  const bend = t * horner(t, tailRest)
  const top = tail[0]! + bend
  const bottom = 1 + 2 * u
  const value = top / bottom
  const lost = top - value * bottom - productError(value, bottom) + (tail[0]! - top + bend) + tailLow
  const low = (lost - value * (2 * u - bottom + 1)) / bottom + uLow * (2 * u * value - twoOverSqrtPi)
  return expOfPairTimes(exponent, (head - x) * (x + head) * scale, value * factor, low * factor)
}

/** Error function. */
export function erf(x: number): number {
  const a = Math.abs(x)
  if (a < seam) return x + x * horner(x * x, center)
  if (a > 6) return Math.sign(x)
  const value = 1 - tailProduct(a, a, 0, 1, 1)
  return x < 0 ? -value : value
}

/** Complementary error function, accurate in the far tail. */
export function erfc(x: number): number {
  const a = Math.abs(x)
  if (a < seam) return 1 - x - x * horner(x * x, center)
  if (a > 28) return x < 0 ? 2 : 0
  const small = tailProduct(a, a, 0, 1, 1)
  return x < 0 ? 2 - small : Number.isNaN(x) ? x : small
}

/** x Φ(x), Φ the distribution function of the standard normal: the exact form, not the tanh approximation. */
export function gelu(x: number): number {
  const a = Math.abs(x)
  const u = a * Math.SQRT1_2
  const uLow = productError(a, Math.SQRT1_2) + a * sqrtHalfLow
  const half = 0.5 * x
  if (u < seam) {
    const rest = u * horner(u * u, center) + uLow * (twoOverSqrtPi - slopeDrop * u)
    const signed = x < 0 ? -u : u
    const sum = 1 + signed
    return half * (sum + (1 - sum + signed + (x < 0 ? -rest : rest)))
  }
  if (x > 9) return x
  if (x < -39) return -0
  if (x < 0) return tailProduct(a, u, uLow, 0.5, half)
  return x - half * tailProduct(a, u, uLow, 0.5, 1)
}

/**
 * e^(−x²·scale) · scaledTail(u + uLow) for 0 ≤ x²·scale ≤ 708. Exponential, divisor, quotient and product are carried as pairs: five
 * roundings would add up to more than the bound.
 */
function tailVector(g: VectorGraph, x: Reg, u: Reg, uLow: Reg | undefined, scale: number): Reg {
  const head = leadingBits(g, x)
  const low = g.mul(g.mul(g.sub(x, head), g.add(x, head)), g.f64(-scale))
  const e = expPair(g, g.mul(g.mul(head, head), g.f64(-scale)), low)
  const four = g.f64(4)
  const t = g.div(g.sub(u, four), g.add(u, four))
  const top = fastTwoSum(g, g.f64(tail[0]!), g.mul(t, g.poly(t, tailRest)))
  const u2 = g.add(u, u)
  const bottom = fastTwoSum(g, u2, g.f64(1))
  const value = g.div(top.high, bottom.high)
  const back = twoProduct(g, value, bottom.high)
  const residual = g.sub(
    g.add(g.sub(g.sub(top.high, back.high), back.low), g.add(top.low, g.f64(tailLow))),
    g.mul(value, bottom.low),
  )
  const product = twoProduct(g, e.high, value)
  let valueLow = g.div(residual, bottom.high)
  if (uLow !== undefined) {
    const slope = g.sub(g.mul(u2, value), g.f64(twoOverSqrtPi))
    valueLow = g.mad(uLow, slope, valueLow)
  }
  const rest = g.add(g.mul(e.low, value), g.mul(e.high, valueLow))
  return g.add(product.high, g.add(product.low, rest))
}

/** x·(erf(x)/x − 1) for |x| < ¾. */
function centerVector(g: VectorGraph, x: Reg): Reg {
  const z = g.mul(x, x)
  return g.mul(x, g.poly(z, center))
}

/** {@link erf} on vectors; from 6 on it rounds to one. */
export function erfVector(g: VectorGraph, x: Reg): Reg {
  const a = g.min(g.abs(x), g.f64(6.5))
  const outer = g.sub(g.f64(1), tailVector(g, a, a, undefined, 1))
  const inner = g.add(a, centerVector(g, a))
  return g.or(g.select(g.lt(a, g.f64(seam)), inner, outer), g.signBit(x))
}

/** {@link erfc} on vectors; beyond 26, where it is nearly subnormal, the slow path. */
export function erfcVector(g: VectorGraph, x: Reg): Reg {
  g.guard(g.not(g.le(x, g.f64(26))))
  const a = g.min(g.abs(x), g.f64(26))
  const small = tailVector(g, a, a, undefined, 1)
  const outer = g.select(g.lt(x, g.f64(0)), g.sub(g.f64(2), small), small)
  const inner = g.sub(g.sub(g.f64(1), x), centerVector(g, x))
  return g.select(g.lt(a, g.f64(seam)), inner, outer)
}

/** {@link gelu} on vectors; beyond ±37 the slow path. */
export function geluVector(g: VectorGraph, x: Reg): Reg {
  const a = g.abs(x)
  g.guard(g.not(g.le(a, g.f64(37))))
  const exact = twoProduct(g, a, g.f64(Math.SQRT1_2))
  const u = exact.high
  const uLow = g.mad(a, g.f64(sqrtHalfLow), exact.low)
  const half = g.mul(x, g.f64(0.5))
  const small = g.mul(half, tailVector(g, a, u, uLow, 0.5))
  const outer = g.select(g.lt(x, g.f64(0)), small, g.sub(x, small))
  const slope = g.nmad(u, g.f64(slopeDrop), g.f64(twoOverSqrtPi))
  const rest = g.mad(uLow, slope, centerVector(g, u))
  const sign = g.signBit(x)
  const sum = fastTwoSum(g, g.f64(1), g.xor(u, sign))
  const inner = g.mul(half, g.add(sum.high, g.add(sum.low, g.xor(rest, sign))))
  return g.select(g.lt(u, g.f64(seam)), inner, outer)
}
