import { compile, valueAndGradient } from '@fluxion/bridge'
import { minimize } from '@fluxion/optimize'
import { type Expr, evaluate, gradient, parse } from '@fluxion/symbolic'
import { expect } from 'vitest'
import { agree, corpusTest, type Fault, Score } from './corpus.ts'

interface Row {
  readonly name: string
  readonly origin: string
  readonly vars: readonly string[]
  readonly f: string
  readonly start: readonly number[]
  readonly f_start: number
  readonly grad_start: readonly number[]
  readonly f_star: readonly number[]
}

const FILE = 'optimisation.json'
const startOf = ({ vars, start }: Row): Record<string, number> =>
  Object.fromEntries(vars.map((name, i) => [name, start[i]!]))

/** By how much an entry of a gradient moves when the start moves by a few roundings: what its conditioning leaves uncertain. */
function uncertainty(row: Row, partial: Expr): number {
  const at = startOf(row)
  const value = evaluate(partial, at)
  return Math.max(
    ...row.vars.map((name) => Math.abs(evaluate(partial, { ...at, [name]: at[name]! * (1 + 2 ** -48) }) - value)),
  )
}

/** The first entry where a gradient misses the expected one to 1e-9, and to what its conditioning leaves uncertain. */
function wrongEntry(row: Row, found: readonly number[], partials: readonly Expr[]): string | undefined {
  const index = row.grad_start.findIndex((expected, i) => {
    const difference = Math.abs(found[i]! - expected)
    return !(difference <= 1e-9 * Math.abs(expected)) && !(difference <= uncertainty(row, partials[i]!) + 1e-30)
  })
  return index < 0 ? undefined : `${row.vars[index]}: ${found[index]} for ${row.grad_start[index]}`
}

corpusTest<Row>(FILE, 'values and gradients at the start to 1e-9, symbolic and compiled', (rows) => {
  const score = new Score(`${FILE} gradients`, ['wrong'])
  for (const row of rows) {
    const at = startOf(row)
    const f = parse(row.f)
    const partials = gradient(f, [...row.vars])
    const symbolic = partials.map((partial) => evaluate(partial, at))
    const compiled = valueAndGradient(f, { wrt: [...row.vars], args: [...row.vars] })(at)
    const reasons = [
      agree(evaluate(f, at), row.f_start, 1e-9) ? undefined : `value ${evaluate(f, at)} for ${row.f_start}`,
      agree(Number(compile(f)(at)), row.f_start, 1e-9) ? undefined : 'compiled value',
      wrongEntry(row, symbolic, partials),
      wrongEntry(
        row,
        row.vars.map((name) => Number(compiled.gradient[name])),
        partials,
      ),
    ]
    const reason = reasons.find((it) => it !== undefined)
    score.add(row.name, reason === undefined ? undefined : { kind: 'wrong', reason })
  }
  score.print()
  expect(score.right).toBe(score.total)
})

/** Whether a value is one of the known minima, which are given to six digits. */
const isMinimum = (value: number, minima: readonly number[]): boolean =>
  minima.some((minimum) => Math.abs(value - minimum) <= 3e-6 * Math.abs(minimum) + 1e-10)

for (const method of ['lbfgs', 'newton'] as const) {
  corpusTest<Row>(
    FILE,
    `minima of the Moré–Garbow–Hillstrom functions from their standard starts by ${method}`,
    (rows) => {
      const score = new Score(`${FILE} minima by ${method}`, ['elsewhere', 'error'])
      for (const row of rows.filter(({ origin }) => origin.startsWith('MGH'))) score.add(row.name, descend(row, method))
      score.print()
      expect(score.right).toBeGreaterThanOrEqual(0.8 * score.total)
    },
  )
}

function descend(row: Row, method: 'lbfgs' | 'newton'): Fault | undefined {
  try {
    const { value, iterations, reason } = minimize(row.f, { start: startOf(row), method })
    if (isMinimum(value, row.f_star)) return undefined
    return {
      kind: 'elsewhere',
      reason: `${value} for ${row.f_star.join(' or ')} after ${iterations} steps (${reason})`,
    }
  } catch (error) {
    return { kind: 'error', reason: String(error) }
  }
}
