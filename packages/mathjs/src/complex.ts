import { type Expr, type Formula, toText } from '@fluxion/symbolic'
import * as mathjs from 'mathjs'
import { type Complex, complex } from 'mathjs'
import { acos, acosh, asin, asinh, atan, atanh, reciprocal } from './complex-inverse.ts'
import { errors } from './errors.ts'
import { foldGraph } from './fold.ts'

type Compute = (...x: Complex[]) => Complex

/** mathjs's own functions on complex numbers, by name. */
const math = mathjs as unknown as Readonly<Record<string, (...args: unknown[]) => Complex | number>>

const toComplex = (x: Complex | number): Complex => (typeof x === 'number' ? complex(x, 0) : x)
const call = (name: string, ...x: (Complex | number)[]): Complex =>
  toComplex((math[name] as (...a: unknown[]) => Complex)(...x))

/** Functions that mathjs extends to the plane with their principal branches, accurate near their zeros. */
const extended = 'pow exp log log2 log10 log1p expm1 abs sign cbrt gamma lgamma sin cos tan sinh cosh tanh'.split(' ')

const ofInverse =
  (f: Compute): Compute =>
  (z) =>
    f(reciprocal(z as Complex))

const table: Readonly<Record<string, Compute>> = {
  ...Object.fromEntries(extended.map((name) => [name, (...x: Complex[]) => call(name, ...x)])),
  add: (...x) => x.reduce((a, b) => call('add', a, b)),
  mul: (...x) => x.reduce((a, b) => call('multiply', a, b)),
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
    Object.entries({ sec: 'cos', csc: 'sin', cot: 'tan', sech: 'cosh', csch: 'sinh', coth: 'tanh' }).map(
      ([name, below]) => [name, (z: Complex) => reciprocal(call(below, z))],
    ),
  ),
  sigmoid: (x) => reciprocal(call('add', 1, call('exp', call('unaryMinus', x as Complex)))),
  softplus: (x) => call('log', call('add', 1, call('exp', x as Complex))),
  sinc: (x) => (x?.re === 0 && x.im === 0 ? complex(1, 0) : call('divide', call('sin', x as Complex), x as Complex)),
  nthRoot: (x, n) => call('pow', x as Complex, reciprocal(n as Complex)),
  hypot: (...x) =>
    call(
      'sqrt',
      x.map((a) => call('multiply', a, a)).reduce((a, b) => call('add', a, b)),
    ),
}

const constants: Readonly<Record<string, number>> = {
  pi: Math.PI,
  e: Math.E,
  tau: 2 * Math.PI,
  phi: (1 + Math.sqrt(5)) / 2,
}

/**
 * The value of a formula over the complex numbers, with principal branches: on a cut the value that mathjs, SymPy and Mathematica give.
 * Symbols are bound to numbers or to mathjs complex numbers `{ re, im }`; the symbol `i` is the imaginary unit unless it is bound.
 *
 * Throws `evaluate/unbound-symbol`, and `mathjs/unsupported-expression` for functions that have no complex extension here.
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
    if (compute === undefined || e.shape.length > 0)
      throw errors.unsupportedExpression(`${e.op} of complex numbers, in ${toText(e)}`)
    return compute(...args)
  })
}
