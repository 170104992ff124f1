import {
  type Complex,
  cos,
  cosh,
  exp,
  expm1,
  inverse,
  log,
  log1p,
  over,
  plus,
  power,
  real,
  sin,
  sinh,
  sqrt,
  tan,
  tanh,
  times,
} from './complex.ts'

/** A function of the complex numbers, or `'tie'` at a point where it is not differentiable. */
export type ComplexFunction = (...args: readonly Complex[]) => Complex | 'tie'

const one = real(1)
const reciprocal = (z: Complex): Complex => over(one, z)
const square = (z: Complex): Complex => times(z, z)
const hasPart = ([, b]: Complex): boolean => b !== 0

/** A real function that is constant between jumps at the points where `isJump` holds. */
const steps =
  (value: (a: number) => number, isJump: (a: number) => boolean): ComplexFunction =>
  (z = one) =>
    hasPart(z) && isJump(z[0]) ? 'tie' : real(value(z[0]))

/**
 * The one of the arguments that `better` picks by real parts; a tie where equal ones differ in their imaginary
 * parts.
 */
const pick =
  (better: (a: number, b: number) => boolean): ComplexFunction =>
  (...args) => {
    let best = args[0]!
    let tied = false
    for (const z of args.slice(1)) {
      if (Number.isNaN(z[0])) return z
      if (z[0] === best[0]) tied ||= z[1] !== best[1]
      else if (better(z[0], best[0])) {
        best = z
        tied = false
      }
    }
    return tied ? 'tie' : best
  }

const abs: ComplexFunction = (z = one) => {
  if (z[0] === 0 && hasPart(z)) return 'tie'
  return z[0] < 0 ? [-z[0], -z[1]] : z
}

const scaled = (f: (z: Complex) => Complex, factor: number, value: (a: number) => number): ComplexFunction => {
  return (z = one) => [value(z[0]), f(z)[1] * factor]
}

const asin = (z: Complex): Complex => inverse(z, Math.asin(z[0]), sin, cos)
const acos = (z: Complex): Complex => inverse(z, Math.acos(z[0]), cos, (w) => times(real(-1), sin(w)))
const atan = (z: Complex): Complex => inverse(z, Math.atan(z[0]), tan, (w) => reciprocal(square(cos(w))))
const asinh = (z: Complex): Complex => inverse(z, Math.asinh(z[0]), sinh, cosh)
const acosh = (z: Complex): Complex => inverse(z, Math.acosh(z[0]), cosh, sinh)
const atanh = (z: Complex): Complex => inverse(z, Math.atanh(z[0]), tanh, (w) => reciprocal(square(cosh(w))))
const sigmoid = (z: Complex): Complex => {
  const e = exp(times(real(-Math.sign(z[0]) || -1), z))
  return z[0] >= 0 ? reciprocal(plus(one, e)) : over(e, plus(one, e))
}

/**
 * The functions that have a complex continuation, or are made of pieces that have one; others are differenced on
 * their own.
 */
export const complexFunctions: Readonly<Record<string, ComplexFunction>> = {
  exp: (z = one) => exp(z),
  expm1: (z = one) => expm1(z),
  log: (z = one) => log(z),
  log1p: (z = one) => log1p(z),
  log2: scaled(log, Math.LOG2E, Math.log2),
  log10: scaled(log, Math.LOG10E, Math.log10),
  sqrt: (z = one) => (z[0] === 0 && hasPart(z) ? 'tie' : sqrt(z)),
  cbrt: (z = one) =>
    inverse(
      z,
      Math.cbrt(z[0]),
      (w) => power(w, 3),
      (w) => times(real(3), square(w)),
    ),
  sin: (z = one) => sin(z),
  cos: (z = one) => cos(z),
  tan: (z = one) => tan(z),
  sec: (z = one) => reciprocal(cos(z)),
  csc: (z = one) => reciprocal(sin(z)),
  cot: (z = one) => over(cos(z), sin(z)),
  asin: (z = one) => asin(z),
  acos: (z = one) => acos(z),
  atan: (z = one) => atan(z),
  asec: (z = one) => acos(reciprocal(z)),
  acsc: (z = one) => asin(reciprocal(z)),
  sinh: (z = one) => sinh(z),
  cosh: (z = one) => cosh(z),
  tanh: (z = one) => tanh(z),
  sech: (z = one) => reciprocal(cosh(z)),
  csch: (z = one) => reciprocal(sinh(z)),
  coth: (z = one) => reciprocal(tanh(z)),
  asinh: (z = one) => asinh(z),
  acosh: (z = one) => acosh(z),
  atanh: (z = one) => atanh(z),
  asech: (z = one) => acosh(reciprocal(z)),
  acsch: (z = one) => asinh(reciprocal(z)),
  acoth: (z = one) => atanh(reciprocal(z)),
  sigmoid: (z = one) => sigmoid(z),
  softplus: (z = one) => (z[0] > 30 ? plus(z, log1p(exp([-z[0], -z[1]]))) : log1p(exp(z))),
  abs,
  relu: (z = one) => (z[0] === 0 && hasPart(z) ? 'tie' : z[0] > 0 ? z : real(0)),
  sign: steps(Math.sign, (a) => a === 0),
  heaviside: steps(
    (a) => (a > 0 ? 1 : a < 0 ? 0 : 0.5),
    (a) => a === 0,
  ),
  floor: steps(Math.floor, Number.isInteger),
  ceil: steps(Math.ceil, Number.isInteger),
  trunc: steps(Math.trunc, (a) => Number.isInteger(a) && a !== 0),
  round: steps(
    (a) => Math.sign(a) * Math.round(Math.abs(a)),
    (a) => Number.isInteger(a + 0.5),
  ),
  min: pick((a, b) => a < b),
  max: pick((a, b) => a > b),
  hypot: (...args) => {
    const size = Math.hypot(...args.map(([a]) => a))
    if (size === 0) return args.some(hasPart) ? 'tie' : real(0)
    return [size, args.reduce((sum, [a, b]) => sum + (a / size) * b, 0)]
  },
  atan2: (y = one, x = one) => {
    const [a, b] = Math.abs(x[0]) >= Math.abs(y[0]) ? over(y, x) : over(x, y)
    const turn = b / (1 + a * a)
    return [Math.atan2(y[0], x[0]), Math.abs(x[0]) >= Math.abs(y[0]) ? turn : -turn]
  },
}
