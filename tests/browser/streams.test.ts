import { arange, dot, matmul, norm, type Tensor } from '@fluxion/tensor'
import { expect, test } from 'vitest'

// Small integers: exact in float32, in any order of summation and with fused additions.
const integers = (rows: number, columns: number, dtype: 'float64' | 'float32'): Tensor =>
  arange(rows * columns)
    .mul(7)
    .remainder(11)
    .sub(5)
    .to(dtype)
    .reshape(rows, columns)

const rows = (x: Tensor): number[][] => x.tolist() as number[][]
const sumOf = (row: readonly number[]): number => row.reduce((sum, value) => sum + value, 0)

test.each(['float64', 'float32'] as const)('products with vectors are loops over indices in %s', (dtype) => {
  for (const [m, n] of [
    [33, 47],
    [3, 1100],
    [1100, 5],
  ] as const) {
    const a = integers(m, n, dtype)
    const x = integers(1, n, dtype).reshape(n)
    const wanted = rows(a).map((row) => sumOf(row.map((value, j) => value * x.at(j).item())))
    expect(matmul(a, x).tolist()).toEqual(wanted)
    expect(matmul(x, a.T).tolist()).toEqual(wanted)
    expect(matmul(a.T.contiguous().T, x).tolist()).toEqual(wanted)
    expect(matmul(a, x.reshape(n, 1).expand(n, 3)).T.tolist()).toEqual([wanted, wanted, wanted])
  }
})

test.each(['float64', 'float32'] as const)('long sums are loops over indices in %s', (dtype) => {
  for (const n of [100, 256, 5003]) {
    const x = integers(3, n, dtype)
    const sums = rows(x).map(sumOf)
    const squares = rows(x).map((row) => sumOf(row.map((value) => value * value)))
    expect(x.sum(1).tolist()).toEqual(sums)
    expect(x.T.contiguous().sum(0).tolist()).toEqual(sums)
    expect(x.sum().item()).toBe(sumOf(sums))
    expect(dot(x.at(1), x.at(1)).item()).toBe(squares[1])
    expect(norm(x.at(2)).item()).toBeCloseTo(Math.sqrt(squares[2]!), dtype === 'float64' ? 10 : 3)
    expect(rows(x.add(x.at(0)))).toEqual(rows(x).map((row) => row.map((value, j) => value + x.at(0, j).item())))
  }
})
