import { forEachFormula, formulaCommand, type Register } from '../command.ts'
import { type FormulaOptions, readNames, readPoint } from '../input.ts'
import { styled, UsageError } from '../io.ts'
import { collect } from './values.ts'

interface CheckOptions extends FormulaOptions {
  readonly at: readonly string[]
  readonly wrt?: string
}

/** `fluxion check`. */
export const check: Register = (program, session) => {
  formulaCommand(program, 'check', 'compare the gradient three ways: symbolic, compiled, finite differences')
    .option('-a, --at <point>', 'the point: x=1,y=2', collect, [])
    .option('-w, --wrt <names>', 'the variables, separated by commas; all symbols unless given')
    .addHelpText(
      'after',
      "\nExample:\n  fluxion check 'x^2 * sin(y)' --at x=1.5,y=0.3\n\nExit code 1 when the gradients disagree.",
    )
    .action((formulas: string[], options: CheckOptions) =>
      forEachFormula(formulas, options, session, async (formula) => {
        if (options.at.length === 0) throw new UsageError('a check needs a point: --at x=1,y=2')
        const { checkGradient } = await import('@fluxion/gradcheck')
        const report = checkGradient(formula, {
          at: readPoint(options.at),
          ...(options.wrt === undefined ? {} : { wrt: readNames(options.wrt) }),
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
