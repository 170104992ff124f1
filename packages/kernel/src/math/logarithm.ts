import type { Reg, VectorGraph } from '../targets/wasm/graph.ts'
import { fastTwoSum, type Pair, twoProduct } from './double-double.ts'
import { ln2High, ln2Low } from './exponential.ts'

/** (2 atanh(s) − 2s) / s with s = f / (2 + f), in s²: fdlibm's e_log.c. */
const series = [
  0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784, 0.1818357216161805,
  0.15313837699209373, 0.14798198605116586,
]
/** (2 atanh(s) − 2s) / s³ in s² ≤ 1/9: Chebyshev fit at 300 bits, error of log(1 + f) 2^−57. */
const unitSeries = [
  0.6666666666666666, 0.40000000000014585, 0.2857142856710876, 0.22222222717427864, 0.18181789436132859,
  0.15385570064958623, 0.13314144209654935, 0.12001072809590713, 0.08800738486144674, 0.1616404561194353,
]
/** (atanh(s)/s − 1 − s²/3) / s⁴ in s² ≤ 0.02945: Chebyshev fit, error 1e−18. */
const tailSeries = [
  0.2, 0.14285714285714685, 0.11111111110827367, 0.0909090916782708, 0.07692297467298959, 0.06667403106050301,
  0.05853097844940682, 0.058618018114527055,
]
const smallestNormal = 2.2250738585072014e-308

function guardNormal(g: VectorGraph, x: Reg): void {
  g.guard(g.not(g.and(g.le(g.f64(smallestNormal), x), g.lt(x, g.f64(Number.POSITIVE_INFINITY)))))
}

/** x = 2^k · m with √½ ≤ m < √2, for normal positive x: integer arithmetic on the bits. */
function split(g: VectorGraph, x: Reg): { readonly k: Reg; readonly m: Reg } {
  const above = g.isub(x, g.i64(0x3fe6a09e667f3bcdn))
  const biased = g.shr(g.iadd(above, g.i64(0x4000000000000000n)), 52)
  const k = g.sub(g.or(biased, g.i64(0x4330000000000000n)), g.f64(4503599627370496 + 1024))
  return { k, m: g.isub(x, g.and(above, g.i64(0xfff0000000000000n))) }
}

/** With f = m − 1: f²/2 and the s·(f²/2 + R) that make log(1 + f) = f − half + body. */
function core(g: VectorGraph, f: Reg): { readonly half: Reg; readonly body: Reg } {
  const s = g.div(f, g.add(g.f64(2), f))
  const z = g.mul(s, s)
  const half = g.mul(g.mul(f, f), g.f64(0.5))
  return { half, body: g.mul(s, g.add(half, g.mul(z, g.poly(z, series)))) }
}

/** log of a positive normal number; no guard. */
function logInRange(g: VectorGraph, x: Reg): Reg {
  const { k, m } = split(g, x)
  const f = g.sub(m, g.f64(1))
  const { half, body } = core(g, f)
  const low = g.add(body, g.mul(k, g.f64(ln2Low)))
  return g.add(g.mul(k, g.f64(ln2High)), g.sub(f, g.sub(half, low)))
}

/** Natural logarithm, error below 0.9 units in the last place (the method of fdlibm's e_log.c). */
export function logVector(g: VectorGraph, x: Reg): Reg {
  guardNormal(g, x)
  return logInRange(g, x)
}

/** log(1 + f) in another base, as k·high + …: FreeBSD's e_log2.c and e_log10.c. */
function logOfBase(g: VectorGraph, x: Reg, inverse: readonly [number, number], two: readonly [number, number]): Reg {
  guardNormal(g, x)
  const { k, m } = split(g, x)
  const f = g.sub(m, g.f64(1))
  const { half, body } = core(g, f)
  const high = g.and(g.sub(f, half), g.i64(-0x100000000n))
  const low = g.add(g.sub(g.sub(f, high), half), body)
  const top = g.mul(high, g.f64(inverse[0]))
  const y = g.mul(k, g.f64(two[0]))
  const rest = g.add(g.mul(g.add(low, high), g.f64(inverse[1])), g.mul(low, g.f64(inverse[0])))
  const bottom = two[1] === 0 ? rest : g.add(g.mul(k, g.f64(two[1])), rest)
  const w = g.add(y, top)
  return g.add(g.add(bottom, g.add(g.sub(y, w), top)), w)
}

