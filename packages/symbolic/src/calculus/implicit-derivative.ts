import { neg, sub } from '../arithmetic.ts'
import { isCondition } from '../conditions.ts'
import { variableName } from '../differentiate.ts'
import * as errors from '../errors.ts'
import type { Expr, Formula } from '../expression.ts'
import { toExpr } from '../formula.ts'
import { sweep } from '../gradient.ts'
import { div } from '../product.ts'
import { isZero } from '../shapes.ts'

/**
 * dy/dx along the curve that an equation in x and y describes: -Fx / Fy for F = 0. The equation is `left = right` or
 * `left == right` as text, an `eq` condition, or a formula that is zero.
 *
 * Throws `symbolic/not-solvable` where the equation does not involve y.
 *
 * @example
 * implicitDerivative('x^2 + y^2 = 1', 'y', 'x') // => -x / y
 */
export function implicitDerivative(equation: Formula, y: string | Expr, x: string | Expr): Expr {
  const [byX, byY] = sweep(zeroForm(equation), [variableName(x), variableName(y)]) as [Expr, Expr]
  if (isZero(byY)) throw errors.notSolvable(variableName(y))
  return neg(div(byX, byY))
}

/** F of an equation F = 0. */
function zeroForm(equation: Formula): Expr {
  const sides = typeof equation === 'string' ? equation.split(/(?<![=<>!])=(?!=)/) : []
  if (sides.length === 2) return sub(sides[0]!, sides[1]!)
  const e = toExpr(equation)
  if (e.op === 'eq') return sub(e.args[0]!, e.args[1]!)
  if (isCondition(e)) throw errors.badEquation(e.op)
  return e
}
