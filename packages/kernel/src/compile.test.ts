import { describe, expect, test } from 'vitest'
import { LoopBuilder } from './build.ts'
import { type Backend, compileLoop } from './compile.ts'
import { FluxionError } from './errors.ts'
import type { LoopIR } from './ir.ts'
import type { NestedView } from './nest.ts'

function loop(make: (k: LoopBuilder) => void): LoopIR {
  const k = new LoopBuilder()
  make(k)
  return k.finish()
}

const product = loop((k) => k.output(k.op('mul', k.array('x'), k.scalar('a'))))
const sine = loop((k) => k.output(k.op('sin', k.array('x'))))
const statistics = loop((k) => {
  const x = k.array('x')
  for (const reduce of ['sum', 'prod', 'min', 'max'] as const) k.output(x, reduce)
})
const positions = loop((k) => {
  const x = k.array('x')
  k.output(x, 'argmin')
  k.output(x, 'argmax')
})
const truths = loop((k) => {
  const positive = k.op('gt', k.array('x'), k.constant(0))
  k.output(positive, 'any')
  k.output(positive, 'all')
  k.output(positive)
})

function code(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof FluxionError) return error.code
    throw error
  }
  return 'no error'
}

describe('auto', () => {
  test('runs plain arithmetic as JavaScript', () => expect(compileLoop(product).backend).toBe('js'))
  test('runs functions on wasm', () => expect(compileLoop(sine).backend).toBe('wasm'))
  test('runs positions of extrema as JavaScript', () => expect(compileLoop(positions).backend).toBe('js'))
  test.each([
    ['f64', 255],
    ['f64', 1000],
    ['f32', 1000],
  ] as const)('chooses among %s × %d values as branches would', (type, length) => {
    const x = new { f64: Float64Array, f32: Float32Array }[type](length)
    for (let i = 0; i < length; i++) x[i] = [3, -0, Number.NaN, 0, -7][i % 5]!
    const larger = loop((k) => {
      const [a, b] = [k.array('a', type), k.scalar('b', type)]
      k.output(k.op('max', a, b))
      k.output(k.op('select', k.op('gt', a, b), a, b))
      k.output(k.op('le', a, b))
    })
    const wanted = compileLoop(larger, { target: 'interpret' }).run(length, [x, 0])
    expect(compileLoop(larger).run(length, [x, 0])).toEqual(wanted)
    expect(compileLoop(larger).run(length, [{ data: x, offset: length - 1, stride: -1 }, 0])[0]).toEqual(
      (wanted[0] as typeof x).toReversed(),
    )
  })
  test('equal loops share a kernel', () =>
    expect(compileLoop(loop((k) => k.output(k.op('sin', k.array('another name')))))).toBe(compileLoop(sine)))
})

test.each(['js', 'interpret'] as const)('%s: a special function is the one the loop was built with', (target) => {
  const k = new LoopBuilder({ beta: (a, b) => 10 * a + b })
  const x = k.array('x', 'f32')
  k.output(k.op('beta', x, k.constant(Math.fround(0.1), 'f32')))
  expect(compileLoop(k.finish(), { target }).run(2, [Float32Array.of(1, 2)])).toEqual([Float32Array.of(10.1, 20.1)])
})

