import { Command, CommanderError } from 'commander'
import type { Register, Session } from './command.ts'
import { integrate, solve } from './commands/algebra.ts'
import { bench } from './commands/bench.ts'
import { check } from './commands/check.ts'
import { compile } from './commands/compile.ts'
import { completion } from './commands/completion.ts'
import { diff, grad, hess, jac } from './commands/derivatives.ts'
import { explain } from './commands/explain.ts'
import { fit } from './commands/fit.ts'
import { evaluation, simplification } from './commands/values.ts'
import { type Io, styled, UsageError } from './io.ts'

const commands: readonly Register[] = [
  diff,
  grad,
  jac,
  hess,
  explain,
  evaluation,
  simplification,
  integrate,
  solve,
  check,
  fit,
  compile,
  bench,
  completion,
]

const EXAMPLES = `
Examples:
  fluxion diff 'sin(x^2)'                               the derivative
  fluxion diff 'x^3 * y' --wrt x --order 2 --json       of order 2, as JSON
  fluxion explain 'exp(-x^2 / 2)'                       step by step
  fluxion grad 'a * x^2 + b * x' --wrt a,b              partial derivatives
  fluxion eval 'exp(pi * sqrt(163))' --precision 40     to forty digits
  fluxion integrate 'x * exp(x)'                        verified before it is printed
  fluxion check 'x^2 * sin(y)' --at x=1.5,y=0.3         symbolic against numeric
  fluxion fit 'a * exp(b * x)' --data points.csv --response y --start a=1,b=0.1
  fluxion compile 'x^2 * sin(x)' --to c --gradient      code
  cat formulas.txt | fluxion simplify                   a formula a line

Exit codes: 0, 1 when a check disagrees or a fit does not converge, 2 on bad usage or a formula that cannot be read.
More on a command: fluxion help <command>`

/**
 * Runs the command `fluxion` with the arguments after its name and resolves to the exit code: 0, 1 when a check disagrees or a fit does not
 * converge, 2 on bad usage or a formula that cannot be read.
 *
 * @example
 * const lines: string[] = []
 * const out = (text: string) => lines.push(text)
 * const io = { out, err: out, readStdin: async () => '', readFile: async () => '', isTerminal: false, columns: 80 }
 * await run(['diff', 'x^3'], io) // => 0
 * lines // => ['3 * x ^ 2']
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const session: Session = { io, exitCode: 0 }
  const program = new Command('fluxion')
    .description('Differentiate, check, fit and compile formulas.')
    .version('0.1.0')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) })
    .configureHelp({ helpWidth: io.columns })
    .showSuggestionAfterError()
    .addHelpText('after', EXAMPLES)
  for (const register of commands) register(program, session)
  try {
    await program.parseAsync(withFormulas(args, program), { from: 'user' })
    return session.exitCode
  } catch (error) {
    return report(error, io)
  }
}

const SIGNED_NUMBER = /^-(?:\d|\.\d|inf|oo)/i

/** The arguments with a space before a formula that begins with a minus sign, so that it is not read as an option. */
function withFormulas(args: readonly string[], program: Command): string[] {
  const flags = new Set(program.commands.flatMap(({ options }) => options.map(({ short }) => short)).concat('-h', '-V'))
  const isFormula = (arg: string): boolean =>
    /^-[^-]/.test(arg) && !SIGNED_NUMBER.test(arg) && (/[*/^+()]/.test(arg) || !flags.has(arg.slice(0, 2)))
  return args.map((arg) => (isFormula(arg) ? ` ${arg}` : arg))
}

function report(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof UsageError || (error instanceof Error && 'code' in error)) {
    const hint = 'hint' in error && typeof error.hint === 'string' ? `\n${styled(io, 'dim', error.hint)}` : ''
    io.err(`${styled(io, 'red', 'error:')} ${error.message}${hint}`)
    return 2
  }
  io.err(`${styled(io, 'red', 'error:')} internal: ${error instanceof Error ? error.message : String(error)}`)
  return 2
}
