import { functions } from '@fluxion/symbolic'
import { add, type Complex, complex, log, multiply, pow as power, sqrt } from 'mathjs'
import { reciprocal } from './complex-inverse.ts'

// Where mathjs's own formulas cancel, overflow or round what is exact.

const plus = add as (a: Complex, b: Complex) => Complex
const times = multiply as (a: Complex, b: Complex) => Complex
const ln = log as unknown as (z: Complex) => Complex

/** Largest whole exponent that is done by repeated squaring. */
const LARGEST_EXPONENT = 1024

const isReal = ({ im }: Complex): boolean => im === 0

/** z^w on its principal branch; real where base and exponent are and the real power exists, exact for small whole exponents. */
export function pow(z: Complex, w: Complex): Complex {
  if (isReal(z) && isReal(w)) {
    const real = z.re ** w.re
    if (!Number.isNaN(real)) return complex(real, 0)
  }
  if (isReal(w) && Number.isInteger(w.re) && Math.abs(w.re) <= LARGEST_EXPONENT)
    return w.re < 0 ? reciprocal(powerOf(z, -w.re)) : powerOf(z, w.re)
  return (isReal(w) && w.re === 0.5 ? sqrt(z) : power(z as never, w)) as Complex
}

function powerOf(z: Complex, n: number): Complex {
  let [result, square] = [complex(1, 0), z]
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = times(result, square)
    square = times(square, square)
  }
  return result
}

/** exp(z) - 1, accurate near 0. */
export function expm1({ re, im }: Complex): Complex {
  const half = Math.sin(im / 2)
  return complex(Math.expm1(re) * Math.cos(im) - 2 * half * half, im === 0 ? 0 : Math.exp(re) * Math.sin(im))
}

/** log(1 + z), accurate near 0. */
export function log1p({ re, im }: Complex): Complex {
  return complex(Math.log1p(re * (re + 2) + im * im) / 2, Math.atan2(im, 1 + re))
}

/** From here on tanh differs from ±1 by less than rounding. */
const FLAT = 20

export function tanh({ re, im }: Complex): Complex {
  if (Math.abs(re) > FLAT) return complex(Math.sign(re), 2 * Math.sin(2 * im) * Math.exp(-2 * Math.abs(re)))
  const below = Math.cosh(2 * re) + Math.cos(2 * im)
  return complex(Math.sinh(2 * re) / below, Math.sin(2 * im) / below)
}

export function tan({ re, im }: Complex): Complex {
  const turned = tanh(complex(-im, re))
  return complex(turned.im, -turned.re)
}

/** B₂ₖ / (2k (2k-1)) */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156]

/** Where Stirling's series is accurate to double precision. */
const FAR = 10

/** The logarithm of the gamma function, continuous off the negative axis (DLMF 5.11.1), moved to the right by the recurrence. */
export function lgamma(z: Complex): Complex {
  if (isReal(z) && z.re > 0) return complex((functions.lgamma.value as (x: number) => number)(z.re), 0)
  let [at, moved] = [z, complex(0, 0)]
  for (; at.re < FAR; at = complex(at.re + 1, at.im)) moved = plus(moved, ln(at))
  const inverse = reciprocal(at)
  const square = times(inverse, inverse)
  let series = complex(0, 0)
  for (const coefficient of [...STIRLING].reverse()) series = plus(times(series, square), complex(coefficient, 0))
  const main = plus(times(complex(at.re - 0.5, at.im), ln(at)), complex(Math.log(2 * Math.PI) / 2 - at.re, -at.im))
  const far = plus(main, times(series, inverse))
  return complex(far.re - moved.re, far.im - moved.im)
}

/** The gamma function; NaN at its poles. */
export function gamma(z: Complex): Complex {
  if (isReal(z)) return complex((functions.gamma.value as (x: number) => number)(z.re), 0)
  const { re, im } = lgamma(z)
  return complex(Math.exp(re) * Math.cos(im), Math.exp(re) * Math.sin(im))
}
