import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arange, type Index, slice, type Tensor, tensor, zeros } from './index.ts'

const x = arange(24).reshape(2, 3, 4)

/** Indices select these elements. */
const selects = (name: string, indices: readonly Index[], wanted: unknown): void =>
  test(name, () => expect(x.at(...indices).tolist()).toEqual(wanted))

/** Indices are refused with this code. */
const refuses = (name: string, indices: readonly Index[], code: string): void =>
  test(name, () => expect(() => x.at(...indices)).toThrow(expect.objectContaining({ code })))

describe('integers and slices', () => {
  selects('all integers', [1, 2, 3], 23)
  selects('negative integers', [-1, -1, -1], 23)
  selects('a slice', [0, 0, slice(1, 3)], [1, 2])
  selects('an open slice', [0, 0, slice(null, undefined)], [0, 1, 2, 3])
  selects('a negative step', [0, 0, slice(null, null, -2)], [3, 1])
  selects('bounds beyond the size', [0, 0, slice(-9, 9)], [0, 1, 2, 3])
  selects('colons', [0, ':', 0], [0, 4, 8])
  selects('a slice as text', [0, 0, '1:-1'], [1, 2])
  selects(
    'an ellipsis',
    ['...', 0],
    [
      [0, 4, 8],
      [12, 16, 20],
    ],
  )
  selects('an ellipsis for nothing', [1, 2, '...', 3], 23)
  selects('a new dimension', [0, null, 0], [[0, 1, 2, 3]])
  refuses('an integer beyond the size', [2], 'tensor/index-out-of-range')
  refuses('too many', [0, 0, 0, 0], 'tensor/too-many-indices')
  refuses('two ellipses', ['...', '...'], 'tensor/bad-index')
  refuses('a fraction', [0.5], 'tensor/bad-index')
  refuses('a step of 0', [slice(0, 1, 0)], 'tensor/bad-index')
})

describe('tensors of integers and masks', () => {
  selects('rows', [tensor([1, 0]), 0, 0], [12, 0])
  selects('an array', [0, [2, 0], 0], [8, 0])
  selects(
    'indices that broadcast',
    [0, tensor([[0], [2]]), tensor([0, 3])],
    [
      [0, 3],
      [8, 11],
    ],
  )
  selects(
    'indices side by side keep their place',
    [':', [0, 1], [2, 3]],
    [
      [2, 7],
      [14, 19],
    ],
  )
  selects(
    'indices apart come first',
    [[0, 1], ':', [0, 1]],
    [
      [0, 4, 8],
      [13, 17, 21],
    ],
  )
  selects(
    'an integer counts as an index beside others',
    [0, ':', [1, 2]],
    [
      [1, 5, 9],
      [2, 6, 10],
    ],
  )
  selects('a mask', [x.gt(21)], [22, 23])
  selects(
    'a mask of some dimensions',
    [
      tensor([
        [false, true, false],
        [false, false, true],
      ]),
      0,
    ],
    [4, 20],
  )
  selects('no indices at all', [tensor([]).to('int32')], [])
  test('dots between an integer and indices keep them apart, also where they stand for nothing', () => {
    expect(x.at(slice(0, 1), 1, '...', [0, 2]).shape).toEqual([2, 1])
    expect(x.at(slice(0, 1), 1, [0, 2]).shape).toEqual([1, 2])
  })
  refuses('an index beyond the size', [tensor([0, 2])], 'tensor/index-out-of-range')
  refuses('a mask of another shape', [tensor([true, false, true])], 'tensor/shape-mismatch')
  refuses('fractions', [tensor([0.5])], 'tensor/bad-index')
})

describe('writing', () => {
  const after = (write: (x: Tensor) => void): unknown => {
    const y = zeros(2, 3)
    write(y)
    return y.tolist()
  }
  test('an element', () =>
    expect(after((y) => y.set(5, 1, 2))).toEqual([
      [0, 0, 0],
      [0, 0, 5],
    ]))
  test('a row from a vector', () =>
    expect(after((y) => y.set([1, 2, 3], 1))).toEqual([
      [0, 0, 0],
      [1, 2, 3],
    ]))
  test('a column by broadcasting', () =>
    expect(after((y) => y.set(7, ':', 0))).toEqual([
      [7, 0, 0],
      [7, 0, 0],
    ]))
  test('under a mask', () =>
    expect(
      after((y) =>
        y.set(
          9,
          tensor([
            [true, false, true],
            [false, false, true],
          ]),
        ),
      ),
    ).toEqual([
      [9, 0, 9],
      [0, 0, 9],
    ]))
  test('a value with dimensions of size 1 in front', () =>
    expect(after((y) => y.set([[[1, 2, 3]]], 1))).toEqual([
      [0, 0, 0],
      [1, 2, 3],
    ]))
  test('at indices', () =>
    expect(after((y) => y.set([1, 2], [0, 1], [1, 2]))).toEqual([
      [0, 1, 0],
      [0, 0, 2],
    ]))
  test('a part of itself', () => {
    const y = arange(5)
    y.set(y.at(slice(0, 4)), slice(1, 5))
    expect(y.tolist()).toEqual([0, 0, 1, 2, 3])
  })
  test('a value that does not broadcast', () => {
    expect(() => zeros(2, 3).set([1, 2], 0)).toThrow(expect.objectContaining({ code: 'tensor/shape-mismatch' }))
  })
})

test('slices agree with taking every index by hand', () => {
  const bound = fc.option(fc.integer({ min: -8, max: 8 }))
  const step = fc.integer({ min: -3, max: 3 }).filter((s) => s !== 0)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 6 }), bound, bound, step, (n, start, stop, by) => {
      const at = (value: number | null, open: number): number => (value === null ? open : value < 0 ? value + n : value)
      const wanted: number[] = []
      const first = by > 0 ? Math.max(at(start, 0), 0) : Math.min(at(start, n - 1), n - 1)
      for (let i = first; by > 0 ? i < Math.min(at(stop, n), n) : i > Math.max(at(stop, -1), -1); i += by)
        wanted.push(i)
      expect(
        arange(n)
          .at(slice(start, stop, by))
          .tolist(),
      ).toEqual(wanted)
    }),
    { seed: 3 },
  )
})
