import type { Expr, Formula } from './expression.ts'
import { toExpr } from './formula.ts'
import * as powers from './power.ts'
import * as products from './product.ts'
import * as sums from './sum.ts'

/**
 * The sum of the terms. Numbers are added exactly, like terms merge (`x + 2 * x` is `3 * x`), the order is canonical.
 *
 * Terms have one shape; a scalar beside a vector or matrix is added to every entry.
 *
 * @example
 * add('x', 1, 'x') // => 2 * x + 1
 */
export function add(...terms: readonly Formula[]): Expr {
  return sums.addAll(terms.map(toExpr))
}

/**
 * The difference `a - b`.
 *
 * @example
 * sub('x', 'y') // => x - y
 */
export function sub(a: Formula, b: Formula): Expr {
  return sums.sub(toExpr(a), toExpr(b))
}

/**
 * The negative of a formula.
 *
 * @example
 * neg('x - y') // => y - x
 */
export function neg(a: Formula): Expr {
  return sums.neg(toExpr(a))
}

/**
 * The product of the factors. Numbers are multiplied exactly, like bases merge (`x * x^2` is `x^3`, `x / x` is 1,
 * `exp(x) * exp(y)` is `exp(x + y)`), the order is canonical. Products are not distributed over sums.
 *
 * With vectors or matrices among the factors it is the matrix product, in the order given.
 *
 * @example
 * mul('x', 3, 'x') // => 3 * x ^ 2
 */
export function mul(...factors: readonly Formula[]): Expr {
  return products.mulAll(factors.map(toExpr))
}

/**
 * The quotient `a / b`; a fraction of integers is exact.
 *
 * @example
 * div(6, 4) // => 3 / 2
 */
export function div(a: Formula, b: Formula): Expr {
  return products.div(toExpr(a), toExpr(b))
}

/**
 * `base` to the power `exponent`; of a square matrix with a whole exponent the matrix power.
 *
 * Sound over the reals: `pow(pow(x, 2), 1/2)` is `abs(x)`, and `pow(x, 1/3)` is undefined for negative `x` (`cbrt` is not).
 *
 * @example
 * pow('x', 2) // => x ^ 2
 */
export function pow(base: Formula, exponent: Formula): Expr {
  return powers.pow(toExpr(base), toExpr(exponent))
}

/**
 * The square root; of a vector or matrix that of every entry.
 *
 * @example
 * sqrt(8) // => 2 * sqrt(2)
 */
export function sqrt(x: Formula): Expr {
  return powers.sqrt(toExpr(x))
}
