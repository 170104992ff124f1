import type { Reg, VectorGraph } from '../targets/wasm/graph.ts'
import { fastTwoSum, type Pair, productError } from './double-double.ts'

/** 1.5·2^52: adding it rounds to an integer, which then stands in the low bits. */
export const roundingMagic = 6755399441055744
const log2e = Math.LOG2E
/** ln 2 in two parts; k · ln2High is exact for |k| < 2^20. */
export const ln2High = 0.6931471803691238
export const ln2Low = 1.9082149292705877e-10
/** (e^r − 1 − r) / r² on |r| ≤ ln 2 / 2: Chebyshev fit at 200 bits, error 2^−58 of e^r. */
const series = [
  0.5000000000000001, 0.16666666666666669, 0.04166666666662399, 0.008333333333330051, 0.0013888888917281794,
  0.00019841269863105968, 2.480152119021773e-5, 2.7557268378684192e-6, 2.7620138719733994e-7, 2.5100424157005067e-8,
]
/** Largest |x| for which e^x and all its factors are normal. */
export const expRange = 708

/** x = k·ln 2 + r + low (Cody and Waite 1980), with k both as a double and in the low bits of t. */
function reduce(g: VectorGraph, x: Reg): { readonly t: Reg; readonly k: Reg; readonly r: Reg; readonly low: Reg } {
  const magic = g.f64(roundingMagic)
  const t = g.add(g.mul(x, g.f64(log2e)), magic)
  const k = g.sub(t, magic)
  const first = g.nmad(k, g.f64(ln2High), x)
  const second = g.mul(k, g.f64(ln2Low))
  const r = g.sub(first, second)
  return { t, k, r, low: g.sub(g.sub(first, r), second) }
}

/** e^x for |x| ≤ 708: no guard. */
export function expInRange(g: VectorGraph, x: Reg): Reg {
  const { t, r, low } = reduce(g, x)
  const u = g.add(r, g.mad(g.mul(r, r), g.poly(r, series), low))
  return scale(g, g.add(g.f64(1), u), t)
}

/** e^(x.high + x.low) for |x| ≤ 708, within 0.8 units in the last place; no guard. */
export function expOfPair(g: VectorGraph, x: Pair): Reg {
  const { t, u } = pairParts(g, x.high, x.low)
  return scale(g, g.add(g.f64(1), u), t)
}

/** e^(x + low) as a pair, to about 2^−57; `low` is far below x, by default zero. */
export function expPair(g: VectorGraph, x: Reg, low?: Reg): Pair {
  const { t, u, rest } = pairParts(g, x, low)
  const high = g.add(g.f64(1), u)
  const missing = g.add(g.add(g.sub(g.f64(1), high), u), rest)
  const power = scale(g, g.f64(1), t)
  return { high: scale(g, high, t), low: g.mul(missing, power) }
}

function pairParts(
  g: VectorGraph,
  x: Reg,
  xLow: Reg | undefined,
): { readonly t: Reg; readonly u: Reg; readonly rest: Reg } {
  const reduced = reduce(g, x)
  const { t } = reduced
  const { high: r, low } =
    xLow === undefined ? { high: reduced.r, low: reduced.low } : fastTwoSum(g, reduced.r, g.add(reduced.low, xLow))
  const small = g.mad(g.mul(r, r), g.poly(r, series), low)
  const u = g.add(r, small)
  return { t, u, rest: g.add(g.sub(r, u), small) }
}

/** p · 2^k, where k stands in the low bits of t. */
function scale(g: VectorGraph, p: Reg, t: Reg): Reg {
  return g.iadd(p, g.shl(t, 52))
}

/**
 * e^x. Error below 0.85 units in the last place. Far below the range it is zero (masks of −∞ are common); results that are subnormal or
 * overflow take the slow path.
 */
export function expVector(g: VectorGraph, x: Reg): Reg {
  const gone = g.lt(x, g.f64(-746))
  g.guard(g.andnot(g.not(g.le(g.abs(x), g.f64(expRange))), gone))
  return g.andnot(expInRange(g, x), gone)
}

