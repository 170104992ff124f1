import { type FunctionRule, functionRules } from './function-rules.ts'
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

/** What a function is as a number, and how it is shown. */
interface FunctionNumerics {
  /** The value in double precision, to a few units in the last place. */
  readonly value: (...x: number[]) => number
  /** Where the real function is defined; everywhere if absent. */
  readonly domain?: (...x: number[]) => boolean
  /** A LaTeX command put before the arguments, or a template with `#1`, `#2`. */
  readonly latex: string
  /** A range of every argument, inside the domain and free of kinks, to take test points from. */
  readonly sample: readonly [number, number]
  /** Where the derivative does not exist, and what is taken there. */
  readonly kinks?: string
}

/** All there is to know about a function. */
export interface FunctionRow extends Omit<FunctionRule, 'arity'>, FunctionNumerics {
  readonly arity: number | 'many'
}

const nonzero = (x: number): boolean => x !== 0
const notPole = (x: number): boolean => !isPole(x)

// A row comes in two halves, so that who only differentiates does not load the special functions. Both are typed over
// the names: a missing half does not compile.
const numerics: { readonly [Name in FunctionName]: FunctionNumerics } = {
  exp: { value: Math.exp, latex: '\\exp', sample: [-3, 3] },
  log: { value: Math.log, domain: (x) => x > 0, latex: '\\ln', sample: [0.1, 5] },
  log2: { value: log2, domain: (x) => x > 0, latex: '\\log_{2}', sample: [0.1, 5] },
  log10: { value: log10, domain: (x) => x > 0, latex: '\\log_{10}', sample: [0.1, 5] },
  log1p: { value: Math.log1p, domain: (x) => x > -1, latex: '\\operatorname{log1p}', sample: [-0.9, 5] },
  expm1: { value: Math.expm1, latex: '\\operatorname{expm1}', sample: [-3, 3] },
  cbrt: { value: Math.cbrt, latex: '\\sqrt[3]{#1}', sample: [-3, 3] },
  abs: { value: Math.abs, latex: '\\left|#1\\right|', sample: [-3, 3], kinks: 'x = 0, slope taken as 0' },
  sign: { value: Math.sign, latex: '\\operatorname{sgn}', sample: [-3, 3], kinks: 'a jump at x = 0' },
  floor: {
    value: Math.floor,
    latex: '\\left\\lfloor #1\\right\\rfloor',
    sample: [-3, 3],
    kinks: 'jumps at the integers',
  },
  ceil: { value: Math.ceil, latex: '\\left\\lceil #1\\right\\rceil', sample: [-3, 3], kinks: 'jumps at the integers' },
  round: {
    value: roundAwayFromZero,
    latex: '\\operatorname{round}',
    sample: [-3, 3],
    kinks: 'jumps at the half-integers',
  },
  trunc: { value: Math.trunc, latex: '\\operatorname{trunc}', sample: [-3, 3], kinks: 'jumps at the nonzero integers' },
  sin: { value: Math.sin, latex: '\\sin', sample: [-3, 3] },
  cos: { value: Math.cos, latex: '\\cos', sample: [-3, 3] },
  tan: { value: Math.tan, latex: '\\tan', sample: [-1.4, 1.4] },
  sec: { value: (x) => 1 / Math.cos(x), latex: '\\sec', sample: [-1.4, 1.4] },
  csc: { value: (x) => 1 / Math.sin(x), domain: nonzero, latex: '\\csc', sample: [0.2, 2.9] },
  cot: { value: (x) => 1 / Math.tan(x), domain: nonzero, latex: '\\cot', sample: [0.2, 2.9] },
  asin: { value: Math.asin, domain: (x) => Math.abs(x) <= 1, latex: '\\arcsin', sample: [-0.95, 0.95] },
  acos: { value: Math.acos, domain: (x) => Math.abs(x) <= 1, latex: '\\arccos', sample: [-0.95, 0.95] },
  atan: { value: Math.atan, latex: '\\arctan', sample: [-3, 3] },
  asec: { value: asec, domain: (x) => Math.abs(x) >= 1, latex: '\\operatorname{arcsec}', sample: [1.1, 4] },
  acsc: {
    value: (x) => Math.asin(1 / x),
    domain: (x) => Math.abs(x) >= 1,
    latex: '\\operatorname{arccsc}',
    sample: [1.1, 4],
  },
  acot: {
    value: (x) => (x === 0 ? Math.PI / 2 : Math.atan(1 / x)),
    latex: '\\operatorname{arccot}',
    sample: [0.1, 4],
    kinks: 'a jump at x = 0',
  },
  sinh: { value: Math.sinh, latex: '\\sinh', sample: [-3, 3] },
  cosh: { value: Math.cosh, latex: '\\cosh', sample: [-3, 3] },
  tanh: { value: Math.tanh, latex: '\\tanh', sample: [-3, 3] },
  sech: { value: (x) => 1 / Math.cosh(x), latex: '\\operatorname{sech}', sample: [-3, 3] },
  csch: { value: (x) => 1 / Math.sinh(x), domain: nonzero, latex: '\\operatorname{csch}', sample: [0.2, 3] },
  coth: { value: (x) => 1 / Math.tanh(x), domain: nonzero, latex: '\\coth', sample: [0.2, 3] },
  asinh: { value: Math.asinh, latex: '\\operatorname{arsinh}', sample: [-3, 3] },
  acosh: { value: acosh, domain: (x) => x >= 1, latex: '\\operatorname{arcosh}', sample: [1.1, 4] },
  atanh: { value: Math.atanh, domain: (x) => Math.abs(x) < 1, latex: '\\operatorname{artanh}', sample: [-0.95, 0.95] },
  asech: { value: asech, domain: (x) => x > 0 && x <= 1, latex: '\\operatorname{arsech}', sample: [0.1, 0.95] },
  acsch: { value: (x) => Math.asinh(1 / x), domain: nonzero, latex: '\\operatorname{arcsch}', sample: [0.2, 3] },
  acoth: {
    value: (x) => Math.atanh(1 / x),
    domain: (x) => Math.abs(x) > 1,
    latex: '\\operatorname{arcoth}',
    sample: [1.1, 4],
  },
  sigmoid: { value: sigmoidOf, latex: '\\sigma', sample: [-3, 3] },
  softplus: { value: softplusOf, latex: '\\operatorname{softplus}', sample: [-3, 3] },
  relu: {
    value: (x) => Math.max(x, 0),
    latex: '\\operatorname{relu}',
    sample: [-3, 3],
    kinks: 'x = 0, slope taken as 0',
  },
  gelu: { value: geluOf, latex: '\\operatorname{gelu}', sample: [-3, 3] },
  erf: { value: erfOf, latex: '\\operatorname{erf}', sample: [-3, 3] },
  erfc: { value: erfcOf, latex: '\\operatorname{erfc}', sample: [-3, 3] },
  gamma: { value: gammaOf, domain: notPole, latex: '\\Gamma', sample: [0.3, 4] },
  lgamma: { value: lgammaOf, domain: notPole, latex: '\\ln\\Gamma', sample: [0.3, 4] },
  digamma: { value: digammaOf, domain: notPole, latex: '\\psi', sample: [0.3, 4] },
  lambertw: { value: lambertW, domain: (x) => x >= -1 / Math.E, latex: 'W', sample: [-0.3, 4] },
  heaviside: {
    value: (x) => (x > 0 ? 1 : x < 0 ? 0 : x === 0 ? 0.5 : x),
    latex: '\\operatorname{H}',
    sample: [-3, 3],
    kinks: 'a jump at x = 0',
  },
  sinc: { value: sincOf, latex: '\\operatorname{sinc}', sample: [-3, 3] },
  atan2: { value: Math.atan2, domain: (y, x) => x !== 0 || y !== 0, latex: '\\operatorname{atan2}', sample: [0.2, 3] },
  mod: {
    value: modulo,
    domain: (_x, y) => y !== 0,
    latex: '#1\\bmod #2',
    sample: [0.3, 5],
    kinks: 'jumps where x / y is an integer',
  },
  nthRoot: {
    value: realRoot,
    domain: (x, n) => n !== 0 && (x >= 0 || Math.abs(n % 2) === 1),
    latex: '\\sqrt[#2]{#1}',
    sample: [1, 4],
  },
  beta: { value: betaOf, domain: (a, b) => notPole(a) && notPole(b), latex: '\\mathrm{B}', sample: [0.5, 4] },
  besselj: {
    value: besselJ,
    domain: (n, x) => x >= 0 || Number.isInteger(n),
    latex: 'J_{#1}\\left(#2\\right)',
    sample: [0.5, 6],
  },
  bessely: { value: besselY, domain: (_n, x) => x > 0, latex: 'Y_{#1}\\left(#2\\right)', sample: [0.5, 6] },
  polygamma: {
    value: polygammaOf,
    domain: (n, x) => Number.isInteger(n) && n >= 0 && notPole(x),
    latex: '\\psi^{(#1)}\\left(#2\\right)',
    sample: [1, 4],
  },
  min: { value: Math.min, latex: '\\min', sample: [-3, 3], kinks: 'ties: the first of the smallest counts' },
  max: { value: Math.max, latex: '\\max', sample: [-3, 3], kinks: 'ties: the first of the largest counts' },
  hypot: { value: Math.hypot, latex: '\\operatorname{hypot}', sample: [-3, 3] },
}

/**
 * The table of functions, one row each: arity, partial derivatives, special values, numeric value, domain, notation.
 *
 * @example
 * functions.tanh.value(0.5) // ≈ 0.4621
 * functions.log.domain?.(-1) // => false
 */
export const functions: { readonly [Name in FunctionName]: FunctionRow } = /* @__PURE__ */ joined()

function joined(): Record<FunctionName, FunctionRow> {
  const names = Object.keys(numerics) as FunctionName[]
  return Object.fromEntries(names.map((name) => [name, rowOf(name)])) as Record<FunctionName, FunctionRow>
}

function rowOf(name: FunctionName): FunctionRow {
  const rule = functionRules[name]
  return { arity: rule.partials.length, ...rule, ...numerics[name] }
}
