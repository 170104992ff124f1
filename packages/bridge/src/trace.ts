import { Expr, type Shape, symbol } from '@fluxion/symbolic'
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
  return formulasOf(f(...parameters)) as Results<F, Expr>
}

function formulasOf(result: unknown): unknown {
  if (Array.isArray(result)) return result.map(formulasOf)
  if (typeof result === 'object' && result !== null && !(result instanceof Expr))
    return Object.fromEntries(Object.entries(result).map(([name, entry]) => [name, formulasOf(entry)]))
  if (typeof result === 'number' && Number.isNaN(result)) throw errors.notTraceable()
  return toExpr(result, 'what the function returns')
}
