import { FluxionError } from '@fluxion/symbolic'
import { fromArray, Tensor, tensor } from '@fluxion/tensor'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { compile } from './compile.ts'

const codeOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return error instanceof FluxionError ? error.code : String(error)
  }
  return 'no error'
}

const list = (value: unknown): unknown => (value instanceof Tensor ? value.tolist() : value)

describe('arguments', () => {
  test('are the free symbols, sorted, unless given', () => {
    expect(compile('y - x').args).toEqual(['x', 'y'])
    expect(compile('y - x')(1, 10)).toBe(9)
    expect(compile('y - x', { args: ['y', 'x'] })(1, 10)).toBe(-9)
    expect(compile('2 * x', { args: ['t', 'x'] })(99, 3)).toBe(6)
  })
  test('come by position or by name', () => {
    const f = compile('a * x + b')
    expect(f(2, 1, 10)).toBe(21)
    expect(f({ x: 10, a: 2, b: 1 })).toBe(21)
    expect(f({ x: 10, a: 2, b: 1, unused: 5 })).toBe(21)
  })
  test('may be numbers, truth values, nested arrays, typed arrays, tensors', () => {
    const f = compile('x + y', { args: ['x', 'y'] })
    expect(f(1, 2)).toBe(3)
    expect(list(f([1, 2], 10))).toEqual([11, 12])
    expect(
      list(
        f(
          [
            [1, 2],
            [3, 4],
          ],
          [10, 20],
        ),
      ),
    ).toEqual([
      [11, 22],
      [13, 24],
    ])
    expect(list(f(Float64Array.of(1, 2), Int32Array.of(1, 1)))).toEqual([2, 3])
    expect(list(f(tensor([1, 2]), true))).toEqual([2, 3])
    expect(list(f(tensor(1), 2))).toBe(3)
  })
  test('that are missing, too many or no values are named', () => {
    const f = compile('x + y')
    expect(codeOf(() => f(1))).toBe('bridge/argument-count')
    expect(codeOf(() => f(1, 2, 3))).toBe('bridge/argument-count')
    expect(codeOf(() => f({ x: 1 } as never))).toBe('bridge/unbound-argument')
    expect(codeOf(() => f({ x: 1, y: 'a' } as never))).toBe('bridge/bad-argument')
    expect(codeOf(() => f([1, 2], [1, 2, 3]))).toBe('bridge/shape-mismatch')
    expect(codeOf(() => compile('x + y', { args: ['x'] }))).toBe('bridge/missing-argument')
    expect(codeOf(() => compile('x', { args: ['x', 'x'] }))).toBe('bridge/repeated-argument')
  })
  test('named like members of objects are ordinary names', () => {
    expect(compile('constructor + 1')({ constructor: 2 } as never)).toBe(3)
    expect(codeOf(() => compile('constructor + x')({ x: 1 }))).toBe('bridge/unbound-argument')
  })
  test('need not exist', () => {
    expect(compile('2 + 3')()).toBe(5)
  })
})