describe.each(['js', 'wasm', 'interpret'] as const)('%s', (target: Backend) => {
  test('reduces', () => {
    const run = (...x: number[]): unknown[] => compileLoop(statistics, { target }).run(x.length, [Float64Array.from(x)])
    expect(run(1, 2, 3, 4, -5)).toEqual([5, -120, -5, 4])
    expect(run()).toEqual([0, 1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
    expect(run(1, Number.NaN, 3)).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN])
  })

  test('sums over many blocks', () => {
    const x = Float64Array.from({ length: 10_001 }, (_, i) => i)
    expect(compileLoop(statistics, { target }).run(x.length, [x])[0]).toBe(50_005_000)
  })

  test('any and all', () => {
    const run = (...x: number[]): unknown[] => compileLoop(truths, { target }).run(x.length, [Float64Array.from(x)])
    expect(run(1, -1, 2)).toEqual([1, 0, Uint8Array.of(1, 0, 1)])
    expect(run(1, 3)).toEqual([1, 1, Uint8Array.of(1, 1)])
    expect(run(-1)).toEqual([0, 0, Uint8Array.of(0)])
    expect(run()).toEqual([0, 1, Uint8Array.of()])
  })

  test('writes to views and leaves the rest alone', () => {
    const data = new Float64Array(7)
    const x = Float64Array.of(1, 2, 3)
    const [result] = compileLoop(product, { target }).run(
      3,
      [{ data: x, offset: 2, stride: -1 }, 10],
      [{ data, offset: 1, stride: 2 }],
    )
    expect(result).toBe(data)
    expect([...data]).toEqual([0, 30, 0, 20, 0, 10, 0])
  })

  test('an output may be an input', () => {
    const x = Float64Array.of(1, 2, 3)
    compileLoop(product, { target }).run(3, [x, 2], [x])
    expect([...x]).toEqual([2, 4, 6])
  })

  test('one element', () => {
    const out = [0, 0]
    expect(compileLoop(product, { target }).scalar([3, 4], out)).toBe(12)
    expect(out[0]).toBe(12)
  })

  test('huge arguments of sin among ordinary ones', () => {
    const x = Float64Array.of(1, 1e22, 2, Number.NaN, Number.POSITIVE_INFINITY)
    const [found] = compileLoop(sine, { target }).run(5, [x])
    x.forEach((v, i) => {
      expect((found as Float64Array)[i]! - Math.sin(v) || 0).toBeCloseTo(0, 15)
    })
  })

  test('a nest of rows: reads a matrix by columns, keeps an outer dimension still, walks backwards', () => {
    const data = Float64Array.of(1, 2, 3, 4, 5, 6)
    const out = new Float64Array(6)
    const kernel = compileLoop(product, { target })
    kernel.runNest([3, 2], [{ data, offset: 0, strides: [1, 3] }, 10], [{ data: out, offset: 0, strides: [2, 1] }])
    expect([...out]).toEqual([10, 40, 20, 50, 30, 60])
    kernel.runNest([2, 3], [{ data, offset: 5, strides: [0, -1] }, 1], [{ data: out, offset: 0, strides: [3, 1] }])
    expect([...out]).toEqual([6, 5, 4, 6, 5, 4])
    const factors = { data: Float64Array.of(10, 100), offset: 0, strides: [1, 0] }
    kernel.runNest([2, 3], [{ data, offset: 0, strides: [3, 1] }, factors], [{ data: out, offset: 0, strides: [3, 1] }])
    expect([...out]).toEqual([10, 20, 30, 400, 500, 600])
  })

  test('a nest of reductions joins rows in the element they share', () => {
    const data = Float64Array.of(1, 2, 3, 4, 5, 6)
    const [sum, prod, min, max] = [[0, 100], [1], [9], [0, 0]].map((start) => Float64Array.from(start))
    const to = (target: Float64Array | undefined, step: number): NestedView => ({
      data: target!,
      offset: 0,
      strides: [step, 0],
    })
    const views = [to(sum, 1), to(prod, 0), to(min, 0), to(max, 1)]
    compileLoop(statistics, { target }).runNest([2, 3], [{ data, offset: 0, strides: [3, 1] }], views)
    expect([sum, prod, min, max].map((it) => [...it!])).toEqual([[6, 115], [720], [1], [3, 6]])
  })

  test('the operands of a nest are checked before the first row', () => {
    const kernel = compileLoop(product, { target })
    const data = new Float64Array(6)
    const whole = { data, offset: 0, strides: [3, 1] }
    expect(code(() => kernel.runNest([2, 3], [whole], [whole]))).toBe('kernel/operand-count')
    expect(code(() => kernel.runNest([2, 3], [{ ...whole, offset: 1 }, 1], [whole]))).toBe('kernel/out-of-bounds')
    expect(code(() => kernel.runNest([2, 3], [{ ...whole, strides: [-3, 1] }, 1], [whole]))).toBe(
      'kernel/out-of-bounds',
    )
    expect(code(() => kernel.runNest([2, 3], [whole, 1], [{ ...whole, data: new Float32Array(6) }]))).toBe(
      'kernel/operand-type',
    )
    expect(code(() => kernel.runNest([2, -3], [whole, 1], [whole]))).toBe('kernel/bad-length')
    kernel.runNest([0, 9], [whole, 1], [whole])
  })

  test('operands are checked', () => {
    const kernel = compileLoop(product, { target })
    const x = new Float64Array(3)
    expect(code(() => kernel.run(3, [x]))).toBe('kernel/operand-count')
    expect(code(() => kernel.run(3, [new Float32Array(3), 1]))).toBe('kernel/operand-type')
    expect(code(() => kernel.run(3, [x, x]))).toBe('kernel/operand-type')
    expect(code(() => kernel.run(4, [x, 1]))).toBe('kernel/out-of-bounds')
    expect(code(() => kernel.run(3, [{ data: x, offset: 0, stride: 2 }, 1]))).toBe('kernel/out-of-bounds')
    expect(code(() => kernel.run(3, [x, 1], [new Float64Array(2)]))).toBe('kernel/out-of-bounds')
    expect(code(() => kernel.run(-1, [x, 1]))).toBe('kernel/bad-length')
  })
})

