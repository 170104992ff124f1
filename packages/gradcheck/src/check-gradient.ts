import { type Point, ravel } from '@fluxion/bridge'
import { type Expr, type Formula, gradient as symbolicGradient, toText } from '@fluxion/symbolic'
import { type ClaimedMap, runCheck } from './check.ts'
import { checkHessian } from './check-hessian.ts'
import { compiledClaim } from './compiled.ts'
import { errors } from './errors.ts'
import { claimByFormulas, type GivenGradient, givenByFormulas, givenByFunction } from './given.ts'
import { precisions } from './reference.ts'
import { GradientError, type Report } from './report.ts'
import {
  type FormulaSubject,
  formulaSubject,
  functionSubject,
  isFormula,
  type PlainFunction,
  recordFor,
  valuesOf,
} from './subject.ts'

/** What every check is told. */
export interface CheckOptions {
  /** The point: a record for a formula; a number, an array, a tensor or a record of those for a function. */
  readonly at: Point
  /** The variables to differentiate by; default: all that the formula contains, sorted. */
  readonly wrt?: string | readonly string[]
  /** Relative difference that counts as agreement; default 1e-6, in float32 2e-3. */
  readonly tolerance?: number
  /**
   * `full` checks every entry; `fast` checks random projections of all entries at once and sixteen entries one by
   * one, and on failure finds the wrong one. Default: full up to 256 entries.
   */
  readonly mode?: 'full' | 'fast'
  /** Seed of the random choices; the same seed, the same report. */
  readonly seed?: number
  /** Precision that the function or the compiled kernel works in. */
  readonly dtype?: 'float64' | 'float32'
}

/** What {@link checkGradient} is told. */
export interface CheckGradientOptions extends CheckOptions {
  /** The gradient to check, for a function; of a formula it is checked against the symbolic one as well. */
  readonly gradient?: GivenGradient
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
  if (options?.at === undefined) throw errors.missingPoint()
  const { order, ...rest } = options
  if (order !== undefined && order !== 1 && order !== 2) throw errors.badOption('order', order, '1 or 2')
  if (order === 2) return checkHessian(f as Formula, rest)
  return isFormula(f) ? checkFormula(f, options) : checkFunction(f, options)
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

/** The options with their defaults, for this many entries. */
export function settings(
  options: CheckOptions,
  size: number,
): Required<Pick<CheckOptions, 'tolerance' | 'mode' | 'seed' | 'dtype'>> {
  const { dtype = 'float64', mode, tolerance } = options
  if (dtype !== 'float64' && dtype !== 'float32') throw errors.badOption('dtype', dtype, "'float64' or 'float32'")
  if (mode !== undefined && mode !== 'full' && mode !== 'fast') throw errors.badOption('mode', mode, "'full' or 'fast'")
  if (tolerance !== undefined && !(tolerance >= 0)) throw errors.badOption('tolerance', tolerance, 'a number from 0 on')
  return {
    dtype,
    tolerance: options.tolerance ?? (dtype === 'float32' ? 2e-3 : 1e-6),
    mode: options.mode ?? (size <= 256 ? 'full' : 'fast'),
    seed: options.seed ?? 0,
  }
}

function checkFormula(f: Formula, options: CheckGradientOptions): Report {
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

function checkFunction(f: PlainFunction, options: CheckGradientOptions): Report {
  const { at, gradient, wrt } = options
  if (typeof gradient !== 'function') throw errors.missingGradient('gradient')
  const subject = functionSubject(f, at, wrt)
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
