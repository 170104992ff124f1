/** Reduction of a matrix to upper bidiagonal form. */

import { multiplyMatrices, transposed } from '@fluxion/kernel'
import { type ReflectorBlock, reflect, reflectorBlock } from './householder.ts'
import { blockOf, type Matrix, zeroMatrix } from './matrix.ts'
import { addRows, dotRows, scale } from './vectors.ts'

/** A = Q·B·Pᵀ: the diagonals of B, and Q and P as blocks of reflectors. */
export interface Bidiagonal {
  readonly diagonal: Float64Array
  readonly superdiagonal: Float64Array
  readonly left: readonly ReflectorBlock[]
  readonly right: readonly ReflectorBlock[]
}

const panelWidth = 16

/** The panel at work: rows of `v` and `x` (entries for rows of A) and of `y` and `u` (for columns) update A to A - Vᵀ·Y - Xᵀ·U. */
interface Panel {
  readonly a: Matrix
  readonly from: number
  readonly rows: number
  readonly columns: number
  readonly v: Float64Array
  readonly x: Float64Array
  readonly y: Float64Array
  readonly u: Float64Array
  readonly sums: Float64Array
}

/**
 * Reduces a matrix with at least as many rows as columns (row by row), which is overwritten. Half of the work is matrix–vector
 * products, half a matrix product, as in LAPACK's dlabrd: Dongarra, Hammarling and Sorensen, LAPACK Working Note 2, 1987; Golub & Van Loan,
 * Matrix Computations, 4th ed., section 5.4.8.
 */
export function bidiagonalize(a: Matrix): Bidiagonal {
  const n = a.columns
  const diagonal = new Float64Array(n)
  const superdiagonal = new Float64Array(Math.max(0, n - 1))
  const left: ReflectorBlock[] = []
  const right: ReflectorBlock[] = []
  for (let from = 0; from < n; from += panelWidth) {
    const width = Math.min(panelWidth, n - from)
    const [rows, columns] = [a.rows - from, n - from]
    const buffer = (length: number): Float64Array => new Float64Array(width * length)
    const panel: Panel = {
      a,
      from,
      rows,
      columns,
      v: buffer(rows),
      x: buffer(rows),
      y: buffer(columns),
      u: buffer(columns),
      sums: new Float64Array(width),
    }
    const tauLeft = new Float64Array(width)
    const tauRight = new Float64Array(width)
    for (let j = 0; j < width; j++) {
      tauLeft[j] = reduceColumn(panel, j, diagonal)
      if (j < columns - 1) {
        updateY(panel, j, tauLeft[j]!)
        tauRight[j] = reduceRow(panel, j, superdiagonal)
        updateX(panel, j, tauRight[j]!)
      }
    }
    const matrix = (data: Float64Array, length: number): Matrix => ({
      ...zeroMatrix(0, 0),
      data,
      rows: width,
      columns: length,
      rowStride: length,
    })
    left.push(reflectorBlock(from, matrix(panel.v, rows), tauLeft))
    const rightCount = Math.min(width, columns - 1)
    if (rightCount > 0) {
      right.push(reflectorBlock(from + 1, blockOf(matrix(panel.u, columns), 0, 1, rightCount, columns - 1), tauRight))
    }
    if (columns > width) {
      const trailing = blockOf(a, from + width, from + width, rows - width, columns - width)
      const below = (data: Float64Array): Matrix =>
        transposed(blockOf(matrix(data, rows), 0, width, width, rows - width))
      const beside = (data: Float64Array): Matrix => blockOf(matrix(data, columns), 0, width, width, columns - width)
      multiplyMatrices(below(panel.v), beside(panel.y), trailing, 'subtract')
      multiplyMatrices(below(panel.x), beside(panel.u), trailing, 'subtract')
    }
  }
  return { diagonal, superdiagonal, left, right }
}

/** Column j of the panel, updated and reflected: row j of v. */
function reduceColumn({ a, from, rows, columns, v, x, y, u, sums }: Panel, j: number, diagonal: Float64Array): number {
  const length = rows - j
  const at = j * rows + j
  for (let i = j; i < rows; i++) v[j * rows + i] = a.data[a.offset + (from + i) * a.rowStride + from + j]!
  for (let c = 0; c < j; c++) sums[c] = y[c * columns + j]!
  addRows(-1, v, j, rows, j, sums, 0, v, at, length)
  for (let c = 0; c < j; c++) sums[c] = u[c * columns + j]!
  addRows(-1, x, j, rows, j, sums, 0, v, at, length)
  const tau = reflect(v, at, length)
  diagonal[from + j] = v[at]!
  v[at] = 1
  return tau
}

/** Row j of y: τ·(A - Vᵀ·Y - Xᵀ·U)ᵀ·v. */
function updateY({ a, from, rows, columns, v, x, y, u, sums }: Panel, j: number, tau: number): void {
  const length = columns - j - 1
  const to = j * columns + j + 1
  const first = a.offset + (from + j) * a.rowStride + from + j + 1
  const at = j * rows + j
  addRows(1, a.data, first, a.rowStride, rows - j, v, at, y, to, length)
  dotRows(v, j, rows, j, v, at, rows - j, sums, 0)
  addRows(-1, y, j + 1, columns, j, sums, 0, y, to, length)
  dotRows(x, j, rows, j, v, at, rows - j, sums, 0)
  addRows(-1, u, j + 1, columns, j, sums, 0, y, to, length)
  scale(tau, y, to, length)
}

/** Row j of A right of the diagonal, updated and reflected: row j of u. */
function reduceRow(
  { a, from, rows, columns, v, x, y, u, sums }: Panel,
  j: number,
  superdiagonal: Float64Array,
): number {
  const length = columns - j - 1
  const at = j * columns + j + 1
  const source = a.offset + (from + j) * a.rowStride + from + j + 1
  for (let k = 0; k < length; k++) u[at + k] = a.data[source + k]!
  for (let c = 0; c <= j; c++) sums[c] = v[c * rows + j]!
  addRows(-1, y, j + 1, columns, j + 1, sums, 0, u, at, length)
  for (let c = 0; c < j; c++) sums[c] = x[c * rows + j]!
  addRows(-1, u, j + 1, columns, j, sums, 0, u, at, length)
  const tau = reflect(u, at, length)
  superdiagonal[from + j] = u[at]!
  u[at] = 1
  return tau
}

/** Row j of x: τ·(A - Vᵀ·Y - Xᵀ·U)·u. */
function updateX({ a, from, rows, columns, v, x, y, u, sums }: Panel, j: number, tau: number): void {
  const length = rows - j - 1
  const across = columns - j - 1
  const to = j * rows + j + 1
  const at = j * columns + j + 1
  const first = a.offset + (from + j + 1) * a.rowStride + from + j + 1
  dotRows(a.data, first, a.rowStride, length, u, at, across, x, to)
  dotRows(y, j + 1, columns, j + 1, u, at, across, sums, 0)
  addRows(-1, v, j + 1, rows, j + 1, sums, 0, x, to, length)
  dotRows(u, j + 1, columns, j, u, at, across, sums, 0)
  addRows(-1, x, j + 1, rows, j, sums, 0, x, to, length)
  scale(tau, x, to, length)
}
