import { apply } from './apply.ts'
import type { Expr } from './expression.ts'
import type { FunctionName } from './functions.ts'
import { roundAwayFromZero } from './special/elementary.ts'
import {
  angleWhere,
  at,
  circular,
  foldAbs,
  foldBesselj,
  foldBessely,
  foldCbrt,
  foldExp,
  foldExtremum,
  foldGamma,
  foldHeaviside,
  foldHypot,
  foldLgamma,
  foldLog,
  foldMod,
  foldNthRoot,
  foldRelu,
  foldSign,
  isZeroNumber,
  logarithmOf,
  rounded,
} from './special-values.ts'
import { num } from './symbols.ts'

/** The algebra of a function. */
export interface FunctionRule {
  /** Any number of arguments; without it one for each partial derivative. */
  readonly arity?: 'many'
  /**
   * One partial derivative for each argument, strictly real: a formula of the arguments `x` and `y` and the function's own
   * value `f`; `undefined` where none is known (it stays an inert call). Of many arguments one for all, `x` each in turn;
   * that of an extremum is a choice, see `partials.ts`.
   */
  readonly partials: readonly (string | undefined)[]
  /** Under a change of the first argument's sign. */
  readonly parity?: 'odd' | 'even'
  /** The order of arguments does not matter. */
  readonly symmetric?: true
  /** What the constructor makes of special arguments; `undefined` leaves the function as it is. */
  readonly fold?: (...args: Expr[]) => Expr | undefined
  /** Other names that are read. */
  readonly aliases?: readonly string[]
}

/** A quarter of a turn, in twelfths of pi: cos(x) is sin(x + pi/2). */
const QUARTER = 6