describe('results', () => {
  test('mirror the nesting of the formulas', () => {
    expect(compile(['x', 'x^2'])(3)).toEqual([3, 9])
    expect(compile({ f: 'x', more: ['x^2', { g: 'x^3' }] })(2)).toEqual({ f: 2, more: [4, { g: 8 }] })
  })
  test('of constants have the shape of the arguments', () => {
    expect(list(compile('3', { args: ['x'] })([1, 2]))).toEqual([3, 3])
  })
  test('of strided and broadcast tensors are laid out row by row', () => {
    const a = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ])
    const sum = compile('x + y')(a.T, tensor([[10], [20], [30]])) as Tensor
    expect(sum.tolist()).toEqual([
      [11, 14],
      [22, 25],
      [33, 36],
    ])
    expect(sum.isContiguous()).toBe(true)
  })
  test('fill buffers given as out, which are returned', () => {
    const out = new Float64Array(3)
    expect(compile('2 * x')({ x: [1, 2, 3] }, { out })).toBe(out)
    expect([...out]).toEqual([2, 4, 6])
    const into = fromArray(new Float64Array(4), [2, 2])
    compile('x')(
      {
        x: [
          [1, 2],
          [3, 4],
        ],
      },
      { out: into.T },
    )
    expect(into.tolist()).toEqual([
      [1, 3],
      [2, 4],
    ])
    const parts = { f: new Float64Array(2), g: new Float64Array(2) }
    expect(compile({ f: 'x', g: 'x^2' })({ x: [1, 2] }, { out: parts })).toEqual(parts)
    expect([...parts.g]).toEqual([1, 4])
  })
  test('do not fit other buffers', () => {
    const f = compile('x')
    expect(codeOf(() => f({ x: [1, 2] }, { out: new Float64Array(3) }))).toBe('bridge/bad-output')
    expect(codeOf(() => f({ x: [1, 2] }, { out: new Float32Array(2) }))).toBe('bridge/bad-output')
  })
  test('may overwrite an argument', () => {
    const x = Float64Array.of(1, 2, 3)
    compile('x^2 + 1')({ x }, { out: x })
    expect([...x]).toEqual([2, 5, 10])
  })
  test('are of the dtype asked for', () => {
    expect(compile('x', { dtype: 'float32' })(0.1)).toBe(Math.fround(0.1))
    expect((compile('x / 3', { dtype: 'float32' })([1]) as Tensor).dtype).toBe('float32')
  })
  test('of no elements are empty, and sum to zero', () => {
    expect(list(compile('exp(x)')([]))).toEqual([])
    expect(compile('exp(x)', { reduce: 'sum' })([])).toBe(0)
  })
  test('have types that follow the arguments', () => {
    expectTypeOf(compile('x')(1)).toEqualTypeOf<number>()
    expectTypeOf(compile('x')([1])).toEqualTypeOf<Tensor>()
    expectTypeOf(compile({ f: 'x' })(1)).toEqualTypeOf<{ readonly f: number }>()
  })
})

describe('reduce', () => {
  test('sums over columns', () => {
    expect(compile('a * x', { reduce: 'sum' })({ a: 2, x: [1, 2, 3] })).toBe(12)
    expect(compile('a * x', { reduce: 'mean' })({ a: 2, x: [1, 2, 3] })).toBe(4)
    expect(compile(['x', 'x^2'], { reduce: 'sum' })({ x: [1, 2, 3] })).toEqual([6, 14])
  })
  test('counts a constant once for each row', () => {
    expect(compile('a', { args: ['a', 'x'], reduce: 'sum' })({ a: 2, x: [1, 2, 3] })).toBe(6)
  })
  test('over numbers alone is the formula', () => {
    expect(compile('a * x', { reduce: 'sum' })({ a: 2, x: 3 })).toBe(6)
  })
  test('takes columns of any shape', () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ])
    expect(compile('x * y', { reduce: 'sum' })({ x: x.T, y: [1, 10] })).toBe(1 + 30 + 2 + 40 - 0)
  })
})

describe('a kernel tells', () => {
  test('its operations after sharing, a function counting one', () => {
    expect(compile('sin(x^2) + cos(x^2)').operations).toBe(4)
    expect(compile('a * b * c + a * b * d').operations).toBe(4)
  })
  test('where it runs and what was compiled', () => {
    expect(compile('a * x + b').backend).toBe('js')
    expect(compile('a * x + b').source).toContain('*')
    expect(compile('x', { backend: 'interpret' }).backend).toBe('interpret')
    expect(compile('sin(x)', { backend: 'wasm' }).source).toContain('f64x2')
  })
  test('what is wrong with its options', () => {
    expect(codeOf(() => compile('x', { backend: 'gpu' } as never))).toBe('bridge/bad-option')
    expect(codeOf(() => compile('x', { dtype: 'int32' } as never))).toBe('bridge/bad-option')
    expect(codeOf(() => compile(null as never))).toBe('bridge/bad-formula')
  })
})
