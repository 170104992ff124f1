import { parse } from '@fluxion/symbolic'
import { fromArray, type Tensor, tensor } from '@fluxion/tensor'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { overlaps } from './overlap.ts'

test('parts of one buffer overlap where their ranges meet', () => {
  const data = Float64Array.of(0, 1, 2, 3, 4, 5)
  const part = (from: number, to: number): Tensor => fromArray(data.subarray(from, to), [to - from])
  expect(overlaps(part(0, 3), part(3, 6))).toBe(false)
  expect(overlaps(part(0, 4), part(3, 6))).toBe(true)
  expect(overlaps(part(2, 2), part(0, 6))).toBe(false)
  expect(overlaps(fromArray(data, [6]), tensor([1, 2]))).toBe(false)
})

test('a result may be written over arguments in any way', () => {
  const f = compile('x * 2 + y', { args: ['x', 'y'] })
  fc.assert(
    fc.property(fc.nat(4), fc.nat(4), fc.nat(4), fc.integer({ min: 1, max: 40 }), (a, b, c, n) => {
      const make = (): Float64Array => Float64Array.from({ length: n + 4 }, (_, i) => i * i + 1)
      const [data, fresh] = [make(), make()]
      const wanted = (f(fresh.subarray(a, a + n), fresh.subarray(b, b + n)) as Tensor).tolist()
      const out = data.subarray(c, c + n)
      f(data.subarray(a, a + n), data.subarray(b, b + n), { out } as never)
      expect([...out]).toEqual(wanted)
    }),
    { seed: 3 },
  )
})

test('over what is broadcast, and transposed', () => {
  const f = compile('x + 10 * y', { args: ['x', 'y'] })
  const x = tensor([
    [1, 2],
    [3, 4],
  ])
  f({ x, y: x.at(0) }, { out: x })
  expect(x.tolist()).toEqual([
    [11, 22],
    [13, 24],
  ])
  f({ x: x.T, y: 0 }, { out: x })
  expect(x.tolist()).toEqual([
    [11, 13],
    [22, 24],
  ])
})

test('a matrix product is written over its argument at the end', () => {
  const x = Float64Array.of(1, 2)
  const f = compile(parse('A * x', { shapes: { A: ['n', 'n'], x: ['n'] } }))
  f(
    {
      A: [
        [0, 1],
        [1, 1],
      ],
      x,
    },
    { out: x },
  )
  expect([...x]).toEqual([2, 3])
})
