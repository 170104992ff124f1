import { expect, test } from 'vitest'
import { arange, type DType, fromArray, linspace, type NestedArray, ones, tensor, zeros } from './index.ts'

/** A tensor prints as PyTorch prints it. */
const prints = (values: NestedArray, wanted: string, dtype: DType = 'float64'): void =>
  test(wanted.replaceAll('\n', ' '), () => expect(String(tensor(values, { dtype }))).toBe(wanted))

prints(1.5, 'tensor(1.5000)')
prints([1, 2], 'tensor([1., 2.])')
prints([1, 2], 'tensor([1, 2])', 'int32')
prints([true, false], 'tensor([ True, False])', 'bool')
prints([0.5, -0.25], 'tensor([ 0.5000, -0.2500])')
prints([-0, 0], 'tensor([-0., 0.])')
prints([1, Number.NaN, Infinity], 'tensor([1., nan, inf])')
prints([1.5, Number.NaN, -Infinity], 'tensor([1.5000,    nan,   -inf])')
prints([1e-5, 1], 'tensor([1.0000e-05, 1.0000e+00])')
prints([1e9], 'tensor([1.0000e+09])')
prints([1e100], 'tensor([1.0000e+100])')
// Ties go to the even digit, as in C.
prints([0.03125, 0.09375, -0.03125], 'tensor([ 0.0312,  0.0938, -0.0312])')
prints([1000050000, 1000150000], 'tensor([1.0000e+09, 1.0002e+09])')
prints([1], 'tensor([1.], dtype=torch.float32)', 'float32')
prints(
  [
    [1, 2],
    [30, 4],
  ],
  'tensor([[ 1.,  2.],\n        [30.,  4.]])',
)

test('an empty tensor shows its size and dtype', () => {
  expect(String(zeros(0))).toBe('tensor([])')
  expect(String(zeros(2, 0))).toBe('tensor([], size=(2, 0))')
  expect(String(zeros(0, { dtype: 'int32' }))).toBe('tensor([], dtype=torch.int32)')
})

test('a long line wraps at 80 characters, a tensor of more than 1000 elements is summarised', () => {
  expect(String(linspace(0, 1, 11))).toBe(
    'tensor([0.0000, 0.1000, 0.2000, 0.3000, 0.4000, 0.5000, 0.6000, 0.7000, 0.8000,\n        0.9000, 1.0000])',
  )
  expect(String(arange(1001))).toBe('tensor([   0,    1,    2,  ...,  998,  999, 1000])')
  expect(String(ones(40, 30)).split('\n')).toHaveLength(7)
})

test('views print their elements, not their data', () => {
  const x = fromArray(Float64Array.of(1, 2, 3, 4), [2, 2])
  expect(String(x.T)).toBe('tensor([[1., 3.],\n        [2., 4.]])')
})
