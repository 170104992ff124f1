import { culprit, ravel } from '@fluxion/bridge'
import { type Expr, type Formula, freeSymbols } from '@fluxion/symbolic'
import { type Bounds, boxOf } from './box.ts'
import { columnOf, formulaExpr, pick, readColumns, requireFinite, requireWeights } from './columns.ts'
import { drive, driveAsync, type Watching } from './drive.ts'
import { errors } from './errors.ts'
import { Fit } from './fit-result.ts'
import type { Data } from './formula-objective.ts'
import { type LeastSquaresOutcome, levenbergMarquardt } from './levenberg-marquardt.ts'
import { ModelRows } from './model-rows.ts'
import type { Iterate, TraceRow } from './objective.ts'
import { requireCount, requireKnown, requireTolerances } from './require.ts'
import { TriangularFactor } from './triangular-factor.ts'

/** What {@link fit} is told. */
export interface FitOptions extends Watching<FitProgress> {
  /**
   * Columns by name: arrays, typed arrays (a `Float64Array` is not copied) or tensors of one length; numbers are
   * constants.
   */
  readonly data: Data
  /** What the model describes: the name of a column, or a formula of columns such as `'log(y)'`. */
  readonly response: Formula
  /** Start values of the parameters. */
  readonly start: Readonly<Record<string, number>>
  /**
   * Weights of the squared residuals, up to a common factor `1 / variance`: a column's name, a formula of columns,
   * or numbers.
   */
  readonly weights?: Formula | ArrayLike<number>
  /** Lower and upper bounds by name. */
  readonly bounds?: Readonly<Record<string, Bounds>>
  /** Parameters that are held: names, at their start values; or values by name. */
  readonly fixed?: readonly string[] | Readonly<Record<string, number>>
  /** Default 500. */
  readonly maxIterations?: number
  /** How far from the solution, in standard errors, to stop; default 1e-8. */
  readonly tolerance?: number
}

/** The names of all options. */
const OPTIONS: { readonly [Name in keyof Required<FitOptions>]: true } = {
  data: true,
  response: true,
  start: true,
  weights: true,
  bounds: true,
  fixed: true,
  maxIterations: true,
  tolerance: true,
  onProgress: true,
  signal: true,
}

/** What `onProgress` receives. */
export interface FitProgress extends TraceRow {
  readonly parameters: Readonly<Record<string, number>>
}

/**
 * Fits the parameters of a model to data by least squares: Levenberg–Marquardt on the exact, compiled Jacobian, by
 * QR, over any number of rows in one pass an iteration.
 *
 * The standard errors are those of nonlinear regression, `s * sqrt(diag((J' W J)^-1))` with `s^2 = RSS / (n - p)`.
 * Throws `optimize/bad-start` where the model has no value at the start, `optimize/flat-start`,
 * `optimize/stuck-start`, `optimize/too-few-rows`, `optimize/unbound-symbol`, `optimize/bad-data`,
 * `optimize/aborted`.
 *
 * @param model a formula of parameters and columns
 * @example
 * const line = fit('a + b * x', { data: { x: [0, 1, 2], y: [1, 3, 5] }, response: 'y', start: { a: 0, b: 0 } })
 * line.parameters.b.toFixed(6) // => 2.000000
 */
export function fit(model: Formula, options: FitOptions): Fit {
  const problem = prepare(model, options)
  const { outcome, trace } = drive(problem.algorithm, problem.watching)
  return problem.finish(outcome, trace)
}

/**
 * {@link fit} that gives way to other work between iterations, so that a signal can stop it and a page stays
 * responsive.
 *
 * @example
 * const data = { x: [0, 1, 2, 3], y: [1, 2.7, 7.4, 20] }
 * const growth = await fitAsync('exp(k * x)', { data, response: 'y', start: { k: 0.5 } })
 * growth.parameters.k.toFixed(2) // => 1.00
 */
export async function fitAsync(model: Formula, options: FitOptions): Promise<Fit> {
  const problem = prepare(model, options)
  const { outcome, trace } = await driveAsync(problem.algorithm, problem.watching)
  return problem.finish(outcome, trace)
}

interface Problem {
  readonly algorithm: Generator<Iterate, LeastSquaresOutcome, void>
  readonly watching: Watching<Iterate>
  finish(outcome: LeastSquaresOutcome, trace: readonly TraceRow[]): Fit
}

