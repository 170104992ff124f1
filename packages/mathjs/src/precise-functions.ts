import type { BigNumber } from 'mathjs'
import type { Arithmetic } from './arithmetic.ts'
import { specialFunctions } from './special-precise.ts'

type One = (m: Arithmetic, x: BigNumber) => BigNumber
type Compute = (m: Arithmetic, ...x: BigNumber[]) => BigNumber

/** f(1/x) */
const ofInverse =
  (f: One): One =>
  (m, x) =>
    f(m, m.one.div(x))

const quotient =
  (f: One, g: One): One =>
  (m, x) =>
    f(m, x).div(g(m, x))

/** f where its argument is in the real domain, NaN elsewhere. */
const within =
  (f: One, inside: (x: BigNumber) => boolean): One =>
  (m, x) =>
    inside(x) ? f(m, x) : m.nan

const one: One = (m) => m.one
const exp: One = (m, x) => m.exp(x)
const ln: One = (m, x) => m.ln(x)
const sin: One = (m, x) => m.sin(x)
const cos: One = (m, x) => m.cos(x)
const atan: One = (m, x) => m.atan(x)
const sinh: One = (m, x) => m.exp(x).minus(m.exp(x.neg())).div(2)
const cosh: One = (m, x) => m.exp(x).plus(m.exp(x.neg())).div(2)
const tanh: One = (m, x) => {
  const decay = m.exp(x.abs().times(-2))
  const size = m.one.minus(decay).div(m.one.plus(decay))
  return x.isNegative() ? size.neg() : size
}

/** √((1 - x)(1 + x)) */
const across = (m: Arithmetic, x: BigNumber): BigNumber => m.one.minus(x).times(m.one.plus(x)).sqrt()
const asin: One = (m, x) => m.atan2(x, across(m, x))
const acos: One = (m, x) => m.atan2(across(m, x), x)
// of the size of x, since x + √(x² + 1) cancels on the left
const asinh: One = (m, x) => {
  const size = m.ln(x.abs().plus(x.times(x).plus(1).sqrt()))
  return x.isNegative() ? size.neg() : size
}
const acosh: One = (m, x) => m.ln(x.plus(x.minus(1).sqrt().times(x.plus(1).sqrt())))
const atanh: One = (m, x) => m.ln(m.one.plus(x).div(m.one.minus(x))).div(2)
const isInUnit = (x: BigNumber): boolean => x.abs().lte(1)
const isOutsideUnit = (x: BigNumber): boolean => x.abs().gte(1)

const comparison =
  (holds: (a: BigNumber, b: BigNumber) => boolean): Compute =>
  (m, a, b) =>
    m.truth(holds(a as BigNumber, b as BigNumber))

const folded =
  (f: (a: BigNumber, b: BigNumber) => BigNumber): Compute =>
  (_, ...x) =>
    x.reduce(f)

const elementary: Readonly<Record<string, One>> = {
  abs: (_, x) => x.abs(),
  sign: (m, x) => (x.isZero() || x.isNaN() ? x : m.big(x.isNegative() ? -1 : 1)),
  floor: (_, x) => x.floor(),
  ceil: (_, x) => x.ceil(),
  cbrt: (_, x) => x.cbrt(),
  tan: quotient(sin, cos),
  tanh,
  exp,
  sin,
  cos,
  sinh,
  cosh,
  atan,
  asinh,
  log: ln,
  log2: (m, x) => ln(m, x).div(ln(m, m.big(2))),
  log10: (m, x) => ln(m, x).div(ln(m, m.big(10))),
  log1p: (m, x) => ln(m, x.plus(1)),
  expm1: (m, x) => exp(m, x).minus(1),
  round: (_, x) =>
    x
      .abs()
      .plus('0.5')
      .floor()
      .times(x.isNegative() ? -1 : 1),
  trunc: (_, x) => x.trunc(),
  sec: quotient(one, cos),
  csc: quotient(one, sin),
  cot: quotient(cos, sin),
  asin: within(asin, isInUnit),
  acos: within(acos, isInUnit),
  asec: within(ofInverse(acos), isOutsideUnit),
  acsc: within(ofInverse(asin), isOutsideUnit),
  acot: ofInverse(atan),
  sech: quotient(one, cosh),
  csch: quotient(one, sinh),
  coth: quotient(cosh, sinh),
  acosh: within(acosh, (x) => x.gte(1)),
  atanh: within(atanh, (x) => x.abs().lt(1)),
  asech: within(ofInverse(acosh), (x) => x.gt(0) && x.lte(1)),
  acsch: ofInverse(asinh),
  acoth: within(ofInverse(atanh), (x) => x.abs().gt(1)),
  sigmoid: (m, x) => m.one.div(m.one.plus(exp(m, x.neg()))),
  softplus: (m, x) => ln(m, m.one.plus(exp(m, x))),
  relu: (m, x) => (x.gt(0) ? x : m.big(0)),
  heaviside: (m, x) => (x.isZero() ? m.big(0.5) : m.truth(x.gt(0))),
  sinc: (m, x) => (x.isZero() ? m.one : sin(m, x).div(x)),
  not: (m, a) => m.truth(a.isZero()),
}

const ofSeveral: Readonly<Record<string, Compute>> = {
  add: folded((a, b) => a.plus(b)),
  mul: folded((a, b) => a.times(b)),
  min: folded((a, b) => (a.lte(b) ? a : b)),
  max: folded((a, b) => (a.gte(b) ? a : b)),
  hypot: (m, ...x) => x.reduce((sum, a) => sum.plus(a.times(a)), m.big(0)).sqrt(),
  atan2: (m, y, x) => m.atan2(y as BigNumber, x as BigNumber),
  and: (m, ...x) => m.truth(x.every((a) => !a.isZero())),
  or: (m, ...x) => m.truth(x.some((a) => !a.isZero())),
  lt: comparison((a, b) => a.lt(b)),
  le: comparison((a, b) => a.lte(b)),
  gt: comparison((a, b) => a.gt(b)),
  ge: comparison((a, b) => a.gte(b)),
  eq: comparison((a, b) => a.eq(b)),
  ne: comparison((a, b) => !a.eq(b)),
  piecewise: (_, ...x) => {
    for (let i = 0; i + 1 < x.length; i += 2) if (!(x[i] as BigNumber).isZero()) return x[i + 1] as BigNumber
    return x[x.length - 1] as BigNumber
  },
}

type Two = (m: Arithmetic, x: BigNumber, y: BigNumber) => BigNumber

const ofTwo: Readonly<Record<string, Two>> = {
  pow: (m, x, y) => (y.eq('0.5') ? x.sqrt() : m.pow(x, y)),
  mod: (_, x, y) => x.minus(y.times(x.div(y).floor())),
  nthRoot: (m, x, n) =>
    x.isNegative() && n.mod(2).abs().eq(1) ? m.pow(x.neg(), m.one.div(n)).neg() : m.pow(x, m.one.div(n)),
}

/** Every function that has a value to many digits, by the operation of a formula. */
export const preciseFunctions = { ...elementary, ...ofSeveral, ...ofTwo, ...specialFunctions } as Readonly<
  Record<string, Compute>
>
