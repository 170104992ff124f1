import type { Reg, VectorGraph } from '../targets/wasm/graph.ts'
import { expInRange, expm1InRange, expm1Pair, expRange } from './exponential.ts'
import { log1pOfPair } from './logarithm.ts'

/** sinh x = (E + E/(E + 1))/2 with E = e^|x| − 1. */
export function sinhVector(g: VectorGraph, x: Reg): Reg {
  const a = g.abs(x)
  g.guard(g.not(g.le(a, g.f64(expRange))))
  const e = expm1InRange(g, a)
  const sum = g.add(e, g.div(e, g.add(e, g.f64(1))))
  return g.or(g.mul(g.f64(0.5), sum), g.signBit(x))
}

/** cosh x = (e^|x| + e^−|x|)/2. */
export function coshVector(g: VectorGraph, x: Reg): Reg {
  const a = g.abs(x)
  g.guard(g.not(g.le(a, g.f64(expRange))))
  const e = expInRange(g, a)
  return g.mul(g.f64(0.5), g.add(e, g.div(g.f64(1), e)))
}

/**
 * tanh x = E/(E + 2) with E = e^2|x| − 1 as a pair; from 22 on it rounds to one. What the quotient q misses is put back with
 * 1/(E + 2) = (1 − q)/2.
 */
export function tanhVector(g: VectorGraph, x: Reg): Reg {
  const a = g.min(g.abs(x), g.f64(22))
  const one = g.f64(1)
  const two = g.f64(2)
  const e = expm1Pair(g, g.add(a, a))
  const bottom = g.add(e.high, two)
  const lost = g.sub(g.min(e.high, two), g.sub(bottom, g.max(e.high, two)))
  const q = g.div(e.high, bottom)
  const gap = g.sub(one, q)
  const missing = g.sub(g.mul(e.low, gap), g.mul(q, lost))
  return g.or(g.mad(missing, g.mul(gap, g.f64(0.5)), q), g.signBit(x))
}

/** asinh x = log1p(|x| + x²/(1 + √(x² + 1))), the sum's rounding error carried into the logarithm. */
export function asinhVector(g: VectorGraph, x: Reg): Reg {
  const a = g.abs(x)
  g.guard(g.not(g.le(a, g.f64(1e150))))
  const one = g.f64(1)
  const square = g.mul(a, a)
  const rise = g.div(square, g.add(one, g.sqrt(g.add(square, one))))
  const w = g.add(a, rise)
  const low = g.add(g.sub(a, w), rise)
  return g.or(log1pOfPair(g, w, low), g.signBit(x))
}

/** acosh x = log1p(t + √(t(t + 2))) with t = x − 1. Below one and near overflow: the slow path. */
export function acoshVector(g: VectorGraph, x: Reg): Reg {
  const one = g.f64(1)
  g.guard(g.not(g.and(g.le(one, x), g.le(x, g.f64(1e150)))))
  const t = g.sub(x, one)
  const root = g.sqrt(g.mul(t, g.add(t, g.f64(2))))
  const w = g.add(t, root)
  const low = g.add(g.sub(root, w), t)
  return log1pOfPair(g, w, low)
}

/** atanh x = log1p(2|x|/(1 − |x|))/2; NaN outside [−1, 1]. */
export function atanhVector(g: VectorGraph, x: Reg): Reg {
  const a = g.abs(x)
  const one = g.f64(1)
  g.guard(g.not(g.lt(a, one)))
  const below = g.sub(one, a)
  const double = g.add(a, a)
  const value = g.mul(g.f64(0.5), log1pOfPair(g, g.div(double, below), undefined))
  return g.or(value, g.signBit(x))
}
