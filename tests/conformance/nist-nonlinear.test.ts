import { fit } from '@fluxion/optimize'
import { expect } from 'vitest'
import { corpusTest, type Fault, report, Score } from './corpus.ts'

interface Row {
  readonly name: string
  readonly model: string
  readonly response: string
  readonly params: readonly string[]
  readonly start1: Readonly<Record<string, number>>
  readonly start2: Readonly<Record<string, number>>
  readonly certified: Readonly<Record<string, number>>
  readonly std: Readonly<Record<string, number>>
  readonly rss: number
  readonly data: Readonly<Record<string, readonly number[]>>
}

const FILE = 'nist-nonlinear.json'

/** Number of digits in which a value agrees with the certified one: NIST's log relative error. */
function digits(value: number, certified: number): number {
  if (value === certified) return 11
  const relative = Math.abs(value - certified) / Math.abs(certified)
  return Number.isNaN(relative) ? 0 : Math.min(11, -Math.log10(relative))
}

const fewest = (
  names: readonly string[],
  found: Readonly<Record<string, number>>,
  certified: Readonly<Record<string, number>>,
): number => Math.min(...names.map((name) => digits(found[name]!, certified[name]!)))

/** Digits of a double that the sum of squares can have: residuals near the rounding of the response have lost the others. */
function attainable(row: Row): number {
  const response = row.data.y!
  const rounding = 2 ** -53 * Math.hypot(...response)
  return -Math.log10(rounding / Math.sqrt(row.rss))
}

function tryFit(row: Row, which: 'start1' | 'start2'): Fault | undefined {
  try {
    const result = fit(row.model, { data: row.data, response: row.response, start: row[which] })
    const parameters = fewest(row.params, result.parameters, row.certified)
    const errors = fewest(row.params, result.standardErrors, row.std)
    const told = `${parameters.toFixed(1)} digits, standard errors ${errors.toFixed(1)}, ${result.iterations} iterations`
    if (parameters < 6) return { kind: 'parameters', reason: told }
    if (errors < Math.min(4, attainable(row) - 0.5)) return { kind: 'errors', reason: told }
    if (errors < 4)
      report(
        `  ${row.name} ${which}: standard errors to ${errors.toFixed(1)} digits of ${attainable(row).toFixed(1)} attainable in doubles`,
      )
    return undefined
  } catch (error) {
    return { kind: 'failed', reason: String(error) }
  }
}

for (const [which, share] of [
  ['start1', 0.85],
  ['start2', 1],
] as const) {
  corpusTest<Row>(FILE, `certified parameters to 6 digits from ${which}`, (rows) => {
    const score = new Score(`${FILE} ${which}`, ['parameters', 'errors', 'failed'])
    for (const row of rows) score.add(row.name, tryFit(row, which))
    score.print()
    expect(score.right).toBeGreaterThanOrEqual(share * score.total)
  })
}
