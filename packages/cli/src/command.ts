import type { Command } from 'commander'
import { type FormulaOptions, readFormulas } from './input.ts'
import type { Io } from './io.ts'

/** What one formula gives: the record that `--json` prints, and the lines a person reads. */
export interface Outcome {
  readonly json: Readonly<Record<string, unknown>>
  readonly text: string
  /** False where a check disagrees: exit code 1. */
  readonly ok?: boolean
}

/** A subcommand of `fluxion`, added to the program by its `register`. */
export type Register = (program: Command, session: Session) => void

/** What a call of the program shares with its subcommands. */
export interface Session {
  readonly io: Io
  exitCode: number
}

/** The options every command on formulas has. */
export function formulaCommand(program: Command, name: string, summary: string): Command {
  return program
    .command(name)
    .summary(summary)
    .description(summary)
    .argument('[formulas...]', 'formulas; - or none reads them from standard input, a line each')
    .option('-f, --file <path>', 'read formulas from a file, a line each')
    .option('--json', 'print one JSON object a formula')
}

/** Runs `work` on every formula of the call and prints what it gives. */
export async function forEachFormula<Options extends FormulaOptions>(
  args: readonly string[],
  options: Options,
  session: Session,
  work: (formula: string, options: Options) => Outcome | Promise<Outcome>,
): Promise<void> {
  for (const formula of await readFormulas(args, options, session.io)) {
    const { json, text, ok = true } = await work(formula, options)
    session.io.out(options.json ? JSON.stringify(json) : text)
    if (!ok) session.exitCode = 1
  }
}
