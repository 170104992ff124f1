import { derivative, evaluate, gradient, parse } from '@fluxion/symbolic'
import { expect } from 'vitest'
import { corpusTest, type Fault, Score } from './corpus.ts'

interface Row {
  readonly id: string
  readonly F: string
  readonly var: string
  readonly params: Readonly<Record<string, number>>
  readonly points: readonly number[]
  readonly dF: readonly number[]
}

const TOLERANCE = 1e-6

const methods = {
  derivative: (row: Row) => derivative(parse(row.F), row.var),
  gradient: (row: Row) => gradient(parse(row.F), row.var),
} as const

for (const [name, differentiate] of Object.entries(methods)) {
  corpusTest<Row>('derivatives.jsonl', `${name} agrees with the integrand at every point`, (rows) => {
    const score = new Score(`derivatives.jsonl ${name}`, ['wrong', 'NaN', 'error'])
    for (const row of rows) score.add(`${row.id} ${row.F}`, judge(row, differentiate))
    score.print()
    expect(score.right).toBe(rows.length)
  })
}

function judge(row: Row, differentiate: (row: Row) => ReturnType<typeof derivative>): Fault | undefined {
  try {
    const f = differentiate(row)
    for (const [i, point] of row.points.entries()) {
      const value = evaluate(f, { ...row.params, [row.var]: point })
      const expected = row.dF[i] as number
      if (Number.isNaN(value)) return { kind: 'NaN', reason: `at ${row.var} = ${point}` }
      if (relativeError(value, expected) > TOLERANCE) {
        return { kind: 'wrong', reason: `${value} for ${expected} at ${row.var} = ${point}` }
      }
    }
    return undefined
  } catch (error) {
    return { kind: 'error', reason: String(error).split('\n')[0] as string }
  }
}

function relativeError(actual: number, expected: number): number {
  return actual === expected ? 0 : Math.abs(actual - expected) / Math.max(Math.abs(expected), Number.MIN_VALUE)
}
