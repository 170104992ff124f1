import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planBuffers } from './buffers.ts'

test('values that are not alive together share a buffer', () => {
  const plan = planBuffers([
    { size: 8, from: 0, to: 1 },
    { size: 8, from: 1, to: 2 },
    { size: 8, from: 2, to: 3 },
  ])
  expect(plan.sizes).toEqual([8, 8])
  expect(plan.buffers).toEqual([0, 1, 0])
})

test('values that are alive together never share, and buffers are large enough', () => {
  const lifetime = fc.record({ size: fc.integer({ min: 1, max: 9 }), from: fc.nat(9), more: fc.nat(4) })
  fc.assert(
    fc.property(fc.array(lifetime, { maxLength: 12 }), (given) => {
      const lifetimes = given.map(({ size, from, more }) => ({ size, from, to: from + more }))
      const { buffers, sizes } = planBuffers(lifetimes)
      lifetimes.forEach((a, i) => {
        expect(sizes[buffers[i]!]!).toBeGreaterThanOrEqual(a.size)
        lifetimes.forEach((b, j) => {
          if (i < j && a.from <= b.to && b.from <= a.to) expect(buffers[i]).not.toBe(buffers[j])
        })
      })
    }),
    { seed: 7 },
  )
})
