import { Expr, type Shape, symbol, toText } from '@fluxion/symbolic'
import { errors } from './errors.ts'
import type { Results } from './kernel.ts'
import { arranger, type Formulas, flatten } from './layout.ts'
import { isRecord } from './run/arguments.ts'

/**
 * The formula a TypeScript function computes: it is called once, with a symbol of the given shape for each parameter, and
 * must use the methods and functions of expressions (`x.mul(y)`, not `x * y`). Lists and objects of formulas come back as such.
 *
 * Branches and loops run while tracing; what depends on values is written `piecewise(…)`. Throws `bridge/not-traceable`
 * when the function uses JavaScript's operators on formulas.
 *
 * @example
 * trace((x, y) => x.mul(y).sin(), { x: [], y: [] }) // => sin(x * y)
 */
export function trace<F extends Formulas>(
  f: (...parameters: Expr[]) => F,
  shapes: Readonly<Record<string, Shape>>,
): Results<F, Expr> {
  if (typeof f !== 'function') throw errors.notAFunction(f)
  if (!isRecord(shapes)) throw errors.badOption('shapes', shapes, 'an object with the shape of each parameter')
  const parameters = Object.entries(shapes).map(([name, shape]) => symbol(name, { shape }))
  if (f.length > parameters.length) throw errors.untracedParameters(f.length, Object.keys(shapes))
  const { exprs, layout } = flatten(
    withoutOperators(() => f(...parameters)),
    'what the function returns',
  )
  return arranger(layout)(exprs) as Results<F, Expr>
}

/** Runs `f` so that JavaScript's operators refuse formulas: `x + 1` would join texts, and `x > 0` compare them. */
function withoutOperators<T>(f: () => T): T {
  const before = Object.getOwnPropertyDescriptor(Expr.prototype, Symbol.toPrimitive)
  const value = function (this: Expr, hint: string): string {
    if (hint === 'string') return toText(this)
    throw errors.notTraceable()
  }
  Object.defineProperty(Expr.prototype, Symbol.toPrimitive, { value, configurable: true })
  try {
    return f()
  } finally {
    if (before === undefined) Reflect.deleteProperty(Expr.prototype, Symbol.toPrimitive)
    else Object.defineProperty(Expr.prototype, Symbol.toPrimitive, before)
  }
}
