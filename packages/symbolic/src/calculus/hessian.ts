import { variableName, variableNames } from '../differentiate.ts'
import type { Expr, Formula } from '../expression.ts'
import { toExpr } from '../formula.ts'
import { sweep } from '../gradient.ts'
import { hessianBy } from '../matrix/jacobian.ts'
import { freeSymbols } from '../measure.ts'

/**
 * The Hessian matrix of a scalar formula: the second derivatives by every pair of variables (default: all free symbols,
 * sorted), with one variable instead of a list in matrix notation. One reverse sweep for the gradient and one over each of its entries, for the upper triangle alone.
 *
 * @example
 * hessian('x^2 * y', ['x', 'y']) // => [[2 * y, 2 * x], [2 * x, 0]]
 */
export function hessian(f: Formula, x: string | Expr): Expr
export function hessian(f: Formula, xs?: readonly (string | Expr)[]): Expr[][]
export function hessian(f: Formula, xs?: string | Expr | readonly (string | Expr)[]): Expr | Expr[][] {
  const root = toExpr(f)
  if (xs !== undefined && !Array.isArray(xs)) return hessianBy(root, variableName(xs as string | Expr))
  const names = xs === undefined ? freeSymbols(root) : variableNames('hessian', xs as readonly (string | Expr)[])
  const upper = sweep(root, names).map((entry, i) => sweep(entry, names.slice(i)))
  return names.map((_, i) => names.map((_, k) => (i <= k ? upper[i]![k - i]! : upper[k]![i - k]!)))
}
