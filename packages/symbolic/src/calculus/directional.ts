import { variableName } from '../differentiate.ts'
import type { Expr, Formula } from '../expression.ts'
import { toExpr } from '../formula.ts'
import { gradient, sweep } from '../gradient.ts'
import { alongDirection, directionOf } from '../matrix/along-direction.ts'
import { symbolNamed, symbolsNamed } from '../matrix/jacobian.ts'
import { mulAll } from '../product.ts'
import { addAll } from '../sum.ts'
import { postorder } from '../traverse.ts'
import { sameLength } from './vector-fields.ts'

/**
 * The derivative of a formula along a direction `v` of its variables, Σ vᵢ ∂f/∂xᵢ. The direction is taken as it is, not normalised.
 *
 * Formulas and variables may be vectors and matrices; a direction has the shape of its variable, the result that of the formula. With
 * one variable this is the linear operator v ↦ Df(x)·v, in matrix notation also where the derivative itself has none (a matrix by a
 * matrix). A direction given as a plain name that the formula has not is a symbol of the shape of the variable.
 *
 * Throws `symbolic/shape-mismatch` for a direction of another shape than its variable.
 *
 * @example
 * directional('x^2 + y^2', ['x', 'y'], [3, 4]) // => 6 * x + 8 * y
 * const X = matrix('X', 'n', 'n')
 * directional(inv(X), 'X', 'V') // => -inv(X) * V * inv(X)
 */
export function directional(f: Formula, x: string | Expr, v: Formula): Expr
export function directional(f: Formula, xs: readonly (string | Expr)[], v: readonly Formula[]): Expr
export function directional(
  f: Formula,
  xs: string | Expr | readonly (string | Expr)[],
  v: Formula | readonly Formula[],
): Expr {
  const root = toExpr(f)
  const variables = Array.isArray(xs) ? (xs as readonly (string | Expr)[]) : [xs as string | Expr]
  const given = Array.isArray(v) ? (v as readonly Formula[]) : [v as Formula]
  sameLength('directional', variables, given)
  const symbols = symbolsNamed(root, variables.map(variableName))
  const directions = symbols.map((x, i) => directionOf(root, x, given[i]!))
  if (root.shape.length === 0 && symbols.every((x) => x.shape.length === 0)) {
    const partials = sweep(
      root,
      symbols.map((x) => x.name),
    )
    return addAll(partials.map((entry, i) => mulAll([directions[i]!, entry])))
  }
  return addAll(symbols.map((x, i) => alongDirection(root, x, directions[i]!)))
}

/**
 * The Hessian of a scalar formula times a direction `v` of the variable, in the shape of the variable: without the Hessian itself, at a
 * small multiple of the cost of the formula. A plain name as direction is a symbol of the shape of the variable.
 *
 * Source: Pearlmutter, "Fast Exact Multiplication by the Hessian" (1994).
 *
 * @example
 * const [A, x, b] = [matrix('A', 'm', 'n'), vector('x', 'n'), vector('b', 'm')]
 * hessianVectorProduct(pow(norm(sub(mul(A, x), b)), 2), 'x', 'v') // => 2 * A' * A * v
 */
export function hessianVectorProduct(f: Formula, x: string | Expr, v: Formula): Expr {
  const root = toExpr(f)
  const variable = symbolNamed(root, variableName(x))
  const direction = directionOf(root, variable, v)
  const slope = gradient(root, variable)
  const isWorkedOut = postorder([slope]).every((node) => node.op !== 'D')
  return isWorkedOut
    ? alongDirection(slope, variable, direction)
    : gradient(alongDirection(root, variable, direction), variable)
}
