import { describe, expect, test } from 'vitest'
import * as api from './index.ts'

const { arange, cat, linalg, ones, tensor, zeros } = api
const x = arange(6, { dtype: 'float64' }).reshape(2, 3)

/** A call is refused with this code and message, and the hint shows how to call. */
function refuses(name: string, run: () => unknown, code: string, message: string, hint: string): void {
  test(name, () => expect(run).toThrow(expect.objectContaining({ name: 'FluxionError', code, message, hint })))
}

/** Calls as a user of JavaScript may write them. */
const any = api as unknown as Readonly<Record<string, (...args: unknown[]) => unknown>>

describe('what an operation does not understand is named', () => {
  refuses(
    'an option that is not there',
    () => any.sum!(x, { dimm: 0 }),
    'tensor/unknown-option',
    'sum: no option dimm, wanted dim, keepdim, dtype, out',
    'sum(x; dim?, keepdim?; dtype?, out?)',
  )
  refuses(
    'a value of another kind',
    () => any.sum!(x, { dim: 'rows' }),
    'tensor/bad-argument',
    "sum: dim is 'rows', wanted an integer or an array of integers",
    'sum(x; dim?, keepdim?; dtype?, out?)',
  )
  refuses(
    'a value that is missing',
    () => any.softmax!(x),
    'tensor/bad-argument',
    'softmax: dim is undefined, wanted an integer or an array of integers',
    'softmax(x; dim; dtype?, out?)',
  )
  refuses(
    'a tensor that is missing',
    () => any.add!(x),
    'tensor/bad-argument',
    'add: y is undefined, wanted a tensor, a number or an array',
    'add(x, y; ; alpha?, out?)',
  )
  refuses(
    'one argument too many',
    () => any.transpose!(x, 0, 1, 2),
    'tensor/bad-argument',
    'transpose: 2 is one argument too many',
    'transpose(x; dim0, dim1)',
  )
  refuses(
    'a word that is none of those known',
    () => any.div!(x, 2, { roundingMode: 'up' }),
    'tensor/bad-argument',
    "div: roundingMode is 'up', wanted 'trunc' or 'floor'",
    'div(x, y; ; roundingMode?, out?)',
  )
  refuses(
    'an unknown dtype',
    () => any.to!(x, 'float16'),
    'tensor/dtype',
    "to: dtype is 'float16', wanted 'float64' or 'float32' or 'int32' or 'bool'",
    'to(x; dtype)',
  )
})

describe('what no operation understands', () => {
  const odd: readonly unknown[] = [
    undefined,
    null,
    Number.NaN,
    0.5,
    -99,
    'abc',
    3n,
    Symbol('s'),
    () => 1,
    {},
    [],
    [[1, 2], [3]],
    [['a']],
    [1, 'a'],
    new Date(0),
    new Map(),
    new BigInt64Array(2),
    { dim: 1.5 },
    { dim: 'a' },
    { out: 3 },
    { dtype: 'float16' },
    zeros(0),
  ]
  const skipped = new Set(['Tensor', 'Generator', 'Slice', 'setDefaultDtype', 'manualSeed'])
  const functions = [
    ...Object.entries(api).filter(([name, value]) => typeof value === 'function' && !skipped.has(name)),
    ...Object.entries(linalg).map(([name, value]): [string, unknown] => [`linalg.${name}`, value]),
  ] as [string, (...args: unknown[]) => unknown][]

  test.each(functions)('%s refuses it with an error of the catalogue, or takes it', (_, run) => {
    for (const value of odd) {
      const y = x.clone()
      for (const args of [[], [value], [y, value], [y, 0, value], [y, y, value]]) {
        try {
          run(...args)
        } catch (error) {
          expect(error).toMatchObject({ name: 'FluxionError', code: expect.not.stringMatching(/^internal:/) })
        }
      }
    }
  })
})

describe('values', () => {
  const prints = (name: string, found: () => unknown, wanted: string): void =>
    test(name, () => expect(String(found())).toBe(wanted))

  prints('null is not given, as None', () => any.sum!(x, null, true), 'tensor([[15.]])')
  prints(
    'nested arrays stand for tensors',
    () =>
      any.reshape!(
        [
          [1, 2],
          [3, 4],
        ],
        [4],
      ),
    'tensor([1., 2., 3., 4.])',
  )
  prints('a lone number for an array of sizes', () => any.reshape!(x, { shape: 6 }), 'tensor([0., 1., 2., 3., 4., 5.])')
  prints('tensors of a list', () => cat([[1], [2]], { dim: 0 }), 'tensor([1., 2.])')
  prints('options of factories', () => any.logspace!({ start: 0, end: 2, steps: 3, base: 2 }), 'tensor([1., 2., 4.])')
  prints(
    'an index before its dimension',
    () => api.gather(x, tensor([[2], [0]]), { dim: 1 }),
    'tensor([[2.],\n        [3.]])',
  )
  prints(
    'a matrix on the right',
    () =>
      linalg.solve(
        tensor([
          [2, 1],
          [0, 4],
        ]),
        ones(1, 2),
        { left: false },
      ),
    'tensor([[0.5000, 0.1250]])',
  )
})
