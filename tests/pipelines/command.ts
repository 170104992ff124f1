import { type Io, run } from 'fluxion'

/** What a call of the command printed, and its exit code. */
export interface Call {
  readonly out: string
  readonly err: string
  readonly code: number
}

/** Calls `fluxion` in this process with files and standard input that exist only here. */
export async function fluxion(
  args: readonly string[],
  given: { stdin?: string; files?: Record<string, string> } = {},
): Promise<Call> {
  const lines: { out: string[]; err: string[] } = { out: [], err: [] }
  const io: Io = {
    out: (text) => void lines.out.push(text),
    err: (text) => void lines.err.push(text),
    readStdin: async () => given.stdin ?? '',
    readFile: async (path) => {
      const text = given.files?.[path]
      if (text === undefined) throw Object.assign(new Error(`no file ${path}`), { code: 'ENOENT' })
      return text
    },
    isTerminal: false,
    columns: 100,
  }
  const code = await run(args, io)
  return { out: lines.out.join('\n'), err: lines.err.join('\n'), code }
}

/** The words of a command line, quotes taken off. */
export const wordsOf = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? (match[3] as string))
