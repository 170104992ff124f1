import { differentiate, variableName } from '../differentiate.ts'
import type { Expr, Formula } from '../expression.ts'
import { toExpr } from '../formula.ts'
import { sweep } from '../gradient.ts'
import { mulAll } from '../product.ts'
import { namedFormulas, substitute } from '../substitute.ts'
import { addAll } from '../sum.ts'

/**
 * The derivative of a composition by the chain rule: with inner functions u(x), v(x), … of an outer formula,
 * ∂f/∂x + Σ ∂f/∂u · du/dx, with the inner functions put in.
 *
 * @example
 * chainRule('sin(u) * v', { u: 'x^2', v: 'x' }, 'x') // => 2 * x ^ 2 * cos(x ^ 2) + sin(x ^ 2)
 */
export function chainRule(outer: Formula, inner: Readonly<Record<string, Formula>>, x: string | Expr): Expr {
  const name = variableName(x)
  const names = namedFormulas('chainRule', inner).map(([u]) => u)
  const direct = names.includes(name) ? [] : [name]
  const partials = sweep(toExpr(outer), [...names, ...direct]).map((entry) => substitute(entry, inner))
  const slopes = names.map((u) => differentiate(toExpr(inner[u]!), name))
  return addAll(partials.map((entry, i) => (i < slopes.length ? mulAll([entry, slopes[i]!]) : entry)))
}
