import { type Expr, type Formula, type FunctionName, functions, toText } from '@fluxion/symbolic'
import * as mathjs from 'mathjs'
import { type Complex, complex } from 'mathjs'
import { expm1, gamma, lgamma, log1p, pow, tan, tanh } from './complex-elementary.ts'
import { acos, acosh, asin, asinh, atan, atanh, reciprocal } from './complex-inverse.ts'
import { errors } from './errors.ts'
import { foldGraph } from './fold.ts'

type Compute = (...x: Complex[]) => Complex

/** mathjs's own functions on complex numbers, by name. */
const math = mathjs as unknown as Readonly<Record<string, (...args: unknown[]) => Complex | number>>

const toComplex = (x: Complex | number): Complex => (typeof x === 'number' ? complex(x, 0) : x)
const call = (name: string, ...x: (Complex | number)[]): Complex =>
  toComplex((math[name] as (...a: unknown[]) => Complex)(...x))

/** Functions that mathjs extends to the plane with their principal branches. */
const extended = 'exp log log2 log10 abs sign cbrt sin cos sinh cosh'.split(' ')

const ofInverse =
  (f: Compute): Compute =>
  (z) =>
    f(reciprocal(z as Complex))

/** 1 / f(z) */
const ofValue =
  (f: Compute): Compute =>
  (z) =>
    reciprocal(f(z as Complex))

const truth = (holds: boolean): Complex => complex(holds ? 1 : 0, 0)
const holds = (z: Complex | undefined): boolean => z?.re !== 0 || z.im !== 0
const isEqual = (a: Complex | undefined, b: Complex | undefined): boolean => a?.re === b?.re && a?.im === b?.im

const table: Readonly<Record<string, Compute>> = {
  ...Object.fromEntries(extended.map((name) => [name, (...x: Complex[]) => call(name, ...x)])),
  add: (...x) => x.reduce((a, b) => call('add', a, b)),
  mul: (...x) => x.reduce((a, b) => call('multiply', a, b)),
  pow: (z, w) => pow(z as Complex, w as Complex),
  expm1,
  log1p,
  tan,
  tanh,
  gamma,
  lgamma,
  beta: (a, b) =>
    call(
      'divide',
      call('multiply', gamma(a as Complex), gamma(b as Complex)),
      gamma(call('add', a as Complex, b as Complex)),
    ),
  asin,
  acos,
  atan,
  asinh,
  acosh,
  atanh,
  asec: ofInverse(acos),
  acsc: ofInverse(asin),
  acot: ofInverse(atan),
  asech: ofInverse(acosh),
  acsch: ofInverse(asinh),
  acoth: ofInverse(atanh),
  ...Object.fromEntries(
    Object.entries({ sec: 'cos', csc: 'sin', sech: 'cosh', csch: 'sinh' }).map(([name, below]) => [
      name,
      (z: Complex) => reciprocal(call(below, z)),
    ]),
  ),
  cot: ofValue(tan),
  coth: ofValue(tanh),
  sigmoid: (x) => reciprocal(call('add', 1, call('exp', call('unaryMinus', x as Complex)))),
  softplus: (x) => call('log', call('add', 1, call('exp', x as Complex))),
  sinc: (x) => (x?.re === 0 && x.im === 0 ? complex(1, 0) : call('divide', call('sin', x as Complex), x as Complex)),
  eq: (a, b) => truth(isEqual(a, b)),
  ne: (a, b) => truth(!isEqual(a, b)),
  and: (...x) => truth(x.every(holds)),
  or: (...x) => truth(x.some(holds)),
  not: (x) => truth(!holds(x)),
  piecewise: (...x) =>
    x[x.findIndex((c, i) => i === x.length - 1 || (i % 2 === 0 && holds(c))) + 1] ?? (x.at(-1) as Complex),
  nthRoot: (x, n) => pow(x as Complex, reciprocal(n as Complex)),
  hypot: (...x) =>
    call(
      'sqrt',
      x.map((a) => call('multiply', a, a)).reduce((a, b) => call('add', a, b)),
    ),
}

/** What compares real numbers. */
const orders: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
}

/** The value at real arguments of what has no complex extension here: a function of the real line, a comparison. */
function realValue(op: string, args: readonly Complex[]): Complex | undefined {
  if (args.some(({ im }) => im !== 0)) return undefined
  const [a, b] = args.map(({ re }) => re) as [number, number]
  if (Object.hasOwn(orders, op)) return truth((orders[op] as (a: number, b: number) => boolean)(a, b))
  if (!Object.hasOwn(functions, op)) return undefined
  const value = (functions[op as FunctionName].value as (...x: number[]) => number)(...args.map(({ re }) => re))
  return Number.isNaN(value) ? undefined : complex(value, 0)
}

const constants: Readonly<Record<string, number>> = {
  infinity: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
  true: 1,
  false: 0,
  pi: Math.PI,
  e: Math.E,
  tau: 2 * Math.PI,
  phi: (1 + Math.sqrt(5)) / 2,
}

/**
 * The value of a formula over the complex numbers, with principal branches: on a cut the value that mathjs, SymPy and Mathematica give.
 * A function without a complex extension here, such as `erf` or `besselj`, is that of the real line at real arguments; so are comparisons.
 * Symbols are bound to numbers or to mathjs complex numbers `{ re, im }`; the symbol `i` is the imaginary unit unless it is bound.
 *
 * Throws `evaluate/unbound-symbol`, and `mathjs/unsupported-expression` for such functions at other arguments.
 *
 * @example
 * evaluateComplex('sqrt(x)', { x: -4 }).toString() // => 2i
 */
export function evaluateComplex(
  f: Formula,
  at: Readonly<Record<string, number | { readonly re: number; readonly im: number }>> = {},
): Complex {
  return foldGraph<Complex>(f, (e: Expr, args) => {
    if (e.op === 'num') return complex(e.value, 0)
    if (e.op === 'const' && Object.hasOwn(constants, e.name)) return complex(constants[e.name] as number, 0)
    if (e.op === 'sym') {
      if (!Object.hasOwn(at, e.name)) {
        if (e.name === 'i') return complex(0, 1)
        throw errors.unbound(e.name)
      }
      const value = at[e.name] as number | { re: number; im: number }
      return typeof value === 'number' ? complex(value, 0) : complex(value.re, value.im)
    }
    const compute = Object.hasOwn(table, e.op) ? table[e.op] : undefined
    const value = e.shape.length > 0 ? undefined : compute === undefined ? realValue(e.op, args) : compute(...args)
    if (value === undefined) throw errors.unsupportedExpression(`${e.op} of complex numbers, in ${toText(e)}`)
    return value
  })
}
