import { type MatrixView as KernelView, type MatrixData, multiplyMatrices } from '@fluxion/kernel'
import type { TypedArray } from './dtype.ts'

/** A matrix inside a typed array. */
export interface MatrixView {
  readonly data: TypedArray
  readonly offset: number
  readonly rowStride: number
  readonly columnStride: number
}

/**
 * The one matrix product of the package: writes the m × n product of an m × k and a k × n matrix, of any strides, without a copy first. All
 * three hold one dtype, float64, float32 or int32 (which wraps modulo 2³²). `out` must not overlap the factors.
 */
export function multiply(out: MatrixView, a: MatrixView, b: MatrixView, m: number, k: number, n: number): void {
  multiplyMatrices(sized(a, m, k), sized(b, k, n), sized(out, m, n))
}

const sized = (view: MatrixView, rows: number, columns: number): KernelView => ({
  data: view.data as MatrixData,
  offset: view.offset,
  rows,
  columns,
  rowStride: view.rowStride,
  columnStride: view.columnStride,
})
