import { differentiate } from '../differentiate.ts'
import * as errors from '../errors.ts'
import type { Expr } from '../expression.ts'
import { sweep } from '../gradient.ts'
import { transpose } from '../matrices.ts'
import { symbolsByName } from '../measure.ts'
import { isZero, zeroOf } from '../shapes.ts'
import { symbol } from '../symbols.ts'
import { postorder } from '../traverse.ts'
import { inertDerivative } from './inert.ts'
import { matrixOf } from './linear-map.ts'
import { absentVariable } from './parts.ts'
import { recognise } from './recognise.ts'
import { tidy } from './tidy.ts'

/** The symbols with these names in a formula, with their shapes; scalars where the formula has none. */
export function symbolsNamed(root: Expr, names: readonly string[]): Expr[] {
  const known = symbolsByName(postorder([root]))
  return names.map((name) => known.get(name)?.[0] ?? absentVariable(root, name))
}

export const symbolNamed = (root: Expr, name: string): Expr => symbolsNamed(root, [name])[0]!

/**
 * The Jacobian of a scalar or vector formula by one variable, rows are outputs: of a scalar by a vector a row, of a vector by
 * a vector a matrix, by a scalar a vector. What has no matrix notation (a matrix by a matrix) stays an inert `D`; its linear
 * operator is what `differential` along a direction gives.
 */
export function jacobianBy(f: Expr, name: string, x: Expr = symbolNamed(f, name)): Expr {
  const root = recognise(f)
  if (x.shape.length === 0) return differentiate(root, name)
  if (root.shape.length === 0)
    return x.shape.length === 1 ? transpose(sweep(root, [name])[0]!) : sweep(root, [name])[0]!
  if (x.shape.length === 1 && isRow(root)) return jacobianBy(transpose(root), name, x)
  if (x.shape.length === 1 && root.shape.length === 1) {
    const dx = symbol(freshName(root, name), { shape: x.shape })
    const along = differentiate(root, name, dx)
    if (isZero(along)) return zeroOf([root.shape[0]!, x.shape[0]!])
    const map = matrixOf(along, dx)
    if (map !== undefined) return tidy(map)
  }
  return inertDerivative(root, x)
}

/** Whether a formula is a transposed vector: its entries are outputs as those of the vector. */
const isRow = (e: Expr): boolean => e.shape.length === 2 && e.shape[0] === 1

/** The Hessian of a scalar formula by one variable: a matrix for a vector. */
export function hessianBy(root: Expr, name: string): Expr {
  if (root.shape.length > 0) throw errors.shapeWanted('hessian', 'a scalar formula', root.shape)
  return jacobianBy(sweep(recognise(root), [name])[0]!, name, symbolNamed(root, name))
}

/** A name that no symbol of the formula has. */
export function freshName(root: Expr, name: string): string {
  const taken = symbolsByName(postorder([root]))
  let fresh = `d${name}`
  while (taken.has(fresh)) fresh = `d${fresh}`
  return fresh
}
