import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  broadcastShapes,
  expandShape,
  inferShape,
  isContiguous,
  normaliseDim,
  sizeOf,
  stridesOf,
  viewStrides,
} from './shape.ts'

const codeOf = (run: () => unknown): unknown => {
  try {
    run()
  } catch (error) {
    return (error as { code?: string }).code
  }
  return 'nothing was thrown'
}

describe('broadcasting aligns sizes from the right', () => {
  const cases: readonly [number[], number[], number[] | string][] = [
    [[3], [], [3]],
    [[2, 1], [3], [2, 3]],
    [
      [4, 1, 2],
      [3, 1],
      [4, 3, 2],
    ],
    [[0], [1], [0]],
    [
      [2, 0],
      [2, 1],
      [2, 0],
    ],
    [[2], [3], 'tensor/shape-mismatch'],
    [[2, 3], [2], 'tensor/shape-mismatch'],
  ]
  test.each(cases)('[%s] and [%s] to %s', (a, b, wanted) => {
    if (typeof wanted === 'string') expect(codeOf(() => broadcastShapes('add', a, b))).toBe(wanted)
    else expect(broadcastShapes('add', a, b)).toEqual(wanted)
  })
})

describe('a size of -1 is what the others leave', () => {
  const cases: readonly [number[], number[], number[] | string][] = [
    [[6], [2, -1], [2, 3]],
    [[2, 3], [-1], [6]],
    [[], [1, -1], [1, 1]],
    [[0], [0, 5], [0, 5]],
    [[0], [0, -1], 'tensor/bad-shape'],
    [[6], [4, -1], 'tensor/bad-shape'],
    [[6], [-1, -1], 'tensor/bad-shape'],
    [[6], [-2, -3], 'tensor/bad-shape'],
  ]
  test.each(cases)('[%s] as [%s]', (from, to, wanted) => {
    if (typeof wanted === 'string') expect(codeOf(() => inferShape('reshape', from, to))).toBe(wanted)
    else expect(inferShape('reshape', from, to)).toEqual(wanted)
  })
})

test('dimensions count from the end when negative', () => {
  expect(normaliseDim('sum', -1, 3)).toBe(2)
  expect(normaliseDim('sum', -1, 0)).toBe(0)
  expect(codeOf(() => normaliseDim('sum', 3, 3))).toBe('tensor/dim-out-of-range')
  expect(codeOf(() => normaliseDim('sum', 0.5, 3))).toBe('tensor/dim-out-of-range')
})

test('expand keeps sizes of -1 and puts new dimensions first', () => {
  expect(expandShape('expand', [1, 3], [2, -1, 3])).toEqual([2, 1, 3])
  expect(codeOf(() => expandShape('expand', [2], [3]))).toBe('tensor/shape-mismatch')
  expect(codeOf(() => expandShape('expand', [2], [-1, 2]))).toBe('tensor/bad-shape')
})

const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 })

test('strides of a fresh shape are contiguous', () => {
  fc.assert(
    fc.property(sizes, (shape) => isContiguous(shape, stridesOf(shape))),
    { seed: 1 },
  )
})

test('every view of a contiguous shape exists and addresses each element once, in order', () => {
  fc.assert(
    fc.property(sizes, fc.infiniteStream(fc.nat()), (shape, choices) => {
      // Another factorisation of the size.
      const to: number[] = []
      for (let rest = sizeOf(shape); rest > 1; ) {
        const divisors = Array.from({ length: rest }, (_, i) => i + 1).filter((d) => rest % d === 0 && d > 1)
        const d = divisors[choices.next().value! % divisors.length]!
        to.push(d)
        rest /= d
      }
      const strides = viewStrides(shape, stridesOf(shape), to)
      expect(strides).toEqual(stridesOf(to))
    }),
    { seed: 2 },
  )
})

test('a transposed matrix has no view in one dimension, but its column has', () => {
  expect(viewStrides([3, 2], [1, 3], [6])).toBeUndefined()
  expect(viewStrides([3, 2], [1, 3], [3, 1, 2])).toEqual([1, 6, 3])
  expect(viewStrides([2, 1, 3], [6, 6, 2], [6])).toEqual([2])
})
