import { differentiate, variableNames } from '../differentiate.ts'
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

function componentsOf(operation: string, field: readonly Formula[]): Expr[] {
  if (!Array.isArray(field)) throw errors.badList(operation, 'formulas', field)
  return field.map(toExpr)
}

/**
 * The divergence Σ ∂Fᵢ/∂xᵢ of a vector field.
 *
 * @example
 * divergence(['x^2', 'x * y'], ['x', 'y']) // => 3 * x
 */
export function divergence(field: readonly Formula[], xs: Variables): Expr {
  const components = componentsOf('divergence', field)
  const names = variableNames('divergence', xs)
  sameLength('divergence', components, names)
  return addAll(components.map((component, i) => differentiate(component, names[i]!)))
}

/**
 * The curl of a vector field in space, three components; a field in the plane is taken as one without height.
 *
 * @example
 * curl(['-y', 'x', 0], ['x', 'y', 'z']) // => [0, 0, 2]
 */
export function curl(field: readonly Formula[], xs: Variables): Expr[] {
  const components = componentsOf('curl', field)
  const names = variableNames('curl', xs)
  sameLength('curl', components, names)
  if (components.length !== 2 && components.length !== 3)
    throw errors.shapeWanted('curl', 'two or three components', [components.length])
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
  const names = variableNames('laplacian', xs)
  return addAll(sweep(root, names).map((entry, i) => differentiate(entry, names[i]!)))
}
