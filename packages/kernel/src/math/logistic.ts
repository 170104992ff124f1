import type { Reg, VectorGraph } from '../targets/wasm/graph.ts'
import { fastTwoSum } from './double-double.ts'
import { expInRange, expPair, expRange } from './exponential.ts'
import { log1pOfPair } from './logarithm.ts'

/** 1 / (1 + e^−x), without overflow; e^x / (1 + e^x) for negative x keeps the relative accuracy of the small result. */
export function sigmoid(x: number): number {
  const e = Math.exp(-Math.abs(x))
  return (x < 0 ? e : 1) / (1 + e)
}

/** log(1 + e^x) as max(x, 0) + log1p(e^−|x|). */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
}

/** −|x|, at least −708. Below −708, where it decides the result, the slow path; above 708 it does not matter. */
function decayExponent(g: VectorGraph, x: Reg): Reg {
  g.guard(g.not(g.le(g.f64(-expRange), x)))
  return g.neg(g.min(g.abs(x), g.f64(expRange)))
}

/** {@link sigmoid} on vectors, e^−|x| as a pair; what the quotient misses is put back with 1/(1 + e) = q or 1 − q. */
export function sigmoidVector(g: VectorGraph, x: Reg): Reg {
  const exponent = decayExponent(g, x)
  const e = expPair(g, { high: exponent, low: g.f64(0) })
  const one = g.f64(1)
  const negative = g.lt(x, g.f64(0))
  const bottom = fastTwoSum(g, one, e.high)
  const q = g.div(g.select(negative, e.high, one), bottom.high)
  const inverse = g.select(negative, g.sub(one, q), q)
  const missing = g.sub(g.and(e.low, negative), g.mul(q, g.add(bottom.low, e.low)))
  return g.mad(missing, inverse, q)
}

/** {@link softplus} on vectors. */
export function softplusVector(g: VectorGraph, x: Reg): Reg {
  const decay = expInRange(g, decayExponent(g, x))
  return g.add(g.max(x, g.f64(0)), log1pOfPair(g, decay, undefined))
}
