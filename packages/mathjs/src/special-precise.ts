import type { BigNumber } from 'mathjs'
import { Arithmetic } from './arithmetic.ts'

// erf(x) = 2/√π · exp(-x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!  (DLMF 7.6.2): no cancellation at any x
function erf(m: Arithmetic, x: BigNumber): BigNumber {
  if (x.isZero()) return x
  const square = x.times(x)
  if (square.gt(m.digits * 2.4 + 20)) return m.big(x.isNegative() ? -1 : 1)
  const sum = m.series(x, (term, k) =>
    term
      .times(square)
      .times(2)
      .div(2 * k + 1),
  )
  return sum.times(2).div(m.pi.sqrt()).times(m.exp(square.neg()))
}

// far out exp(-x²)/(x√π) · Σ (-1)ⁿ (2n-1)!! / (2x²)ⁿ (DLMF 7.12.1), whose smallest term is below the precision there;
// nearer 1 - erf(x), with the digits that cancel
function erfc(m: Arithmetic, x: BigNumber): BigNumber {
  if (x.lt('0.5')) return m.one.minus(erf(m, x))
  const square = x.times(x)
  if (square.lte(m.digits * 2.4 + 20)) {
    const wide = new Arithmetic(m.digits + Math.ceil(square.toNumber() / Math.LN10) + 5)
    return m.big(wide.one.minus(erf(wide, wide.big(x.toString()))).toString()).plus(0)
  }
  const sum = m.series(m.one, (term, k) => term.times(1 - 2 * k).div(square.times(2)))
  return sum.times(m.exp(square.neg())).div(x.times(m.pi.sqrt()))
}

const isPole = (x: BigNumber): boolean => x.isInteger() && x.lte(0)

/** How far Stirling's series is moved to the right, to be accurate to the working precision. */
const shiftOf = (m: Arithmetic): number => m.digits + 10

// Stirling's series (DLMF 5.11.1)
function stirling(m: Arithmetic, z: BigNumber): BigNumber {
  const square = z.times(z)
  let power = z
  let sum = z
    .minus('0.5')
    .times(m.ln(z))
    .minus(z)
    .plus(m.ln(m.pi.times(2)).div(2))
  for (let k = 1; k < m.bernoulli.length; k++) {
    sum = sum.plus((m.bernoulli[k] as BigNumber).div(power.times(2 * k * (2 * k - 1))))
    power = power.times(square)
  }
  return sum
}

// Stirling's series for x + shift, then the recurrence down; the reflection formula on the left
function gamma(m: Arithmetic, x: BigNumber): BigNumber {
  if (isPole(x) || x.isNaN()) return m.nan
  if (x.lt('0.5')) return m.pi.div(sinPi(m, x).times(gamma(m, m.one.minus(x))))
  let product = m.one
  for (let k = 0; k < shiftOf(m); k++) product = product.times(x.plus(k))
  return m.exp(stirling(m, x.plus(shiftOf(m)))).div(product)
}

const sinPi = (m: Arithmetic, x: BigNumber): BigNumber => m.sin(x.mod(2).times(m.pi))

const lgamma = (m: Arithmetic, x: BigNumber): BigNumber => (x.gt(shiftOf(m)) ? stirling(m, x) : m.ln(gamma(m, x).abs()))

// ψ(z) ~ ln z - 1/(2z) - Σ B₂ₖ / (2k z²ᵏ)  (DLMF 5.11.2)
function digamma(m: Arithmetic, x: BigNumber): BigNumber {
  if (isPole(x) || x.isNaN()) return m.nan
  if (x.lt('0.5')) {
    const angle = x.mod(1).times(m.pi)
    const cotangent = m.cos(angle).div(m.sin(angle))
    return digamma(m, m.one.minus(x)).minus(m.pi.times(cotangent))
  }
  let below = m.big(0)
  for (let k = 0; k < shiftOf(m); k++) below = below.plus(m.one.div(x.plus(k)))
  const z = x.plus(shiftOf(m))
  const square = z.times(z)
  let power = square
  let sum = m.ln(z).minus(m.one.div(z.times(2)))
  for (let k = 1; k < m.bernoulli.length; k++) {
    sum = sum.minus((m.bernoulli[k] as BigNumber).div(power.times(2 * k)))
    power = power.times(square)
  }
  return sum.minus(below)
}

// Halley's iteration on w·exp(w) = x (Corless et al., "On the Lambert W function", 1996, eq. 5.9)
function lambertw(m: Arithmetic, x: BigNumber): BigNumber {
  if (x.isNaN() || x.times(m.exp(m.one)).lt(-1)) return m.nan
  let w = m.big(nearLambertw(x.toNumber()))
  for (let i = 0; i < 60; i++) {
    const e = m.exp(w)
    const excess = w.times(e).minus(x)
    const next = w.plus(1)
    if (excess.isZero() || next.isZero()) break
    const step = excess.div(e.times(next).minus(w.plus(2).times(excess).div(next.times(2))))
    w = w.minus(step)
    if (step.abs().lte(m.tiny.times(w.abs().plus(m.tiny)))) break
  }
  return w
}

function nearLambertw(x: number): number {
  if (x > 1) return Math.log(x)
  return x < -0.25 ? -1 + Math.sqrt(2 * (1 + Math.E * x)) : x
}

// the power series (DLMF 10.2.2), with as many more digits as its largest term has
function besselj(m: Arithmetic, order: BigNumber, x: BigNumber): BigNumber {
  if (x.isNegative() && !order.isInteger()) return m.nan
  if (order.isInteger() && order.isNegative()) {
    const positive = besselj(m, order.neg(), x)
    return order.mod(2).isZero() ? positive : positive.neg()
  }
  const half = x.div(2)
  const square = half.times(half)
  const first = m.pow(half, order).div(gamma(m, order.plus(1)))
  return m.series(first, (term, k) => term.times(square).div(order.plus(k).times(-k)))
}

const beta = (m: Arithmetic, a: BigNumber, b: BigNumber): BigNumber =>
  gamma(m, a)
    .times(gamma(m, b))
    .div(gamma(m, a.plus(b)))

const gelu = (m: Arithmetic, x: BigNumber): BigNumber => x.times(erfc(m, x.neg().div(m.big(2).sqrt()))).div(2)

/** Special functions that mathjs has in double precision only, to the working precision. */
export const specialFunctions: Readonly<Record<string, (m: Arithmetic, ...x: BigNumber[]) => BigNumber>> = {
  erf,
  erfc,
  gamma,
  lgamma,
  digamma,
  lambertw,
  besselj,
  beta,
  gelu,
}
