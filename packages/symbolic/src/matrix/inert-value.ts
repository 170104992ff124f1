import * as errors from '../errors.ts'
import type { Bindings } from '../evaluate.ts'
import type { Expr } from '../expression.ts'
import type { NestedArray } from '../nested-array.ts'
import { symbol } from '../symbols.ts'
import { postorder } from '../traverse.ts'
import { alongDirection } from './along-direction.ts'
import { freshName } from './jacobian.ts'

/** Arrays in arrays, as deep as a derivative has axes. */
type Nested = number | readonly Nested[]

/**
 * The value of a derivative that stands as `D(f, x)`, for want of a matrix notation: one derivative along each direction with a single 1.
 * The axes are those of the formula, then those of the variable.
 */
export function inertValue(e: Expr, at: Bindings, evaluate: (f: Expr, at: Bindings) => Nested): number | NestedArray {
  const [f, x, direction] = e.args as [Expr, Expr, Expr?]
  const dx = symbol(freshName(f, x.name), { shape: x.shape })
  const along = direction === undefined && x.op === 'sym' ? alongDirection(f, x, dx) : e
  if (postorder([along]).some(({ op }) => op === 'D')) throw errors.unknownValue('an inert derivative')
  const slopes = unitDirections(at[x.name] as Nested).map((unit) =>
    evaluate(along, { ...at, [dx.name]: unit as NestedArray }),
  )
  return spread(slopes, at[x.name] as Nested) as NestedArray
}

/** For each entry the array that has 1 there, and zeros elsewhere. */
export function unitDirections(like: Nested): Nested[] {
  let entries = 0
  const numbered = (value: Nested): Nested => (typeof value === 'number' ? entries++ : Array.from(value, numbered))
  const places = numbered(like)
  const unit = (value: Nested, at: number): Nested =>
    typeof value === 'number' ? Number(value === at) : value.map((inner) => unit(inner, at))
  return Array.from({ length: entries }, (_, at) => unit(places, at))
}

/** From one array for each entry of `like`, an array of arrays of the form of `like`. */
function spread(slopes: readonly Nested[], like: Nested): Nested {
  const [first] = slopes
  if (typeof first === 'object')
    return first.map((_, i) =>
      spread(
        slopes.map((slope) => (slope as Nested[])[i]!),
        like,
      ),
    )
  let next = 0
  const filled = (value: Nested): Nested => (typeof value === 'number' ? slopes[next++]! : Array.from(value, filled))
  return filled(like)
}