/** The algebra of every function; what it is as a number is the other half of its row, in `functions.ts`. */
export const functionRules: { readonly [Name in FunctionName]: FunctionRule } = {
  exp: { partials: ['f'], fold: foldExp },
  log: { partials: ['1 / x'], fold: foldLog, aliases: ['ln'] },
  log2: { partials: ['1 / (x * log(2))'], fold: (x) => logarithmOf(2, x) },
  log10: { partials: ['1 / (x * log(10))'], fold: (x) => logarithmOf(10, x) },
  log1p: { partials: ['1 / (x + 1)'], fold: at(0, 0) },
  expm1: { partials: ['exp(x)'], fold: at(0, 0) },
  cbrt: { partials: ['1 / (3 * f^2)'], parity: 'odd', fold: foldCbrt },
  abs: { partials: ['sign(x)'], parity: 'even', fold: foldAbs },
  sign: { partials: ['0'], parity: 'odd', fold: foldSign, aliases: ['sgn'] },
  floor: { partials: ['0'], fold: rounded(Math.floor) },
  ceil: { partials: ['0'], fold: rounded(Math.ceil) },
  round: { partials: ['0'], parity: 'odd', fold: rounded(roundAwayFromZero) },
  trunc: { partials: ['0'], parity: 'odd', fold: rounded(Math.trunc), aliases: ['fix'] },
  sin: { partials: ['cos(x)'], parity: 'odd', fold: circular(0, undefined, 'asin') },
  cos: { partials: ['-sin(x)'], parity: 'even', fold: circular(QUARTER, undefined, 'acos') },
  tan: { partials: ['f^2 + 1'], parity: 'odd', fold: circular(0, QUARTER, 'atan') },
  sec: { partials: ['f * tan(x)'], parity: 'even', fold: circular(undefined, QUARTER) },
  csc: { partials: ['-f * cot(x)'], parity: 'odd', fold: circular(undefined, 0) },
  cot: { partials: ['-1 - f^2'], parity: 'odd', fold: circular(QUARTER, 0) },
  asin: {
    partials: ['1 / sqrt(1 - x^2)'],
    parity: 'odd',
    fold: angleWhere(0, undefined, [0, 2, 3, 4, 6]),
    aliases: ['arcsin'],
  },
  acos: {
    partials: ['-1 / sqrt(1 - x^2)'],
    fold: angleWhere(QUARTER, undefined, [0, 2, 3, 4, 6, 8, 9, 10, 12]),
    aliases: ['arccos'],
  },
  atan: {
    partials: ['1 / (x^2 + 1)'],
    parity: 'odd',
    fold: angleWhere(0, QUARTER, [0, 2, 3, 4]),
    aliases: ['arctan'],
  },
  asec: { partials: ['1 / (abs(x) * sqrt(x^2 - 1))'], fold: at(1, 0), aliases: ['arcsec'] },
  acsc: { partials: ['-1 / (abs(x) * sqrt(x^2 - 1))'], parity: 'odd', aliases: ['arccsc'] },
  acot: { partials: ['-1 / (x^2 + 1)'], parity: 'odd', aliases: ['arccot'] },
  sinh: { partials: ['cosh(x)'], parity: 'odd', fold: at(0, 0) },
  cosh: { partials: ['sinh(x)'], parity: 'even', fold: at(0, 1) },
  tanh: { partials: ['1 - f^2'], parity: 'odd', fold: at(0, 0) },
  sech: { partials: ['-f * tanh(x)'], parity: 'even', fold: at(0, 1) },
  csch: { partials: ['-f * coth(x)'], parity: 'odd' },
  coth: { partials: ['1 - f^2'], parity: 'odd' },
  asinh: { partials: ['1 / sqrt(x^2 + 1)'], parity: 'odd', fold: at(0, 0), aliases: ['arsinh', 'arcsinh'] },
  acosh: { partials: ['1 / sqrt(x^2 - 1)'], fold: at(1, 0), aliases: ['arcosh', 'arccosh'] },
  atanh: { partials: ['1 / (1 - x^2)'], parity: 'odd', fold: at(0, 0), aliases: ['artanh', 'arctanh'] },
  asech: { partials: ['-1 / (x * sqrt(1 - x^2))'], fold: at(1, 0), aliases: ['arsech', 'arcsech'] },
  acsch: { partials: ['-1 / (abs(x) * sqrt(x^2 + 1))'], parity: 'odd', aliases: ['arcsch', 'arccsch'] },
  acoth: { partials: ['1 / (1 - x^2)'], parity: 'odd', aliases: ['arcoth', 'arccoth'] },
  sigmoid: { partials: ['f * (1 - f)'], fold: at(0, '1/2'), aliases: ['logistic', 'expit'] },
  softplus: { partials: ['sigmoid(x)'], fold: (x) => (isZeroNumber(x) ? apply('log', [num(2)]) : undefined) },
  relu: { partials: ['x > 0 ? 1 : 0'], fold: foldRelu },
  // with the normal density φ and distribution Φ(x) = erfc(-x / sqrt(2)) / 2 it is x·Φ(x), and this is Φ(x) + x·φ(x)
  gelu: { partials: ['erfc(-x * sqrt(1/2)) / 2 + x * exp(-x^2 / 2) / sqrt(2 * pi)'], fold: at(0, 0) },
  erf: { partials: ['2 / sqrt(pi) * exp(-x^2)'], parity: 'odd', fold: at(0, 0) },
  erfc: { partials: ['-2 / sqrt(pi) * exp(-x^2)'], fold: at(0, 1) },
  gamma: { partials: ['f * digamma(x)'], fold: foldGamma },
  lgamma: { partials: ['digamma(x)'], fold: foldLgamma },
  digamma: { partials: ['polygamma(1, x)'], aliases: ['psi'] },
  lambertw: { partials: ['exp(-f) / (f + 1)'], fold: at(0, 0), aliases: ['lambertW'] },
  heaviside: { partials: ['0'], fold: foldHeaviside },
  // at zero the first terms of the series, from which the next derivatives follow
  sinc: { partials: ['x == 0 ? x^3 / 30 - x / 3 : (cos(x) - f) / x'], parity: 'even', fold: at(0, 1) },
  atan2: { partials: ['y / (x^2 + y^2)', '-x / (x^2 + y^2)'], parity: 'odd', aliases: ['arctan2'] },
  mod: { partials: ['1', '-floor(x / y)'], fold: foldMod },
  nthRoot: { partials: ['f / (y * x)', '-f * log(abs(x)) / y^2'], fold: foldNthRoot },
  beta: {
    partials: ['f * (digamma(x) - digamma(x + y))', 'f * (digamma(y) - digamma(x + y))'],
    symmetric: true,
  },
  besselj: {
    partials: [undefined, '(besselj(x - 1, y) - besselj(x + 1, y)) / 2'],
    fold: foldBesselj,
    aliases: ['besselJ'],
  },
  bessely: {
    partials: [undefined, '(bessely(x - 1, y) - bessely(x + 1, y)) / 2'],
    fold: foldBessely,
    aliases: ['besselY'],
  },
  polygamma: {
    partials: [undefined, 'polygamma(x + 1, y)'],
    fold: (n, x) => (isZeroNumber(n) ? apply('digamma', [x]) : undefined),
  },
  min: { arity: 'many', partials: [], symmetric: true, fold: (...xs) => foldExtremum('min', xs) },
  max: { arity: 'many', partials: [], symmetric: true, fold: (...xs) => foldExtremum('max', xs) },
  hypot: { arity: 'many', partials: ['x / f'], symmetric: true, fold: foldHypot },
}
