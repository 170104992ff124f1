/** The matrix product entry by entry: tiny matrices, where packing costs more than it saves. */

import type { ProductMode } from './runs.ts'
import type { MatrixData, MatrixView } from './view.ts'

/** C = A·B (or += or −=). */
export function multiplyPlain(a: MatrixView, b: MatrixView, out: MatrixView, mode: ProductMode): void {
  const { data, rowStride, columnStride } = out
  const sign = mode === 'subtract' ? -1 : 1
  for (let i = 0; i < out.rows; i++) {
    const row = a.offset + i * a.rowStride
    let at = out.offset + i * rowStride
    for (let j = 0; j < out.columns; j++) {
      const column = b.offset + j * b.columnStride
      const value = sign * innerProduct(a.data, row, a.columnStride, b.data, column, b.rowStride, a.columns)
      data[at] = mode === 'set' ? value : data[at]! + value
      at += columnStride
    }
  }
}

/** Σ x·y over `n` strided elements, in four interleaved sums. */
function innerProduct(
  x: MatrixData,
  i: number,
  stepX: number,
  y: MatrixData,
  j: number,
  stepY: number,
  n: number,
): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let k = 0
  for (; k + 4 <= n; k += 4) {
    s0 += x[i]! * y[j]!
    s1 += x[i + stepX]! * y[j + stepY]!
    s2 += x[i + 2 * stepX]! * y[j + 2 * stepY]!
    s3 += x[i + 3 * stepX]! * y[j + 3 * stepY]!
    i += 4 * stepX
    j += 4 * stepY
  }
  for (; k < n; k++) {
    s0 += x[i]! * y[j]!
    i += stepX
    j += stepY
  }
  return s0 + s1 + (s2 + s3)
}
