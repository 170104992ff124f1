import { type Expr, type Formula, toText } from '@fluxion/symbolic'
import { all, type BigNumber, create, type MathJsInstance } from 'mathjs'
import { errors } from './errors.ts'
import { foldGraph } from './fold.ts'
import { specialFunctions } from './special-precise.ts'

/** Options of {@link evaluatePrecise}. */
export interface PreciseOptions {
  /** Significant digits that are wanted, 64 unless given; at most 10,000. */
  readonly digits?: number
}

/** Numbers a symbol can be bound to; text keeps digits that a double does not have. */
export type PreciseValue = number | string | bigint | BigNumber

const GUARD_DIGITS = 15
const MOST_DIGITS = 10_000
const ATTEMPTS = 6

/**
 * The value of a formula to any number of digits, as a mathjs BigNumber. The working precision is raised until two precisions agree on
 * every digit that is returned, so cancellation does not cost any. NaN where the real function is undefined.
 *
 * Throws `evaluate/unbound-symbol`, `mathjs/bad-digits`, and `mathjs/unsupported-expression` for functions without a precise form
 * (`bessely`, `polygamma`) and matrix formulas.
 *
 * @example
 * evaluatePrecise('exp(pi * sqrt(163))', {}, { digits: 31 }).toString() // => 262537412640768743.9999999999993
 */
export function evaluatePrecise(
  f: Formula,
  at: Readonly<Record<string, PreciseValue>> = {},
  { digits = 64 }: PreciseOptions = {},
): BigNumber {
  if (!Number.isInteger(digits) || digits < 1 || digits > MOST_DIGITS) throw errors.badDigits(digits)
  let before: BigNumber | undefined
  let working = digits + GUARD_DIGITS
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const value = evaluateAt(f, at, working)
    const rounded = value.toSignificantDigits(digits)
    if (before !== undefined && (rounded.eq(before) || (value.isNaN() && before.isNaN()))) return rounded
    before = rounded
    working = Math.ceil(working * 1.6) + GUARD_DIGITS
  }
  return before as BigNumber
}

interface Precise {
  readonly math: MathJsInstance
  readonly table: Readonly<Record<string, (...x: BigNumber[]) => BigNumber>>
}

const instances = new Map<number, Precise>()

function evaluateAt(f: Formula, at: Readonly<Record<string, PreciseValue>>, digits: number): BigNumber {
  let precise = instances.get(digits)
  if (precise === undefined) {
    precise = makePrecise(digits)
    if (instances.size >= 8) instances.clear()
    instances.set(digits, precise)
  }
  const { math, table } = precise
  const big = (x: PreciseValue): BigNumber =>
    math.bignumber(typeof x === 'bigint' ? String(x) : (x as number)) as BigNumber
  return foldGraph<BigNumber>(f, (e, args) => {
    if (e.op === 'num') return numberOf(e, big)
    if (e.op === 'const') return big(math.evaluate(constantNames[e.name] ?? e.name))
    if (e.op === 'sym') {
      if (!Object.hasOwn(at, e.name)) throw errors.unbound(e.name)
      return big(at[e.name] as PreciseValue)
    }
    const compute = Object.hasOwn(table, e.op) ? table[e.op] : undefined
    if (compute === undefined || e.shape.length > 0)
      throw errors.unsupportedExpression(`${e.op} to many digits, in ${toText(e)}`)
    return compute(...args)
  })
}

const constantNames: Readonly<Record<string, string>> = { infinity: 'Infinity', nan: 'NaN', true: '1', false: '0' }

/** An exact number from its own text, `3`, `1 / 3` or `0.1`. */
function numberOf(e: Expr, big: (x: PreciseValue) => BigNumber): BigNumber {
  const [numerator, denominator] = toText(e).split(' / ')
  return denominator === undefined ? big(numerator as string) : big(numerator as string).div(big(denominator))
}

