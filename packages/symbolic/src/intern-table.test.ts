import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { derivative } from './differentiate.ts'
import type { Expr } from './expression.ts'
import { parse } from './parse.ts'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

const text = (i: number): string => `${i} * x^2 * sin(a${i} * x + ${i})`

test('equal formulas are one node when others around them were collected', async () => {
  const held = new Map<number, Expr>()
  for (let round = 0; round < 6; round++) {
    for (let i = 1000 * round; i < 1000 * (round + 1); i++) {
      const slope = derivative(parse(text(i)), 'x')
      if (i % 100 === 7) held.set(i, slope)
    }
    await setImmediate()
    collect()
    await setImmediate()
  }
  for (const [i, slope] of held) expect(derivative(parse(text(i)), 'x')).toBe(slope)
})

test('a formula is collected when nobody holds it, though a later one beside it is held', async () => {
  const dropped = new WeakRef(parse('dropped * x + 1'))
  const held = parse('held * x + 1')
  for (let round = 0; round < 4; round++) {
    for (let i = 0; i < 1000; i++) parse(text(10_000 + 1000 * round + i))
    await setImmediate()
    collect()
    await setImmediate()
  }
  expect(dropped.deref()).toBeUndefined()
  expect(parse('held * x + 1')).toBe(held)
})
