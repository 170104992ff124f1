import { evaluate } from '@fluxion/symbolic'
import { type Io, UsageError } from './io.ts'

/** Options that every command on formulas takes. */
export interface FormulaOptions {
  readonly file?: string
  readonly json?: boolean
}

/** The formulas of a call: the arguments, else the lines of `--file`, else those of standard input. Empty lines and # comments are skipped. */
export async function readFormulas(args: readonly string[], { file }: FormulaOptions, io: Io): Promise<string[]> {
  if (args.length > 0 && file !== undefined) throw new UsageError('give formulas as arguments or with --file, not both')
  const given = args.filter((arg) => arg !== '-')
  if (given.length > 0) return given
  const text = file === undefined || file === '-' ? await io.readStdin() : await io.readFile(file)
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*#.*$/, '').trim())
    .filter((line) => line !== '')
  if (lines.length === 0) throw new UsageError('no formula: give one as an argument, with --file, or on standard input')
  return lines
}

/** A point from texts such as `x=1,y=2.5` and `w=[1, 2, 3]`. */
export function readPoint(texts: readonly string[]): Record<string, number | number[]> {
  const entries = texts
    .flatMap((text) => text.split(/,(?![^[]*\])/))
    .map((part) => {
      const [name, value, ...more] = part.split('=').map((side) => side.trim())
      if (!name || value === undefined || more.length > 0) {
        throw new UsageError(`cannot read ${JSON.stringify(part)} as a value; write a point as x=1,y=2.5`)
      }
      return [name, value.startsWith('[') ? readNumbers(value.slice(1, -1), name) : readNumber(value, name)] as const
    })
  return Object.fromEntries(entries)
}

const readNumbers = (text: string, name: string): number[] =>
  text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((t) => readNumber(t, name))

/** Partial derivatives by name from texts such as `x=2*x*sin(y)`; one text without a name is the derivative by the only variable. */
export function readGradient(texts: readonly string[]): string | Record<string, string> {
  const named = texts.map((text) => /^\s*(\w+)\s*=(?!=)(.*)$/.exec(text))
  const [only] = texts
  if (only !== undefined && texts.length === 1 && named[0] === null) return only
  return Object.fromEntries(
    named.map((match, i) => {
      if (match === null) {
        throw new UsageError(`cannot read ${JSON.stringify(texts[i])} as a derivative; write --gradient 'x=2*x*sin(y)'`)
      }
      return [match[1] as string, (match[2] as string).trim()] as const
    }),
  )
}

/** A number, also as a formula of numbers and constants: `1e-3`, `1/3`, `pi/2`. */
function readNumber(text: string, name: string): number {
  const value = Number(text)
  if (text !== '' && !Number.isNaN(value)) return value
  try {
    return evaluate(text)
  } catch {
    throw new UsageError(`the value of ${name} is ${JSON.stringify(text)}; a number is wanted`)
  }
}

/** Names separated by commas. */
export const readNames = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
