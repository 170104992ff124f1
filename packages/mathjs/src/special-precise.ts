import type { BigNumber, MathJsInstance } from 'mathjs'

/** Special functions that mathjs has in double precision only, to the working precision of its BigNumbers. */
export interface SpecialFunctions {
  erf(x: BigNumber): BigNumber
  lgamma(x: BigNumber): BigNumber
  gamma(x: BigNumber): BigNumber
  digamma(x: BigNumber): BigNumber
  lambertw(x: BigNumber): BigNumber
  besselj(order: BigNumber, x: BigNumber): BigNumber
}

/** The special functions of one mathjs instance, whose precision they follow. */
export function specialFunctions(math: MathJsInstance, digits: number): SpecialFunctions {
  const big = (x: number | string): BigNumber => math.bignumber(x) as BigNumber
  const pi = math.bignumber(math.evaluate('pi')) as BigNumber
  const nan = big(Number.NaN)
  const tiny = big(10).pow(-digits - 5)
  const bernoulli = bernoulliNumbers(big, Math.ceil(digits / 2) + 10)

  /** Σ of terms until one no longer counts; the first term is `start`, each next one `next(term, k)`. */
  function series(start: BigNumber, next: (term: BigNumber, k: number) => BigNumber): BigNumber {
    let sum = start
    let term = start
    for (let k = 1; k < 200_000; k++) {
      term = next(term, k)
      sum = sum.plus(term)
      if (term.abs().lte(tiny.times(sum.abs())) && k > 2) break
    }
    return sum
  }

  // erf(x) = 2/√π · exp(-x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!  (DLMF 7.6.2): no cancellation at any x
  function erf(x: BigNumber): BigNumber {
    if (x.isZero()) return x
    const square = x.times(x)
    if (square.gt(digits * 2.4 + 20)) return big(x.isNegative() ? -1 : 1)
    const sum = series(x, (term, k) =>
      term
        .times(square)
        .times(2)
        .div(2 * k + 1),
    )
    return sum.times(2).div(pi.sqrt()).times(square.neg().exp())
  }

  const isPole = (x: BigNumber): boolean => x.isInteger() && x.lte(0)
  const shift = digits + 10

  // Stirling's series for x + shift, then the recurrence down (DLMF 5.11.1)
  function stirling(z: BigNumber): BigNumber {
    const square = z.times(z)
    let power = z
    let sum = z.minus('0.5').times(z.ln()).minus(z).plus(pi.times(2).ln().div(2))
    for (let k = 1; k < bernoulli.length; k++) {
      sum = sum.plus((bernoulli[k] as BigNumber).div(power.times(2 * k * (2 * k - 1))))
      power = power.times(square)
    }
    return sum
  }

  function gamma(x: BigNumber): BigNumber {
    if (isPole(x) || x.isNaN()) return nan
    if (x.lt('0.5')) return pi.div(sinPi(x).times(gamma(big(1).minus(x))))
    let product = big(1)
    for (let k = 0; k < shift; k++) product = product.times(x.plus(k))
    return stirling(x.plus(shift)).exp().div(product)
  }

  const sinPi = (x: BigNumber): BigNumber => math.sin(x.mod(2).times(pi) as never) as unknown as BigNumber

  // ψ(z) ~ ln z - 1/(2z) - Σ B₂ₖ / (2k z²ᵏ)  (DLMF 5.11.2)
  function digamma(x: BigNumber): BigNumber {
    if (isPole(x) || x.isNaN()) return nan
    if (x.lt('0.5')) {
      const angle = x.mod(1).times(pi)
      const cotangent = (math.cos(angle as never) as unknown as BigNumber).div(
        math.sin(angle as never) as unknown as BigNumber,
      )
      return digamma(big(1).minus(x)).minus(pi.times(cotangent))
    }
    let below = big(0)
    for (let k = 0; k < shift; k++) below = below.plus(big(1).div(x.plus(k)))
    const z = x.plus(shift)
    const square = z.times(z)
    let power = square
    let sum = z.ln().minus(big(1).div(z.times(2)))
    for (let k = 1; k < bernoulli.length; k++) {
      sum = sum.minus((bernoulli[k] as BigNumber).div(power.times(2 * k)))
      power = power.times(square)
    }
    return sum.minus(below)
  }

  // Halley's iteration on w·exp(w) = x (Corless et al., "On the Lambert W function", 1996, eq. 5.9)
  function lambertw(x: BigNumber): BigNumber {
    if (x.isNaN() || x.times(math.exp(big(1) as never) as unknown as BigNumber).lt(-1)) return nan
    const approximate = x.toNumber()
    let w = big(
      approximate > 1
        ? Math.log(approximate)
        : approximate < -0.25
          ? -1 + Math.sqrt(2 * (1 + Math.E * approximate))
          : approximate,
    )
    for (let i = 0; i < 60; i++) {
      const e = w.exp()
      const excess = w.times(e).minus(x)
      const next = w.plus(1)
      if (excess.isZero() || next.isZero()) break
      const step = excess.div(e.times(next).minus(w.plus(2).times(excess).div(next.times(2))))
      w = w.minus(step)
      if (step.abs().lte(tiny.times(w.abs().plus(tiny)))) break
    }
    return w
  }

  // the power series (DLMF 10.2.2), with as many more digits as its largest term has
  function besselj(order: BigNumber, x: BigNumber): BigNumber {
    if (x.isNegative() && !order.isInteger()) return nan
    if (order.isInteger() && order.isNegative()) {
      const positive = besselj(order.neg(), x)
      return order.mod(2).isZero() ? positive : positive.neg()
    }
    const half = x.div(2)
    const square = half.times(half)
    const first = half.pow(order).div(gamma(order.plus(1)))
    return series(first, (term, k) => term.times(square).div(order.plus(k).times(-k)))
  }

  return {
    erf,
    gamma,
    lgamma: (x) => (x.gt(0) ? (x.gt(shift) ? stirling(x) : gamma(x).ln()) : gamma(x).abs().ln()),
    digamma,
    lambertw,
    besselj,
  }
}

/** B₀, B₂, B₄, … by the recurrence Σ (n+1 choose k) Bₖ = 0. */
function bernoulliNumbers(big: (x: number | string) => BigNumber, count: number): BigNumber[] {
  const all: BigNumber[] = [big(1)]
  for (let n = 1; n < 2 * count; n++) {
    let sum = big(0)
    let binomial = big(1)
    for (let k = 0; k < n; k++) {
      sum = sum.plus(binomial.times(all[k] as BigNumber))
      binomial = binomial.times(n + 1 - k).div(k + 1)
    }
    all.push(n > 1 && n % 2 === 1 ? big(0) : sum.neg().div(n + 1))
  }
  return all.filter((_, n) => n % 2 === 0)
}
