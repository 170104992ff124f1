import { parse, toLatex, toText } from '@fluxion/symbolic'
import { forEachFormula, formulaCommand, type Register } from '../command.ts'
import type { FormulaOptions } from '../input.ts'
import { UsageError } from '../io.ts'
import { withClock } from '../progress.ts'
import { variableOf } from './derivatives.ts'

interface AlgebraOptions extends FormulaOptions {
  readonly wrt?: string
  readonly timeout: string
}

const millisecondsOf = ({ timeout }: AlgebraOptions): number => {
  const seconds = Number(timeout)
  if (!(seconds > 0)) throw new UsageError(`--timeout is ${JSON.stringify(timeout)}; a number of seconds is wanted`)
  return 1000 * seconds
}

/** `fluxion integrate`. */
export const integrate: Register = (program, session) => {
  formulaCommand(program, 'integrate', 'an antiderivative or a definite integral, verified before it is printed')
    .option('-w, --wrt <name>', 'the variable; may be left out where there is one symbol only')
    .option('--from <bound>', 'lower bound')
    .option('--to <bound>', 'upper bound')
    .option('--timeout <seconds>', 'how long to try', '10')
    .addHelpText(
      'after',
      "\nExamples:\n  fluxion integrate 'x * exp(x)'\n  fluxion integrate 'exp(-x)' --from 0 --to infinity",
    )
    .action((formulas: string[], options: AlgebraOptions & { from?: string; to?: string }) =>
      forEachFormula(formulas, options, session, async (formula) => {
        const nerdamer = await import('@fluxion/nerdamer')
        const { from, to } = options
        if ((from === undefined) !== (to === undefined))
          throw new UsageError('a definite integral needs --from and --to')
        const wrt = variableOf(formula, options.wrt)
        const timeout = millisecondsOf(options)
        const bounds = from === undefined || to === undefined ? {} : { from, to }
        const { result, by } = await withClock(session.io, 'integrating', () =>
          nerdamer.integrate(formula, wrt, { timeout, ...bounds }),
        )
        return {
          json: {
            formula: toText(parse(formula)),
            wrt,
            integral: toText(result),
            latex: toLatex(result),
            verified: true,
            by,
          },
          text: toText(result),
        }
      }),
    )
}

/** Both sides of an equation in one formula. */
const sidesOf = (equation: string): string =>
  equation
    .split(/==?/)
    .map((side) => `(${side})`)
    .join(' + ')

/** `fluxion solve`. */
export const solve: Register = (program, session) => {
  formulaCommand(program, 'solve', 'the real roots of an equation, each verified')
    .option('-w, --wrt <name>', 'the unknown; may be left out where there is one symbol only')
    .option('--timeout <seconds>', 'how long to try', '10')
    .addHelpText('after', "\nExample:\n  fluxion solve 'x^2 - 5*x + 6 = 0'")
    .action((formulas: string[], options: AlgebraOptions) =>
      forEachFormula(formulas, options, session, async (equation) => {
        const nerdamer = await import('@fluxion/nerdamer')
        const wrt = variableOf(sidesOf(equation), options.wrt)
        const timeout = millisecondsOf(options)
        const { result, by, period } = await withClock(session.io, 'solving', () =>
          nerdamer.solve(equation, wrt, { timeout }),
        )
        const roots = result.map(toText)
        const repeats = period === undefined ? '' : ` + k * (${toText(period)})`
        return {
          json: { equation, wrt, roots, ...(period && { period: toText(period) }), verified: true, by },
          text:
            roots.length === 0
              ? 'no real root was found'
              : roots.map((root) => `${wrt} = ${root}${repeats}`).join('\n'),
        }
      }),
    )
}
