import type { Reg, VectorGraph } from '../targets/wasm/graph.ts'
import { expInRange, expRange } from './exponential.ts'
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

/** e^−|x|; below −708, where it decides the result, the slow path; above 708 it does not matter. */
function decay(g: VectorGraph, x: Reg): Reg {
  g.guard(g.not(g.le(g.f64(-expRange), x)))
  return expInRange(g, g.neg(g.min(g.abs(x), g.f64(expRange))))
}

/** {@link sigmoid} on vectors. */
export function sigmoidVector(g: VectorGraph, x: Reg): Reg {
  const e = decay(g, x)
  const one = g.f64(1)
  return g.div(g.select(g.lt(x, g.f64(0)), e, one), g.add(one, e))
}

/** {@link softplus} on vectors. */
export function softplusVector(g: VectorGraph, x: Reg): Reg {
  return g.add(g.max(x, g.f64(0)), log1pOfPair(g, decay(g, x), undefined))
}
