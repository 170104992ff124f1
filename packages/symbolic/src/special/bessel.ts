import { cosPi, gammaOf, sinPi } from './gamma.ts'
import { polynomial } from './polynomial.ts'

// Steed's and Temme's methods: N. M. Temme, J. Comput. Phys. 19 (1975) 324 and 21 (1976) 343; A. R. Barnett et al.,
// Comput. Phys. Commun. 8 (1974) 377. They give J and Y of any real order together.

const TINY = 1e-300

interface Pair {
  readonly j: number
  readonly y: number
}

/** The Bessel function of the first kind J of real order; NaN at negative x unless the order is whole. */
export function besselJ(order: number, x: number): number {
  if (!Number.isFinite(order) || Number.isNaN(x)) return Number.NaN
  if (Number.isInteger(order) && (x < 0 || order < 0)) {
    const sign = order % 2 === 0 || x < 0 === order < 0 ? 1 : -1
    return sign * besselJ(Math.abs(order), Math.abs(x))
  }
  if (x < 0) return Number.NaN
  if (x === 0) return order === 0 ? 1 : order > 0 ? 0 : Number.NaN
  if (order < 0) {
    const { j, y } = bessel(-order, x)
    return cosPi(order) * j + sinPi(order) * y
  }
  return x * x < 4 * (order + 1) ? seriesJ(order, x) : bessel(order, x).j
}

/** The Bessel function of the second kind Y of real order, for x > 0. */
export function besselY(order: number, x: number): number {
  if (!Number.isFinite(order) || !(x > 0)) return Number.NaN
  if (order >= 0) return bessel(order, x).y
  const { j, y } = bessel(-order, x)
  return cosPi(order) * y - sinPi(order) * j
}

/** The power series, free of cancellation for x² < 4(ν + 1). */
function seriesJ(order: number, x: number): number {
  const q = (-x * x) / 4
  let term = 1
  let sum = 1
  for (let k = 1; k < 60 && Math.abs(term) > 1e-17 * Math.abs(sum); k++) {
    term *= q / (k * (k + order))
    sum += term
  }
  const front =
    order < 160 ? (x / 2) ** order / gammaOf(order + 1) : Math.exp(order * Math.log(x / 2) - logFactorial(order))
  return front * sum
}

function logFactorial(x: number): number {
  return (x + 0.5) * Math.log(x + 1) - (x + 1) + 0.9189385332046728 + 1 / (12 * (x + 1)) - 1 / (360 * (x + 1) ** 3)
}

/** Recurrences go through at most this many orders; beyond, J and Y are known for x far below or far above the order. */
const MAX_ORDER = 1e6

function bessel(order: number, x: number): Pair {
  if (order > MAX_ORDER && order * order >= x / 2) return { j: Number.NaN, y: Number.NaN }
  if (x > 25) return order <= x ? recurred(order, x) : beyond(order, x)
  // order = mu + steps, with mu in [-1/2, 1/2] for small x and next to x otherwise
  const steps = x < 2 ? Math.floor(order + 0.5) : Math.max(0, Math.floor(order - x + 1.5))
  const mu = order - steps
  const top = continuedFraction1(order, x)
  const low = descend(top, order, steps, x)
  if (low === undefined) return tiny(order, x)
  const f = low.derivative / low.j
  const start = x < 2 ? temme(mu, x) : steed(mu, x, f, low.j)
  const jMu = start.j ?? 2 / (Math.PI * x) / ((mu / x - f) * start.y - start.yNext)
  return { j: (jMu * top.j) / low.j, y: ascend(start.y, start.yNext, mu, steps, x) }
}

interface Slope {
  readonly j: number
  readonly derivative: number
}

/** J and J' of a lower order, to the scale of those given; `undefined` where they grow out of range. */
function descend(top: Slope, order: number, steps: number, x: number): Slope | undefined {
  let { j, derivative } = top
  for (let l = 0; l < steps; l++) {
    const factor = (order - l) / x
    const next = factor * j + derivative
    derivative = (factor - 1 / x) * next - j
    j = next
    if (Math.abs(j) > 1e290) return undefined
  }
  return { j: j === 0 ? 1e-16 * TINY : j, derivative }
}