/** Logarithm to base 2, exact on powers of two. */
export function log2Vector(g: VectorGraph, x: Reg): Reg {
  return logOfBase(g, x, [1.4426950407214463, 1.6751713164886512e-10], [1, 0])
}

/** Logarithm to base 10. */
export function log10Vector(g: VectorGraph, x: Reg): Reg {
  const inverse = [0.4342944818781689, 2.5082946711645275e-11] as const
  return logOfBase(g, x, inverse, [0.30102999566361177, 3.694239077158931e-13])
}

/** log(1 + x + low) for x ≥ 0 or |x| below one, low far below x; no guard (1 + x must be positive and normal). */
export function log1pOfPair(g: VectorGraph, x: Reg, low: Reg | undefined): Reg {
  const one = g.f64(1)
  const u = g.add(one, x)
  const lost = g.select(g.lt(one, g.abs(x)), g.sub(one, g.sub(u, x)), g.sub(x, g.sub(u, one)))
  const { k, m } = split(g, u)
  const near = g.eq(k, g.f64(0))
  const f = g.select(near, x, g.sub(m, one))
  const kept = g.andnot(lost, near)
  const correction = g.div(low === undefined ? kept : g.add(kept, low), u)
  const { half, body } = core(g, f)
  const small = g.add(body, g.add(g.mul(k, g.f64(ln2Low)), correction))
  return g.add(g.mul(k, g.f64(ln2High)), g.sub(f, g.sub(half, small)))
}

/**
 * log(1 + x) for 0 ≤ x ≤ 1; no guard. The method of fdlibm without its range reduction: a longer series costs less. What x.high
 * misses counts 1 / (1 + x) times, where 1 − s is near enough.
 */
export function log1pOfUnit(g: VectorGraph, { high: f, low }: Pair): Reg {
  const s = g.div(f, g.add(g.f64(2), f))
  const z = g.mul(s, s)
  const half = g.mul(g.mul(f, f), g.f64(0.5))
  const body = g.mul(s, g.add(half, g.mul(z, g.poly(z, unitSeries))))
  return g.sub(f, g.sub(half, g.add(body, g.mul(low, g.sub(g.f64(1), s)))))
}

/** log(1 + x), after fdlibm's s_log1p.c: the rounding of 1 + x is put back as a first-order correction. */
export function log1pVector(g: VectorGraph, x: Reg): Reg {
  g.guard(g.not(g.and(g.lt(g.f64(-1), x), g.lt(x, g.f64(1e300)))))
  return g.or(log1pOfPair(g, x, undefined), g.signBit(x))
}

/** log of a positive normal number to about 66 bits, for powers; no guard. */
export function logPair(g: VectorGraph, x: Reg): Pair {
  const { k, m } = split(g, x)
  const f = g.sub(m, g.f64(1))
  const two = g.f64(2)
  const divisor = fastTwoSum(g, two, f)
  const s = g.div(f, divisor.high)
  const product = twoProduct(g, s, divisor.high)
  const residual = g.sub(g.sub(g.sub(f, product.high), product.low), g.mul(s, divisor.low))
  const sLow = g.div(residual, divisor.high)
  const square = twoProduct(g, s, s)
  const z = square.high
  const zLow = g.add(square.low, g.mul(g.mul(two, s), sLow))
  const third = g.f64(1 / 3)
  const cubic = twoProduct(g, z, third)
  const cubicLow = g.add(cubic.low, g.add(g.mul(zLow, third), g.mul(z, g.f64(1.850371707708594e-17))))
  const tail = g.mul(g.mul(z, z), g.poly(z, tailSeries))
  const w = fastTwoSum(g, cubic.high, g.add(tail, cubicLow))
  const s2 = g.add(s, s)
  const s2Low = g.add(sLow, sLow)
  const bend = twoProduct(g, s2, w.high)
  const bendLow = g.add(bend.low, g.add(g.mul(s2, w.low), g.mul(s2Low, w.high)))
  const mantissa = fastTwoSum(g, s2, bend.high)
  const top = fastTwoSum(g, g.mul(k, g.f64(ln2High)), mantissa.high)
  const lowest = g.add(g.add(mantissa.low, g.add(bendLow, s2Low)), g.mul(k, g.f64(ln2Low)))
  return fastTwoSum(g, top.high, g.add(top.low, lowest))
}
