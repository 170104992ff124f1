import type { Argument } from '@fluxion/bridge'
import { type Expr, type Formula, freeSymbols, gradient, toText } from '@fluxion/symbolic'
import { columnOf, readColumns } from './columns.ts'
import { inverseInformation } from './covariance.ts'
import { errors } from './errors.ts'
import { fitTable } from './fit-table.ts'
import type { LeastSquaresOutcome } from './levenberg-marquardt.ts'
import { blockKernel, type ModelRows } from './model-rows.ts'
import type { StopReason, TraceRow } from './objective.ts'
import { requireKnown, requireLevel } from './require.ts'
import { studentTQuantile } from './student-t.ts'

/** What a {@link Fit} is made of. */
export interface FitContent {
  readonly model: Expr
  readonly names: readonly string[]
  readonly fixed: Readonly<Record<string, number>>
  readonly constants: Readonly<Record<string, number>>
  readonly outcome: LeastSquaresOutcome
  readonly trace: readonly TraceRow[]
  readonly rows: ModelRows
  /** Number of rows with a weight above zero. */
  readonly rowCount: number
  readonly response: Float64Array
  readonly weights: Float64Array | undefined
}

/** How {@link Fit.predict} draws its band. */
export interface PredictOptions {
  /** Probability of the band; default 0.95. */
  readonly level?: number
  /** `confidence`: of the fitted curve (default). `prediction`: of a new observation, of weight 1. */
  readonly interval?: 'confidence' | 'prediction'
}

/** Values of the fitted model with a band around them, one entry for each row. */
export interface Prediction {
  readonly value: Float64Array
  readonly standardError: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
}

/**
 * A fitted model. `String(fit)` is a table for a terminal, `toJSON` everything as plain data.
 *
 * @example
 * const line = fit('a + b * x', { data: { x: [0, 1, 2, 3], y: [1, 3, 5, 8] }, response: 'y', start: { a: 0, b: 0 } })
 * line.standardErrors.b.toFixed(4) // => 0.1732
 */
export class Fit {
  /** The model as a formula. */
  readonly model: Expr
  /** Values of all parameters, held ones included. */
  readonly parameters: Readonly<Record<string, number>>
  /** Standard errors; zero for held parameters, NaN for those the data cannot determine. */
  readonly standardErrors: Readonly<Record<string, number>>
  /** Weighted sum of squared residuals. */
  readonly residualSumOfSquares: number
  /** `sqrt(RSS / (n - p))`, the estimated standard deviation of an observation of weight 1. */
  readonly residualStandardError: number
  /** Rows with weight less free parameters. */
  readonly degreesOfFreedom: number
  /** Share of the variance of the response that the model explains; NaN where the response does not vary. */
  readonly rSquared: number
  /** Free parameters, in the order of {@link covariance} and {@link correlation}. */
  readonly names: readonly string[]
  readonly covariance: readonly (readonly number[])[]
  readonly correlation: readonly (readonly number[])[]
  readonly converged: boolean
  readonly reason: StopReason
  readonly iterations: number
  /** Passes over the data for value and Jacobian. */
  readonly evaluations: number
  /** One row for each iteration: sum of squares, gradient, step. */
  readonly trace: readonly TraceRow[]
  /** What a careful reader should know: parameters at bounds, not determined, not converged. */
  readonly warnings: readonly string[]
  private readonly content: FitContent
  private cachedResiduals: Float64Array | undefined

  constructor(content: FitContent) {
    const { names, fixed, outcome, rowCount } = content
    const { factor, held, x } = outcome
    this.content = content
    this.model = content.model
    this.names = names
    this.parameters = { ...Object.fromEntries(names.map((name, j) => [name, x[j]!])), ...fixed }
    this.residualSumOfSquares = outcome.value
    const free = names.flatMap((_, j) => (held[j] === true ? [] : [j]))
    this.degreesOfFreedom = rowCount - free.length
    const variance = this.degreesOfFreedom > 0 ? outcome.value / this.degreesOfFreedom : Number.NaN
    this.residualStandardError = Math.sqrt(variance)
    const n = names.length
    const { matrix, dependent } = inverseInformation(factor, free)
    const scaled = (i: number, j: number): number => matrix[i * n + j]! * variance
    this.covariance = names.map((_, i) => names.map((_, j) => scaled(i, j)))
    this.correlation = names.map((_, i) =>
      names.map((_, j) => (i === j ? 1 : matrix[i * n + j]! / Math.sqrt(matrix[i * n + i]! * matrix[j * n + j]!))),
    )
    this.standardErrors = {
      ...Object.fromEntries(names.map((name, j) => [name, Math.sqrt(scaled(j, j))])),
      ...Object.fromEntries(Object.keys(fixed).map((name) => [name, 0])),
    }
    const total = totalSquares(content)
    this.rSquared = total === 0 ? Number.NaN : 1 - outcome.value / total
    this.converged = outcome.converged
    this.reason = outcome.reason
    this.iterations = outcome.iterations
    this.evaluations = outcome.evaluations
    this.trace = content.trace
    this.warnings = warningsOf(names, held, dependent, this)
  }

  /** Response less model at every row, without weights. */
  get residuals(): Float64Array {
    if (this.cachedResiduals === undefined) {
      const { rows, outcome, response } = this.content
      this.cachedResiduals = rows.values(outcome.x).map((value, row) => response[row]! - value)
    }
    return this.cachedResiduals
  }

