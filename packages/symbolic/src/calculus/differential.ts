import type { Expr, Formula } from '../expression.ts'
import { toExpr } from '../formula.ts'
import { sweep } from '../gradient.ts'
import { freeSymbols } from '../measure.ts'
import { mulAll } from '../product.ts'
import { addAll } from '../sum.ts'
import { symbol } from '../symbols.ts'

/**
 * The total differential Σ ∂f/∂x · dx over all free symbols; the differential of `x` is the symbol `dx`.
 *
 * @example
 * differential('x^2 * y') // => 2 * dx * x * y + dy * x ^ 2
 */
export function differential(f: Formula): Expr {
  const root = toExpr(f)
  const names = freeSymbols(root)
  return addAll(sweep(root, names).map((entry, i) => mulAll([entry, symbol(`d${names[i]}`)])))
}
