import { Expr, type Shape, symbol, toText } from '@fluxion/symbolic'
import { errors } from './errors.ts'
import type { Results } from './kernel.ts'
import { type Formulas, toExpr } from './layout.ts'

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
  const parameters = Object.entries(shapes).map(([name, shape]) => symbol(name, { shape }))
  if (f.length > parameters.length) throw errors.untracedParameters(f.length, Object.keys(shapes))
  return formulasOf(withoutOperators(() => f(...parameters))) as Results<F, Expr>
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

function formulasOf(result: unknown): unknown {
  if (Array.isArray(result)) return result.map(formulasOf)
  if (typeof result === 'object' && result !== null && !(result instanceof Expr))
    return Object.fromEntries(Object.entries(result).map(([name, entry]) => [name, formulasOf(entry)]))
  return toExpr(result, 'what the function returns')
}
