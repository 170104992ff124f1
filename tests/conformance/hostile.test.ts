import { derivative, evaluate, FluxionError, freeSymbols, parse, simplify, toText } from '@fluxion/symbolic'
import { expect } from 'vitest'
import { corpusTest, Score } from './corpus.ts'

interface Row {
  readonly id: string
  readonly payload: string
  readonly kind: 'code' | 'resource'
}

const BOUND_MS = 2_000

corpusTest<Row>('hostile.jsonl', 'ends in an error of ours or a plain number, in bounded time', (rows) => {
  const score = new Score('hostile.jsonl', ['escaped', 'slow'])
  const before = snapshot()
  for (const row of rows) {
    const start = performance.now()
    const complaint = attack(row.payload)
    const took = Math.round(performance.now() - start)
    const escaped = complaint === undefined ? undefined : { kind: 'escaped', reason: complaint }
    score.add(`${row.id} ${row.payload}`, took > BOUND_MS ? { kind: 'slow', reason: `${took} ms` } : escaped)
  }
  score.print()
  expect(snapshot()).toEqual(before)
  expect(score.right).toBe(rows.length)
})

/** Everything a user's text can reach: reading, printing, differentiating, simplifying, evaluating. */
function attack(payload: string): string | undefined {
  try {
    const f = parse(payload)
    toText(f)
    const names = freeSymbols(f)
    toText(derivative(f, names[0] ?? 'x'))
    toText(simplify(f))
    const value: unknown = evaluate(f, Object.fromEntries(names.map((name) => [name, 0.5])))
    return plain(value) ? undefined : `evaluates to ${typeof value}`
  } catch (error) {
    if (error instanceof FluxionError) return error.message.startsWith('internal:') ? error.message : undefined
    return `throws ${String(error).split('\n')[0]}`
  }
}

function plain(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean' || (Array.isArray(value) && value.every(plain))
}

/** The names on the prototypes and globals that an escape would change. */
function snapshot(): readonly (readonly PropertyKey[])[] {
  const watched = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Number.prototype]
  return [...watched, globalThis].map((object) => Reflect.ownKeys(object))
}
