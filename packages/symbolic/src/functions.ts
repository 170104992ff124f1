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
import { pow, sqrt } from './power.ts'
import { mul } from './product.ts'
import { besselJ, besselY } from './special/bessel.ts'
import {
  acosh,
  asec,
  asech,
  log2,
  log10,
  modulo,
  realRoot,
  roundAwayFromZero,
  sigmoidOf,
  sincOf,
  softplusOf,
} from './special/elementary.ts'
import { erfcOf, erfOf, geluOf } from './special/erf.ts'
import { betaOf, digammaOf, gammaOf, isPole, lgammaOf, polygammaOf } from './special/gamma.ts'
import { lambertW } from './special/lambertw.ts'
import {
  at,
  atZero,
  foldAbs,
  foldAcos,
  foldAsin,
  foldAtan,
  foldBesselj,
  foldBessely,
  foldCbrt,
  foldCos,
  foldCot,
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
  foldSin,
  foldTan,
  inverseOf,
  isZeroNumber,
  logarithmOf,
  rounded,
} from './special-values.ts'
import { add, neg, sub } from './sum.ts'
import { constant, num } from './symbols.ts'

/** The functions of the table. */
export type FunctionName =
  | 'exp'
  | 'log'
  | 'log2'
  | 'log10'
  | 'log1p'
  | 'expm1'
  | 'cbrt'
  | 'abs'
  | 'sign'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'trunc'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'sec'
  | 'csc'
  | 'cot'
  | 'asin'
  | 'acos'
  | 'atan'
  | 'asec'
  | 'acsc'
  | 'acot'
  | 'sinh'
  | 'cosh'
  | 'tanh'
  | 'sech'
  | 'csch'
  | 'coth'
  | 'asinh'
  | 'acosh'
  | 'atanh'
  | 'asech'
  | 'acsch'
  | 'acoth'
  | 'sigmoid'
  | 'softplus'
  | 'relu'
  | 'gelu'
  | 'erf'
  | 'erfc'
  | 'gamma'
  | 'lgamma'
  | 'digamma'
  | 'lambertw'
  | 'heaviside'
  | 'sinc'
  | 'atan2'
  | 'mod'
  | 'nthRoot'
  | 'beta'
  | 'besselj'
  | 'bessely'
  | 'polygamma'
  | 'min'
  | 'max'
  | 'hypot'

/** A partial derivative as a formula, given the arguments and then the function's own value. */
export type PartialDerivative = (...argumentsThenValue: Expr[]) => Expr

/** All there is to know about a function. */
export interface FunctionRow {
  readonly arity: number | 'many'
  /**
   * One partial derivative for each argument, strictly real; `undefined` where none is known (it stays an inert `D`).
   * Of a function of many arguments one rule for all of them.
   */
  readonly partials:
    | readonly (PartialDerivative | undefined)[]
    | ((index: number, args: readonly Expr[], value: Expr) => Expr)
  /** The value in double precision, to a few units in the last place. */
  readonly value: (...x: number[]) => number
  /** Where the real function is defined; everywhere if absent. */
  readonly domain?: (...x: number[]) => boolean
  /** Under a change of the first argument's sign. */
  readonly parity?: 'odd' | 'even'
  /** The order of arguments does not matter. */
  readonly symmetric?: true
  /** What the constructor makes of special arguments; `undefined` leaves the function as it is. */
  readonly fold?: (...args: Expr[]) => Expr | undefined
  /** Other names that are read. */
  readonly aliases?: readonly string[]
  /** A LaTeX command put before the arguments, or a template with `#1`, `#2`. */
  readonly latex: string
  /** A range of every argument, inside the domain and free of kinks, to take test points from. */
  readonly sample: readonly [number, number]
  /** Where the derivative does not exist, and what is taken there. */
  readonly kinks?: string
}

const power = pow
const pi = (): Expr => constant('pi')
const nonzero = (x: number): boolean => x !== 0
const notPole = (x: number): boolean => !isPole(x)
/** The derivative of a step function: zero wherever it exists. */
const nowhere = (): Expr => num(0)
/** a / (b · c · …) */
const over = (a: Formula, ...rest: Formula[]): Expr => mul(a, ...rest.map((b) => pow(b, -1)))

/** x·φ(x) + Φ(x), with the normal density φ and distribution Φ(x) = erfc(-x / sqrt(2)) / 2. */
const derivativeOfGelu = (x: Expr): Expr =>
  add(mul('1/2', erfc(neg(mul(x, sqrt('1/2'))))), mul(x, pow(mul(2, pi()), '-1/2'), exp(mul('-1/2', pow(x, 2)))))

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