describe('sources are readable', () => {
  test('js', () =>
    expect(compileLoop(product).source).toMatchInlineSnapshot(`
      "(m) => {
        return (n, a, c, o, r) => {
          const a0 = a[0].data;
          const c1 = c[1];
          const o0 = o[0].data;
          let i = 0;
          const e = n - 3;
          for (; i < e; i += 4) {
            const v0 = a0[i];
            const v1 = c1;
            const v2 = v0 * v1;
            o0[i] = v2;
            const v0_1 = a0[i + 1];
            const v1_1 = c1;
            const v2_1 = v0_1 * v1_1;
            o0[i + 1] = v2_1;
            const v0_2 = a0[i + 2];
            const v1_2 = c1;
            const v2_2 = v0_2 * v1_2;
            o0[i + 2] = v2_2;
            const v0_3 = a0[i + 3];
            const v1_3 = c1;
            const v2_3 = v0_3 * v1_3;
            o0[i + 3] = v2_3;
          }
          for (; i < n; i++) {
            const v0 = a0[i];
            const v1 = c1;
            const v2 = v0 * v1;
            o0[i] = v2;
          }
        }
      }"
    `))

  test('names of inputs never reach the code', () => {
    const evil = loop((k) => k.output(k.op('neg', k.array('alert(1)//'))))
    for (const target of ['js', 'wasm'] as const) expect(compileLoop(evil, { target }).source).not.toContain('alert')
  })

  test('wasm', () => {
    const { source } = compileLoop(product, { target: 'wasm' })
    expect(source).toContain('f64x2.mul')
    expect(source).toMatch(/^\(module/)
  })
})

test('positions of the first extremum, of the first NaN', () => {
  const run = (...x: number[]): unknown[] => compileLoop(positions).run(x.length, [Float64Array.from(x)])
  expect(run(3, 1, 4, 1, 5, 9, 2, 6, 9)).toEqual([1, 5])
  expect(run(3, Number.NaN, 1, Number.NaN)).toEqual([1, 1])
  expect(run()).toEqual([-1, -1])
})

test('more arrays than one scratch block of 4096 holds', () => {
  const many = loop((k) => {
    const xs = Array.from({ length: 300 }, (_, i) => k.array(`x${i}`))
    k.output(xs.reduce((sum, x) => k.op('add', sum, x)))
  })
  const arrays = Array.from({ length: 300 }, () => new Float64Array(5000).fill(1))
  const [total] = compileLoop(many, { target: 'wasm' }).run(5000, arrays)
  expect(new Set(total as Float64Array)).toEqual(new Set([300]))
})

test('an unknown target is refused', () =>
  expect(code(() => compileLoop(sine, { target: 'gpu' as 'js' }))).toBe('kernel/unknown-target'))
test('wasm refuses positions of extrema', () =>
  expect(code(() => compileLoop(positions, { target: 'wasm' }))).toBe('kernel/unsupported'))
