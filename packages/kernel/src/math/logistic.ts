import type { Reg, VectorGraph } from '../targets/wasm/graph.ts'
import { fastTwoSum, type Pair } from './double-double.ts'
import { expPair, expRange } from './exponential.ts'
import { log1pOfUnit } from './logarithm.ts'

/** 1 / (1 + e^−x), without overflow; e^x / (1 + e^x) for negative x keeps the relative accuracy of the small result. */
export function sigmoid(x: number): number {
  const e = Math.exp(-Math.abs(x))
  return (x < 0 ? e : 1) / (1 + e)
}

/** log(1 + e^x) as max(x, 0) + log1p(e^−|x|). */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
}

/** e^−|x| as a pair: what both functions are made of, so that a kernel with both computes it once. */
function decay(g: VectorGraph, x: Reg): Pair {
  // below −708, where it decides the result, the slow path; above 708 it does not matter
  g.guard(g.not(g.le(g.f64(-expRange), x)))
  return expPair(g, g.greater(g.or(x, g.f64(-0)), g.f64(-expRange)))
}

/** {@link sigmoid} on vectors; what the quotient misses is put back with 1/(1 + e) = q or 1 − q. */
export function sigmoidVector(g: VectorGraph, x: Reg): Reg {
  const e = decay(g, x)
  const one = g.f64(1)
  const bottom = fastTwoSum(g, one, e.high)
  const negative = g.lt(x, g.f64(0))
  const q = g.div(g.select(negative, e.high, one), bottom.high)
  const inverse = g.select(negative, g.sub(one, q), q)
  const missing = g.sub(g.and(e.low, negative), g.mul(q, g.add(bottom.low, e.low)))
  return g.mad(missing, inverse, q)
}

/** {@link softplus} on vectors. */
export function softplusVector(g: VectorGraph, x: Reg): Reg {
  return g.add(g.greater(x, g.f64(0)), log1pOfUnit(g, decay(g, x)))
}