function prepare(model: Formula, options: FitOptions): Problem {
  const { start, response: wanted, onProgress, signal, maxIterations = 500, tolerance = 1e-8 } = options
  requireKnown(options, Object.keys(OPTIONS))
  requireCount('maxIterations', maxIterations, 0)
  requireTolerances({ tolerance })
  const data = readColumns(options.data)
  const expr = formulaExpr(model)
  const columnNames = [...Object.keys(data.columns), ...Object.keys(data.constants)]
  const { names, fixed } = parametersOf(expr, start, options.fixed, columnNames)
  if (wanted === undefined) throw errors.missingResponse(Object.keys(data.columns))
  const response = columnOf('response', wanted, data)
  const weights = options.weights === undefined ? undefined : columnOf('weights', options.weights, data)
  if (weights !== undefined) requireWeights(weights)
  requireFinite('the response', response, weights)
  const used = freeSymbols(expr)
  for (const [name, column] of Object.entries(pick(data.columns, used))) requireFinite(name, column, weights)
  const rowCount = weights === undefined ? data.rows : weights.reduce((n, weight) => n + (weight > 0 ? 1 : 0), 0)
  if (rowCount < names.length) throw errors.tooFewRows(rowCount, names.length)

  const rows = new ModelRows(expr, names, fixed, data, response, weights)
  const point = ravel(pick(start, names), names)
  const box = boxOf(point, options.bounds)
  const first =
    box === undefined
      ? point.flat
      : point.flat.map((value, j) => Math.min(Math.max(value, box.lower[j]!), box.upper[j]!))
  const named = (x: Float64Array): Record<string, number> => Object.fromEntries(names.map((name, j) => [name, x[j]!]))
  const firstState = checkStart(expr, rows, first, named, { ...data.constants, ...fixed }, data.columns)
  return {
    algorithm: levenbergMarquardt(rows, first, { maxIterations, tolerance, box, first: firstState }),
    watching: {
      ...(onProgress === undefined
        ? {}
        : { onProgress: ({ x, ...row }) => onProgress({ ...row, parameters: named(x) }) }),
      ...(signal === undefined ? {} : { signal }),
    },
    finish: (outcome, trace) => {
      if (!outcome.converged && outcome.iterations === 0 && outcome.reason === 'precision') {
        throw errors.stuckStart(textOf(named(first)))
      }
      return new Fit({
        model: expr,
        names,
        fixed,
        outcome,
        trace,
        rows,
        rowCount,
        response,
        weights,
        constants: data.constants,
      })
    },
  }
}

/** The free parameters in the order of `start`, and the values of those held. */
function parametersOf(
  model: Expr,
  start: FitOptions['start'],
  held: FitOptions['fixed'],
  columns: readonly string[],
): { readonly names: readonly string[]; readonly fixed: Record<string, number> } {
  if (start === undefined) throw errors.missingStart()
  const fixed: Record<string, number> = {}
  const isNames = (it: typeof held): it is readonly string[] => Array.isArray(it)
  for (const name of isNames(held) ? held : Object.keys(held ?? {})) {
    const value = isNames(held) ? start[name] : held?.[name]
    if (typeof value !== 'number') throw errors.unboundSymbols([name], Object.keys(start))
    fixed[name] = value
  }
  const free = freeSymbols(model)
  const names = Object.keys(start).filter((name) => !Object.hasOwn(fixed, name))
  for (const [name, value] of Object.entries(start)) {
    if (!Number.isFinite(value)) throw errors.badOption(`start.${name}`, value, 'a finite number')
  }
  const known = [...names, ...Object.keys(fixed), ...columns]
  const unbound = free.filter((name) => !known.includes(name))
  if (unbound.length > 0) throw errors.unboundSymbols(unbound, known)
  for (const name of names)
    if (!free.includes(name))
      throw errors.unusedName(
        'start',
        name,
        free.filter((it) => !columns.includes(it)),
      )
  if (names.length === 0) throw errors.noParameters()
  return { names, fixed }
}

/** Value and factor at the start; refuses one where the model or a derivative has no value, or where nothing can move it. */
function checkStart(
  model: Expr,
  rows: ModelRows,
  start: Float64Array,
  named: (x: Float64Array) => Record<string, number>,
  constants: Readonly<Record<string, number>>,
  columns: Readonly<Record<string, Float64Array>>,
): { readonly value: number; readonly factor: TriangularFactor } {
  const factor = new TriangularFactor(rows.size + 1)
  const sum = rows.linearize(start, factor)
  const place = textOf(named(start))
  if (!Number.isFinite(sum)) {
    const values = rows.values(start)
    const row = values.findIndex((value) => !Number.isFinite(value))
    if (row < 0) throw errors.badStart('the sum of squares overflows', place)
    const at = {
      ...pick(
        Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[row]!])),
        freeSymbols(model),
      ),
    }
    const reason = culprit(model, { ...constants, ...named(start), ...at })
    throw errors.badStart(`the model is ${values[row]} in row ${row} (${textOf(at)})`, place, reason)
  }
  if (!factor.rows.every(Number.isFinite)) throw errors.badStart('a derivative of the model is not finite', place)
  const flat = Object.keys(named(start)).filter((_, j) => factor.columnNorm(j) === 0)
  if (flat.length === rows.size && sum > 0) throw errors.flatStart(flat, place)
  return { value: sum, factor }
}

const textOf = (values: Readonly<Record<string, number>>): string =>
  Object.entries(values)
    .slice(0, 8)
    .map(([name, value]) => `${name} = ${Number(value.toPrecision(6))}`)
    .join(', ')
