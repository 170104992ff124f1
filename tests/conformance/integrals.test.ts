import { integrate } from '@fluxion/nerdamer'
import { derivative, evaluate, FluxionError } from '@fluxion/symbolic'
import { expect } from 'vitest'
import { agree, corpusTest, type Fault, report, Score } from './corpus.ts'

interface Row {
  readonly id: string
  /** The integrand. */
  readonly f: string
  readonly var: string
  readonly params: Readonly<Record<string, number>>
  readonly points: readonly number[]
  readonly dF: readonly number[]
}

type Expr = ReturnType<typeof derivative>

/** Every 34th row is tried. */
const STEP = 34
const TIMEOUT = 6_000
const FLOOR = 0.6

/** An answer is right when its slope is the integrand at the row's points: wrong or undefined at one, it is not. */
function judge(row: Row, found: Expr): Fault | undefined {
  const slope = derivative(found, row.var)
  for (const [i, point] of row.points.entries()) {
    const value = evaluate(slope, { ...row.params, [row.var]: point }) as number
    if (agree(value, row.dF[i] as number, 1e-6)) continue
    const kind = Number.isNaN(value) ? 'undefined' : 'wrong'
    return { kind, reason: `its slope at ${point} is ${value}, not ${row.dF[i]}` }
  }
  return undefined
}

corpusTest<Row>('derivatives.jsonl', 'integrals that come back are right', async (all) => {
  const score = new Score(`derivatives.jsonl integrals, every ${STEP}th`, ['wrong', 'undefined'])
  const refused = new Map<string, number>()
  for (const row of all.filter((_, i) => i % STEP === 0)) {
    try {
      const { result } = await integrate(row.f, row.var, { timeout: TIMEOUT })
      score.add(`${row.id} ${row.f}`, judge(row, result))
    } catch (error) {
      if (!(error instanceof FluxionError && error.code.startsWith('nerdamer/'))) throw error
      refused.set(error.code, (refused.get(error.code) ?? 0) + 1)
    }
  }
  const tried = [...refused.values()].reduce((a, b) => a + b, score.total)
  score.print()
  report(`  solved: ${score.right} of ${tried}`)
  for (const [code, count] of refused) report(`  ${code}: ${count}`)
  expect(score.right).toBe(score.total)
  expect(score.right / tried).toBeGreaterThanOrEqual(FLOOR)
})