/** 2^x = 2^k · e^((x − k) ln 2). */
export function exp2Vector(g: VectorGraph, x: Reg): Reg {
  g.guard(g.not(g.le(g.abs(x), g.f64(1021))))
  const magic = g.f64(roundingMagic)
  const t = g.add(x, magic)
  const f = g.sub(x, g.sub(t, magic))
  const high = g.mul(f, g.f64(ln2High))
  const r = g.mad(f, g.f64(ln2Low), high)
  const p = g.add(g.mad(g.mul(r, r), g.poly(r, series), r), g.f64(1))
  return scale(g, p, t)
}

/** e^x − 1 for |x| ≤ 708 as 2^k·((1 − 2^−k) + r + …), with the sum's rounding error carried; no guard. */
function expm1Parts(g: VectorGraph, x: Reg): { readonly power: Reg; readonly sum: Reg; readonly rest: Reg } {
  const { t, r, low } = reduce(g, x)
  const one = g.f64(1)
  const power = scale(g, one, t)
  const gap = g.sub(one, g.isub(one, g.shl(t, 52)))
  const { high: sum, low: error } = fastTwoSum(g, gap, r)
  return { power, sum, rest: g.add(error, g.mad(g.mul(r, r), g.poly(r, series), low)) }
}

/** e^x − 1 for |x| ≤ 708; no guard. */
export function expm1InRange(g: VectorGraph, x: Reg): Reg {
  const { power, sum, rest } = expm1Parts(g, x)
  return g.or(g.mul(power, g.add(sum, rest)), g.signBit(x))
}

/** e^x − 1 for 0 ≤ x ≤ 708 as a pair; no guard. */
export function expm1Pair(g: VectorGraph, x: Reg): Pair {
  const { power, sum, rest } = expm1Parts(g, x)
  const { high, low } = fastTwoSum(g, sum, rest)
  return { high: g.mul(power, high), low: g.mul(power, low) }
}

/** e^x − 1. */
export function expm1Vector(g: VectorGraph, x: Reg): Reg {
  g.guard(g.not(g.le(g.abs(x), g.f64(expRange))))
  return expm1InRange(g, x)
}

/** Σ cᵢ zⁱ by Horner's rule. */
export function horner(z: number, coefficients: readonly number[]): number {
  let sum = 0
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * z + coefficients[i]!
  return sum
}

const bits = new DataView(new ArrayBuffer(8))

/** 2^k for −1022 ≤ k ≤ 1023, written as bits: `2 ** k` is a call of pow. */
function powerOfTwo(k: number): number {
  bits.setInt32(0, (k + 1023) << 20)
  return bits.getFloat64(0)
}

/** x · 2^k for |k| ≤ 1100, rounded once. */
function timesPowerOfTwo(x: number, k: number): number {
  if (k > 1000) return x * powerOfTwo(1000) * powerOfTwo(k - 1000)
  return k < -1000 ? x * powerOfTwo(-1000) * powerOfTwo(k + 1000) : x * powerOfTwo(k)
}

/** 2^x: an exponent and e to what is left of it, exact for whole x. */
export function exp2(x: number): number {
  if (!(x > -1080)) return Number.isNaN(x) ? x : 0
  if (x >= 1024) return Number.POSITIVE_INFINITY
  const k = Math.round(x)
  return timesPowerOfTwo(Math.exp((x - k) * Math.LN2), k)
}

/** e^(x + xLow) · (a + aLow), one number at a time, to within 0.6 units in the last place; zero below the subnormal range. */
export function expOfPairTimes(x: number, xLow: number, a: number, aLow: number): number {
  const k = Math.round(x * log2e)
  const first = x - k * ln2High
  const second = k * ln2Low
  const start = first - second
  const added = first - start - second + xLow
  const r = start + added
  const small = r * r * horner(r, series) + (start - r + added)
  const u = r + small
  const p = 1 + u
  const pLow = 1 - p + u + (r - u + small)
  const product = p * a + (productError(p, a) + (pLow * a + p * aLow))
  return timesPowerOfTwo(product, k)
}
