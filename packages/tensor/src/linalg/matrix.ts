/** Matrices of doubles the decompositions work on: views over `Float64Array`, so a block, a transpose or a reversal costs nothing. */

import { type MatrixView, matrixView, multiplyMatrices } from '@fluxion/kernel'

/** Entry (i, j) is `data[offset + i * rowStride + j * columnStride]`. */
export type Matrix = MatrixView<Float64Array>

/** The unit roundoff of IEEE double precision, LAPACK's `dlamch('e')`. */
export const roundoff: number = 2 ** -53
/** The gap between 1 and the next double. */
export const machineEpsilon: number = 2 ** -52
/** The smallest number whose reciprocal does not overflow. */
export const safeMinimum: number = 2 ** -1022

/** A new matrix of zeros, row by row. */
export function zeroMatrix(rows: number, columns: number): Matrix {
  return matrixView(new Float64Array(rows * columns), rows, columns)
}

/** A new matrix with ones on its diagonal. */
export function identityMatrix(rows: number, columns: number = rows): Matrix {
  const out = zeroMatrix(rows, columns)
  for (let i = 0; i < Math.min(rows, columns); i++) out.data[i * (columns + 1)] = 1
  return out
}

/** The block of `rows` × `columns` whose first entry is (i, j). */
export function blockOf(a: Matrix, i: number, j: number, rows: number, columns: number): Matrix {
  const { data, offset, rowStride, columnStride } = a
  return { data, offset: offset + i * rowStride + j * columnStride, rows, columns, rowStride, columnStride }
}

/** Rows and columns in reverse order: an upper triangle becomes a lower one. */
export function reversed(a: Matrix): Matrix {
  const { data, offset, rows, columns, rowStride, columnStride } = a
  const last = offset + Math.max(0, rows - 1) * rowStride + Math.max(0, columns - 1) * columnStride
  return { data, offset: last, rows, columns, rowStride: -rowStride, columnStride: -columnStride }
}

/** The rows in reverse order. */
export function rowsReversed(a: Matrix): Matrix {
  const offset = a.offset + Math.max(0, a.rows - 1) * a.rowStride
  return { ...a, offset, rowStride: -a.rowStride }
}

/** A copy, row by row. */
export function copyMatrix(a: Matrix): Matrix {
  const { data, rows, columns, rowStride, columnStride } = a
  const out = zeroMatrix(rows, columns)
  let to = 0
  for (let i = 0; i < rows; i++) {
    let from = a.offset + i * rowStride
    for (let j = 0; j < columns; j++) {
      out.data[to++] = data[from]!
      from += columnStride
    }
  }
  return out
}

/** The product, as a new matrix. */
export function product(a: Matrix, b: Matrix): Matrix {
  const out = zeroMatrix(a.rows, b.columns)
  multiplyMatrices(a, b, out)
  return out
}

/** The largest absolute value; NaN when there is one. */
export function largestEntry(a: Matrix): number {
  let largest = 0
  for (let i = 0; i < a.rows; i++) {
    let at = a.offset + i * a.rowStride
    for (let j = 0; j < a.columns; j++) {
      const value = Math.abs(a.data[at]!)
      if (!(value <= largest)) {
        if (Number.isNaN(value)) return value
        largest = value
      }
      at += a.columnStride
    }
  }
  return largest
}

/** Multiplies every entry of a matrix that lies row by row. */
export function scaleMatrix(a: Matrix, factor: number): void {
  const end = a.offset + a.rows * a.columns
  for (let p = a.offset; p < end; p++) a.data[p]! *= factor
}

/**
 * A power of two that brings the entries of a matrix to where squares neither overflow nor underflow: 1 for ordinary matrices. NaN and
 * Infinity give 1: they spread through the arithmetic.
 */
export function safeScale(largest: number): number {
  if (largest === 0 || !Number.isFinite(largest) || (largest > 2 ** -460 && largest < 2 ** 460)) return 1
  return 2 ** -Math.max(-1000, Math.min(1000, Math.floor(Math.log2(largest))))
}
