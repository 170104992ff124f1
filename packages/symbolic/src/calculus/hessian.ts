import { variableName } from '../differentiate.ts'
import type { Expr, Formula } from '../expression.ts'
import { toExpr } from '../formula.ts'
import { sweep } from '../gradient.ts'
import { freeSymbols } from '../measure.ts'

/**
 * The Hessian matrix of a scalar formula: the second derivatives by every pair of variables (default: all free symbols,
 * sorted). One reverse sweep for the gradient and one over each of its entries, for the upper triangle alone.
 *
 * @example
 * hessian('x^2 * y', ['x', 'y']) // => 2 * y,2 * x,2 * x,0
 */
export function hessian(f: Formula, xs?: readonly (string | Expr)[]): Expr[][] {
  const root = toExpr(f)
  const names = xs === undefined ? freeSymbols(root) : xs.map(variableName)
  const upper = sweep(root, names).map((entry, i) => sweep(entry, names.slice(i)))
  return names.map((_, i) => names.map((_, k) => (i <= k ? upper[i]![k - i]! : upper[k]![i - k]!)))
}
