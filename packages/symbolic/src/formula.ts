import * as errors from './errors.ts'
import { Expr, type Formula } from './expression.ts'
import { parse } from './parse.ts'
import { num } from './symbols.ts'

/**
 * The expression of a formula given as an expression, a text (see {@link parse}) or a number. Throws `symbolic/bad-formula`.
 *
 * @example
 * toExpr('2x + x') // => 3 * x
 * toExpr(0.5) // => 0.5
 */
export function toExpr(formula: Formula): Expr {
  if (formula instanceof Expr) return formula
  if (typeof formula === 'string') return parse(formula)
  if (typeof formula === 'number') return num(formula)
  throw errors.badFormula(formula)
}