/** The table of functions: one row each; a missing row does not compile. */
export const functions: { readonly [Name in FunctionName]: FunctionRow } = {
  exp: { arity: 1, partials: [(_x, y) => y], value: Math.exp, fold: foldExp, latex: '\\exp', sample: [-3, 3] },
  log: {
    arity: 1,
    partials: [(x) => power(x, -1)],
    value: Math.log,
    domain: (x) => x > 0,
    fold: foldLog,
    aliases: ['ln'],
    latex: '\\ln',
    sample: [0.1, 5],
  },
  log2: {
    arity: 1,
    partials: [(x) => over(1, x, log(2))],
    value: log2,
    domain: (x) => x > 0,
    fold: (x) => logarithmOf(2, x),
    latex: '\\log_{2}',
    sample: [0.1, 5],
  },
  log10: {
    arity: 1,
    partials: [(x) => over(1, x, log(10))],
    value: log10,
    domain: (x) => x > 0,
    fold: (x) => logarithmOf(10, x),
    latex: '\\log_{10}',
    sample: [0.1, 5],
  },
  log1p: {
    arity: 1,
    partials: [(x) => power(add(x, 1), -1)],
    value: Math.log1p,
    domain: (x) => x > -1,
    fold: atZero(0),
    latex: '\\operatorname{log1p}',
    sample: [-0.9, 5],
  },
  expm1: {
    arity: 1,
    partials: [(x) => exp(x)],
    value: Math.expm1,
    fold: atZero(0),
    latex: '\\operatorname{expm1}',
    sample: [-3, 3],
  },
  cbrt: {
    arity: 1,
    partials: [(_x, y) => over(1, 3, power(y, 2))],
    value: Math.cbrt,
    parity: 'odd',
    fold: foldCbrt,
    latex: '\\sqrt[3]{#1}',
    sample: [-3, 3],
  },
  abs: {
    arity: 1,
    partials: [(x) => sign(x)],
    value: Math.abs,
    parity: 'even',
    fold: foldAbs,
    latex: '\\left|#1\\right|',
    sample: [-3, 3],
    kinks: 'x = 0, slope taken as 0',
  },
  sign: {
    arity: 1,
    partials: [nowhere],
    value: Math.sign,
    parity: 'odd',
    fold: foldSign,
    aliases: ['sgn'],
    latex: '\\operatorname{sgn}',
    sample: [-3, 3],
    kinks: 'a jump at x = 0',
  },
  floor: {
    arity: 1,
    partials: [nowhere],
    value: Math.floor,
    fold: rounded(Math.floor),
    latex: '\\left\\lfloor #1\\right\\rfloor',
    sample: [-3, 3],
    kinks: 'jumps at the integers',
  },
  ceil: {
    arity: 1,
    partials: [nowhere],
    value: Math.ceil,
    fold: rounded(Math.ceil),
    latex: '\\left\\lceil #1\\right\\rceil',
    sample: [-3, 3],
    kinks: 'jumps at the integers',
  },
  round: {
    arity: 1,
    partials: [nowhere],
    value: roundAwayFromZero,
    parity: 'odd',
    fold: rounded(roundAwayFromZero),
    latex: '\\operatorname{round}',
    sample: [-3, 3],
    kinks: 'jumps at the half-integers',
  },
  trunc: {
    arity: 1,
    partials: [nowhere],
    value: Math.trunc,
    parity: 'odd',
    fold: rounded(Math.trunc),
    aliases: ['fix'],
    latex: '\\operatorname{trunc}',
    sample: [-3, 3],
    kinks: 'jumps at the nonzero integers',
  },
  sin: {
    arity: 1,
    partials: [(x) => cos(x)],
    value: Math.sin,
    parity: 'odd',
    fold: foldSin,
    latex: '\\sin',
    sample: [-3, 3],
  },
  cos: {
    arity: 1,
    partials: [(x) => neg(sin(x))],
    value: Math.cos,
    parity: 'even',
    fold: foldCos,
    latex: '\\cos',
    sample: [-3, 3],
  },
  tan: {
    arity: 1,
    partials: [(_x, y) => add(power(y, 2), 1)],
    value: Math.tan,
    parity: 'odd',
    fold: foldTan,
    latex: '\\tan',
    sample: [-1.4, 1.4],
  },
  sec: {
    arity: 1,
    partials: [(x, y) => mul(y, tan(x))],
    value: (x) => 1 / Math.cos(x),
    parity: 'even',
    fold: inverseOf(foldCos),
    latex: '\\sec',
    sample: [-1.4, 1.4],
  },
  csc: {
    arity: 1,
    partials: [(x, y) => neg(mul(y, cot(x)))],
    value: (x) => 1 / Math.sin(x),
    domain: nonzero,
    parity: 'odd',
    fold: inverseOf(foldSin),
    latex: '\\csc',
    sample: [0.2, 2.9],
  },
  cot: {
    arity: 1,
    partials: [(_x, y) => sub(-1, power(y, 2))],
    value: (x) => 1 / Math.tan(x),
    domain: nonzero,
    parity: 'odd',
    fold: foldCot,
    latex: '\\cot',
    sample: [0.2, 2.9],
  },
  asin: {
    arity: 1,
    partials: [(x) => power(sub(1, power(x, 2)), '-1/2')],
    value: Math.asin,
    domain: (x) => Math.abs(x) <= 1,
    parity: 'odd',
    fold: foldAsin,
    aliases: ['arcsin'],
    latex: '\\arcsin',
    sample: [-0.95, 0.95],
  },
  acos: {
    arity: 1,
    partials: [(x) => neg(power(sub(1, power(x, 2)), '-1/2'))],
    value: Math.acos,
    domain: (x) => Math.abs(x) <= 1,
    fold: foldAcos,
    aliases: ['arccos'],
    latex: '\\arccos',
    sample: [-0.95, 0.95],
  },
  atan: {
    arity: 1,
    partials: [(x) => power(add(power(x, 2), 1), -1)],
    value: Math.atan,
    parity: 'odd',
    fold: foldAtan,
    aliases: ['arctan'],
    latex: '\\arctan',
    sample: [-3, 3],
  },
  asec: {
    arity: 1,
    partials: [(x) => over(1, abs(x), sqrt(sub(power(x, 2), 1)))],
    value: asec,
    domain: (x) => Math.abs(x) >= 1,
    fold: at(1, 0),
    aliases: ['arcsec'],
    latex: '\\operatorname{arcsec}',
    sample: [1.1, 4],
  },
  acsc: {
    arity: 1,
    partials: [(x) => over(-1, abs(x), sqrt(sub(power(x, 2), 1)))],
    value: (x) => Math.asin(1 / x),
    domain: (x) => Math.abs(x) >= 1,
    parity: 'odd',
    aliases: ['arccsc'],
    latex: '\\operatorname{arccsc}',
    sample: [1.1, 4],
  },
  acot: {
    arity: 1,
    partials: [(x) => neg(power(add(power(x, 2), 1), -1))],
    value: (x) => (x === 0 ? Math.PI / 2 : Math.atan(1 / x)),
    parity: 'odd',
    aliases: ['arccot'],
    latex: '\\operatorname{arccot}',
    sample: [0.1, 4],
    kinks: 'a jump at x = 0',
  },
  sinh: {
    arity: 1,
    partials: [(x) => cosh(x)],
    value: Math.sinh,
    parity: 'odd',
    fold: atZero(0),
    latex: '\\sinh',
    sample: [-3, 3],
  },
  cosh: {
    arity: 1,
    partials: [(x) => sinh(x)],
    value: Math.cosh,
    parity: 'even',
    fold: atZero(1),
    latex: '\\cosh',
    sample: [-3, 3],
  },
  tanh: {
    arity: 1,
    partials: [(_x, y) => sub(1, power(y, 2))],
    value: Math.tanh,
    parity: 'odd',
    fold: atZero(0),
    latex: '\\tanh',
    sample: [-3, 3],
  },
  sech: {
    arity: 1,
    partials: [(x, y) => neg(mul(y, tanh(x)))],
    value: (x) => 1 / Math.cosh(x),
    parity: 'even',
    fold: atZero(1),
    latex: '\\operatorname{sech}',
    sample: [-3, 3],
  },
  csch: {
    arity: 1,
    partials: [(x, y) => neg(mul(y, coth(x)))],
    value: (x) => 1 / Math.sinh(x),
    domain: nonzero,
    parity: 'odd',
    latex: '\\operatorname{csch}',
    sample: [0.2, 3],
  },
  coth: {
    arity: 1,
    partials: [(_x, y) => sub(1, power(y, 2))],
    value: (x) => 1 / Math.tanh(x),
    domain: nonzero,
    parity: 'odd',
    latex: '\\coth',
    sample: [0.2, 3],
  },
  asinh: {
    arity: 1,
    partials: [(x) => power(add(power(x, 2), 1), '-1/2')],
    value: Math.asinh,
    parity: 'odd',
    fold: atZero(0),
    aliases: ['arsinh', 'arcsinh'],
    latex: '\\operatorname{arsinh}',
    sample: [-3, 3],
  },
  acosh: {
    arity: 1,
    partials: [(x) => power(sub(power(x, 2), 1), '-1/2')],
    value: acosh,
    domain: (x) => x >= 1,
    fold: at(1, 0),
    aliases: ['arcosh', 'arccosh'],
    latex: '\\operatorname{arcosh}',
    sample: [1.1, 4],
  },
  atanh: {
    arity: 1,
    partials: [(x) => power(sub(1, power(x, 2)), -1)],
    value: Math.atanh,
    domain: (x) => Math.abs(x) < 1,
    parity: 'odd',
    fold: atZero(0),
    aliases: ['artanh', 'arctanh'],
    latex: '\\operatorname{artanh}',
    sample: [-0.95, 0.95],
  },
  asech: {
    arity: 1,
    partials: [(x) => over(-1, x, sqrt(sub(1, power(x, 2))))],
    value: asech,
    domain: (x) => x > 0 && x <= 1,
    fold: at(1, 0),
    aliases: ['arsech', 'arcsech'],
    latex: '\\operatorname{arsech}',
    sample: [0.1, 0.95],
  },
  acsch: {
    arity: 1,
    partials: [(x) => over(-1, abs(x), sqrt(add(power(x, 2), 1)))],
    value: (x) => Math.asinh(1 / x),
    domain: nonzero,
    parity: 'odd',
    aliases: ['arcsch', 'arccsch'],
    latex: '\\operatorname{arcsch}',
    sample: [0.2, 3],
  },
  acoth: {
    arity: 1,
    partials: [(x) => power(sub(1, power(x, 2)), -1)],
    value: (x) => Math.atanh(1 / x),
    domain: (x) => Math.abs(x) > 1,
    parity: 'odd',
    aliases: ['arcoth', 'arccoth'],
    latex: '\\operatorname{arcoth}',
    sample: [1.1, 4],
  },
  sigmoid: {
    arity: 1,
    partials: [(_x, y) => mul(y, sub(1, y))],
    value: sigmoidOf,
    fold: at(0, '1/2'),
    aliases: ['logistic', 'expit'],
    latex: '\\sigma',
    sample: [-3, 3],
  },
  softplus: {
    arity: 1,
    partials: [(x) => sigmoid(x)],
    value: softplusOf,
    fold: (x) => (isZeroNumber(x) ? log(2) : undefined),
    latex: '\\operatorname{softplus}',
    sample: [-3, 3],
  },
  relu: {
    arity: 1,
    partials: [(x) => piecewise(gt(x, 0), 1, 0)],
    value: (x) => Math.max(x, 0),
    fold: foldRelu,
    latex: '\\operatorname{relu}',
    sample: [-3, 3],
    kinks: 'x = 0, slope taken as 0',
  },
  gelu: {
    arity: 1,
    partials: [derivativeOfGelu],
    value: geluOf,
    fold: atZero(0),
    latex: '\\operatorname{gelu}',
    sample: [-3, 3],
  },
  erf: {
    arity: 1,
    partials: [(x) => mul(2, power(pi(), '-1/2'), exp(neg(power(x, 2))))],
    value: erfOf,
    parity: 'odd',
    fold: atZero(0),
    latex: '\\operatorname{erf}',
    sample: [-3, 3],
  },
  erfc: {
    arity: 1,
    partials: [(x) => mul(-2, power(pi(), '-1/2'), exp(neg(power(x, 2))))],
    value: erfcOf,
    fold: atZero(1),
    latex: '\\operatorname{erfc}',
    sample: [-3, 3],
  },
  gamma: {
    arity: 1,
    partials: [(x, y) => mul(y, digamma(x))],
    value: gammaOf,
    domain: notPole,
    fold: foldGamma,
    latex: '\\Gamma',
    sample: [0.3, 4],
  },
  lgamma: {
    arity: 1,
    partials: [(x) => digamma(x)],
    value: lgammaOf,
    domain: notPole,
    fold: foldLgamma,
    latex: '\\ln\\Gamma',
    sample: [0.3, 4],
  },
  digamma: {
    arity: 1,
    partials: [(x) => polygamma(1, x)],
    value: digammaOf,
    domain: notPole,
    aliases: ['psi'],
    latex: '\\psi',
    sample: [0.3, 4],
  },
  lambertw: {
    arity: 1,
    partials: [(_x, y) => mul(exp(neg(y)), power(add(y, 1), -1))],
    value: lambertW,
    domain: (x) => x >= -1 / Math.E,
    fold: atZero(0),
    aliases: ['lambertW'],
    latex: 'W',
    sample: [-0.3, 4],
  },
  heaviside: {
    arity: 1,
    partials: [nowhere],
    value: (x) => (x > 0 ? 1 : x < 0 ? 0 : x === 0 ? 0.5 : x),
    fold: foldHeaviside,
    latex: '\\operatorname{H}',
    sample: [-3, 3],
    kinks: 'a jump at x = 0',
  },
  sinc: {
    arity: 1,
    partials: [(x, y) => piecewise(eq(x, 0), 0, mul(sub(cos(x), y), power(x, -1)))],
    value: sincOf,
    parity: 'even',
    fold: atZero(1),
    latex: '\\operatorname{sinc}',
    sample: [-3, 3],
  },
  atan2: {
    arity: 2,
    partials: [
      (y, x) => mul(x, power(add(power(x, 2), power(y, 2)), -1)),
      (y, x) => neg(mul(y, power(add(power(x, 2), power(y, 2)), -1))),
    ],
    value: Math.atan2,
    domain: (y, x) => x !== 0 || y !== 0,
    parity: 'odd',
    aliases: ['arctan2'],
    latex: '\\operatorname{atan2}',
    sample: [0.2, 3],
  },
  mod: {
    arity: 2,
    partials: [() => num(1), (x, y) => neg(floor(mul(x, power(y, -1))))],
    value: modulo,
    domain: (_x, y) => y !== 0,
    fold: foldMod,
    latex: '#1\\bmod #2',
    sample: [0.3, 5],
    kinks: 'jumps where x / y is an integer',
  },
  nthRoot: {
    arity: 2,
    partials: [
      (x, n, root) => mul(root, power(mul(n, x), -1)),
      (x, n, root) => neg(mul(root, log(abs(x)), power(n, -2))),
    ],
    value: realRoot,
    domain: (x, n) => n !== 0 && (x >= 0 || Math.abs(n % 2) === 1),
    fold: foldNthRoot,
    latex: '\\sqrt[#2]{#1}',
    sample: [1, 4],
  },
  beta: {
    arity: 2,
    partials: [
      (a, b, y) => mul(y, sub(digamma(a), digamma(add(a, b)))),
      (a, b, y) => mul(y, sub(digamma(b), digamma(add(a, b)))),
    ],
    value: betaOf,
    domain: (a, b) => notPole(a) && notPole(b),
    symmetric: true,
    latex: '\\mathrm{B}',
    sample: [0.5, 4],
  },
  besselj: {
    arity: 2,
    partials: [undefined, (n, x) => mul('1/2', sub(besselj(sub(n, 1), x), besselj(add(n, 1), x)))],
    value: besselJ,
    domain: (n, x) => x >= 0 || Number.isInteger(n),
    fold: foldBesselj,
    aliases: ['besselJ'],
    latex: 'J_{#1}\\left(#2\\right)',
    sample: [0.5, 6],
  },
  bessely: {
    arity: 2,
    partials: [undefined, (n, x) => mul('1/2', sub(bessely(sub(n, 1), x), bessely(add(n, 1), x)))],
    value: besselY,
    domain: (_n, x) => x > 0,
    fold: foldBessely,
    aliases: ['besselY'],
    latex: 'Y_{#1}\\left(#2\\right)',
    sample: [0.5, 6],
  },
  polygamma: {
    arity: 2,
    partials: [undefined, (n, x) => polygamma(add(n, 1), x)],
    value: polygammaOf,
    domain: (n, x) => Number.isInteger(n) && n >= 0 && notPole(x),
    fold: (n, x) => (isZeroNumber(n) ? digamma(x) : undefined),
    latex: '\\psi^{(#1)}\\left(#2\\right)',
    sample: [1, 4],
  },
  min: {
    arity: 'many',
    partials: selects('min'),
    value: Math.min,
    symmetric: true,
    fold: (...xs) => foldExtremum('min', xs),
    latex: '\\min',
    sample: [-3, 3],
    kinks: 'ties: the first of the smallest counts',
  },
  max: {
    arity: 'many',
    partials: selects('max'),
    value: Math.max,
    symmetric: true,
    fold: (...xs) => foldExtremum('max', xs),
    latex: '\\max',
    sample: [-3, 3],
    kinks: 'ties: the first of the largest counts',
  },
  hypot: {
    arity: 'many',
    partials: (index, args, y) => mul(args[index]!, power(y, -1)),
    value: Math.hypot,
    symmetric: true,
    fold: foldHypot,
    latex: '\\operatorname{hypot}',
    sample: [-3, 3],
  },
}
