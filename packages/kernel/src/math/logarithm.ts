import type { Reg, VectorGraph } from '../targets/wasm/graph.ts'

const ln2High = 6.9314718036912381649e-1
const ln2Low = 1.90821492927058770002e-10
/** (log(1 + f) − 2s) / s with s = f / (2 + f), in s²: fdlibm's e_log.c. */
const series = [
  6.66666666666673513e-1, 3.999999999940941908e-1, 2.857142874366239149e-1, 2.222219843214978396e-1,
  1.818357216161805012e-1, 1.531383769920937332e-1, 1.479819860511658591e-1,
]

export function logVector(g: VectorGraph, x: Reg): Reg {
  g.guard(g.not(g.and(g.le(g.f64(2.2250738585072014e-308), x), g.lt(x, g.f64(Number.POSITIVE_INFINITY)))))
  const above = g.isub(x, g.i64(0x3fe6a09e667f3bcdn))
  const biased = g.shr(g.iadd(above, g.i64(0x4000000000000000n)), 52)
  const k = g.sub(g.or(biased, g.i64(0x4330000000000000n)), g.f64(4503599627370496 + 1024))
  const m = g.isub(x, g.and(above, g.i64(0xfff0000000000000n)))
  const f = g.sub(m, g.f64(1))
  const s = g.div(f, g.add(g.f64(2), f))
  const z = g.mul(s, s)
  const half = g.mul(g.mul(f, f), g.f64(0.5))
  const r = g.mul(z, g.poly(z, series))
  const low = g.mad(s, g.add(half, r), g.mul(k, g.f64(ln2Low)))
  return g.add(g.mul(k, g.f64(ln2High)), g.sub(f, g.sub(half, low)))
}
