import { freeSymbols, gradient, parse, toCode, toLatex, toText } from '@fluxion/symbolic'
import { forEachFormula, formulaCommand, type Register } from '../command.ts'
import type { FormulaOptions } from '../input.ts'
import { UsageError } from '../io.ts'

interface CompileOptions extends FormulaOptions {
  readonly to: string
  readonly gradient?: boolean
}

type Emit = (formula: string, withGradient: boolean) => string | Promise<string>

const kernel =
  (backend: 'js' | 'wasm'): Emit =>
  async (formula, withGradient) => {
    const bridge = await import('@fluxion/bridge')
    const compiled = withGradient
      ? bridge.valueAndGradient(formula, { wrt: freeSymbols(formula), backend })
      : bridge.compile(formula, { backend })
    return compiled.source
  }

const language =
  (name: 'javascript' | 'c' | 'python' | 'julia' | 'glsl'): Emit =>
  (formula, withGradient) => {
    const args = freeSymbols(formula)
    const partials = withGradient
      ? gradient(formula).map((partial, i) => toCode(partial, name, { name: `f_${args[i]}`, args }))
      : []
    return inOneFile([toCode(formula, name, { name: 'f', args }), ...partials])
  }

/** Functions of one language in one file: what they include or import stands at its top once. */
function inOneFile(codes: readonly string[]): string {
  const isHeader = (line: string): boolean => /^(#include|import|using) /.test(line)
  const lines = codes.map((code) => code.trim().split('\n'))
  const headers = [...new Set(lines.flatMap((code) => code.filter(isHeader)))]
  const bodies = lines.map((code) =>
    code
      .filter((line) => !isHeader(line))
      .join('\n')
      .trim(),
  )
  return [...(headers.length > 0 ? [headers.join('\n')] : []), ...bodies].join('\n\n')
}

const targets = {
  js: language('javascript'),
  loop: kernel('js'),
  wat: kernel('wasm'),
  c: language('c'),
  python: language('python'),
  julia: language('julia'),
  glsl: language('glsl'),
  latex: (formula, withGradient) =>
    withGradient ? gradient(formula).map(toLatex).join('\n') : toLatex(parse(formula)),
} as const satisfies Record<string, Emit>

const isTarget = (name: string): name is keyof typeof targets => Object.hasOwn(targets, name)

/** `fluxion compile`. */
export const compile: Register = (program, session) => {
  formulaCommand(program, 'compile', 'the code of a formula')
    .option('-t, --to <target>', Object.keys(targets).join(', '), 'js')
    .option('-g, --gradient', 'of the value and all partial derivatives')
    .addHelpText(
      'after',
      "\nExamples:\n  fluxion compile 'x^2 * sin(x)' --to c\n  fluxion compile 'x^2 * sin(x)' --to wat --gradient",
    )
    .action((formulas: string[], options: CompileOptions) =>
      forEachFormula(formulas, options, session, async (formula) => {
        const { to } = options
        if (!isTarget(to)) throw new UsageError(`--to is ${to}; one of ${Object.keys(targets).join(', ')} is wanted`)
        const code = await targets[to](formula, options.gradient === true)
        return { json: { formula: toText(parse(formula)), target: to, code }, text: code }
      }),
    )
}
