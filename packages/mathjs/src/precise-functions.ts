import type { BigNumber } from 'mathjs'
import type { Arithmetic } from './arithmetic.ts'
import { specialFunctions } from './special-precise.ts'

type One = (m: Arithmetic, x: BigNumber) => BigNumber
type Compute = (m: Arithmetic, ...x: BigNumber[]) => BigNumber

const native =
  (name: Parameters<Arithmetic['native']>[0]): Compute =>
  (m, ...x) =>
    m.native(name, ...x)

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
const [exp, sin, cos, sinh, cosh] = (['exp', 'sin', 'cos', 'sinh', 'cosh'] as const).map(native) as [
  One,
  One,
  One,
  One,
  One,
]
const [asin, acos, atan] = (['asin', 'acos', 'atan'] as const).map(native) as [One, One, One]
const [asinh, acosh, atanh] = (['asinh', 'acosh', 'atanh'] as const).map(native) as [One, One, One]
const ln = within(native('log'), (x) => x.gt(0))
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
  ...Object.fromEntries(
    (['abs', 'sign', 'floor', 'ceil', 'cbrt', 'tan', 'tanh'] as const).map((name) => [name, native(name) as One]),
  ),
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
  atan2: native('atan2'),
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
  pow: (m, x, y) => ((x.isNegative() && !y.isInteger()) || (x.isZero() && y.isNegative()) ? m.nan : x.pow(y)),
  mod: (_, x, y) => x.minus(y.times(x.div(y).floor())),
  nthRoot: (m, x, n) =>
    x.isNegative() && n.mod(2).abs().eq(1) ? x.neg().pow(m.one.div(n)).neg() : x.pow(m.one.div(n)),
}

/** Every function that has a value to many digits, by the operation of a formula. */
export const preciseFunctions = { ...elementary, ...ofSeveral, ...ofTwo, ...specialFunctions } as Readonly<
  Record<string, Compute>
>
