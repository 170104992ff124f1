import type { Reg, VectorGraph } from '../targets/wasm/graph.ts'

/** 1.5·2^52: adding it rounds to an integer, which then stands in the low bits. */
export const roundingMagic = 6755399441055744
const log2e = 1.4426950408889634
const ln2High = 0.6931471803691238
const ln2Low = 1.9082149292705877e-10
/** (e^r − 1 − r) / r² on |r| ≤ ln 2 / 2, Chebyshev fit at 200 bits. */
const exponential = [
  0.5000000000000001, 0.16666666666666669, 0.04166666666662399, 0.008333333333330051, 0.0013888888917281794,
  0.00019841269863105968, 2.480152119021773e-5, 2.7557268378684192e-6, 2.7620138719733994e-7, 2.5100424157005067e-8,
]

/** e^x for |x| ≤ 708. */
export function expInRange(g: VectorGraph, x: Reg): Reg {
  const magic = g.f64(roundingMagic)
  const t = g.add(g.mul(x, g.f64(log2e)), magic)
  const k = g.sub(t, magic)
  const r = g.nmad(k, g.f64(ln2Low), g.nmad(k, g.f64(ln2High), x))
  const p = g.add(g.mad(g.mul(r, r), g.poly(r, exponential), r), g.f64(1))
  return g.iadd(p, g.shl(t, 52))
}

export function expVector(g: VectorGraph, x: Reg): Reg {
  g.guard(g.not(g.le(g.abs(x), g.f64(708))))
  return expInRange(g, x)
}
