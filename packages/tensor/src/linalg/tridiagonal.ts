/** Reduction of a symmetric matrix to tridiagonal form. */

import { multiplyMatrices, transposed } from '@fluxion/kernel'
import { type ReflectorBlock, reflect, reflectorBlock } from './householder.ts'
import { blockOf, type Matrix, zeroMatrix } from './matrix.ts'
import { addMultiple, addRows, dot, dotRows, scale } from './vectors.ts'

/** A = Q·T·Qᵀ: the diagonals of T, and Q as blocks of reflectors. */
export interface Tridiagonal {
  readonly diagonal: Float64Array
  readonly offDiagonal: Float64Array
  readonly blocks: readonly ReflectorBlock[]
}

const panelWidth = 16

/**
 * Reduces a symmetric matrix (row by row, both triangles filled), which is overwritten. Half of the work is products of the trailing matrix
 * with a vector, half a matrix product of twice the panel's width, as in LAPACK's dlatrd: Dongarra, Hammarling and Sorensen, LAPACK
 * Working Note 2, 1987; Golub & Van Loan, Matrix Computations, 4th ed., section 8.3.1.
 */
export function tridiagonalize(a: Matrix): Tridiagonal {
  const n = a.rows
  const diagonal = new Float64Array(n)
  const offDiagonal = new Float64Array(Math.max(0, n - 1))
  const blocks: ReflectorBlock[] = []
  for (let from = 0; from < n; from += panelWidth) {
    const width = Math.min(panelWidth, n - from)
    // Rows 0 … width-1 hold the v, the others the w of the update A - v·wᵀ - w·vᵀ; entry k of a row belongs to row from + k of A.
    const size = n - from
    const vw = zeroMatrix(2 * panelWidth, size)
    const taus = new Float64Array(width)
    for (let j = 0; j < width; j++) {
      const column = reduceColumn(a, from, j, vw, taus)
      diagonal[from + j] = column.diagonal
      if (from + j < n - 1) offDiagonal[from + j] = column.offDiagonal
    }
    const rest = size - width
    const reflectors = Math.min(width, size - 1)
    if (reflectors > 0) {
      blocks.push(reflectorBlock(from + 1, blockOf(vw, 0, 1, reflectors, size - 1), taus))
    }
    if (rest > 0) {
      const trailing = blockOf(a, from + width, from + width, rest, rest)
      const v = blockOf(vw, 0, width, width, rest)
      const w = blockOf(vw, panelWidth, width, width, rest)
      const left = stack(v, w)
      multiplyMatrices(transposed(left), stack(w, v), trailing, 'subtract')
    }
  }
  return { diagonal, offDiagonal, blocks }
}

function stack(top: Matrix, bottom: Matrix): Matrix {
  const out = zeroMatrix(top.rows + bottom.rows, top.columns)
  for (const [start, part] of [
    [0, top],
    [top.rows, bottom],
  ] as const) {
    for (let i = 0; i < part.rows; i++) {
      const from = part.offset + i * part.rowStride
      out.data.set(part.data.subarray(from, from + part.columns), (start + i) * out.columns)
    }
  }
  return out
}

/** Reduces column j of the panel that starts at `from`: its v and w become rows j and panelWidth + j of `vw`. */
function reduceColumn(
  a: Matrix,
  from: number,
  j: number,
  vw: Matrix,
  taus: Float64Array,
): { diagonal: number; offDiagonal: number } {
  const size = vw.columns
  const data = vw.data
  const row = j * size
  const wRow = (panelWidth + j) * size
  // The column of the matrix with the panel's earlier updates; it lies in a row, the matrix being symmetric.
  const source = a.offset + (from + j) * a.rowStride + from
  for (let k = j; k < size; k++) data[row + k] = a.data[source + k]!
  for (let c = 0; c < j; c++) {
    const v = c * size
    const w = (panelWidth + c) * size
    addMultiple(-data[w + j]!, data, v + j, data, row + j, size - j)
    addMultiple(-data[v + j]!, data, w + j, data, row + j, size - j)
  }
  const diagonal = data[row + j]!
  data[row + j] = 0
  const length = size - j - 1
  if (length === 0) return { diagonal, offDiagonal: 0 }
  const at = row + j + 1
  const tau = reflect(data, at, length)
  taus[j] = tau
  const offDiagonal = data[at]!
  data[at] = 1
  if (tau === 0) return { diagonal, offDiagonal }
  // w = τ·(A - V·Wᵀ - W·Vᵀ)·v, then w - τ/2·(wᵀv)·v.
  const to = wRow + j + 1
  const first = a.offset + (from + j + 1) * a.rowStride + from + j + 1
  dotRows(a.data, first, a.rowStride, length, data, at, length, data, to)
  if (j > 0) {
    const sums = new Float64Array(2 * panelWidth)
    dotRows(data, j + 1, size, j, data, at, length, sums, 0)
    dotRows(data, panelWidth * size + j + 1, size, j, data, at, length, sums, panelWidth)
    addRows(-1, data, j + 1, size, j, sums, panelWidth, data, to, length)
    addRows(-1, data, panelWidth * size + j + 1, size, j, sums, 0, data, to, length)
  }
  scale(tau, data, to, length)
  addMultiple(-0.5 * tau * dot(data, to, data, at, length), data, at, data, to, length)
  return { diagonal, offDiagonal }
}
