import type { Formula } from '@fluxion/symbolic'
import { runCheck } from './check.ts'
import { type CheckOptions, requireOptions, settings } from './check-options.ts'
import { derivativeClaims } from './derivative-blocks.ts'
import { errors } from './errors.ts'
import { givenByFunction } from './given.ts'
import { precisions } from './reference.ts'
import type { Report } from './report.ts'
import {
  type FormulaSubject,
  formulaSubject,
  functionSubject,
  isFormula,
  type PlainFunction,
  recordFor,
} from './subject.ts'

/** What {@link checkJacobian} is told. */
export interface CheckJacobianOptions extends CheckOptions {
  /**
   * The Jacobian to check: a function of the point that returns its rows (outputs), nested or one after the other.
   */
  readonly jacobian?: PlainFunction
}

/**
 * Checks a Jacobian at a point as {@link checkGradient} does a gradient: rows are outputs. Of formulas (a list of
 * scalar ones, or one of a vector or matrix, its entries row by row) the symbolic and the compiled Jacobian are compared with the numeric one; of a
 * function the Jacobian passed in.
 *
 * @example
 * checkJacobian(['x * y', 'x + y'], { at: { x: 2, y: 3 } }).verdict // => agree
 * const given = (x: Float64Array) => [[x[0], x[1]]]
 * checkJacobian((x: Float64Array) => [x[0] * x[1]], { at: [2, 3], jacobian: given }).worst.path // => f[0] by x[0]
 */
export function checkJacobian(f: Formula | readonly Formula[], options: CheckJacobianOptions): Report
export function checkJacobian<X = Float64Array>(f: (x: X) => unknown, options: CheckJacobianOptions): Report
export function checkJacobian(f: Formula | readonly Formula[] | PlainFunction, options: CheckJacobianOptions): Report {
  requireOptions(options, 'jacobian')
  if (typeof f === 'function') return checkFunction(f, options)
  const list = isFormula(f) ? [f] : f
  const record = recordFor(list[0] ?? 0, options.at, options.wrt)
  const subject = formulaSubject(list, record, options.wrt)
  return checkFormulas(subject, options, 'Jacobian', (output, index) => `f[${output}] by ${subject.point.path(index)}`)
}

/** Checks the Jacobian of formulas that are already laid out. */
export function checkFormulas(
  subject: FormulaSubject,
  options: CheckJacobianOptions,
  title: string,
  path: (output: number, index: number) => string,
): Report {
  const outputs = subject.value(subject.point.flat).length
  const { dtype, ...rest } = settings(options, outputs * subject.point.flat.length)
  const claims = derivativeClaims(subject, dtype)
  if (options.jacobian !== undefined) {
    claims.push(givenByFunction(options.jacobian, subject.point, outputs, (x) => subject.record(x)))
  }
  return runCheck({
    ...rest,
    title: `${title} of ${subject.text}${subject.place === '' ? '' : ` at ${subject.place}`}`,
    subject,
    claims,
    precision: precisions.float64,
    path,
    ...(dtype === 'float32' ? { claimPrecision: precisions.float32 } : {}),
  })
}

function checkFunction(f: PlainFunction, options: CheckJacobianOptions): Report {
  if (options.jacobian === undefined) throw errors.missingGradient('jacobian')
  const subject = functionSubject(f, options.at, options.wrt)
  const { point } = subject
  const outputs = subject.value(point.flat).length
  const { dtype, ...rest } = settings(options, outputs * point.flat.length)
  return runCheck({
    ...rest,
    title: `Jacobian of ${subject.text} at ${subject.place}`,
    subject,
    claims: [givenByFunction(options.jacobian, point, outputs, (x) => point.unravel(x))],
    precision: precisions[dtype],
    path: (output, index) => `f[${output}] by ${point.path(index)}`,
  })
}