function makePrecise(digits: number): Precise {
  const math = create(all!, { number: 'BigNumber', precision: digits, predictable: true } as never) as MathJsInstance
  const native =
    (name: string) =>
    (x: BigNumber, y?: BigNumber): BigNumber => {
      const call = (math as unknown as Record<string, (...args: unknown[]) => BigNumber>)[name] as (
        ...args: unknown[]
      ) => BigNumber
      return y === undefined ? call(x) : call(x, y)
    }
  const big = (x: number): BigNumber => math.bignumber(x) as BigNumber
  const nan = big(Number.NaN)
  const one = big(1)
  const inverse =
    (f: (x: BigNumber) => BigNumber) =>
    (x: BigNumber): BigNumber =>
      f(one.div(x))
  const reciprocal =
    (f: (x: BigNumber) => BigNumber) =>
    (x: BigNumber): BigNumber =>
      one.div(f(x))
  const truth = (holds: boolean): BigNumber => big(holds ? 1 : 0)
  const within =
    (f: (x: BigNumber) => BigNumber, inside: (x: BigNumber) => boolean) =>
    (x: BigNumber): BigNumber =>
      inside(x) ? f(x) : nan
  const special = specialFunctions(math, digits)
  const [exp, log, sin, cos, sinh, cosh] = ['exp', 'log', 'sin', 'cos', 'sinh', 'cosh'].map(native) as ((
    x: BigNumber,
  ) => BigNumber)[]
  const ln = within(log!, (x) => x.gt(0))
  const erfc = (x: BigNumber): BigNumber => one.minus(special.erf(x))
  return {
    math,
    table: {
      add: (...x) => x.reduce((a, b) => a.plus(b)),
      mul: (...x) => x.reduce((a, b) => a.times(b)),
      pow: (x, y) => (x.isNegative() && !y.isInteger() ? nan : x.isZero() && y.isNegative() ? nan : x.pow(y)),
      ...Object.fromEntries(
        [
          'exp',
          'abs',
          'sign',
          'floor',
          'ceil',
          'sin',
          'cos',
          'tan',
          'atan',
          'sinh',
          'cosh',
          'tanh',
          'asinh',
          'cbrt',
        ].map((name) => [name, native(name)]),
      ),
      log: ln,
      log2: (x) => ln(x).div(ln(big(2))),
      log10: (x) => ln(x).div(ln(big(10))),
      log1p: (x) => ln(x.plus(1)),
      expm1: (x) => exp!(x).minus(1),
      round: (x) =>
        x
          .abs()
          .plus('0.5')
          .floor()
          .times(x.isNegative() ? -1 : 1),
      trunc: (x) => x.trunc(),
      sec: reciprocal(cos!),
      csc: reciprocal(sin!),
      cot: (x) => cos!(x).div(sin!(x)),
      asin: within(native('asin'), (x) => x.abs().lte(1)),
      acos: within(native('acos'), (x) => x.abs().lte(1)),
      asec: within(inverse(native('acos')), (x) => x.abs().gte(1)),
      acsc: within(inverse(native('asin')), (x) => x.abs().gte(1)),
      acot: inverse(native('atan')),
      sech: reciprocal(cosh!),
      csch: reciprocal(sinh!),
      coth: (x) => cosh!(x).div(sinh!(x)),
      acosh: within(native('acosh'), (x) => x.gte(1)),
      atanh: within(native('atanh'), (x) => x.abs().lt(1)),
      asech: within(inverse(native('acosh')), (x) => x.gt(0) && x.lte(1)),
      acsch: inverse(native('asinh')),
      acoth: within(inverse(native('atanh')), (x) => x.abs().gt(1)),
      sigmoid: (x) => one.div(one.plus(exp!(x.neg()))),
      softplus: (x) => ln(one.plus(exp!(x))),
      relu: (x) => (x.gt(0) ? x : big(0)),
      gelu: (x) => x.times(erfc(x.neg().div(big(2).sqrt()))).div(2),
      erf: special.erf,
      erfc,
      gamma: special.gamma,
      lgamma: special.lgamma,
      digamma: special.digamma,
      lambertw: special.lambertw,
      besselj: special.besselj,
      beta: (a, b) =>
        special
          .gamma(a)
          .times(special.gamma(b))
          .div(special.gamma(a.plus(b))),
      heaviside: (x) => (x.isZero() ? big(0.5) : truth(x.gt(0))),
      sinc: (x) => (x.isZero() ? one : sin!(x).div(x)),
      atan2: native('atan2') as (y: BigNumber, x: BigNumber) => BigNumber,
      mod: (x, y) => x.minus(y.times(x.div(y).floor())),
      nthRoot: (x, n) => (x.isNegative() && n.mod(2).abs().eq(1) ? x.neg().pow(one.div(n)).neg() : x.pow(one.div(n))),
      min: (...x) => x.reduce((a, b) => (a.lte(b) ? a : b)),
      max: (...x) => x.reduce((a, b) => (a.gte(b) ? a : b)),
      hypot: (...x) =>
        x
          .map((a) => a.times(a))
          .reduce((a, b) => a.plus(b))
          .sqrt(),
      lt: (a, b) => truth(a.lt(b)),
      le: (a, b) => truth(a.lte(b)),
      gt: (a, b) => truth(a.gt(b)),
      ge: (a, b) => truth(a.gte(b)),
      eq: (a, b) => truth(a.eq(b)),
      ne: (a, b) => truth(!a.eq(b)),
      and: (...x) => truth(x.every((a) => !a.isZero())),
      or: (...x) => truth(x.some((a) => !a.isZero())),
      not: (a) => truth(a.isZero()),
      piecewise: (...x) => {
        for (let i = 0; i + 1 < x.length; i += 2) if (!(x[i] as BigNumber).isZero()) return x[i + 1] as BigNumber
        return x[x.length - 1] as BigNumber
      },
    },
  }
}
