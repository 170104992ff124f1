import { compile, valueAndGradient } from '@fluxion/bridge'
import { type Expr, freeSymbols, parse } from '@fluxion/symbolic'
import { expect } from 'vitest'
import { corpusTest, type Fault, report, Score } from './corpus.ts'

interface Row {
  readonly id: string
  readonly f: string
  readonly F: string
  readonly var: string
}

/** From how many operations on, and how many times the formula's own, value and gradient may cost (Baur and Strassen 1983). */
const FROM = 10
const TIMES = 5

const kinds = [
  { name: 'by the variable', wrt: (row: Row) => [row.var] },
  { name: 'by all symbols', wrt: (_row: Row, f: Expr) => freeSymbols(f) },
] as const

for (const { name, wrt } of kinds) {
  corpusTest<Row>('derivatives.jsonl', `value and gradient ${name} cost at most ${TIMES} times the value`, (rows) => {
    const score = new Score(`derivatives.jsonl cheap gradient ${name}`, ['dear', 'error'])
    const ratios: number[] = []
    for (const row of rows)
      for (const text of [row.f, row.F]) {
        const found = ratioOf(text, (f) => wrt(row, f))
        if (typeof found === 'number') ratios.push(found)
        if (found !== undefined) score.add(`${row.id} ${text}`, typeof found === 'number' ? judge(found) : found)
      }
    score.print()
    ratios.sort((a, b) => a - b)
    const at = (part: number): string => (ratios[Math.floor(part * (ratios.length - 1))] ?? Number.NaN).toFixed(2)
    report(`  ops(f + ∇f) / ops(f): median ${at(0.5)}, 99 % below ${at(0.99)}, largest ${at(1)}`)
    expect(score.right).toBe(score.total)
  })
}

const judge = (ratio: number): Fault | undefined =>
  ratio <= TIMES ? undefined : { kind: 'dear', reason: `${ratio.toFixed(2)} times` }

/** Operations of value and gradient over those of the value; undefined for small formulas. */
function ratioOf(text: string, wrt: (f: Expr) => readonly string[]): number | Fault | undefined {
  try {
    const f = parse(text)
    const own = compile(f).operations
    if (own < FROM) return undefined
    return valueAndGradient(f, { wrt: wrt(f) }).operations / own
  } catch (error) {
    return { kind: 'error', reason: String(error).split('\n')[0]! }
  }
}
