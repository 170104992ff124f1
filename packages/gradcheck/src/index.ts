/**
 * Checks a gradient against the symbolic, the compiled and the numeric one.
 *
 * @module @fluxion/gradcheck
 */

export { assertGradient, type CheckGradientOptions, checkGradient } from './check-gradient.ts'
export { type CheckHessianOptions, checkHessian } from './check-hessian.ts'
export { type CheckJacobianOptions, checkJacobian } from './check-jacobian.ts'
export type { CheckOptions } from './check-options.ts'
export type { GivenGradient } from './given.ts'
export {
  type NumericGradient,
  type NumericGradientOptions,
  numericGradient,
} from './numeric-gradient.ts'
export { type Entry, GradientError, Report } from './report.ts'
export type { PlainFunction } from './subject.ts'
export type { Verdict } from './verdict.ts'
