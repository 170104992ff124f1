import { type Formula, gradient } from '@fluxion/symbolic'
import { runCheck } from './check.ts'
import { checkFormulas } from './check-jacobian.ts'
import { type CheckOptions, requireOptions, settings } from './check-options.ts'
import { errors } from './errors.ts'
import { checkFirstOrder } from './first-order.ts'
import { type GivenGradient, givenByFunction } from './given.ts'
import { differenced, precisions } from './reference.ts'
import type { Report } from './report.ts'
import { formulaSubject, functionSubject, isFormula, type PlainFunction, recordFor, type Subject } from './subject.ts'

/** What {@link checkHessian} is told. */
export interface CheckHessianOptions extends CheckOptions {
  /** The Hessian to check: a function of the point that returns its rows, nested or one after the other. */
  readonly hessian?: PlainFunction
  /** Of a function: its gradient, which is then differenced instead of the function. */
  readonly gradient?: GivenGradient
}

/**
 * Checks a Hessian at a point: of a formula the symbolic and the compiled one against derivatives of the symbolic
 * gradient, after that gradient itself has passed; of a function the Hessian passed in, against differences of its
 * gradient, or of the function twice over.
 *
 * @example
 * checkHessian('x^2 * y', { at: { x: 2, y: 3 } }).entries.map((entry) => entry.symbolic).join() // => 6,4,4,0
 */
export function checkHessian(f: Formula, options: CheckHessianOptions): Report
export function checkHessian<X = Float64Array>(f: (x: X) => unknown, options: CheckHessianOptions): Report
export function checkHessian(f: Formula | PlainFunction, options: CheckHessianOptions): Report {
  requireOptions(options, 'gradient', 'hessian')
  return isFormula(f) ? checkFormula(f, options) : checkFunction(f, options)
}

function checkFormula(f: Formula, options: CheckHessianOptions): Report {
  const { hessian, ...rest } = options
  const { gradient: given, ...plain } = rest
  const first = checkFirstOrder(f, { ...plain, ...(given === undefined ? {} : { gradient: given }) })
  if (!first.ok) return first
  const record = recordFor(f, options.at, options.wrt)
  const { formulas, wrt } = formulaSubject([f], record, options.wrt)
  const subject = formulaSubject(gradient(formulas[0]!, [...wrt]), record, wrt)
  const { path } = subject.point
  return checkFormulas(
    { ...subject, text: String(formulas[0]) },
    { ...plain, ...(hessian === undefined ? {} : { jacobian: hessian }) },
    'Hessian',
    (output, index) => `${path(output)}, ${path(index)}`,
  )
}

function checkFunction(f: PlainFunction, options: CheckHessianOptions): Report {
  const { at, wrt, gradient: given, hessian } = options
  if (hessian === undefined) throw errors.missingGradient('hessian')
  const base = functionSubject(f, at, wrt)
  const { point } = base
  const size = point.flat.length
  const { dtype, ...rest } = settings(options, size * size)
  const precision = precisions[dtype]
  const subject: Subject =
    typeof given === 'function'
      ? functionSubject(given, at, wrt)
      : {
          ...base,
          value: (x) =>
            Float64Array.from(x, (_, i) => {
              const direction = new Float64Array(size)
              direction[i] = 1
              return differenced(base, x, direction, precision)[0]?.value ?? Number.NaN
            }),
        }
  return runCheck({
    ...rest,
    title: `Hessian of ${base.text} at ${base.place}`,
    subject,
    claims: [givenByFunction(hessian, point, size, (x) => point.unravel(x))],
    precision,
    path: (output, index) => `${point.path(output)}, ${point.path(index)}`,
  })
}