  /**
   * Confidence intervals of the parameters, by Student's t.
   *
   * @param level probability of each interval; default 0.95
   */
  confidenceIntervals(level = 0.95): Record<string, readonly [lower: number, upper: number]> {
    requireLevel(level)
    const factor = studentTQuantile(level, this.degreesOfFreedom)
    return Object.fromEntries(
      this.names.map((name) => {
        const value = this.parameters[name]!
        const reach = factor * this.standardErrors[name]!
        return [name, [value - reach, value + reach]]
      }),
    )
  }

  /** The fitted model at new rows (or, of numbers, at one), with a confidence or prediction band (first order in the parameters' errors). */
  predict(data: Readonly<Record<string, Argument>>, options: PredictOptions = {}): Prediction {
    const { level = 0.95, interval = 'confidence' } = options
    requireKnown(options, ['level', 'interval'])
    requireLevel(level)
    if (interval !== 'confidence' && interval !== 'prediction') {
      throw errors.badOption('interval', interval, "'confidence' or 'prediction'")
    }
    const isOne = Object.values(data).every((value) => typeof value === 'number')
    const table = isOne
      ? Object.fromEntries(Object.entries(data).map(([name, value]) => [name, [value as number]]))
      : data
    const { rows, columns, constants } = readColumns(table)
    const { names, content } = this
    const known = [...Object.keys({ ...content.constants, ...constants, ...columns, ...this.parameters })]
    const missing = freeSymbols(content.model).filter((name) => !known.includes(name))
    if (missing.length > 0) throw errors.unknownColumn('the model', missing, Object.keys(columns))
    const kernel = blockKernel([content.model, ...gradient(content.model, [...names])])
    const out = Array.from({ length: names.length + 1 }, () => new Float64Array(rows))
    kernel.run({ ...content.constants, ...constants, ...columns, ...this.parameters }, out, rows)
    const value = out[0]!
    const factor = studentTQuantile(level, this.degreesOfFreedom)
    const noise = interval === 'prediction' ? this.residualStandardError ** 2 : 0
    const standardError = value.map((_, row) => Math.sqrt(this.variance(out, row) + noise))
    return {
      value,
      standardError,
      lower: value.map((centre, row) => centre - factor * standardError[row]!),
      upper: value.map((centre, row) => centre + factor * standardError[row]!),
    }
  }

  /** The value of a formula of parameters and its standard error, by the delta method. */
  derived(formula: Formula): { readonly value: number; readonly standardError: number } {
    const column = columnOf('the formula', formula, { rows: 1, columns: {}, constants: this.parameters })
    const kernel = blockKernel(gradient(formula, [...this.names]))
    const out = this.names.map(() => new Float64Array(1))
    kernel.run(this.parameters, out, 1)
    return { value: column[0]!, standardError: Math.sqrt(this.variance([column, ...out], 0)) }
  }

  /** The fit as a table: parameters with standard errors and confidence limits, then the quality of the fit. */
  toString(): string {
    return fitTable(this, this.confidenceIntervals())
  }

  /** Everything but the residuals, as plain data. */
  toJSON(): Record<string, unknown> {
    const {
      content: _,
      cachedResiduals: __,
      model,
      ...facts
    } = this as unknown as Record<string, unknown> & { model: Expr }
    return { model: toText(model), ...facts, confidenceIntervals: this.confidenceIntervals() }
  }

  /** `g' C g` for the derivatives in row `row` of `out[1…]`. */
  private variance(out: readonly Float64Array[], row: number): number {
    let total = 0
    this.covariance.forEach((line, i) => {
      line.forEach((entry, j) => {
        const weight = out[i + 1]![row]! * out[j + 1]![row]!
        if (weight !== 0) total += weight * entry
      })
    })
    return Math.max(0, total)
  }
}

/** Weighted sum of squares of the response about its mean. */
function totalSquares({ response, weights }: FitContent): number {
  let weight = 0
  let mean = 0
  let total = 0
  for (let row = 0; row < response.length; row++) {
    const w = weights?.[row] ?? 1
    if (w === 0) continue
    weight += w
    const away = response[row]! - mean
    mean += (w / weight) * away
    total += w * away * (response[row]! - mean)
  }
  return total
}

function warningsOf(
  names: readonly string[],
  held: readonly boolean[],
  dependent: readonly number[],
  { converged, reason, iterations, degreesOfFreedom }: Fit,
): string[] {
  const warnings: string[] = []
  if (!converged) {
    const why =
      reason === 'iterations'
        ? `the budget of ${iterations} iterations is used up`
        : 'no step lowers the sum of squares'
    warnings.push(`not converged: ${why}; try another start, or more iterations`)
  }
  const bound = names.filter((_, j) => held[j] === true)
  if (bound.length > 0) warnings.push(`at a bound: ${bound.join(', ')}; treated as held, without standard error`)
  if (dependent.length > 0) {
    const lost = dependent.map((j) => names[j]!)
    warnings.push(`not determined by the data: ${lost.join(', ')}; other parameters take their place in the model`)
  }
  if (degreesOfFreedom <= 0) warnings.push('as many parameters as rows: no standard errors')
  return warnings
}
