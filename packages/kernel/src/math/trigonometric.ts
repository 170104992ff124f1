import type { Reg, VectorGraph } from '../targets/wasm/graph.ts'
import { roundingMagic } from './exponential.ts'

const twoOverPi = 0.6366197723675814
/** π/2 in three parts, the first two of 33 bits. */
const halfPi = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21] as const
/** (sin r / r − 1) / r² in r², |r| ≤ π/4. */
const sine = [
  -0.16666666666666666, 0.008333333333330925, -0.00019841269836722418, 2.755731608381636e-6, -2.5051127944014188e-8,
  1.5917848524808262e-10,
]
/** (cos r − 1 + r²/2) / r⁴ in r². */
const cosine = [
  0.041666666666666664, -0.0013888888888887382, 2.480158729874307e-5, -2.7557317260008837e-7, 2.0876143827993133e-9,
  -1.1382456778061306e-11,
]

/** x mod π/2 as r + low, and the quadrant in the low bits of t. */
function reduce(g: VectorGraph, x: Reg): { readonly t: Reg; readonly r: Reg; readonly low: Reg } {
  g.guard(g.not(g.le(g.abs(x), g.f64(800000))))
  const magic = g.f64(roundingMagic)
  const t = g.add(g.mul(x, g.f64(twoOverPi)), magic)
  const n = g.sub(t, magic)
  const t1 = g.nmad(n, g.f64(halfPi[0]), x)
  const w = g.mul(n, g.f64(halfPi[1]))
  const r = g.sub(t1, w)
  const low = g.nmad(n, g.f64(halfPi[2]), g.sub(g.sub(t1, r), w))
  return { t, r, low }
}

/** sin of the reduced argument where `odd` is clear, cos where it is set: one polynomial with coefficients picked per lane. */
function quarterWave(g: VectorGraph, r: Reg, low: Reg, even: Reg): Reg {
  const one = g.f64(1)
  const z = g.mul(r, r)
  const p = g.estrin(
    z,
    sine.map((s, i) => g.select(even, g.f64(s), g.f64(cosine[i]!))),
  )
  const half = g.mul(z, g.f64(0.5))
  const top = g.sub(one, half)
  const tail = g.sub(g.sub(one, top), half)
  const base = g.select(even, r, top)
  const factor = g.mul(g.select(even, r, z), z)
  const rest = g.select(even, low, g.sub(tail, g.mul(r, low)))
  return g.add(base, g.mad(factor, p, rest))
}

export function sinVector(g: VectorGraph, x: Reg): Reg {
  const { t, r, low } = reduce(g, x)
  const one = g.i64(1n)
  const even = g.isub(g.and(t, one), one)
  return g.xor(quarterWave(g, r, low, even), g.shl(g.shr(t, 1), 63))
}

export function cosVector(g: VectorGraph, x: Reg): Reg {
  const { t, r, low } = reduce(g, x)
  const one = g.i64(1n)
  const even = g.isub(g.i64(0n), g.and(t, one))
  return g.xor(quarterWave(g, r, low, even), g.shl(g.shr(g.iadd(t, one), 1), 63))
}
