import { matrixView } from '@fluxion/kernel'
import { expect, test } from 'vitest'
import { balance } from './balance.ts'

const matrix = (rows: number[][]) => matrixView(Float64Array.from(rows.flat()), rows.length, rows.length)

test('a triangular matrix needs no iteration at all, whichever way it lies', () => {
  for (const a of [
    [
      [1, 2, 3],
      [0, 4, 5],
      [0, 0, 6],
    ],
    [
      [1, 0, 0],
      [2, 3, 0],
      [4, 5, 6],
    ],
  ]) {
    const { low, high } = balance(matrix(a))
    expect(high - low).toBeLessThanOrEqual(0)
  }
})

test('rows and columns come to comparable norms by powers of two', () => {
  const a = matrix([
    [1, 1e6, 1e12],
    [1e-6, 1, 1e6],
    [1e-12, 1e-6, 1],
  ])
  const { scale } = balance(a)
  for (const factor of scale) expect(Number.isInteger(Math.log2(factor))).toBe(true)
  for (const value of a.data) expect(Math.abs(Math.log2(value))).toBeLessThan(4)
})
