import { differentiate, variableName } from '../differentiate.ts'
import type { Expr, Formula } from '../expression.ts'
import { toExpr } from '../formula.ts'

/**
 * The mixed partial derivative by the variables in turn: `partial(f, 'x', 'y', 'y')` is ∂³f/∂x∂y².
 *
 * @example
 * partial('x^2 * y^3', 'x', 'y', 'y') // => 12 * x * y
 */
export function partial(f: Formula, ...xs: readonly (string | Expr)[]): Expr {
  return xs.reduce<Expr>((result, x) => differentiate(result, variableName(x)), toExpr(f))
}