/** The solution of the recurrence C(ν+1) = 2ν/x·C(ν) - C(ν-1), `steps` orders up. */
function ascend(first: number, second: number, mu: number, steps: number, x: number): number {
  let [value, next] = [first, second]
  for (let i = 1; i <= steps && Number.isFinite(value); i++) [value, next] = [next, ((mu + i) * 2 * next) / x - value]
  return value
}

/** Large x, order up to x: upward from low orders, which is stable for J and Y alike. */
function recurred(order: number, x: number): Pair {
  if (order < 2 || order * order < x / 2) return hankel(order, x)
  const steps = Math.floor(order)
  const mu = order - steps
  const [low, next] = [hankel(mu, x), hankel(mu + 1, x)]
  return { j: ascend(low.j, next.j, mu, steps, x), y: ascend(low.y, next.y, mu, steps, x) }
}

/** Large x, order above x: Y upward, J downward to an order below x and to its scale. */
function beyond(order: number, x: number): Pair {
  const steps = Math.floor(order)
  const mu = order - steps
  const y = ascend(hankel(mu, x).y, hankel(mu + 1, x).y, mu, steps, x)
  const down = Math.ceil(order - x) + 1
  const top = continuedFraction1(order, x)
  const low = descend(top, order, down, x)
  return low === undefined ? { j: 0, y } : { j: (recurred(order - down, x).j * top.j) / low.j, y }
}

/** Orders so far above x that J leaves the range on the way down: J from its series. */
function tiny(order: number, x: number): Pair {
  const steps = Math.floor(order)
  const mu = order - steps
  return { j: seriesJ(order, x), y: ascend(bessel(mu, x).y, bessel(mu + 1, x).y, mu, steps, x) }
}

/** J and J' to a common scale, from the first continued fraction for J'/J (modified Lentz). */
function continuedFraction1(order: number, x: number): Slope {
  let sign = 1
  let h = Math.max(order / x, TINY)
  let b = (2 * order) / x
  let d = 0
  let c = h
  for (let i = 1; i < 100_000; i++) {
    b += 2 / x
    d = b - d || TINY
    c = b - 1 / c || TINY
    d = 1 / d
    const delta = c * d
    h *= delta
    if (d < 0) sign = -sign
    if (Math.abs(delta - 1) < 1e-16) break
  }
  return { j: sign * TINY, derivative: h * sign * TINY }
}

interface Low {
  readonly j?: number
  readonly y: number
  readonly yNext: number
}

/** Y of orders mu in [-1/2, 1/2] and mu + 1 for x < 2, by Temme's series. */
function temme(mu: number, x: number): Low {
  const { gamma1, gamma2, plus, minus } = temmeGammas(mu)
  const angle = Math.PI * mu
  const b = -Math.log(x / 2)
  const e = mu * b
  const reflection = Math.abs(angle) < 1e-15 ? 1 : angle / Math.sin(angle)
  const sinhc = Math.abs(e) < 1e-15 ? 1 : Math.sinh(e) / e
  let f = (2 / Math.PI) * reflection * (gamma1 * Math.cosh(e) + gamma2 * sinhc * b)
  const growth = Math.exp(e)
  let p = growth / (plus * Math.PI)
  let q = 1 / (growth * Math.PI * minus)
  const half = angle / 2
  const sine = Math.abs(half) < 1e-15 ? 1 : Math.sin(half) / half
  const r = Math.PI * half * sine * sine
  let c = 1
  const d = (-x * x) / 4
  let sum = f + r * q
  let sum1 = p
  for (let i = 1; i < 60; i++) {
    f = (i * f + p + q) / (i * i - mu * mu)
    c *= d / i
    p /= i - mu
    q /= i + mu
    const delta = c * (f + r * q)
    sum += delta
    sum1 += c * p - i * delta
    if (Math.abs(delta) < 1e-17 * (1 + Math.abs(sum))) break
  }
  return { y: -sum, yNext: (-2 / x) * sum1 }
}

