import { describe, expect, test } from 'vitest'
import * as api from './index.ts'

const { tensor, arange, linspace, full, eye, ones, zeros, fromArray } = api

/** A call is refused with this code. */
const refuses = (name: string, run: () => unknown, code: string): void =>
  test(name, () => expect(run).toThrow(expect.objectContaining({ name: 'FluxionError', code })))

describe('typed arrays', () => {
  test('of a dtype are wrapped without a copy', () => {
    for (const data of [new Float64Array(2), new Float32Array(2), new Int32Array(2), new Uint8Array(2)]) {
      expect(tensor(data).data).toBe(data)
      expect(fromArray(data, [2, 1]).data).toBe(data)
    }
  })
  test('of other numbers are copied', () => {
    expect(tensor(Int16Array.of(-3) as unknown as api.Operand).dtype).toBe('int32')
    expect(tensor(Uint32Array.of(2 ** 32 - 1) as unknown as api.Operand).item()).toBe(2 ** 32 - 1)
  })
  test('of bytes become integers on request', () => {
    expect(tensor(Uint8Array.of(7, 255), { dtype: 'int32' }).tolist()).toEqual([7, 255])
  })
  refuses('of bytes are not truth values', () => tensor(Uint8Array.of(7)), 'tensor/dtype')
  refuses('of big integers', () => tensor(BigInt64Array.of(1n) as unknown as api.Operand), 'tensor/bad-argument')
  refuses('that do not fill the shape', () => fromArray(new Float64Array(3), [2, 2]), 'tensor/bad-shape')
})

describe('nested arrays', () => {
  test('of numbers are of the default dtype, of truth values bool', () => {
    expect(tensor([1, 2]).dtype).toBe('float64')
    expect(tensor([true]).dtype).toBe('bool')
    expect(tensor([true, 2]).dtype).toBe('float64')
    expect(tensor([[], []]).shape).toEqual([2, 0])
  })
  test('come back as they were', () => {
    const nested = [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ]
    expect(tensor(nested).tolist()).toEqual(nested)
    expect(tensor([[true, false]]).tolist()).toEqual([[true, false]])
  })
  refuses('of different lengths', () => tensor([[1], [2, 3]]), 'tensor/ragged')
  refuses('of text', () => tensor(['1'] as unknown as number[]), 'tensor/ragged')
})

describe('factories', () => {
  test('take sizes as numbers, as an array, as an option', () => {
    for (const x of [ones(2, 3), ones([2, 3]), ones({ size: [2, 3] }), ones(2, 3, { dtype: 'float64' })]) {
      expect(x.tolist()).toEqual([
        [1, 1, 1],
        [1, 1, 1],
      ])
    }
  })
  test('count with integers in int32, with fractions in the default dtype', () => {
    expect(arange(3).dtype).toBe('int32')
    expect(arange(0, 1, 0.25).tolist()).toEqual([0, 0.25, 0.5, 0.75])
    expect(arange({ start: 5, end: 0, step: -2 }).tolist()).toEqual([5, 3, 1])
  })
  test('end where they should', () => {
    expect(linspace(0, 1, 3).tolist()).toEqual([0, 0.5, 1])
    expect(linspace(2, 5, 1).tolist()).toEqual([2])
    expect(linspace(0, 0.3, 4).at(-1).item()).toBe(0.3)
  })
  test('fill and mark the diagonal', () => {
    expect(full([2], true).dtype).toBe('bool')
    expect(eye(2, 3).tolist()).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ])
    expect(zeros().item()).toBe(0)
  })
  refuses('a step away from the end', () => arange(0, 5, -1), 'tensor/out-of-range')
  refuses('a step of 0', () => arange(0, 5, 0), 'tensor/out-of-range')
  refuses('a negative size', () => zeros(-1), 'tensor/bad-shape')
  refuses('an unknown dtype', () => zeros(1, { dtype: 'float16' as api.DType }), 'tensor/dtype')
})

test('ndarrays of scijs and tensors share memory both ways', () => {
  const x = arange(6).reshape(2, 3).T
  const back = api.fromNdArray(api.toNdArray(x))
  expect(back.data).toBe(x.data)
  expect(back.tolist()).toEqual(x.tolist())
  const outside = { data: new Float64Array(3), shape: [2, 2], stride: [2, 1], offset: 0 }
  expect(() => api.fromNdArray(outside)).toThrow(expect.objectContaining({ code: 'tensor/bad-shape' }))
  expect(api.toTypedArray(x)).toEqual(Int32Array.of(0, 3, 1, 4, 2, 5))
})
