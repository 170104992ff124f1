import type { FluxionError } from '@fluxion/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as api from './index.ts'
import { broadcastShapes, sizeOf } from './shape.ts'

const { tensor, full, arange } = api

describe('dtypes are promoted as in torch.result_type', () => {
  const of = (dtype: api.DType, ...shape: number[]): api.Tensor => full(shape, 1, { dtype })
  const cases: readonly [string, api.Tensor, api.DType][] = [
    ['int32 and float32', of('int32', 2).add(of('float32', 2)), 'float32'],
    ['float32 and float64', of('float32', 2).add(of('float64', 2)), 'float64'],
    ['bool and int32', of('bool', 2).add(of('int32', 2)), 'int32'],
    ['bool and bool', of('bool', 2).add(of('bool', 2)), 'bool'],
    ['int32 and an integer', of('int32', 2).add(2), 'int32'],
    ['int32 and a fraction', of('int32', 2).add(0.5), 'float64'],
    ['float32 and a fraction', of('float32', 2).add(0.5), 'float32'],
    ['float32 and a float64 without dimensions', of('float32', 2).add(of('float64')), 'float32'],
    ['int32 and a float32 without dimensions', of('int32', 2).add(of('float32')), 'float32'],
    ['a quotient of int32', of('int32', 2).div(2), 'float64'],
    ['a quotient rounded down', of('int32', 2).floorDivide(2), 'int32'],
    ['a function of int32', of('int32', 2).exp(), 'float64'],
    ['a comparison', of('int32', 2).lt(2), 'bool'],
    ['a sum of bool', of('bool', 2).sum(), 'int32'],
    ['a mean of int32', of('int32', 2).mean(), 'float64'],
    ['a place', of('float32', 2).argmax(), 'int32'],
  ]
  test.each(cases)('%s', (_, x, dtype) => expect(x.dtype).toBe(dtype))
})

const shapes = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 })
const pair = shapes.chain((shape) =>
  fc.tuple(
    fc.constant(shape),
    fc.tuple(...shape.map((n) => fc.constantFrom(n, 1))).chain((b) => fc.nat({ max: b.length }).map((k) => b.slice(k))),
  ),
)

/** A tensor of a shape, contiguous, permuted or spread in a larger one. */
function laidOut(shape: readonly number[], layout: number): api.Tensor {
  const x = arange(sizeOf(shape), { dtype: 'float64' }).reshape([...shape])
  const back = shape.map((_, d) => shape.length - 1 - d)
  if (layout === 1) return x.permute(back).clone().permute(back)
  if (layout === 0) return x
  const room = api.zeros(shape.map((n) => 2 * n + 1))
  const places = shape.map((n) => api.slice(1, 2 * n + 1, 2))
  room.set(x, ...places)
  return room.at(...places)
}

test('broadcasting is explicit expansion, whatever the layout', () => {
  const layout = fc.nat({ max: 2 })
  fc.assert(
    fc.property(pair, layout, layout, ([a, b], i, j) => {
      const [x, y] = [laidOut(a, i), laidOut(b, j)]
      const shape = broadcastShapes('add', a, b)
      const wanted = x
        .expand([...shape])
        .clone()
        .sub(y.expand([...shape]).clone())
      expect(x.sub(y).shape).toEqual(wanted.shape)
      expect(x.sub(y).tolist()).toEqual(wanted.tolist())
    }),
    { seed: 4 },
  )
})

test('sums along dimensions are nested loops, whatever the layout', () => {
  fc.assert(
    fc.property(shapes, fc.nat({ max: 2 }), fc.nat(), (shape, layout, bits) => {
      const x = laidOut(shape, layout)
      const dims = shape.map((_, d) => d).filter((d) => (bits >> d) & 1)
      if (dims.length === 0) return
      let wanted = x
      for (const d of dims.toReversed()) wanted = sumByHand(wanted, d)
      expect(x.sum(dims).tolist()).toEqual(wanted.tolist())
    }),
    { seed: 5 },
  )
})

function sumByHand(x: api.Tensor, dim: number): api.Tensor {
  const shape = x.shape.toSpliced(dim, 1)
  return x.unbind(dim).reduce((a, b) => a.add(b), api.zeros([...shape]))
}

test('long rows, long columns and small cubes take different ways to one result', () => {
  for (const shape of [
    [3, 5000],
    [5000, 3],
    [300, 400],
    [20, 30, 40],
    [2, 4500, 2],
  ]) {
    const x = api.rand(...shape)
    shape.forEach((_, d) => {
      const wanted = sumByHand(x, d)
      expect(api.allClose(x.sum(d), wanted, { rtol: 1e-12 })).toBe(true)
      expect(api.allClose(x.amax(d), x.sort(d).values.select(d, -1))).toBe(true)
    })
    expect(x.sum().item()).toBeCloseTo(x.flatten().sum().item(), 6)
  }
})

describe('errors name the operation and both shapes', () => {
  const message = (run: () => unknown): string => {
    try {
      run()
    } catch (error) {
      const { code, message: said, hint } = error as FluxionError
      return `${code}: ${said}${hint === undefined ? '' : `\n  hint: ${hint}`}`
    }
    return 'nothing was thrown'
  }
  test('shapes that do not broadcast', () =>
    expect(message(() => tensor([1, 2]).add(tensor([1, 2, 3])))).toMatchInlineSnapshot(`
      "tensor/shape-mismatch: add: shapes [2] and [3] do not broadcast: sizes differ at dimension 0
        hint: aligned from the right, sizes must be equal or 1"
    `))
  test('matrices that do not chain', () =>
    expect(message(() => api.ones(2, 3).mm(api.ones(2, 3)))).toMatchInlineSnapshot(
      `
      "tensor/shape-mismatch: mm: shapes [2, 3] and [2, 3] do not fit: columns of the first must be rows of the second
        hint: reshape, unsqueeze and T change a shape"
    `,
    ))
  test('a dimension out of range', () =>
    expect(message(() => api.ones(2, 3).sum(2))).toMatchInlineSnapshot(`
    "tensor/dim-out-of-range: sum: dimension 2 is out of range [-2, 1]
      hint: negative dimensions count from the end"
  `))
  test('a shape of another size', () =>
    expect(message(() => api.ones(2, 3).reshape(4))).toMatchInlineSnapshot(`
    "tensor/bad-shape: reshape: shape [4] does not hold the elements of shape [2, 3]
      hint: the product of sizes must stay the same; one size may be -1"
  `))
  test('joined sizes that differ', () =>
    expect(message(() => api.cat([api.ones(2, 3), api.ones(2, 2)]))).toMatchInlineSnapshot(
      `
      "tensor/shape-mismatch: cat: shapes [2, 3] and [2, 2] do not fit: sizes must agree except in dimension 0
        hint: reshape, unsqueeze and T change a shape"
    `,
    ))
  test('ragged arrays', () =>
    expect(message(() => tensor([[1, 2], [3]]))).toMatchInlineSnapshot(`
    "tensor/ragged: tensor: element [1] is an array of 1, wanted an array of 2
      hint: nested arrays must be rectangular"
  `))
  test('a bad equation', () =>
    expect(message(() => api.einsum('ij,jk->ik', tensor([1])))).toMatchInlineSnapshot(`
    "tensor/bad-equation: einsum: "ij,jk->ik": 2 terms for 1 tensors
      hint: write it as 'ij,jk->ik'"
  `))
})
