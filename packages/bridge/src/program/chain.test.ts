import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matrixChain } from './chain.ts'

const brute = (d: readonly number[], from = 0, to: number = d.length - 1): number => {
  if (to - from < 2) return 0
  let best = Number.POSITIVE_INFINITY
  for (let cut = from + 1; cut < to; cut++)
    best = Math.min(best, brute(d, from, cut) + brute(d, cut, to) + d[from]! * d[cut]! * d[to]!)
  return best
}

test('the example of CLRS 15.2', () => {
  expect(matrixChain([30, 35, 15, 5, 10, 20, 25]).cost).toBe(15125)
})

test('is as cheap as the best of all orders', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 2, maxLength: 8 }), (d) => {
      expect(matrixChain(d).cost).toBe(brute(d))
    }),
    { seed: 5 },
  )
})

test('cuts equal costs in the middle', () => {
  expect(matrixChain([3, 3, 3, 3, 3]).cut(0, 4)).toBe(2)
})
