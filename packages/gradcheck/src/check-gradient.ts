import type { Formula } from '@fluxion/symbolic'
import { checkHessian } from './check-hessian.ts'
import { requireOptions } from './check-options.ts'
import { errors } from './errors.ts'
import { checkFirstOrder, type FirstOrderOptions } from './first-order.ts'
import { GradientError, type Report } from './report.ts'
import type { PlainFunction } from './subject.ts'

/** What {@link checkGradient} is told. */
export interface CheckGradientOptions extends FirstOrderOptions {
  /** 2 checks the Hessian instead. */
  readonly order?: 1 | 2
}

/**
 * Checks a gradient at a point.
 *
 * Of a formula the symbolic gradient, the compiled one (js and wasm) and the numeric one are compared, and with
 * them the gradient that is passed in. Of a function `(x: Float64Array) => number` the gradient passed in is
 * compared with the numeric one. Numeric derivatives come from complex steps where a formula allows them, else
 * from extrapolated differences with an error estimate, so noise is told from error: a kink passes when the
 * gradient lies between the one-sided slopes, a point without value is `undefined`, and what cannot be decided is
 * `unreliable`, never a false alarm.
 *
 * @example
 * checkGradient('x^2 * sin(y)', { at: { x: 2, y: 1 } }).verdict // => agree
 * checkGradient((x) => x[0] ** 2, { at: [3], gradient: (x) => [3 * x[0]] }).verdict // => disagree
 * checkGradient('abs(x)', { at: { x: 0 } }).verdict // => kink
 * checkGradient('log(x - 1.2)', { at: { x: 1 } }).notes[0] // => no value: log(u) at u = -0.2, u = x - 1.2
 */
export function checkGradient(f: Formula, options: CheckGradientOptions): Report
export function checkGradient<X = Float64Array>(f: (x: X) => unknown, options: CheckGradientOptions): Report
export function checkGradient(f: Formula | PlainFunction, options: CheckGradientOptions): Report {
  requireOptions(options, 'gradient', 'order')
  const { order, ...rest } = options
  if (order !== undefined && order !== 1 && order !== 2) throw errors.badOption('order', order, '1 or 2')
  if (order === 2) return checkHessian(f as Formula, rest)
  return checkFirstOrder(f, options)
}

/**
 * {@link checkGradient} that throws a {@link GradientError} holding the report unless the gradient passes; returns
 * the report otherwise.
 *
 * @example
 * assertGradient('x * exp(x)', { at: { x: 1 } }).ok // => true
 * assertGradient('x^2', { at: { x: 3 }, gradient: '3 * x' }) // throws gradcheck/disagree
 */
export function assertGradient(f: Formula, options: CheckGradientOptions): Report
export function assertGradient<X = Float64Array>(f: (x: X) => unknown, options: CheckGradientOptions): Report
export function assertGradient(f: Formula | PlainFunction, options: CheckGradientOptions): Report {
  const report = checkGradient(f as Formula, options)
  if (!report.ok) throw new GradientError(report)
  return report
}
