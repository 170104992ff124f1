import { type Argument, compile } from '@fluxion/bridge'
import { derivative, type Expr, FluxionError, type Formula, gradient, jacobian } from '@fluxion/symbolic'
import { type ClaimedMap, runCheck } from './check.ts'
import { type CheckOptions, settings } from './check-gradient.ts'
import { errors } from './errors.ts'
import { givenByFunction } from './given.ts'
import { precisions } from './reference.ts'
import type { Report } from './report.ts'
import {
  type FormulaSubject,
  flatNumbers,
  formulaSubject,
  functionSubject,
  isFormula,
  type PlainFunction,
  recordFor,
  valuesOf,
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
 * scalar ones, or one of a vector) the symbolic and the compiled Jacobian are compared with the numeric one; of a
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
  if (options?.at === undefined) throw errors.missingPoint()
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
    ...(dtype === 'float32' ? { claimEpsilon: precisions.float32.epsilon } : {}),
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

/** The derivative of one formula by one variable, and its place in the whole matrix. */
interface Block {
  readonly expr: Expr
  readonly row: number
  readonly rows: number
  readonly column: number
  readonly columns: number
}

function derivativeClaims(subject: FormulaSubject, dtype: 'float64' | 'float32'): ClaimedMap[] {
  const blocks = blocksOf(subject)
  const size = subject.point.flat.length
  const outputs = subject.value(subject.point.flat).length
  const assemble = (values: (block: Block, k: number) => readonly number[]): Float64Array => {
    const whole = new Float64Array(outputs * size)
    blocks.forEach((block, k) => {
      values(block, k).forEach((value, i) => {
        const row = block.row + Math.floor(i / block.columns)
        whole[row * size + block.column + (i % block.columns)] = value
      })
    })
    return whole
  }
  const bySymbols = (x: Float64Array): Float64Array => {
    const record = subject.record(x)
    return assemble(({ expr, rows, columns }) => fill(valuesOf(expr, record), rows * columns))
  }
  const claims: ClaimedMap[] = [{ name: 'symbolic', values: bySymbols(subject.point.flat), at: bySymbols }]
  try {
    const kernel = compile(
      blocks.map(({ expr }) => expr),
      { dtype },
    )
    const byKernel = (x: Float64Array): Float64Array => {
      const record: Record<string, Argument> = subject.record(x)
      const needed = Object.fromEntries(kernel.args.map((name) => [name, record[name]!]))
      const results = kernel(needed) as readonly unknown[]
      return assemble(({ rows, columns }, k) => fill(flatNumbers(results[k]), rows * columns))
    }
    claims.push({ name: 'compiled', values: byKernel(subject.point.flat), at: byKernel })
  } catch (error) {
    if (!(error instanceof FluxionError && error.code === 'bridge/not-computable')) throw error
  }
  return claims
}

/** A block that does not depend on the point may come back as one number for all its entries. */
const fill = (values: readonly number[], length: number): readonly number[] =>
  values.length === length ? values : Array.from({ length }, () => values[0] ?? Number.NaN)

function blocksOf({ formulas, wrt, point, record }: FormulaSubject): Block[] {
  const blocks: Block[] = []
  const at = record(point.flat)
  let row = 0
  for (const formula of formulas) {
    const rows = formula.shape.length === 0 ? 1 : valuesOf(formula, at).length
    wrt.forEach((name, k) => {
      const { shape, offset, length } = point.parts[k]!
      blocks.push({ expr: block(formula, name, shape), row, rows, column: offset, columns: length })
    })
    row += rows
  }
  return blocks
}

function block(formula: Expr, name: string, shape: readonly number[]): Expr {
  if (formula.shape.length === 0) return gradient(formula, name)
  if (shape.length === 0) return derivative(formula, name)
  if (formula.shape.length === 1 && shape.length === 1) return jacobian(formula, name)
  throw errors.derivativeShape(formula.shape, shape)
}
