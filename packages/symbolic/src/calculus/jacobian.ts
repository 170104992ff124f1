import { variableName, variableNames } from '../differentiate.ts'
import type { Expr, Formula } from '../expression.ts'
import { toExpr } from '../formula.ts'
import { sweep } from '../gradient.ts'
import { jacobianBy } from '../matrix/jacobian.ts'
import { freeSymbols } from '../measure.ts'

/**
 * The Jacobian matrix of scalar formulas by scalar variables: one row for each formula, one column for each variable.
 * A single formula gives a single row. Default: all free symbols, sorted.
 *
 * Of a list of formulas by one variable, a column. With one variable instead of a list, the Jacobian of a scalar or vector formula in matrix notation: of a vector by a vector a matrix,
 * of a scalar by a vector a row.
 *
 * @example
 * jacobian(['x * y', 'x + y^2'], ['x', 'y']) // => [[y, x], [1, 2 * y]]
 */
export function jacobian(f: Formula, x: string | Expr): Expr
export function jacobian(fs: readonly Formula[], x: string | Expr): Expr[][]
export function jacobian(fs: Formula | readonly Formula[], xs?: readonly (string | Expr)[]): Expr[][]
export function jacobian(
  fs: Formula | readonly Formula[],
  xs?: string | Expr | readonly (string | Expr)[],
): Expr | Expr[][] {
  if (xs !== undefined && !Array.isArray(xs) && !Array.isArray(fs))
    return jacobianBy(toExpr(fs as Formula), variableName(xs as string | Expr))
  const rows = Array.isArray(fs) ? fs.map(toExpr) : [toExpr(fs as Formula)]
  const names = xs === undefined ? freeSymbols(rows) : variableNames('jacobian', [xs].flat() as (string | Expr)[])
  return rows.map((row) => sweep(row, names))
}
