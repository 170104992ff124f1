import * as conditions from './conditions.ts'
import type { Expr, Formula } from './expression.ts'
import { toExpr } from './formula.ts'

/** `a < b`. @example lt(1, 2) // => true */
export function lt(a: Formula, b: Formula): Expr {
  return conditions.relation('lt', toExpr(a), toExpr(b))
}
/** `a <= b`. @example le(2, 1) // => false */
export function le(a: Formula, b: Formula): Expr {
  return conditions.relation('le', toExpr(a), toExpr(b))
}
/** `a > b`. @example gt('x', 0) // => x > 0 */
export function gt(a: Formula, b: Formula): Expr {
  return conditions.relation('gt', toExpr(a), toExpr(b))
}
/** `a >= b`. @example ge('x', 0) // => x >= 0 */
export function ge(a: Formula, b: Formula): Expr {
  return conditions.relation('ge', toExpr(a), toExpr(b))
}
/** `a == b`, as a condition. @example eq('x', 0) // => x == 0 */
export function eq(a: Formula, b: Formula): Expr {
  return conditions.relation('eq', toExpr(a), toExpr(b))
}
/** `a != b`, as a condition. @example ne('x', 0) // => x != 0 */
export function ne(a: Formula, b: Formula): Expr {
  return conditions.relation('ne', toExpr(a), toExpr(b))
}

/** All conditions hold. @example and('x > 0', 'x < 1') // => x > 0 and x < 1 */
export function and(...terms: readonly Formula[]): Expr {
  return conditions.conjunction(terms.map(toExpr))
}
/** Some condition holds. @example or('x < 0', 'x > 1') // => x < 0 or x > 1 */
export function or(...terms: readonly Formula[]): Expr {
  return conditions.disjunction(terms.map(toExpr))
}
/** The condition does not hold. @example not('x == 1') // => x != 1 */
export function not(a: Formula): Expr {
  return conditions.negation(toExpr(a))
}

/**
 * The value that belongs to the first condition that holds: `piecewise(c1, v1, c2, v2, …, otherwise)`, or each pair in a list. An `otherwise` that is piecewise
 * itself adds its cases to the list.
 *
 * @example
 * evaluate(piecewise('x < 0', '-x', 'x'), { x: -2 }) // => 2
 */
export function piecewise(...conditionsAndValues: readonly (Formula | readonly [Formula, Formula])[]): Expr {
  return conditions.piecewise(...(conditionsAndValues.flat() as Formula[]).map(toExpr))
}
