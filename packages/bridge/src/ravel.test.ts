import { parse } from '@fluxion/symbolic'
import { tensor } from '@fluxion/tensor'
import { describe, expect, test } from 'vitest'
import { culprit } from './culprit.ts'
import { ravel } from './ravel.ts'

describe('ravel', () => {
  test('lays a record out in the order of its names, arrays row by row', () => {
    const { flat, parts, path } = ravel({
      w: [
        [1, 2],
        [3, 4],
      ],
      b: 5,
      x: Float64Array.of(6, 7),
    })
    expect([...flat]).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(parts.map(({ name, shape, offset }) => [name, shape, offset])).toEqual([
      ['w', [2, 2], 0],
      ['b', [], 4],
      ['x', [2], 5],
    ])
    expect([0, 2, 4, 6].map(path)).toEqual(['w[0, 0]', 'w[1, 0]', 'b', 'x[1]'])
  })

  test('takes the names asked for, in their order', () => {
    expect([...ravel({ a: 1, b: 2, c: 3 }, ['c', 'a']).flat]).toEqual([3, 1])
  })

  test.each([
    ['a number', 3],
    [
      'nested arrays',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['a Float32Array', Float32Array.of(1, 2)],
    ['a record', { a: 1, b: [[1], [2]] }],
  ])('%s comes back in its form', (_, value) => {
    const { flat, unravel } = ravel(value)
    expect(unravel(flat)).toEqual(value)
  })

  test('a vector comes back as Float64Array, a tensor as tensor, whatever its strides', () => {
    expect(ravel([1, 2]).unravel(Float64Array.of(3, 4))).toEqual(Float64Array.of(3, 4))
    const transposed = tensor([
      [1, 2],
      [3, 4],
    ]).T
    const { flat, unravel } = ravel(transposed)
    expect([...flat]).toEqual([1, 3, 2, 4])
    expect(String(unravel(flat))).toBe(String(transposed.contiguous()))
  })

  test('what is missing is named', () => {
    expect(() => ravel({ a: 1 }, ['b'])).toThrow(expect.objectContaining({ code: 'bridge/unbound-argument' }))
  })
})

describe('culprit', () => {
  const finds = (formula: string, at: Record<string, number>, expected: string | undefined): void =>
    test(formula, () => expect(culprit(parse(formula), at)).toBe(expected))
  finds('x + log(x - 1.2)', { x: 1 }, 'log(u) at u = -0.2, u = x - 1.2')
  finds('1 / (x - y)', { x: 2, y: 2 }, '1 / u at u = 0, u = x - y')
  finds('sqrt(x)', { x: -4 }, 'sqrt(x) at x = -4')
  finds('x + 1', { x: 1 }, undefined)
})
