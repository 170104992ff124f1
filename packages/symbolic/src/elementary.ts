import { apply } from './apply.ts'
import type { Expr, Formula } from './expression.ts'
import { toExpr } from './formula.ts'
import { div } from './product.ts'

/**
 * The natural logarithm, or with a second argument the logarithm to that base, `log(x) / log(base)`.
 *
 * @example
 * log('exp(x)') // => x
 */
export function log(x: Formula, base?: Formula): Expr {
  const natural = apply('log', [toExpr(x)])
  return base === undefined ? natural : div(natural, apply('log', [toExpr(base)]))
}

/** The exponential function. @example exp('log(x)') // => x */
export function exp(x: Formula): Expr {
  return apply('exp', [toExpr(x)])
}
/** The logarithm to base 2. @example log2(8) // => 3 */
export function log2(x: Formula): Expr {
  return apply('log2', [toExpr(x)])
}
/** The logarithm to base 10. @example log10(1000) // => 3 */
export function log10(x: Formula): Expr {
  return apply('log10', [toExpr(x)])
}
/** log(1 + x), accurate for small x. @example log1p(0) // => 0 */
export function log1p(x: Formula): Expr {
  return apply('log1p', [toExpr(x)])
}
/** exp(x) - 1, accurate for small x. @example expm1(0) // => 0 */
export function expm1(x: Formula): Expr {
  return apply('expm1', [toExpr(x)])
}
/** The real cube root, of negative numbers too. @example cbrt(-8) // => -2 */
export function cbrt(x: Formula): Expr {
  return apply('cbrt', [toExpr(x)])
}
/** The absolute value. @example abs('-x') // => abs(x) */
export function abs(x: Formula): Expr {
  return apply('abs', [toExpr(x)])
}
/** The sign: -1, 0 or 1. @example sign(-3) // => -1 */
export function sign(x: Formula): Expr {
  return apply('sign', [toExpr(x)])
}
/** The largest integer not above x. @example floor(2.5) // => 2 */
export function floor(x: Formula): Expr {
  return apply('floor', [toExpr(x)])
}
/** The smallest integer not below x. @example ceil(2.5) // => 3 */
export function ceil(x: Formula): Expr {
  return apply('ceil', [toExpr(x)])
}
/** The nearest integer, halves away from zero. @example round(2.5) // => 3 */
export function round(x: Formula): Expr {
  return apply('round', [toExpr(x)])
}
/** The integer part, rounded towards zero. @example trunc(-2.5) // => -2 */
export function trunc(x: Formula): Expr {
  return apply('trunc', [toExpr(x)])
}
/** The sine. @example sin('-x') // => -sin(x) */
export function sin(x: Formula): Expr {
  return apply('sin', [toExpr(x)])
}
/** The cosine. @example cos('-x') // => cos(x) */
export function cos(x: Formula): Expr {
  return apply('cos', [toExpr(x)])
}
/** The tangent. @example tan('pi / 4') // => 1 */
export function tan(x: Formula): Expr {
  return apply('tan', [toExpr(x)])
}
/** The secant, 1 / cos(x). @example sec(0) // => 1 */
export function sec(x: Formula): Expr {
  return apply('sec', [toExpr(x)])
}
/** The cosecant, 1 / sin(x). @example csc('pi / 2') // => 1 */
export function csc(x: Formula): Expr {
  return apply('csc', [toExpr(x)])
}
/** The cotangent, cos(x) / sin(x). @example cot('pi / 4') // => 1 */
export function cot(x: Formula): Expr {
  return apply('cot', [toExpr(x)])
}
/** The inverse sine on [-1, 1]. @example asin(0) // => 0 */
export function asin(x: Formula): Expr {
  return apply('asin', [toExpr(x)])
}
/** The inverse cosine on [-1, 1]. @example acos(1) // => 0 */
export function acos(x: Formula): Expr {
  return apply('acos', [toExpr(x)])
}
/** The inverse tangent. @example atan(0) // => 0 */
export function atan(x: Formula): Expr {
  return apply('atan', [toExpr(x)])
}
/** The inverse secant, acos(1 / x). @example asec(1) // => 0 */
export function asec(x: Formula): Expr {
  return apply('asec', [toExpr(x)])
}
/** The inverse cosecant, asin(1 / x). @example acsc('-x') // => -acsc(x) */
export function acsc(x: Formula): Expr {
  return apply('acsc', [toExpr(x)])
}
/** The inverse cotangent, atan(1 / x): odd, with a jump at 0. @example acot('-x') // => -acot(x) */
export function acot(x: Formula): Expr {
  return apply('acot', [toExpr(x)])
}
/** The hyperbolic sine. @example sinh(0) // => 0 */
export function sinh(x: Formula): Expr {
  return apply('sinh', [toExpr(x)])
}
/** The hyperbolic cosine. @example cosh(0) // => 1 */
export function cosh(x: Formula): Expr {
  return apply('cosh', [toExpr(x)])
}
/** The hyperbolic tangent. @example tanh('-x') // => -tanh(x) */
export function tanh(x: Formula): Expr {
  return apply('tanh', [toExpr(x)])
}
/** The hyperbolic secant, 1 / cosh(x). @example sech(0) // => 1 */
export function sech(x: Formula): Expr {
  return apply('sech', [toExpr(x)])
}
/** The hyperbolic cosecant, 1 / sinh(x). @example csch('-x') // => -csch(x) */
export function csch(x: Formula): Expr {
  return apply('csch', [toExpr(x)])
}
/** The hyperbolic cotangent, cosh(x) / sinh(x). @example coth('-x') // => -coth(x) */
export function coth(x: Formula): Expr {
  return apply('coth', [toExpr(x)])
}
/** The inverse hyperbolic sine. @example asinh(0) // => 0 */
export function asinh(x: Formula): Expr {
  return apply('asinh', [toExpr(x)])
}
/** The inverse hyperbolic cosine for x >= 1. @example acosh(1) // => 0 */
export function acosh(x: Formula): Expr {
  return apply('acosh', [toExpr(x)])
}
/** The inverse hyperbolic tangent on (-1, 1). @example atanh(0) // => 0 */
export function atanh(x: Formula): Expr {
  return apply('atanh', [toExpr(x)])
}
/** The inverse hyperbolic secant, acosh(1 / x), on (0, 1]. @example asech(1) // => 0 */
export function asech(x: Formula): Expr {
  return apply('asech', [toExpr(x)])
}
/** The inverse hyperbolic cosecant, asinh(1 / x). @example acsch('-x') // => -acsch(x) */
export function acsch(x: Formula): Expr {
  return apply('acsch', [toExpr(x)])
}
/** The inverse hyperbolic cotangent, atanh(1 / x), for |x| > 1. @example acoth('-x') // => -acoth(x) */
export function acoth(x: Formula): Expr {
  return apply('acoth', [toExpr(x)])
}
/** The logistic function 1 / (1 + exp(-x)). @example sigmoid(0) // => 1 / 2 */
export function sigmoid(x: Formula): Expr {
  return apply('sigmoid', [toExpr(x)])
}
/** log(1 + exp(x)). @example derivative(softplus('x'), 'x') // => sigmoid(x) */
export function softplus(x: Formula): Expr {
  return apply('softplus', [toExpr(x)])
}
/** max(x, 0), with slope 0 at its kink. @example relu(-3) // => 0 */
export function relu(x: Formula): Expr {
  return apply('relu', [toExpr(x)])
}
/** x times the normal distribution function of x. @example gelu(0) // => 0 */
export function gelu(x: Formula): Expr {
  return apply('gelu', [toExpr(x)])
}
/** The error function. @example erf('-x') // => -erf(x) */
export function erf(x: Formula): Expr {
  return apply('erf', [toExpr(x)])
}
/** The complementary error function 1 - erf(x). @example erfc(0) // => 1 */
export function erfc(x: Formula): Expr {
  return apply('erfc', [toExpr(x)])
}
/** The gamma function, (x - 1)! at positive integers. @example gamma(5) // => 24 */
export function gamma(x: Formula): Expr {
  return apply('gamma', [toExpr(x)])
}
/** log |gamma(x)|. @example lgamma(1) // => 0 */
export function lgamma(x: Formula): Expr {
  return apply('lgamma', [toExpr(x)])
}
/** The derivative of log gamma(x). @example derivative('lgamma(x)', 'x') // => digamma(x) */
export function digamma(x: Formula): Expr {
  return apply('digamma', [toExpr(x)])
}
/** The principal branch of the inverse of w * exp(w). @example lambertw(0) // => 0 */
export function lambertw(x: Formula): Expr {
  return apply('lambertw', [toExpr(x)])
}
/** 0 below 0, 1 above, 1/2 at 0. @example heaviside(2) // => 1 */
export function heaviside(x: Formula): Expr {
  return apply('heaviside', [toExpr(x)])
}
/** sin(x) / x, and 1 at 0. @example sinc(0) // => 1 */
export function sinc(x: Formula): Expr {
  return apply('sinc', [toExpr(x)])
}

