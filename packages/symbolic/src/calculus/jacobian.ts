import { variableName } from '../differentiate.ts'
import type { Expr, Formula } from '../expression.ts'
import { toExpr } from '../formula.ts'
import { sweep } from '../gradient.ts'
import { freeSymbols } from '../measure.ts'

/**
 * The Jacobian matrix of scalar formulas by scalar variables: one row for each formula, one column for each variable.
 * A single formula gives a single row. Default: all free symbols, sorted.
 *
 * @example
 * jacobian(['x * y', 'x + y^2'], ['x', 'y']) // => y,x,1,2 * y
 */
export function jacobian(fs: Formula | readonly Formula[], xs?: readonly (string | Expr)[]): Expr[][] {
  const rows = Array.isArray(fs) ? fs.map(toExpr) : [toExpr(fs as Formula)]
  const names = xs === undefined ? freeSymbols(rows) : xs.map(variableName)
  return rows.map((row) => sweep(row, names))
}
