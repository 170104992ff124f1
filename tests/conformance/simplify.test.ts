import { derivative, evaluate, parse, simplify, treeSize } from '@fluxion/symbolic'
import { expect } from 'vitest'
import { corpusTest, type Fault, report, Score } from './corpus.ts'

interface Row {
  readonly id: string
  readonly F: string
  readonly var: string
  readonly params: Readonly<Record<string, number>>
  readonly points: readonly number[]
  readonly dF: readonly number[]
}

const TOLERANCE = 1e-6

corpusTest<Row>('derivatives.jsonl', 'simplified derivatives keep their value, never grow, and are settled', (rows) => {
  const score = new Score('derivatives.jsonl simplify', ['wrong', 'larger', 'unsettled', 'error'])
  let before = 0n
  let after = 0n
  for (const row of rows) {
    score.add(
      `${row.id} ${row.F}`,
      judge(row, (from, to) => {
        before += from
        after += to
      }),
    )
  }
  score.print()
  report(`  written-out nodes: ${after} of ${before}`)
  expect(score.right).toBe(rows.length)
})

function judge(row: Row, measure: (before: bigint, after: bigint) => void): Fault | undefined {
  try {
    const f = derivative(parse(row.F), row.var)
    const simplified = simplify(f)
    measure(treeSize(f), treeSize(simplified))
    if (treeSize(simplified) > treeSize(f)) return { kind: 'larger', reason: `${simplified}` }
    if (simplify(simplified) !== simplified)
      return { kind: 'unsettled', reason: `${simplify(simplified)} from ${simplified}` }
    for (const [i, point] of row.points.entries()) {
      const value = evaluate(simplified, { ...row.params, [row.var]: point })
      const expected = row.dF[i] as number
      if (!(Math.abs(value - expected) <= TOLERANCE * Math.abs(expected))) {
        return { kind: 'wrong', reason: `${value} for ${expected} at ${row.var} = ${point}` }
      }
    }
    return undefined
  } catch (error) {
    return { kind: 'error', reason: String(error).split('\n')[0] as string }
  }
}
