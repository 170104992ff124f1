import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sortLine } from './sorting.ts'

test('sorts stably, NaN after every number, or before when descending', () => {
  const number = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(Number.NaN), fc.constant(Infinity))
  fc.assert(
    fc.property(fc.array(number, { maxLength: 80 }), fc.boolean(), (values, descending) => {
      const rank = (v: number): number => (Number.isNaN(v) ? 1e9 : v === Infinity ? 1e8 : v)
      const wanted = values
        .map((v, i) => [v, i] as const)
        .sort(([a, i], [b, j]) => (descending ? rank(b) - rank(a) : rank(a) - rank(b)) || i - j)
      const keys = Float64Array.from(values)
      const indices = Float64Array.from(values, (_, i) => i)
      sortLine(keys, indices, descending)
      expect([...indices]).toEqual(wanted.map(([, i]) => i))
      expect([...keys]).toEqual(wanted.map(([v]) => v))
    }),
    { seed: 6 },
  )
})
