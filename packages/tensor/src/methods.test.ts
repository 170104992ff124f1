import { describe, expect, test } from 'vitest'
import * as api from './index.ts'

const { tensor, arange, zeros, ones, manualSeed, randn } = api

/** Both texts, of a tensor or value, are the same. */
const prints = (found: unknown, wanted: string): void => expect(String(found)).toBe(wanted)

test('the operations of the primer print what PyTorch prints', () => {
  const x = arange(12)
  prints(x, 'tensor([ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11])')
  expect(x.numel()).toBe(12)
  expect(x.shape).toEqual([12])
  const X = x.reshape(3, -1)
  prints(X, 'tensor([[ 0,  1,  2,  3],\n        [ 4,  5,  6,  7],\n        [ 8,  9, 10, 11]])')
  prints(zeros(1, 2, 2), 'tensor([[[0., 0.],\n         [0., 0.]]])')
  manualSeed(1)
  expect(randn(3, 4).shape).toEqual([3, 4])
  prints(X.at(-1), 'tensor([ 8,  9, 10, 11])')
  prints(X.at(api.slice(1, 3)), 'tensor([[ 4,  5,  6,  7],\n        [ 8,  9, 10, 11]])')
  X.set(17, 1, 2)
  prints(X, 'tensor([[ 0,  1,  2,  3],\n        [ 4,  5, 17,  7],\n        [ 8,  9, 10, 11]])')
  X.set(12, api.slice(null, 2), ':')
  prints(X, 'tensor([[12, 12, 12, 12],\n        [12, 12, 12, 12],\n        [ 8,  9, 10, 11]])')
  const a = tensor([1, 2, 4, 8])
  const b = tensor([2, 2, 2, 2])
  prints(a.add(b), 'tensor([ 3.,  4.,  6., 10.])')
  prints(a.sub(b), 'tensor([-1.,  0.,  2.,  6.])')
  prints(a.mul(b), 'tensor([ 2.,  4.,  8., 16.])')
  prints(a.div(b), 'tensor([0.5000, 1.0000, 2.0000, 4.0000])')
  prints(a.pow(b), 'tensor([ 1.,  4., 16., 64.])')
  prints(a.exp(), 'tensor([2.7183e+00, 7.3891e+00, 5.4598e+01, 2.9810e+03])')
  prints(
    api.cat([a.reshape(2, 2), b.reshape(2, 2)], { dim: 1 }),
    'tensor([[1., 2., 2., 2.],\n        [4., 8., 2., 2.]])',
  )
  prints(a.eq(b), 'tensor([False,  True, False, False])')
  prints(a.sum(), 'tensor(15.)')
  prints(arange(3).reshape(3, 1).add(arange(2).reshape(1, 2)), 'tensor([[0, 1],\n        [1, 2],\n        [2, 3]])')
  expect(x.length).toBe(12)
  const A = arange(6, { dtype: 'float64' }).reshape(2, 3)
  prints(A.T, 'tensor([[0., 3.],\n        [1., 4.],\n        [2., 5.]])')
  prints(A.sum(0), 'tensor([3., 5., 7.])')
  prints(A.mean(0), 'tensor([1.5000, 2.5000, 3.5000])')
  prints(A.mean({ dim: 1, keepdim: true }), 'tensor([[1.],\n        [4.]])')
  prints(A.cumsum(0), 'tensor([[0., 1., 2.],\n        [3., 5., 7.]])')
  prints(arange(3, { dtype: 'float64' }).dot(ones(3)), 'tensor(3.)')
  prints(A.mv(arange(3, { dtype: 'float64' })), 'tensor([ 5., 14.])')
  prints(A.mm(ones(3, 4)), 'tensor([[ 3.,  3.,  3.,  3.],\n        [12., 12., 12., 12.]])')
  prints(tensor([3, -4]).norm(), 'tensor(5.)')
  prints(tensor([3, -4]).abs().sum(), 'tensor(7.)')
  prints(ones(4, 9).norm(), 'tensor(6.)')
})

describe('three ways to call an operation', () => {
  const x = arange(6).reshape(2, 3)
  const cases: readonly [string, readonly unknown[]][] = [
    ['sum along a dimension', [api.sum(x, 1), api.sum(x, { dim: 1 }), x.sum(1), x.sum({ dim: 1 })]],
    ['keepdim', [api.sum(x, 1, true), api.sum(x, 1, { keepdim: true }), x.sum(1, { keepdim: true }), x.sum(1, true)]],
    ['sizes', [api.reshape(x, 3, -1), api.reshape(x, [3, -1]), api.reshape(x, { shape: [3, -1] }), x.reshape(3, 2)]],
    ['two dimensions', [api.transpose(x, 0, 1), x.transpose(-1, 0), api.transpose(x, { dim0: 0, dim1: 1 }), x.T]],
    ['joins', [api.cat([x, x], 1), api.cat([x, x], { dim: -1 })]],
    ['indices', [api.gather(x, 1, x.ge(0).to('int32')), api.gather(x, x.ge(0).to('int32'), { dim: 1 })]],
    ['equations', [api.einsum('ij->ji', x), api.einsum(x, { equation: 'ij->ji' }), x.T]],
  ]
  test.each(cases)('%s', (_, [first, ...others]) => {
    for (const other of others) prints(other, String(first))
  })

  test('extrema of all, along a dimension, of two tensors', () => {
    prints(x.max(), 'tensor(5)')
    prints(api.max(x, { dim: 1 }).values, 'tensor([2, 5])')
    const [values, indices] = x.min(0)
    prints(values, 'tensor([0, 1, 2])')
    prints(indices, 'tensor([0, 0, 0])')
    prints(api.max(x, api.full([3], 4)), 'tensor([[4., 4., 4.],\n        [4., 4., 5.]])')
  })
})

test('views share memory, copies do not', () => {
  const x = zeros(2, 3)
  for (const view of [
    x.T,
    x.at(0),
    x.reshape(6),
    x.at(':', api.slice(null, null, -1)),
    x.expand(4, 2, 3),
    x.unsqueeze(0),
  ]) {
    expect(view.data).toBe(x.data)
  }
  for (const copy of [x.clone(), x.T.reshape(6), x.at(tensor([0, 1])), x.flip(0), x.to('float32')]) {
    expect(copy.data).not.toBe(x.data)
  }
  const mine = Float64Array.of(1, 2, 3, 4)
  expect(api.fromArray(mine, [2, 2]).data).toBe(mine)
  expect(tensor(mine).data).toBe(mine)
})

test('out is filled and returned', () => {
  const x = tensor([1, 2, 3])
  const out = zeros(3)
  expect(api.add(x, 1, { out })).toBe(out)
  prints(out, 'tensor([2., 3., 4.])')
  expect(api.exp(x, { out }).data).toBe(out.data)
  expect(api.sum(ones(2, 3), 0, { out })).toBe(out)
  prints(out, 'tensor([2., 2., 2.])')
  // An output that overlaps an operand out of step with it is written as if it did not.
  const y = arange(4, { dtype: 'float64' })
  api.add(y.at(api.slice(0, 3)), 10, { out: y.at(api.slice(1, 4)) })
  prints(y, 'tensor([ 0., 10., 11., 12.])')
})
