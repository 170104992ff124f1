import { differentiate, variableName } from '../differentiate.ts'
import * as errors from '../errors.ts'
import type { Expr, Formula } from '../expression.ts'
import { toExpr } from '../formula.ts'
import { sweep } from '../gradient.ts'
import { addAll, sub } from '../sum.ts'
import { num } from '../symbols.ts'

type Variables = readonly (string | Expr)[]

export function sameLength(operation: string, left: readonly unknown[], right: readonly unknown[]): void {
  if (left.length !== right.length) throw errors.shapeMismatch(operation, [left.length], [right.length])
}

/**
 * The divergence Σ ∂Fᵢ/∂xᵢ of a vector field.
 *
 * @example
 * divergence(['x^2', 'x * y'], ['x', 'y']) // => 3 * x
 */
export function divergence(field: readonly Formula[], xs: Variables): Expr {
  sameLength('divergence', field, xs)
  return addAll(field.map((component, i) => differentiate(toExpr(component), variableName(xs[i]!))))
}

/**
 * The curl of a vector field in space, three components; a field in the plane is taken as one without height.
 *
 * @example
 * curl(['-y', 'x', 0], ['x', 'y', 'z']) // => [0, 0, 2]
 */
export function curl(field: readonly Formula[], xs: Variables): Expr[] {
  sameLength('curl', field, xs)
  if (field.length !== 2 && field.length !== 3)
    throw errors.shapeWanted('curl', 'two or three components', [field.length])
  const components = field.map(toExpr)
  const names = xs.map(variableName)
  const by = (component: number, x: number): Expr =>
    component < components.length && x < names.length ? differentiate(components[component]!, names[x]!) : num(0)
  return [sub(by(2, 1), by(1, 2)), sub(by(0, 2), by(2, 0)), sub(by(1, 0), by(0, 1))]
}

/**
 * The Laplacian Σ ∂²f/∂xᵢ² of a scalar formula.
 *
 * @example
 * laplacian('x^2 * y + y^3', ['x', 'y']) // => 8 * y
 */
export function laplacian(f: Formula, xs: Variables): Expr {
  const root = toExpr(f)
  const names = xs.map(variableName)
  return addAll(sweep(root, names).map((entry, i) => differentiate(entry, names[i]!)))
}
