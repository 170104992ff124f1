import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'vitest'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const place = resolve(root, process.env.FLUXION_CORPUS ?? '../shared/corpus')

/** The rows of a `.jsonl` file (one JSON value a line) or of a `.json` file (one array) of the corpus. */
export function rows<Row>(file: string): readonly Row[] {
  const text = readFileSync(join(place, file), 'utf8')
  if (file.endsWith('.json')) return JSON.parse(text) as Row[]
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Row)
}

/** A test over the rows of one corpus file; reported as skipped, with the reason, where the corpus is absent. */
export function corpusTest<Row>(
  file: string,
  title: string,
  run: (rows: readonly Row[]) => void | Promise<void>,
): void {
  test(`${file}: ${title}`, async (context) => {
    if (!existsSync(join(place, file))) {
      const reason = `skipped: ${file} is not in the corpus folder (FLUXION_CORPUS, else ../shared/corpus)`
      report(reason)
      context.skip(reason)
    }
    await run(rows<Row>(file))
  })
}

/** Prints one line, and appends it to the file FLUXION_SCORES names: `npm run corpus` gathers its table there. */
export function report(line: string): void {
  console.log(line)
  const scores = process.env.FLUXION_SCORES
  if (scores !== undefined) appendFileSync(scores, `${line}\n`)
}

/** What is wrong with a row: the kind is counted in the score line, the reason printed below it. */
export interface Fault {
  readonly kind: string
  readonly reason: string
}

/** Counts right rows and keeps the misses by name, to end in one line such as `derivatives.jsonl 2043/2043 (0 wrong, 0 NaN)`. */
export class Score {
  readonly file: string
  right = 0
  total = 0
  private readonly misses = new Map<string, { row: string; reason: string }[]>()

  /** `kinds` are the kinds of miss that are printed even when there are none. */
  constructor(file: string, kinds: readonly string[] = []) {
    this.file = file
    for (const kind of kinds) this.misses.set(kind, [])
  }

  /** Counts a row as right when there is no fault, else as a miss of the fault's kind. */
  add(row: string, fault: Fault | undefined): void {
    this.total++
    if (fault === undefined) this.right++
    else this.misses.set(fault.kind, [...(this.misses.get(fault.kind) ?? []), { row, reason: fault.reason }])
  }

  /** How many rows were missed in one way. */
  count(kind: string): number {
    return this.misses.get(kind)?.length ?? 0
  }

  toString(): string {
    const kinds = [...this.misses].map(([kind, misses]) => `${misses.length} ${kind}`).join(', ')
    return `${this.file} ${this.right}/${this.total}${kinds === '' ? '' : ` (${kinds})`}`
  }

  /** Prints the score, and below it every miss with its reason. */
  print(): void {
    report(this.toString())
    for (const [kind, misses] of this.misses)
      for (const { row, reason } of misses) report(`  ${kind}: ${row}: ${reason}`)
  }
}

/** True when two numbers agree to `tolerance`, relative to the largest of them and of 1; NaN agrees with NaN. */
export function agree(actual: number, expected: number, tolerance: number): boolean {
  if (Number.isNaN(expected)) return Number.isNaN(actual)
  if (actual === expected) return true
  return Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(actual), Math.abs(expected))
}
