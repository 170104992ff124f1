import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { jsBlocks, wasmBlocks } from './blocks.ts'
import { multiplyBlocked, multiplyMatrices } from './multiply.ts'
import type { ProductMode } from './runs.ts'
import { type MatrixData, type MatrixView, matrixView, transposed } from './view.ts'

const at = (view: MatrixView, i: number, j: number): number =>
  view.data[view.offset + i * view.rowStride + j * view.columnStride]!

/** The oracle: three nested loops in double precision. */
function expected(a: MatrixView, b: MatrixView, before: MatrixView, mode: ProductMode): number[][] {
  return Array.from({ length: a.rows }, (_, i) =>
    Array.from({ length: b.columns }, (_, j) => {
      let sum = 0
      for (let k = 0; k < a.columns; k++) sum += at(a, i, k) * at(b, k, j)
      return mode === 'set' ? sum : at(before, i, j) + (mode === 'add' ? sum : -sum)
    }),
  )
}

const values = (view: MatrixView): number[][] =>
  Array.from({ length: view.rows }, (_, i) => Array.from({ length: view.columns }, (_, j) => at(view, i, j)))

/** A view of small integers (exact in any order of summation) with gaps, optionally transposed or reversed. */
function view<T extends MatrixData>(
  make: (length: number) => T,
  rows: number,
  columns: number,
  layout: number,
  seed: number,
): MatrixView<T> {
  const gap = layout % 3
  const data = make(rows * columns * (gap + 1) + gap + 7)
  for (let i = 0; i < data.length; i++) data[i] = ((i * 7 + seed * 13) % 11) - 5
  if (layout % 2 === 0) return matrixView(data, rows, columns, gap, columns * (gap + 1), gap + 1)
  if (layout % 4 === 1) return transposed(matrixView(data, columns, rows, gap, rows * (gap + 1), gap + 1))
  return matrixView(data, rows, columns, Math.max(0, rows * columns - 1), -columns, -1)
}

const makers = [(n: number): MatrixData => new Float64Array(n), (n: number): MatrixData => new Float32Array(n)] as const

function multipliesRight(
  make: (n: number) => MatrixData,
  m: number,
  k: number,
  n: number,
  layout = 0,
  mode: ProductMode = 'set',
): void {
  const a = view(make, m, k, layout, 1)
  const b = view(make, k, n, layout + 1, 2)
  const out = view(make, m, n, layout + 2, 3)
  const wanted = expected(a, b, out, mode)
  const outside = surroundings(out)
  multiplyMatrices(a, b, out, mode)
  expect(values(out)).toEqual(wanted)
  expect(surroundings(out)).toEqual(outside)
}

