import type { Reg, VectorGraph } from '../targets/wasm/graph.ts'
import { productError } from './double-double.ts'
import { horner, roundingMagic } from './exponential.ts'
import { reduceHuge } from './payne-hanek.ts'

const twoOverPi = 0.6366197723675814
/** π/2 in three parts, the first two of 33 bits: n times each is exact for |n| < 2^20. */
const halfPi = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21] as const
/**
 * Beyond this the reduction of vectors loses bits and the slow path takes over, with our own reduction of huge arguments: engines differ
 * in the digits of π they carry (Chromium's cos loses 8 units in the last place at 5.3e255).
 */
const reductionRange = 800000
/** (sin r / r − 1) / r² in r², |r| ≤ π/4: Chebyshev fit at 200 bits. */
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
  g.guard(g.not(g.le(g.abs(x), g.f64(reductionRange))))
  const magic = g.f64(roundingMagic)
  const t = g.add(g.mul(x, g.f64(twoOverPi)), magic)
  const n = g.sub(t, magic)
  const first = g.nmad(n, g.f64(halfPi[0]), x)
  const second = g.mul(n, g.f64(halfPi[1]))
  const r = g.sub(first, second)
  return { t, r, low: g.nmad(n, g.f64(halfPi[2]), g.sub(g.sub(first, r), second)) }
}

/** sin of the reduced argument where `even` is set, cos elsewhere: one polynomial with coefficients picked per lane. */
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
  const rest = g.select(even, g.mul(low, top), g.sub(tail, g.mul(r, low)))
  return g.add(base, g.mad(factor, p, rest))
}

/** sin x, error below 0.95 units in the last place. */
export function sinVector(g: VectorGraph, x: Reg): Reg {
  const { t, r, low } = reduce(g, x)
  const one = g.i64(1n)
  const even = g.isub(g.and(t, one), one)
  const value = g.xor(quarterWave(g, r, low, even), g.shl(g.shr(t, 1), 63))
  return g.select(g.eq(x, g.f64(0)), x, value)
}

/** cos x, error below 0.95 units in the last place. */
export function cosVector(g: VectorGraph, x: Reg): Reg {
  const { t, r, low } = reduce(g, x)
  const one = g.i64(1n)
  const even = g.isub(g.i64(0n), g.and(t, one))
  return g.xor(quarterWave(g, r, low, even), g.shl(g.shr(g.iadd(t, one), 1), 63))
}

/**
 * tan x: r + (sin r − r cos r)/cos r on the reduced argument, and −1 over it, with the division's error put back
 * (fdlibm's k_tan.c), in odd quadrants.
 */
export function tanVector(g: VectorGraph, x: Reg): Reg {
  const { t, r, low } = reduce(g, x)
  const one = g.f64(1)
  const z = g.mul(r, r)
  const drop = g.mul(z, g.sub(g.f64(0.5), g.mul(z, g.poly(z, cosine))))
  const rise = g.mul(z, g.poly(z, sine))
  const excess = g.div(g.mul(r, g.add(rise, drop)), g.sub(one, drop))
  const tangent = g.add(r, excess)
  const lift = g.mul(low, g.add(one, g.mul(tangent, tangent)))
  const even = g.add(r, g.add(excess, lift))
  const words = g.i64(-0x100000000n)
  const head = g.and(even, words)
  const rest = g.add(g.sub(r, head), g.add(excess, lift))
  const inverse = g.div(g.f64(-1), even)
  const inverseHead = g.and(inverse, words)
  const defect = g.add(one, g.mul(inverseHead, head))
  const odd = g.add(inverseHead, g.mul(inverse, g.add(defect, g.mul(inverseHead, rest))))
  const bit = g.i64(1n)
  const value = g.select(g.isub(g.i64(0n), g.and(t, bit)), odd, even)
  return g.select(g.eq(x, g.f64(0)), x, value)
}

const isHuge = (x: number): boolean => Math.abs(x) > reductionRange && Math.abs(x) < Number.POSITIVE_INFINITY

function sineOfReduced(r: number, low: number): number {
  const z = r * r
  return r + (r * z * horner(z, sine) + low * (1 - 0.5 * z))
}

function cosineOfReduced(r: number, low: number): number {
  const z = r * r
  const half = 0.5 * z
  const top = 1 - half
  return top + (1 - top - half + (z * z * horner(z, cosine) - r * low))
}

/** sin x for a quarter turn of 0, cos x for one of 1. */
function hugeWave(x: number, quarter: number): number {
  const { quadrant, high, low } = reduceHuge(x)
  const turn = quadrant + quarter
  const value = turn % 2 === 0 ? sineOfReduced(high, low) : cosineOfReduced(high, low)
  return (turn & 2) === 0 ? value : -value
}

/** sin x, huge arguments included. */
export function sin(x: number): number {
  return isHuge(x) ? hugeWave(x, 0) : Math.sin(x)
}

/** cos x, huge arguments included. */
export function cos(x: number): number {
  return isHuge(x) ? hugeWave(x, 1) : Math.cos(x)
}

/** tan x, huge arguments included: the steps of {@link tanVector}. */
export function tan(x: number): number {
  if (!isHuge(x)) return Math.tan(x)
  const { quadrant, high: r, low } = reduceHuge(x)
  const z = r * r
  const drop = z * (0.5 - z * horner(z, cosine))
  const excess = (r * (z * horner(z, sine) + drop)) / (1 - drop)
  const added = excess + low * (1 + (r + excess) ** 2)
  const tangent = r + added
  if (quadrant % 2 === 0) return tangent
  const inverse = -1 / tangent
  const defect = 1 + inverse * tangent + productError(inverse, tangent)
  return inverse + inverse * (defect + inverse * (r - tangent + added))
}
