/** Strided matrices over typed arrays: what the matrix product reads and writes. */

import { errors } from '../errors.ts'

/**
 * A matrix laid over a typed array: entry (i, j) is `data[offset + i * rowStride + j * columnStride]`.
 * A transpose, a block or a row of a larger array is another view of the same data; nothing is copied.
 */
export interface MatrixView<T extends MatrixData = MatrixData> {
  readonly data: T
  readonly offset: number
  readonly rows: number
  readonly columns: number
  readonly rowStride: number
  readonly columnStride: number
}

/** Element types the matrix product takes; all three matrices of a product have the same. */
export type MatrixData = Float64Array | Float32Array

/**
 * A view of `rows` × `columns` entries, row by row unless strides are given.
 *
 * @example
 * matrixView(new Float64Array(6), 2, 3).rowStride // => 3
 */
export function matrixView<T extends MatrixData>(
  data: T,
  rows: number,
  columns: number,
  offset = 0,
  rowStride: number = columns,
  columnStride = 1,
): MatrixView<T> {
  return { data, offset, rows, columns, rowStride, columnStride }
}

/**
 * The transpose, on the same data.
 *
 * @example
 * transposed(matrixView(new Float64Array(6), 2, 3)).rows // => 3
 */
export function transposed<T extends MatrixData>(view: MatrixView<T>): MatrixView<T> {
  const { data, offset, rows, columns, rowStride, columnStride } = view
  return { data, offset, rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride }
}

/** Throws unless every entry of the view lies within its array. */
export function checkBounds(name: string, view: MatrixView): void {
  const { data, offset, rows, columns, rowStride, columnStride } = view
  if (rows === 0 || columns === 0) return
  const down = (rows - 1) * rowStride
  const across = (columns - 1) * columnStride
  const first = offset + Math.min(0, down) + Math.min(0, across)
  const last = offset + Math.max(0, down) + Math.max(0, across)
  if (!(first >= 0 && last < data.length)) throw errors.outOfBounds(name, first < 0 ? first : last, data.length)
}