/** The angle of the point (x, y), in (-pi, pi]. @example evaluate(atan2(1, -1)) // => 2.356194490192345 */
export function atan2(y: Formula, x: Formula): Expr {
  return apply('atan2', [toExpr(y), toExpr(x)])
}
/** The remainder with the sign of the divisor, x - y * floor(x / y). @example mod(-7, 3) // => 2 */
export function mod(x: Formula, y: Formula): Expr {
  return apply('mod', [toExpr(x), toExpr(y)])
}
/** The real n-th root; for odd n of negative numbers too. @example nthRoot(-27, 3) // => -3 */
export function nthRoot(x: Formula, n: Formula): Expr {
  return apply('nthRoot', [toExpr(x), toExpr(n)])
}
/** The beta function gamma(a) * gamma(b) / gamma(a + b). @example evaluate(beta(2, 3)) // => 0.08333333333333333 */
export function beta(a: Formula, b: Formula): Expr {
  return apply('beta', [toExpr(a), toExpr(b)])
}
/** The Bessel function of the first kind of a real order. @example besselj(0, 0) // => 1 */
export function besselj(order: Formula, x: Formula): Expr {
  return apply('besselj', [toExpr(order), toExpr(x)])
}
/** The Bessel function of the second kind of a real order. @example derivative('bessely(0, x)', 'x') // => -bessely(1, x) */
export function bessely(order: Formula, x: Formula): Expr {
  return apply('bessely', [toExpr(order), toExpr(x)])
}
/** The n-th derivative of digamma. @example derivative('digamma(x)', 'x') // => polygamma(1, x) */
export function polygamma(n: Formula, x: Formula): Expr {
  return apply('polygamma', [toExpr(n), toExpr(x)])
}
/** The smallest of the arguments. @example min(3, 'x', 2) // => min(2, x) */
export function min(...xs: readonly Formula[]): Expr {
  return apply('min', xs.map(toExpr))
}
/** The largest of the arguments. @example max('x', 'x') // => x */
export function max(...xs: readonly Formula[]): Expr {
  return apply('max', xs.map(toExpr))
}
/** The Euclidean length sqrt(x^2 + y^2 + …). @example evaluate(hypot(3, 4)) // => 5 */
export function hypot(...xs: readonly Formula[]): Expr {
  return apply('hypot', xs.map(toExpr))
}