/** 1/Γ(1 ± μ) and their odd and even parts, the odd one without cancellation. */
function temmeGammas(mu: number): { gamma1: number; gamma2: number; plus: number; minus: number } {
  const plus = 1 / gammaOf(1 + mu)
  const minus = 1 / gammaOf(1 - mu)
  const gamma2 = (minus + plus) / 2
  return { gamma1: -polynomial(mu * mu, ODD_RECIPROCAL_GAMMA), gamma2, plus, minus }
}

/** The odd Taylor coefficients of 1/Γ(1 + z). */
const ODD_RECIPROCAL_GAMMA = [
  0.5772156649015329, -0.04200263503409524, -0.04219773455554433, 0.0072189432466631, -0.00021524167411495098,
  -2.013485478078824e-5, 1.133027231981696e-6, 6.116095104481416e-9, -1.18127457048702e-9, 7.782263439905071e-12,
]

/** J of order mu and Y of orders mu and mu + 1 by the second continued fraction p + iq, for x ≥ 2. */
function steed(mu: number, x: number, f: number, sign: number): Low {
  let a = 0.25 - mu * mu
  let p = -0.5 / x
  let q = 1
  const br = 2 * x
  let bi = 2
  let fact = a / x / (p * p + q * q)
  let cr = br + q * fact
  let ci = bi + p * fact
  let den = br * br + bi * bi
  let dr = br / den
  let di = -bi / den
  let dlr = cr * dr - ci * di
  let dli = cr * di + ci * dr
  let temp = p * dlr - q * dli
  q = p * dli + q * dlr
  p = temp
  for (let i = 2; i < 100_000; i++) {
    a += 2 * (i - 1)
    bi += 2
    dr = a * dr + br
    di = a * di + bi
    if (Math.abs(dr) + Math.abs(di) < TINY) dr = TINY
    fact = a / (cr * cr + ci * ci)
    cr = br + cr * fact
    ci = bi - ci * fact
    if (Math.abs(cr) + Math.abs(ci) < TINY) cr = TINY
    den = dr * dr + di * di
    dr /= den
    di /= -den
    dlr = cr * dr - ci * di
    dli = cr * di + ci * dr
    temp = p * dlr - q * dli
    q = p * dli + q * dlr
    p = temp
    if (Math.abs(dlr - 1) + Math.abs(dli) < 1e-16) break
  }
  const gamma = (p - f) / q
  const size = Math.sqrt(2 / (Math.PI * x) / ((p - f) * gamma + q))
  const j = sign < 0 ? -size : size
  const y = j * gamma
  return { j, y, yNext: (mu / x) * y - (gamma === 0 ? q * j : y * (p + q / gamma)) }
}

/** Hankel's asymptotic expansion for large x. */
function hankel(order: number, x: number): Pair {
  const mu = 4 * order * order
  let term = 1
  let p = 1
  let q = 0
  for (let k = 1; k < 100; k++) {
    const next = (term * (mu - (2 * k - 1) ** 2)) / (k * 8 * x)
    if (Math.abs(next) > Math.abs(term) && k > order) break
    term = next
    if (k % 2 === 1) q += k % 4 === 1 ? term : -term
    else p += k % 4 === 0 ? term : -term
    if (Math.abs(term) < 1e-17) break
  }
  const shift = order / 2 + 0.25
  // cos(x - shift·π) from cos x and sin x, whose arguments are reduced exactly
  const [cs, sn] = [cosPi(shift), sinPi(shift)]
  const cosine = Math.cos(x) * cs + Math.sin(x) * sn
  const sine = Math.sin(x) * cs - Math.cos(x) * sn
  const size = Math.sqrt(2 / (Math.PI * x))
  return { j: size * (p * cosine - q * sine), y: size * (p * sine + q * cosine) }
}
