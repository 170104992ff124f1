import { derivative, explain, parse } from '@fluxion/symbolic'
import { expect } from 'vitest'
import { corpusTest, type Fault, Score } from './corpus.ts'

interface Row {
  readonly id: string
  readonly F: string
  readonly var: string
}

corpusTest<Row>(
  'derivatives.jsonl',
  'the last step of every explanation is the derivative, and every step verifies',
  (rows) => {
    const score = new Score('derivatives.jsonl explained', ['different', 'error'])
    for (const row of rows) score.add(`${row.id} ${row.F}`, fault(row))
    score.print()
    expect(score.right).toBe(rows.length)
  },
)

function fault({ F, var: name }: Row): Fault | undefined {
  try {
    const f = parse(F)
    const derivation = explain(f, name)
    const result = derivative(f, name)
    if (derivation.result !== result || derivation.steps.at(-1)?.after !== result)
      return { kind: 'different', reason: String(derivation.result) }
    return undefined
  } catch (error) {
    return { kind: 'error', reason: String(error).split('\n')[0]! }
  }
}
