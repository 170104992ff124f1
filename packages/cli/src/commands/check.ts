import { forEachFormula, formulaCommand, type Register } from '../command.ts'
import { type FormulaOptions, readGradient, readNames, readPoint } from '../input.ts'
import { styled, UsageError } from '../io.ts'
import { collect } from './values.ts'

interface CheckOptions extends FormulaOptions {
  readonly at: readonly string[]
  readonly wrt?: string
  readonly gradient: readonly string[]
}

/** `fluxion check`. */
export const check: Register = (program, session) => {
  formulaCommand(program, 'check', 'compare the gradient: symbolic, compiled, finite differences, and your own')
    .option('-a, --at <point>', 'the point: x=1,y=2', collect, [])
    .option('-w, --wrt <names>', 'the variables, separated by commas; all symbols unless given')
    .option(
      '-g, --gradient <partial>',
      'your own derivative, to be checked: x=2*x*sin(y); once a variable',
      collect,
      [],
    )
    .addHelpText(
      'after',
      "\nExamples:\n  fluxion check 'x^2 * sin(y)' --at x=1.5,y=0.3\n  fluxion check 'sin(x)^2' --at x=1 --gradient '2 * cos(x)'\n\nExit code 1 when the gradients disagree.",
    )
    .action((formulas: string[], options: CheckOptions) =>
      forEachFormula(formulas, options, session, async (formula) => {
        if (options.at.length === 0) throw new UsageError('a check needs a point: --at x=1,y=2')
        const { checkGradient } = await import('@fluxion/gradcheck')
        const gradient = options.gradient.length === 0 ? undefined : readGradient(options.gradient)
        const named = typeof gradient === 'object' ? Object.keys(gradient) : undefined
        const wrt = options.wrt === undefined ? named : readNames(options.wrt)
        const report = checkGradient(formula, {
          at: readPoint(options.at),
          ...(wrt === undefined ? {} : { wrt }),
          ...(gradient === undefined ? {} : { gradient }),
        })
        const { ok, verdict, entries } = report
        return {
          json: { ok, verdict, entries },
          text: styled(session.io, ok ? 'green' : 'red', String(report)),
          ok,
        }
      }),
    )
}
