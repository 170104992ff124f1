import * as errors from '../errors.ts'
import type { Expr, Shape } from '../expression.ts'
import { holdsArrays } from '../intern.ts'
import { ones, sum } from '../matrices.ts'
import { symbol } from '../symbols.ts'
import { postorder } from '../traverse.ts'

/** A term as scalars times a vector or matrix without scalar factors; a scalar is its own array. */
export interface Parts {
  readonly scalars: readonly Expr[]
  readonly array: Expr
}

export function splitScalars(e: Expr): Parts {
  return e.op === 'mul' && e.shape.length > 0
    ? { scalars: e.args.slice(0, -1), array: e.args[e.args.length - 1]! }
    : { scalars: [], array: e }
}

/** The factors of a matrix product in order; of anything else itself. */
export const chainOf = (e: Expr): readonly Expr[] => (e.op === 'matmul' ? e.args : [e])

export const isSquare = (e: Expr): boolean => e.shape.length === 2 && e.shape[0] === e.shape[1]

/** A transposed vector. */
export const isRow = (e: Expr): boolean => e.shape.length === 2 && e.shape[0] === 1

/**
 * The variable of a name that no symbol of the formula has; throws `symbolic/bad-variable` for the name of a size, by which nothing is
 * differentiated.
 */
export function absentVariable(root: Expr, name: string): Expr {
  const isSize =
    holdsArrays(root) &&
    postorder([root]).some(
      (e) => (e.op === 'ones' || e.op === 'eye') && e.shape.some((size) => String(size).split('*').includes(name)),
    )
  if (isSize) throw errors.sizeAsVariable(name)
  return symbol(name)
}

/** The number of entries of a shape. */
export const count = (shape: Shape): Expr => sum(ones(...shape))