/** Elements of the array that no entry of the view uses. */
function surroundings(target: MatrixView): number[] {
  const used = new Set<number>()
  for (let i = 0; i < target.rows; i++)
    for (let j = 0; j < target.columns; j++) used.add(target.offset + i * target.rowStride + j * target.columnStride)
  return Array.from(target.data).filter((_, i) => !used.has(i))
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('multiplyMatrices', () => {
  test.each([
    [1, 1, 1],
    [4, 4, 4],
    [5, 5, 5],
    [97, 3, 5],
    [3, 257, 9],
    [13, 17, 515],
    [6, 9, 512],
    [35, 9, 4],
    [100, 300, 30],
    [1, 40, 33],
    [33, 40, 1],
    [1, 40, 1],
    [40, 1, 33],
    [30, 1030, 1],
    [1030, 30, 1],
    [1, 17, 1030],
  ])('multiplies %d × %d by its width × %d, in every layout and mode', (m, k, n) => {
    for (const make of makers)
      for (const layout of [0, 1, 2, 3, 4, 5])
        for (const mode of ['set', 'add', 'subtract'] as const) multipliesRight(make, m, k, n, layout, mode)
  })

  test('equals three nested loops for any sizes, strides and modes', () => {
    const size = fc.integer({ min: 0, max: 24 })
    fc.assert(
      fc.property(
        fc.constantFrom(...makers),
        size,
        size,
        size,
        fc.integer({ min: 0, max: 11 }),
        fc.constantFrom('set' as const, 'add' as const, 'subtract' as const),
        multipliesRight,
      ),
      { seed: 20260101, numRuns: 300 },
    )
  })

  test('sums terms in several passes over several strips of rows', () => {
    for (const make of makers) {
      multipliesRight(make, 1030, 260, 9, 0, 'set')
      multipliesRight(make, 9, 530, 1030, 0, 'subtract')
    }
  })

  test('gathers more results than it holds at once', () => {
    const a = matrixView(
      Float32Array.from({ length: 40_000 }, (_, i) => i % 97),
      20_000,
      2,
    )
    const out = new Float32Array(20_000)
    multiplyMatrices(a, matrixView(Float32Array.of(1, 10), 2, 1), matrixView(out, 20_000, 1))
    expect(out.findIndex((sum, i) => sum !== a.data[2 * i]! + 10 * a.data[2 * i + 1]!)).toBe(-1)
  })

  test('an empty inner dimension gives zeros, or leaves the sum as it was', () => {
    const out = Float64Array.of(1, 2, 3, 4)
    multiplyMatrices(
      matrixView(new Float64Array(0), 2, 0),
      matrixView(new Float64Array(0), 0, 2),
      matrixView(out, 2, 2),
      'add',
    )
    expect([...out]).toEqual([1, 2, 3, 4])
    multiplyMatrices(
      matrixView(new Float64Array(0), 2, 0),
      matrixView(new Float64Array(0), 0, 2),
      matrixView(out, 2, 2),
    )
    expect([...out]).toEqual([0, 0, 0, 0])
  })

  test('a stride of zero repeats a row', () => {
    const out = matrixView(new Float64Array(64), 8, 8)
    const ones = matrixView(Float64Array.of(1, 1, 1, 1, 1, 1, 1, 1), 8, 8, 0, 0, 1)
    multiplyMatrices(ones, ones, out)
    expect(new Set(out.data)).toEqual(new Set([8]))
  })

  test('NaN and Infinity stay in their rows and columns', () => {
    const n = 9
    const a = matrixView(new Float64Array(n * n).fill(1), n, n)
    const b = matrixView(new Float64Array(n * n).fill(1), n, n)
    a.data[8 * n] = Number.NaN
    b.data[8] = Number.POSITIVE_INFINITY
    const out = matrixView(new Float64Array(n * n), n, n)
    multiplyMatrices(a, b, out)
    expect(values(out)[0]).toEqual([9, 9, 9, 9, 9, 9, 9, 9, Number.POSITIVE_INFINITY])
    expect(values(out)[8]!.every(Number.isNaN)).toBe(true)
  })

  test.each([
    [5, 7, 1],
    [1, 5, 6],
    [5, 7, 6],
  ])('what an earlier product left behind does not show in one of %d × %d by %d columns', (m, k, n) => {
    for (const make of makers) {
      const nan = matrixView(make(64 * 64).fill(Number.NaN), 64, 64)
      multiplyMatrices(nan, nan, matrixView(make(64 * 64), 64, 64))
      multiplyMatrices(nan, matrixView(nan.data, 64, 1), matrixView(make(64), 64, 1))
      multiplyMatrices(transposed(nan), matrixView(nan.data, 64, 1), matrixView(make(64), 64, 1))
      for (const layout of [0, 1, 2, 3]) multipliesRight(make, 9 * m, 8 * k + 1, n === 1 ? 1 : 9 * n, layout)
      for (const layout of [0, 1, 2, 3]) multipliesRight(make, m, 11 * k, n === 1 ? 1 : 9 * n, layout)
    }
  })

  test('the error of a long float64 product is that of a sum of its length', () => {
    const k = 3000
    const a = matrixView(
      Float64Array.from({ length: 5 * k }, (_, i) => Math.sin(i)),
      5,
      k,
    )
    const b = matrixView(
      Float64Array.from({ length: 5 * k }, (_, i) => Math.cos(i * i)),
      k,
      5,
    )
    const out = matrixView(new Float64Array(25), 5, 5)
    const wanted = expected(a, b, out, 'set')
    multiplyMatrices(a, b, out)
    for (const [i, row] of values(out).entries())
      for (const [j, value] of row.entries()) expect(Math.abs(value - wanted[i]![j]!)).toBeLessThan(k * 2 ** -52)
  })

  test('names the shapes that do not fit', () => {
    const square = matrixView(new Float64Array(4), 2, 2)
    expect(() => multiplyMatrices(square, matrixView(new Float64Array(6), 3, 2), square)).toThrow(
      'matrix product of 2 × 2 and 3 × 2 into 2 × 2',
    )
    expect(() => multiplyMatrices(square, matrixView(new Float32Array(4), 2, 2), square)).toThrow(
      'matrix product of Float64Array and Float32Array into Float64Array',
    )
    expect(() => multiplyMatrices(square, matrixView(new Float64Array(4), 2, 2, 1), square)).toThrow(
      '"b" is read or written at element 4, but its array has 4',
    )
  })
})

describe('where the product runs', () => {
  const a = matrixView(
    Float64Array.from({ length: 300 * 70 }, (_, i) => (i % 17) - 8),
    70,
    300,
  )

  test('JavaScript blocks give the same sums as WebAssembly blocks', () => {
    for (const type of ['f64', 'f32'] as const) {
      const source: MatrixView<Float64Array | Float32Array> =
        type === 'f64' ? a : matrixView(Float32Array.from(a.data), 70, 300)
      const results = [wasmBlocks(type), jsBlocks(type)].map((blocks) => {
        const out: MatrixView<Float64Array | Float32Array> = matrixView(
          type === 'f64' ? new Float64Array(4900) : new Float32Array(4900),
          70,
          70,
        )
        if (blocks !== undefined) multiplyBlocked(blocks, source, transposed(source), out, 'set')
        return values(out)
      })
      expect(results[1]).toEqual(expected(a, transposed(a), matrixView(new Float64Array(4900), 70, 70), 'set'))
      expect(results[0]).toEqual(results[1])
    }
  })

  test('no WebAssembly: JavaScript', async () => {
    vi.stubGlobal('WebAssembly', undefined)
    await multipliesWithoutWasm()
  })

  test('WebAssembly forbidden by a content security policy: JavaScript', async () => {
    vi.stubGlobal('WebAssembly', {
      validate: () => true,
      Module: class {
        constructor() {
          throw new Error('Wasm code generation disallowed by embedder')
        }
      },
    })
    await multipliesWithoutWasm()
  })

  async function multipliesWithoutWasm(): Promise<void> {
    vi.resetModules()
    const fresh = await import('./multiply.ts')
    expect(fresh.productBackend('f64')).toBe('js')
    const out = matrixView(new Float64Array(4900), 70, 70)
    fresh.multiplyMatrices(a, transposed(a), out)
    expect(values(out)).toEqual(expected(a, transposed(a), out, 'set'))
  }
})
