import { type Expr, toText } from '@fluxion/symbolic'

/** What the table shows of a fit. */
interface FitFacts {
  readonly model: Expr
  readonly parameters: Readonly<Record<string, number>>
  readonly standardErrors: Readonly<Record<string, number>>
  readonly residualStandardError: number
  readonly residualSumOfSquares: number
  readonly degreesOfFreedom: number
  readonly rSquared: number
  readonly converged: boolean
  readonly iterations: number
  readonly warnings: readonly string[]
}

/** The table that `String(fit)` is; held parameters have no interval. */
export function fitTable(fit: FitFacts, intervals: Readonly<Record<string, readonly [number, number]>>): string {
  const header = ['parameter', 'value', 'standard error', '95 % confidence']
  const body = Object.entries(fit.parameters).map(([name, value]) => {
    const interval = intervals[name]
    if (interval === undefined) return [name, digits(value, 8), '', 'held']
    return [
      name,
      digits(value, 8),
      digits(fit.standardErrors[name]!, 3),
      `${digits(interval[0], 6)} … ${digits(interval[1], 6)}`,
    ]
  })
  const widths = header.map((title, k) => Math.max(title.length, ...body.map((row) => row[k]!.length)))
  const line = (row: readonly string[]): string =>
    `  ${row.map((cell, k) => (k === 0 || k === 3 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!))).join('  ')}`.trimEnd()
  const text = toText(fit.model)
  return [
    `fit of ${text.length <= 90 ? text : `${text.slice(0, 87)}…`}`,
    line(header),
    `  ${widths.map((width) => '─'.repeat(width)).join('  ')}`,
    ...body.map(line),
    `  residual standard error ${digits(fit.residualStandardError, 5)} on ${fit.degreesOfFreedom} degrees of freedom, R² ${digits(fit.rSquared, 6)}`,
    `  ${fit.converged ? 'converged' : 'not converged'} in ${fit.iterations} iterations, sum of squares ${digits(fit.residualSumOfSquares, 8)}`,
    ...fit.warnings.map((warning) => `  ! ${warning}`),
  ].join('\n')
}

const digits = (x: number, count: number): string =>
  Number.isFinite(x) ? String(Number(x.toPrecision(count))) : String(x)
