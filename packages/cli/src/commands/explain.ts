import { explain as explainDerivative } from '@fluxion/symbolic'
import { forEachFormula, formulaCommand, type Register } from '../command.ts'
import type { FormulaOptions } from '../input.ts'
import { UsageError } from '../io.ts'
import { variableOf } from './derivatives.ts'

interface ExplainOptions extends FormulaOptions {
  readonly wrt?: string
  readonly language: string
  readonly format: string
  readonly full?: boolean
}

const faces = { text: 'toText', latex: 'toLatex', markdown: 'toMarkdown' } as const
const isFace = (format: string): format is keyof typeof faces => Object.hasOwn(faces, format)

/** `fluxion explain`. */
export const explain: Register = (program, session) => {
  formulaCommand(program, 'explain', 'the derivative, step by step')
    .option('-w, --wrt <name>', 'the variable; may be left out where there is one symbol only')
    .option('-l, --language <language>', 'en or zh', 'en')
    .option('--format <format>', 'text, latex or markdown', 'text')
    .option('--full', 'show the trivial steps too')
    .addHelpText('after', "\nExample:\n  fluxion explain 'exp(-x^2 / 2)'")
    .action((formulas: string[], options: ExplainOptions) =>
      forEachFormula(formulas, options, session, (formula) => {
        const { language, format } = options
        if (language !== 'en' && language !== 'zh')
          throw new UsageError(`--language is ${language}; en or zh is wanted`)
        if (!isFace(format)) throw new UsageError(`--format is ${format}; text, latex or markdown is wanted`)
        const derivation = explainDerivative(formula, variableOf(formula, options.wrt), {
          language,
          ...(options.full ? { detail: 'full' as const } : {}),
        })
        return { json: { ...derivation.toJSON() }, text: derivation[faces[format]]() }
      }),
    )
}
