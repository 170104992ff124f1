import type { Expr, Formula } from '../expression.ts'
import { toExpr } from '../formula.ts'
import { sweep } from '../gradient.ts'
import { alongDirection } from '../matrix/along-direction.ts'
import { symbolsNamed } from '../matrix/jacobian.ts'
import { freeSymbols } from '../measure.ts'
import { mulAll } from '../product.ts'
import { addAll } from '../sum.ts'
import { symbol } from '../symbols.ts'

/**
 * The total differential Σ ∂f/∂x · dx over all free symbols; the differential of `x` is the symbol `dx`. Of vectors and matrices it is
 * linear in the `dX`, which have the shape of their `X` and are symmetric where it is.
 *
 * @example
 * differential('x^2 * y') // => 2 * dx * x * y + dy * x ^ 2
 * differential(det(matrix('X', 'n', 'n'))) // => det(X) * tr(inv(X) * dX)
 */
export function differential(f: Formula): Expr {
  const root = toExpr(f)
  const variables = symbolsNamed(root, freeSymbols(root))
  const symmetric = (x: Expr): { symmetric?: true } => (x.assumptions.symmetric === true ? { symmetric: true } : {})
  const differentials = variables.map((x) => symbol(`d${x.name}`, { shape: x.shape, ...symmetric(x) }))
  if (root.shape.length > 0 || variables.some((x) => x.shape.length > 0))
    return addAll(variables.map((x, i) => alongDirection(root, x, differentials[i]!)))
  const partials = sweep(
    root,
    variables.map((x) => x.name),
  )
  return addAll(partials.map((entry, i) => mulAll([entry, differentials[i]!])))
}
