import { type Point, ravel } from '@fluxion/bridge'
import { type Expr, type Formula, gradient as symbolicGradient, toText } from '@fluxion/symbolic'
import type { ClaimedMap } from './bench.ts'
import { runCheck } from './check.ts'
import { type CheckOptions, settings } from './check-options.ts'
import { compiledClaim } from './compiled.ts'
import { errors } from './errors.ts'
import { claimByFormulas, type GivenGradient, givenByFormulas, givenByFunction } from './given.ts'
import { precisions } from './reference.ts'
import type { Report } from './report.ts'
import {
  type FormulaSubject,
  formulaSubject,
  functionSubject,
  isFormula,
  type PlainFunction,
  recordFor,
  valuesOf,
} from './subject.ts'

/** What a check of first derivatives is told. */
export interface FirstOrderOptions extends CheckOptions {
  /** The gradient to check, for a function; of a formula it is checked against the symbolic one as well. */
  readonly gradient?: GivenGradient
}

/** The check of a gradient, of a formula or a function. */
export function checkFirstOrder(f: Formula | PlainFunction, options: FirstOrderOptions): Report {
  return isFormula(f) ? checkFormula(f, options) : checkFunction(f, options)
}

function checkFormula(f: Formula, options: FirstOrderOptions): Report {
  const record = recordFor(f, options.at, options.wrt)
  const subject = formulaSubject([f], record, options.wrt)
  const { gradient: given } = options
  const size = subject.point.flat.length
  const { dtype, ...rest } = settings(options, size)
  const symbolic = symbolicClaim(subject)
  const { claim: compiled, note } = compiledClaim(subject, symbolic, dtype)
  const claims: ClaimedMap[] = [symbolic]
  if (compiled !== undefined) claims.push(compiled)
  if (typeof given === 'function') claims.push(givenByFunction(given, subject.point, 1, (x) => subject.record(x)))
  else if (given !== undefined) claims.push(givenByFormulas(given, subject, record))
  return runCheck({
    ...rest,
    title: `gradient of ${subject.text}${subject.place === '' ? '' : ` at ${subject.place}`}`,
    subject,
    claims,
    precision: precisions.float64,
    path: (_, index) => subject.point.path(index),
    terms: () => addends(subject),
    ...(note === undefined ? {} : { notes: [note] }),
    ...(dtype === 'float32' ? { claimPrecision: precisions.float32 } : {}),
  })
}

function symbolicClaim(subject: FormulaSubject): ClaimedMap {
  const [formula] = subject.formulas
  return claimByFormulas('symbolic', formula === undefined ? [] : gradientOf(formula, subject.wrt), subject)
}

const gradientOf = (formula: Expr, wrt: readonly string[]): Expr[] => symbolicGradient(formula, [...wrt])

/** The gradients of the terms of a sum, to recognise one that was left out. */
function addends(subject: FormulaSubject): { text: string; gradient: Float64Array }[] {
  const [formula] = subject.formulas
  if (formula?.op !== 'add' || formula.args.length > 32) return []
  const record = subject.record(subject.point.flat)
  return formula.args.map((term) => ({
    text: toText(term),
    gradient: Float64Array.from(gradientOf(term, subject.wrt).flatMap((part) => valuesOf(part, record))),
  }))
}

function checkFunction(f: PlainFunction, options: FirstOrderOptions): Report {
  const { at, gradient, wrt } = options
  if (typeof gradient !== 'function') throw errors.missingGradient('gradient')
  const subject = functionSubject(f, at, wrt)
  const { length } = subject.value(subject.point.flat)
  if (length !== 1) throw errors.notScalar(length)
  const { dtype, ...rest } = settings(options, subject.point.flat.length)
  const whole = ravel(at)
  const isPart = subject.point.parts.length !== whole.parts.length
  const call = (x: Float64Array): Point =>
    isPart ? ({ ...(at as object), ...(subject.point.unravel(x) as object) } as Point) : subject.point.unravel(x)
  return runCheck({
    ...rest,
    title: `gradient of ${subject.text} at ${subject.place}`,
    subject,
    claims: [givenByFunction(gradient, subject.point, 1, call)],
    precision: precisions[dtype],
    path: (_, index) => subject.point.path(index),
  })
}
