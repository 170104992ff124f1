import { parse, toText } from '@fluxion/symbolic'
import { forEachFormula, formulaCommand, type Register } from '../command.ts'
import { readColumns } from '../csv.ts'
import { type FormulaOptions, readPoint } from '../input.ts'
import { UsageError } from '../io.ts'
import { table } from '../table.ts'
import { collect } from './values.ts'

interface FitOptions extends FormulaOptions {
  readonly data: string
  readonly response: string
  readonly start: readonly string[]
}

/** `fluxion fit`. */
export const fit: Register = (program, session) => {
  formulaCommand(program, 'fit', 'fit the parameters of a model to the columns of a CSV file')
    .requiredOption('-d, --data <file>', 'CSV file with a header line')
    .requiredOption('-r, --response <column>', 'the column to be explained, or a formula of columns')
    .requiredOption('-s, --start <point>', 'parameters and where they start: a=1,b=0.1', collect, [])
    .addHelpText('after', "\nExample:\n  fluxion fit 'a * exp(b * x)' --data points.csv --response y --start a=1,b=0.1")
    .action((formulas: string[], options: FitOptions) =>
      forEachFormula(formulas, options, session, async (model) => {
        const data = readColumns(await session.io.readFile(options.data), options.data)
        const start = readPoint(options.start)
        for (const [name, value] of Object.entries(start)) {
          if (typeof value !== 'number') throw new UsageError(`the start of ${name} is a list; a number is wanted`)
        }
        const { fit: fitModel } = await import('@fluxion/optimize')
        const result = fitModel(model, { data, response: options.response, start: start as Record<string, number> })
        const { parameters, standardErrors, residualSumOfSquares, iterations, converged } = result
        const rows = Object.keys(parameters).map((name) => [
          name,
          number(parameters[name]),
          '±',
          number(standardErrors[name]),
        ])
        return {
          json: {
            model: toText(parse(model)),
            parameters,
            standardErrors,
            residualSumOfSquares,
            iterations,
            converged,
          },
          text: `${table(rows)}\nresidual sum of squares ${number(residualSumOfSquares)} after ${iterations} iterations${converged ? '' : ' (not converged)'}`,
          ok: converged,
        }
      }),
    )
}

const number = (value: number | undefined): string => (value === undefined ? '' : String(Number(value.toPrecision(8))))
