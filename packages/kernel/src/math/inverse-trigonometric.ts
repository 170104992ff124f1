import type { Reg, VectorGraph } from '../targets/wasm/graph.ts'

/** (asin t − t) / t³ in t² ≤ ¼: Chebyshev fit at 220 bits, error 2e−17. */
const arcSine = [
  0.16666666666666669, 0.07499999999998389, 0.04464285714644605, 0.0303819441312372, 0.022372173243832207,
  0.017352385393480947, 0.013971325328728771, 0.011478047472510145, 0.010330370295404406, 0.005424230839804001,
  0.017493569476248205, -0.014999855783811349, 0.02886097438799853,
]
/** (atan t − t) / t³ in t² ≤ tan²(π/8): Chebyshev fit at 220 bits, error 2e−17. */
const arcTangent = [
  -0.3333333333333333, 0.19999999999999804, -0.14285714285659457, 0.11111111105119366, -0.09090908751706075,
  0.07692296323157785, -0.06666423954373413, 0.058789182929757273, -0.05230375457576669, 0.04551233844829568,
  -0.03456132296826231, 0.01627552168389342,
]
const tanEighth = 0.41421356237309503
const halfPi = [1.5707963267948966, 6.123233995736766e-17] as const
/** Its multiples up to 4 are exact. */
const quarterPi = [0.7853981633974483, 3.061616997868383e-17] as const

/**
 * The shared part of asin and acos. For |x| < ½: z = x². Otherwise z = (1 − |x|)/2 and root + fix = √z, the root cut to its upper word so
 * that its square is exact. `series` is (asin t − t)/t at t² = z.
 */
function arcParts(g: VectorGraph, x: Reg): Record<'small' | 'series' | 'root' | 'fix', Reg> {
  const a = g.abs(x)
  const small = g.lt(a, g.f64(0.5))
  const half = g.mul(g.sub(g.f64(1), a), g.f64(0.5))
  const z = g.select(small, g.mul(x, x), half)
  const series = g.mul(z, g.poly(z, arcSine))
  const exact = g.sqrt(half)
  const root = g.and(exact, g.i64(-0x100000000n))
  const gap = g.div(g.sub(half, g.mul(root, root)), g.add(exact, root))
  const fix = g.select(g.eq(half, g.f64(0)), half, gap)
  return { small, series, root, fix }
}

/** asin x; NaN outside [−1, 1]. */
export function asinVector(g: VectorGraph, x: Reg): Reg {
  const { small, series, root, fix } = arcParts(g, x)
  const inner = g.mad(x, series, x)
  const double = g.f64(2)
  const exact = g.add(root, fix)
  const sum = g.sub(g.mul(double, g.mul(exact, series)), g.sub(g.f64(halfPi[1]), g.mul(double, fix)))
  const outer = g.sub(g.f64(quarterPi[0]), g.sub(sum, g.sub(g.f64(quarterPi[0]), g.mul(double, root))))
  return g.select(small, inner, g.or(outer, g.signBit(x)))
}

/** acos x; NaN outside [−1, 1]. */
export function acosVector(g: VectorGraph, x: Reg): Reg {
  const { small, series, root, fix } = arcParts(g, x)
  const inner = g.sub(g.f64(halfPi[0]), g.sub(x, g.sub(g.f64(halfPi[1]), g.mul(x, series))))
  const exact = g.add(root, fix)
  const bend = g.mul(exact, series)
  const double = g.f64(2)
  const positive = g.mul(double, g.add(root, g.add(bend, fix)))
  const total = g.add(root, g.add(fix, g.sub(bend, g.f64(halfPi[1]))))
  const negative = g.mul(double, g.sub(g.f64(halfPi[0]), total))
  return g.select(small, inner, g.select(g.lt(x, g.f64(0)), negative, positive))
}

/** base + atan t, base a pair: t + (t·P(t²) + low) added to the high part. */
function arcSum(g: VectorGraph, t: Reg, base: Reg, low: Reg): Reg {
  const z = g.mul(t, t)
  return g.add(base, g.add(t, g.add(g.mul(t, g.mul(z, g.poly(z, arcTangent))), low)))
}

/** atan x, by reduction to [0, tan π/8] with the addition theorem. */
export function atanVector(g: VectorGraph, x: Reg): Reg {
  const a = g.abs(x)
  const one = g.f64(1)
  const zero = g.f64(0)
  const small = g.le(a, g.f64(tanEighth))
  const large = g.lt(g.f64(1 / tanEighth), a)
  const top = g.select(small, a, g.select(large, g.f64(-1), g.sub(a, one)))
  const bottom = g.select(small, one, g.select(large, a, g.add(a, one)))
  const base = g.select(small, zero, g.select(large, g.f64(halfPi[0]), g.f64(quarterPi[0])))
  const low = g.select(small, zero, g.select(large, g.f64(halfPi[1]), g.f64(quarterPi[1])))
  return g.or(arcSum(g, g.div(top, bottom), base, low), g.signBit(x))
}

/** The angle of the point (x, y), y first. Zeros, infinities and extreme ratios of x and y take the slow path. */
export function atan2Vector(g: VectorGraph, y: Reg, x: Reg): Reg {
  const ay = g.abs(y)
  const ax = g.abs(x)
  const big = g.max(ax, ay)
  const small = g.min(ax, ay)
  g.guard(g.not(g.and(g.le(g.f64(1e-270), big), g.le(big, g.f64(1e270)))))
  const zero = g.f64(0)
  const middle = g.lt(g.mul(big, g.f64(tanEighth)), small)
  const steep = g.lt(ax, ay)
  const mirrored = g.lt(x, zero)
  const top = g.select(middle, g.sub(small, big), small)
  const bottom = g.select(middle, g.add(small, big), big)
  // The angle is ±atan t + base, with base a multiple of π/4 gathered from the three reflections.
  const sign = g.and(g.xor(steep, mirrored), g.f64(-0))
  const t = g.xor(g.div(top, bottom), sign)
  const half = g.select(steep, g.f64(2), g.select(mirrored, g.f64(4), zero))
  const units = g.add(half, g.xor(g.select(middle, g.f64(1), zero), sign))
  const low = g.mul(units, g.f64(quarterPi[1]))
  const value = arcSum(g, t, g.mul(units, g.f64(quarterPi[0])), low)
  return g.or(value, g.signBit(y))
}
