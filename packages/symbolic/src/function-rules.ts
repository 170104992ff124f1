import { and, eq, ge, gt, piecewise } from './conditions.ts'
import {
  abs,
  besselj,
  bessely,
  cos,
  cosh,
  cot,
  coth,
  digamma,
  erfc,
  exp,
  floor,
  log,
  polygamma,
  sigmoid,
  sign,
  sin,
  sinh,
  tan,
  tanh,
} from './elementary.ts'
import type { Expr, Formula } from './expression.ts'
import type { FunctionName } from './functions.ts'
import { HALF, negative } from './number.ts'
import { pow, sqrt } from './power.ts'
import { mul } from './product.ts'
import { roundAwayFromZero } from './special/elementary.ts'
import {
  angleWhere,
  at,
  atZero,
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
import { add, neg, sub } from './sum.ts'
import { constant, num, numberNode } from './symbols.ts'

/** A partial derivative as a formula, given the arguments and then the function's own value. */
export type PartialDerivative = (...argumentsThenValue: Expr[]) => Expr

/** The algebra of a function. */
export interface FunctionRule {
  readonly arity: number | 'many'
  /**
   * One partial derivative for each argument, strictly real; `undefined` where none is known (it stays an inert call).
   * Of a function of many arguments one rule for all of them.
   */
  readonly partials:
    | readonly (PartialDerivative | undefined)[]
    | ((index: number, args: readonly Expr[], value: Expr) => Expr)
  /** Under a change of the first argument's sign. */
  readonly parity?: 'odd' | 'even'
  /** The order of arguments does not matter. */
  readonly symmetric?: true
  /** What the constructor makes of special arguments; `undefined` leaves the function as it is. */
  readonly fold?: (...args: Expr[]) => Expr | undefined
  /** Other names that are read. */
  readonly aliases?: readonly string[]
}

const MINUS_HALF = /* @__PURE__ */ negative(HALF)
const power = pow
/** A quarter of a turn, in twelfths of pi: cos(x) is sin(x + pi/2). */
const QUARTER = 6
const pi = (): Expr => constant('pi')
// nodes are made on demand: this module may be evaluated before the class of nodes is
const half = (): Expr => numberNode(HALF)
/** The exponent of 1 / sqrt(…). */
const reciprocalRoot = (): Expr => numberNode(MINUS_HALF)
/** The derivative of a step function: zero wherever it exists. */
const nowhere = (): Expr => num(0)
/** a / (b · c · …) */
const over = (a: Formula, ...rest: Formula[]): Expr => mul(a, ...rest.map((b) => pow(b, -1)))

/** x·φ(x) + Φ(x), with the normal density φ and distribution Φ(x) = erfc(-x / sqrt(2)) / 2. */
const derivativeOfGelu = (x: Expr): Expr =>
  add(
    mul(half(), erfc(neg(mul(x, sqrt(half()))))),
    mul(x, pow(mul(2, pi()), reciprocalRoot()), exp(neg(mul(half(), pow(x, 2))))),
  )

/** 1 where the argument is the one that min or max selects (the first of equal ones), 0 elsewhere. */
const selects =
  (name: 'min' | 'max') =>
  (index: number, args: readonly Expr[]): Expr =>
    piecewise(selectionOf(name, index, args), 1, 0)

/** The condition that `args[index]` is the value of the minimum or maximum, ties going to the first. */
export function selectionOf(name: 'min' | 'max', index: number, args: readonly Expr[]): Expr {
  const beats = (i: number): Expr => {
    const [mine, other] = [args[index]!, args[i]!]
    if (i < index) return name === 'max' ? gt(mine, other) : gt(other, mine)
    return name === 'max' ? ge(mine, other) : ge(other, mine)
  }
  return and(...args.flatMap((_, i) => (i === index ? [] : [beats(i)])))
}

/** The algebra of every function; what it is as a number is the other half of its row, in `functions.ts`. */
export const functionRules: { readonly [Name in FunctionName]: FunctionRule } = {
  exp: { arity: 1, partials: [(_x, y) => y], fold: foldExp },
  log: { arity: 1, partials: [(x) => power(x, -1)], fold: foldLog, aliases: ['ln'] },
  log2: { arity: 1, partials: [(x) => over(1, x, log(2))], fold: (x) => logarithmOf(2, x) },
  log10: { arity: 1, partials: [(x) => over(1, x, log(10))], fold: (x) => logarithmOf(10, x) },
  log1p: { arity: 1, partials: [(x) => power(add(x, 1), -1)], fold: atZero(0) },
  expm1: { arity: 1, partials: [(x) => exp(x)], fold: atZero(0) },
  cbrt: { arity: 1, partials: [(_x, y) => over(1, 3, power(y, 2))], parity: 'odd', fold: foldCbrt },
  abs: { arity: 1, partials: [(x) => sign(x)], parity: 'even', fold: foldAbs },
  sign: { arity: 1, partials: [nowhere], parity: 'odd', fold: foldSign, aliases: ['sgn'] },
  floor: { arity: 1, partials: [nowhere], fold: rounded(Math.floor) },
  ceil: { arity: 1, partials: [nowhere], fold: rounded(Math.ceil) },
  round: { arity: 1, partials: [nowhere], parity: 'odd', fold: rounded(roundAwayFromZero) },
  trunc: { arity: 1, partials: [nowhere], parity: 'odd', fold: rounded(Math.trunc), aliases: ['fix'] },
  sin: { arity: 1, partials: [(x) => cos(x)], parity: 'odd', fold: circular(0, undefined, 'asin') },
  cos: { arity: 1, partials: [(x) => neg(sin(x))], parity: 'even', fold: circular(QUARTER, undefined, 'acos') },
  tan: { arity: 1, partials: [(_x, y) => add(power(y, 2), 1)], parity: 'odd', fold: circular(0, QUARTER, 'atan') },
  sec: { arity: 1, partials: [(x, y) => mul(y, tan(x))], parity: 'even', fold: circular(undefined, QUARTER) },
  csc: { arity: 1, partials: [(x, y) => neg(mul(y, cot(x)))], parity: 'odd', fold: circular(undefined, 0) },
  cot: { arity: 1, partials: [(_x, y) => sub(-1, power(y, 2))], parity: 'odd', fold: circular(QUARTER, 0) },
  asin: {
    arity: 1,
    partials: [(x) => power(sub(1, power(x, 2)), reciprocalRoot())],
    parity: 'odd',
    fold: angleWhere(0, undefined, [0, 2, 3, 4, 6]),
    aliases: ['arcsin'],
  },
  acos: {
    arity: 1,
    partials: [(x) => neg(power(sub(1, power(x, 2)), reciprocalRoot()))],
    fold: angleWhere(QUARTER, undefined, [0, 2, 3, 4, 6, 8, 9, 10, 12]),
    aliases: ['arccos'],
  },
  atan: {
    arity: 1,
    partials: [(x) => power(add(power(x, 2), 1), -1)],
    parity: 'odd',
    fold: angleWhere(0, QUARTER, [0, 2, 3, 4]),
    aliases: ['arctan'],
  },
  asec: {
    arity: 1,
    partials: [(x) => over(1, abs(x), sqrt(sub(power(x, 2), 1)))],
    fold: at(1, 0),
    aliases: ['arcsec'],
  },
  acsc: {
    arity: 1,
    partials: [(x) => over(-1, abs(x), sqrt(sub(power(x, 2), 1)))],
    parity: 'odd',
    aliases: ['arccsc'],
  },
  acot: { arity: 1, partials: [(x) => neg(power(add(power(x, 2), 1), -1))], parity: 'odd', aliases: ['arccot'] },
  sinh: { arity: 1, partials: [(x) => cosh(x)], parity: 'odd', fold: atZero(0) },
  cosh: { arity: 1, partials: [(x) => sinh(x)], parity: 'even', fold: atZero(1) },
  tanh: { arity: 1, partials: [(_x, y) => sub(1, power(y, 2))], parity: 'odd', fold: atZero(0) },
  sech: { arity: 1, partials: [(x, y) => neg(mul(y, tanh(x)))], parity: 'even', fold: atZero(1) },
  csch: { arity: 1, partials: [(x, y) => neg(mul(y, coth(x)))], parity: 'odd' },
  coth: { arity: 1, partials: [(_x, y) => sub(1, power(y, 2))], parity: 'odd' },
  asinh: {
    arity: 1,
    partials: [(x) => power(add(power(x, 2), 1), reciprocalRoot())],
    parity: 'odd',
    fold: atZero(0),
    aliases: ['arsinh', 'arcsinh'],
  },
  acosh: {
    arity: 1,
    partials: [(x) => power(sub(power(x, 2), 1), reciprocalRoot())],
    fold: at(1, 0),
    aliases: ['arcosh', 'arccosh'],
  },
  atanh: {
    arity: 1,
    partials: [(x) => power(sub(1, power(x, 2)), -1)],
    parity: 'odd',
    fold: atZero(0),
    aliases: ['artanh', 'arctanh'],
  },
  asech: {
    arity: 1,
    partials: [(x) => over(-1, x, sqrt(sub(1, power(x, 2))))],
    fold: at(1, 0),
    aliases: ['arsech', 'arcsech'],
  },
  acsch: {
    arity: 1,
    partials: [(x) => over(-1, abs(x), sqrt(add(power(x, 2), 1)))],
    parity: 'odd',
    aliases: ['arcsch', 'arccsch'],
  },
  acoth: { arity: 1, partials: [(x) => power(sub(1, power(x, 2)), -1)], parity: 'odd', aliases: ['arcoth', 'arccoth'] },
  sigmoid: { arity: 1, partials: [(_x, y) => mul(y, sub(1, y))], fold: at(0, '1/2'), aliases: ['logistic', 'expit'] },
  softplus: { arity: 1, partials: [(x) => sigmoid(x)], fold: (x) => (isZeroNumber(x) ? log(2) : undefined) },
  relu: { arity: 1, partials: [(x) => piecewise(gt(x, 0), 1, 0)], fold: foldRelu },
  gelu: { arity: 1, partials: [derivativeOfGelu], fold: atZero(0) },
  erf: {
    arity: 1,
    partials: [(x) => mul(2, power(pi(), reciprocalRoot()), exp(neg(power(x, 2))))],
    parity: 'odd',
    fold: atZero(0),
  },
  erfc: { arity: 1, partials: [(x) => mul(-2, power(pi(), reciprocalRoot()), exp(neg(power(x, 2))))], fold: atZero(1) },
  gamma: { arity: 1, partials: [(x, y) => mul(y, digamma(x))], fold: foldGamma },
  lgamma: { arity: 1, partials: [(x) => digamma(x)], fold: foldLgamma },
  digamma: { arity: 1, partials: [(x) => polygamma(1, x)], aliases: ['psi'] },
  lambertw: {
    arity: 1,
    partials: [(_x, y) => mul(exp(neg(y)), power(add(y, 1), -1))],
    fold: atZero(0),
    aliases: ['lambertW'],
  },
  heaviside: { arity: 1, partials: [nowhere], fold: foldHeaviside },
  sinc: {
    arity: 1,
    // at zero the first terms of the series, from which the next derivatives follow
    partials: [
      (x, y) =>
        piecewise(eq(x, 0), add(mul(num('1/30'), power(x, 3)), mul(num('-1/3'), x)), mul(sub(cos(x), y), power(x, -1))),
    ],
    parity: 'even',
    fold: atZero(1),
  },
  atan2: {
    arity: 2,
    partials: [
      (y, x) => mul(x, power(add(power(x, 2), power(y, 2)), -1)),
      (y, x) => neg(mul(y, power(add(power(x, 2), power(y, 2)), -1))),
    ],
    parity: 'odd',
    aliases: ['arctan2'],
  },
  mod: { arity: 2, partials: [() => num(1), (x, y) => neg(floor(mul(x, power(y, -1))))], fold: foldMod },
  nthRoot: {
    arity: 2,
    partials: [
      (x, n, root) => mul(root, power(mul(n, x), -1)),
      (x, n, root) => neg(mul(root, log(abs(x)), power(n, -2))),
    ],
    fold: foldNthRoot,
  },
  beta: {
    arity: 2,
    partials: [
      (a, b, y) => mul(y, sub(digamma(a), digamma(add(a, b)))),
      (a, b, y) => mul(y, sub(digamma(b), digamma(add(a, b)))),
    ],
    symmetric: true,
  },
  besselj: {
    arity: 2,
    partials: [undefined, (n, x) => mul(half(), sub(besselj(sub(n, 1), x), besselj(add(n, 1), x)))],
    fold: foldBesselj,
    aliases: ['besselJ'],
  },
  bessely: {
    arity: 2,
    partials: [undefined, (n, x) => mul(half(), sub(bessely(sub(n, 1), x), bessely(add(n, 1), x)))],
    fold: foldBessely,
    aliases: ['besselY'],
  },
  polygamma: {
    arity: 2,
    partials: [undefined, (n, x) => polygamma(add(n, 1), x)],
    fold: (n, x) => (isZeroNumber(n) ? digamma(x) : undefined),
  },
  min: { arity: 'many', partials: selects('min'), symmetric: true, fold: (...xs) => foldExtremum('min', xs) },
  max: { arity: 'many', partials: selects('max'), symmetric: true, fold: (...xs) => foldExtremum('max', xs) },
  hypot: {
    arity: 'many',
    partials: (index, args, y) => mul(args[index]!, power(y, -1)),
    symmetric: true,
    fold: foldHypot,
  },
}
