/** What the command reads and writes, so that tests can stand in for a terminal. */
export interface Io {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly readStdin: () => Promise<string>
  readonly readFile: (path: string) => Promise<string>
  /** Colours, tables and progress are for people at a terminal only. */
  readonly isTerminal: boolean
  readonly columns: number
}

/** Bad usage that commander cannot see: exit code 2. */
export class UsageError extends Error {}

const styles = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const

/** Text in a style on a terminal, as it is elsewhere. */
export const styled = (io: Io, style: keyof typeof styles, text: string): string =>
  io.isTerminal ? `\u001b[${styles[style]}m${text}\u001b[0m` : text
