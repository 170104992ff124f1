import { evaluate, parse, simplify, toLatex, toText } from '@fluxion/symbolic'
import { forEachFormula, formulaCommand, type Register } from '../command.ts'
import { type FormulaOptions, readPoint } from '../input.ts'
import { UsageError } from '../io.ts'

interface EvalOptions extends FormulaOptions {
  readonly at: readonly string[]
  readonly precision?: string
}

/** Collects an option that may be given several times. */
export const collect = (value: string, before: readonly string[]): string[] => [...before, value]

/** `fluxion eval`. */
export const evaluation: Register = (program, session) => {
  formulaCommand(program, 'eval', 'the value of a formula at a point')
    .option('-a, --at <point>', 'values of the symbols: x=1,y=2', collect, [])
    .option('-p, --precision <digits>', 'significant digits beyond double precision')
    .addHelpText('after', "\nExamples:\n  fluxion eval 'x^2 + 1' --at x=3\n  fluxion eval 'exp(1)' --precision 40")
    .action((formulas: string[], options: EvalOptions) =>
      forEachFormula(formulas, options, session, async (formula) => {
        const at = readPoint(options.at)
        const value =
          options.precision === undefined ? evaluate(formula, at) : await precise(formula, at, options.precision)
        return { json: { formula: toText(parse(formula)), value }, text: String(value) }
      }),
    )
}

async function precise(formula: string, at: Record<string, number | number[]>, precision: string): Promise<string> {
  const digits = Number(precision)
  if (!Number.isInteger(digits) || digits < 1) {
    throw new UsageError(`--precision is ${JSON.stringify(precision)}; a number of digits is wanted`)
  }
  const { evaluatePrecise } = await import('@fluxion/mathjs')
  return evaluatePrecise(formula, at as Record<string, number>, { digits }).toString()
}

/** `fluxion simplify`. */
export const simplification: Register = (program, session) => {
  formulaCommand(program, 'simplify', 'an equal formula that is shorter')
    .option('--latex', 'print LaTeX')
    .addHelpText('after', "\nExample:\n  fluxion simplify '(x^2 - 1) / (x - 1)'")
    .action((formulas: string[], options: FormulaOptions & { latex?: boolean }) =>
      forEachFormula(formulas, options, session, (formula) => {
        const result = simplify(formula)
        return {
          json: { formula: toText(parse(formula)), simplified: toText(result), latex: toLatex(result) },
          text: options.latex ? toLatex(result) : toText(result),
        }
      }),
    )
}
