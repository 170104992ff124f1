import { fromArray, linalg, type Tensor } from '@fluxion/tensor'
import { expect } from 'vitest'
import { corpusTest, type Fault, report, Score } from './corpus.ts'

interface Row {
  readonly name: string
  readonly intercept: boolean
  readonly degree: number | null
  readonly x: readonly (readonly number[])[]
  readonly y: readonly number[]
  readonly certified: readonly number[]
  readonly rss: number
}

/** Columns of the model: ones, then the predictors or the powers of the only one. */
function design({ intercept, degree, x, y }: Row): Tensor {
  const ones = intercept ? [y.map(() => 1)] : []
  const powers = Array.from({ length: degree ?? 0 }, (_, k) => x[0]!.map((value) => value ** (k + 1)))
  const columns = [...ones, ...(degree === null ? x : powers)]
  return fromArray(Float64Array.from(columns.flat()), [columns.length, y.length]).T
}

/** NIST's log relative error, at most 15. */
const digits = (value: number, certified: number): number =>
  value === certified ? 15 : Math.min(15, -Math.log10(Math.abs(value - certified) / Math.abs(certified)))

/**
 * Digits that the rounding of the design itself leaves, whatever solves it: those of a double, less those the condition number takes
 * once columns are scaled to length 1, less one for luck.
 */
function attainable(a: Tensor): number {
  const condition = linalg.cond(a.div(linalg.norm(a, { dim: 0 }))).item()
  return 15.5 - Math.log10(condition) - 1
}

corpusTest<Row>('nist-linear.json', 'lstsq reaches the certified values as far as the conditioning allows', (rows) => {
  const score = new Score('nist-linear.json', ['digits'])
  for (const row of rows) {
    const a = design(row)
    const { solution, residuals, rank } = linalg.lstsq(a, fromArray(Float64Array.from(row.y), [row.y.length]))
    const found = solution.tolist() as number[]
    const fewest = Math.min(...row.certified.map((value, i) => digits(found[i]!, value)))
    const wanted = Math.min(13, attainable(a))
    const told = `${fewest.toFixed(1)} digits, ${wanted.toFixed(1)} attainable, rank ${rank.item()}`
    report(`  ${row.name}: ${told}, residual sum of squares ${residuals.item()} for ${row.rss}`)
    const fault: Fault = { kind: 'digits', reason: told }
    score.add(row.name, fewest >= wanted && rank.item() === a.shape[1] ? undefined : fault)
  }
  score.print()
  expect(score.right).toBe(score.total)
})
