import type { Tensor } from '@fluxion/tensor'
import { describe, expect, test } from 'vitest'
import { valueAndGradient } from './value-and-gradient.ts'

describe('value and gradient', () => {
  test('of numbers are numbers', () => {
    expect(valueAndGradient('x^2 * y', { wrt: ['x', 'y'] })(3, 2)).toEqual({ value: 18, gradient: { x: 12, y: 9 } })
  })
  test('by a symbol that does not occur is zero', () => {
    expect(valueAndGradient('x', { wrt: ['x', 'z'] })(3)).toEqual({ value: 3, gradient: { x: 1, z: 0 } })
  })
  test('of arrays are elementwise', () => {
    const { value, gradient } = valueAndGradient('a * x^2', { wrt: ['a', 'x'] })({ a: 2, x: [1, 3] })
    expect((value as Tensor).tolist()).toEqual([2, 18])
    expect((gradient['a'] as Tensor).tolist()).toEqual([1, 9])
    expect((gradient['x'] as Tensor).tolist()).toEqual([4, 12])
  })
  test('share their work', () => {
    const f = valueAndGradient('exp(sin(x) * cos(y))', { wrt: ['x', 'y'] })
    expect(f.operations).toBe(11)
  })
})

describe('reduced over columns', () => {
  const loss = valueAndGradient('(a * x - y)^2', { wrt: ['a', 'x'], reduce: 'sum' })
  const mean = valueAndGradient('(a * x - y)^2', { wrt: ['a', 'x'], reduce: 'mean' })
  const data = { a: 2, x: [1, 2], y: [3, 6] }

  test('the gradient by a parameter is a sum, by a column an array', () => {
    const { value, gradient } = loss(data)
    expect(value).toBe(5)
    expect(gradient['a']).toBe(-10)
    expect((gradient['x'] as Tensor).tolist()).toEqual([-4, -8])
  })
  test('a mean is the sum divided by the number of rows', () => {
    const { value, gradient } = mean(data)
    expect(value).toBe(2.5)
    expect(gradient['a']).toBe(-5)
    expect((gradient['x'] as Tensor).tolist()).toEqual([-2, -4])
  })
  test('the gradient by a column that broadcasts has its shape', () => {
    const { gradient } = loss({ a: 2, x: [[1], [2]], y: [3, 6] })
    expect((gradient['x'] as Tensor).tolist()).toEqual([[4 * (2 - 3) + 4 * (2 - 6)], [4 * (4 - 3) + 4 * (4 - 6)]])
  })
  test('numbers alone give numbers', () => {
    expect(loss({ a: 2, x: 1, y: 3 })).toEqual({ value: 1, gradient: { a: -2, x: -4 } })
  })
  test('fills buffers for columns', () => {
    const x = new Float64Array(2)
    loss(data, { out: { gradient: { x } } })
    expect([...x]).toEqual([-4, -8])
  })
})
