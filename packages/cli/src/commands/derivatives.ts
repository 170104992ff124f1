import {
  derivative,
  explain,
  freeSymbols,
  gradient,
  hessian,
  jacobian,
  parse,
  toLatex,
  toText,
} from '@fluxion/symbolic'
import { forEachFormula, formulaCommand, type Register } from '../command.ts'
import { type FormulaOptions, readFormulas, readNames } from '../input.ts'
import { UsageError } from '../io.ts'
import { table } from '../table.ts'

interface DiffOptions extends FormulaOptions {
  readonly wrt?: string
  readonly order: string
  readonly steps?: boolean
  readonly latex?: boolean
}

/** The variable asked for, or the only one there is. */
export function variableOf(formula: string, wrt: string | undefined): string {
  if (wrt !== undefined) return wrt
  const symbols = freeSymbols(formula)
  if (symbols.length === 1) return symbols[0] as string
  throw new UsageError(
    `${formula} has ${symbols.length} symbols${symbols.length > 0 ? ` (${symbols.join(', ')})` : ''}; say which with --wrt`,
  )
}

const variablesOf = (formula: string, wrt: string | undefined): string[] =>
  wrt === undefined ? freeSymbols(formula) : readNames(wrt)

function readOrder(text: string): number {
  const order = Number(text)
  if (!Number.isInteger(order) || order < 1)
    throw new UsageError(`--order is ${JSON.stringify(text)}; a positive integer is wanted`)
  return order
}

/** `fluxion diff`. */
export const diff: Register = (program, session) => {
  formulaCommand(program, 'diff', 'the derivative of a formula')
    .option('-w, --wrt <name>', 'the variable; may be left out where there is one symbol only')
    .option('-n, --order <n>', 'the order', '1')
    .option('--steps', 'show the steps')
    .option('--latex', 'print LaTeX')
    .addHelpText(
      'after',
      "\nExamples:\n  fluxion diff 'sin(x^2)'\n  fluxion diff 'x^3 * y' --wrt x --order 2\n  fluxion diff 'exp(-x^2)' --steps",
    )
    .action((formulas: string[], options: DiffOptions) =>
      forEachFormula(formulas, options, session, (formula) => {
        const wrt = variableOf(formula, options.wrt)
        const order = readOrder(options.order)
        const result = derivative(formula, wrt, order)
        const steps = options.steps ? explain(formula, wrt, { order }) : undefined
        return {
          json: {
            formula: toText(parse(formula)),
            wrt,
            order,
            derivative: toText(result),
            latex: toLatex(result),
            ...(steps && { steps: steps.toJSON() }),
          },
          text: steps
            ? options.latex
              ? steps.toLatex()
              : steps.toText()
            : options.latex
              ? toLatex(result)
              : toText(result),
        }
      }),
    )
}

/** `fluxion grad`. */
export const grad: Register = (program, session) => {
  formulaCommand(program, 'grad', 'all partial derivatives of a formula')
    .option('-w, --wrt <names>', 'the variables, separated by commas; all symbols unless given')
    .option('--latex', 'print LaTeX')
    .addHelpText('after', "\nExamples:\n  fluxion grad 'x^2 * sin(y)'\n  fluxion grad 'a*x^2 + b*x' --wrt a,b --json")
    .action((formulas: string[], options: FormulaOptions & { wrt?: string; latex?: boolean }) =>
      forEachFormula(formulas, options, session, (formula) => {
        const names = variablesOf(formula, options.wrt)
        const partials = gradient(formula, names)
        const show = options.latex ? toLatex : toText
        const entries = names.map((name, i) => [name, toText(partials[i]!)] as const)
        return {
          json: { formula: toText(parse(formula)), gradient: Object.fromEntries(entries) },
          text: table(names.map((name, i) => [`∂/∂${name}`, show(partials[i]!)])),
        }
      }),
    )
}

/** `fluxion hess`. */
export const hess: Register = (program, session) => {
  formulaCommand(program, 'hess', 'the matrix of second partial derivatives')
    .option('-w, --wrt <names>', 'the variables, separated by commas; all symbols unless given')
    .addHelpText('after', "\nExample:\n  fluxion hess 'x^2 * y'")
    .action((formulas: string[], options: FormulaOptions & { wrt?: string }) =>
      forEachFormula(formulas, options, session, (formula) => {
        const names = variablesOf(formula, options.wrt)
        const rows = hessian(formula, names).map((row) => row.map(toText))
        return {
          json: { formula: toText(parse(formula)), wrt: names, hessian: rows },
          text: table([['', ...names], ...rows.map((row, i) => [names[i] as string, ...row])]),
        }
      }),
    )
}

/** `fluxion jac`: all formulas of the call are the outputs of one function. */
export const jac: Register = (program, session) => {
  formulaCommand(program, 'jac', 'the Jacobian of several formulas: a row each')
    .option('-w, --wrt <names>', 'the variables, separated by commas; all symbols unless given')
    .addHelpText('after', "\nExample:\n  fluxion jac 'r*cos(t)' 'r*sin(t)' --wrt r,t")
    .action(async (formulas: string[], options: FormulaOptions & { wrt?: string }) => {
      const given = await readFormulas(formulas, options, session.io)
      const names =
        options.wrt === undefined ? [...new Set(given.flatMap((f) => freeSymbols(f)))].sort() : readNames(options.wrt)
      const rows = jacobian(given, names).map((row) => row.map(toText))
      const text = table([['', ...names], ...rows.map((row, i) => [toText(parse(given[i] as string)), ...row])])
      session.io.out(
        options.json
          ? JSON.stringify({ formulas: given.map((f) => toText(parse(f))), wrt: names, jacobian: rows })
          : text,
      )
    })
}
