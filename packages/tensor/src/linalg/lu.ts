/** LU factorisation with partial pivoting. */

import { multiplyMatrices } from '@fluxion/kernel'
import { blockOf, type Matrix, zeroMatrix } from './matrix.ts'
import { solveLower, solveUpper } from './triangular.ts'

/** What {@link factorLu} leaves beside L and U in the matrix. */
export interface LuFactors {
  /** Row `rows[i]` of the given matrix is row i of L·U. */
  readonly rows: Int32Array
  /** The determinant of the permutation: 1 or -1. */
  readonly sign: number
  /** The first k for which U(k, k) is exactly 0, or -1: the matrix is singular. */
  readonly zeroPivot: number
}

const narrow = 8

/**
 * P·A = L·U in place (A lies row by row): U on and above the diagonal, L with its unit diagonal left out below.
 * Recursive in the columns, as LAPACK's dgetrf2: Toledo, "Locality of Reference in LU Decomposition with Partial Pivoting", SIAM J. Matrix Anal. 18(4), 1997;
 * Golub & Van Loan, Matrix Computations, 4th ed., section 3.4.
 */
export function factorLu(a: Matrix): LuFactors {
  const order = Math.min(a.rows, a.columns)
  const state = { rows: Int32Array.from({ length: a.rows }, (_, i) => i), sign: 1, zeroPivot: -1 }
  factorColumns(a, 0, order, state)
  if (a.columns > order)
    solveLower(blockOf(a, 0, 0, order, order), blockOf(a, 0, order, order, a.columns - order), true)
  return state
}

interface State {
  readonly rows: Int32Array
  sign: number
  zeroPivot: number
}

function factorColumns(a: Matrix, from: number, to: number, state: State): void {
  const width = to - from
  if (width <= narrow) {
    factorNarrow(a, from, to, state)
    return
  }
  const left = width > 32 ? Math.ceil(width / 32) * 16 : Math.ceil(width / 2)
  const middle = from + left
  factorColumns(a, from, middle, state)
  const upper = blockOf(a, from, middle, left, to - middle)
  solveLower(blockOf(a, from, from, left, left), upper, true)
  const below = a.rows - middle
  multiplyMatrices(
    blockOf(a, middle, from, below, left),
    upper,
    blockOf(a, middle, middle, below, to - middle),
    'subtract',
  )
  factorColumns(a, middle, to, state)
}

function factorNarrow(a: Matrix, from: number, to: number, state: State): void {
  const { data, offset, rows, rowStride } = a
  for (let j = from; j < to; j++) {
    let pivotRow = j
    let largest = Math.abs(data[offset + j * rowStride + j]!)
    for (let i = j + 1; i < rows; i++) {
      const value = Math.abs(data[offset + i * rowStride + j]!)
      if (value > largest) {
        largest = value
        pivotRow = i
      }
    }
    if (pivotRow !== j) exchangeRows(a, j, pivotRow, state)
    const top = offset + j * rowStride
    const pivot = data[top + j]!
    if (pivot === 0) {
      if (state.zeroPivot < 0) state.zeroPivot = j
      continue
    }
    for (let i = j + 1; i < rows; i++) {
      const row = offset + i * rowStride
      const factor = data[row + j]! / pivot
      data[row + j] = factor
      for (let k = j + 1; k < to; k++) data[row + k]! -= factor * data[top + k]!
    }
  }
}

function exchangeRows(a: Matrix, i: number, j: number, state: State): void {
  const { data, offset, columns, rowStride } = a
  let p = offset + i * rowStride
  let q = offset + j * rowStride
  for (let k = 0; k < columns; k++) {
    const value = data[p]!
    data[p++] = data[q]!
    data[q++] = value
  }
  const row = state.rows[i]!
  state.rows[i] = state.rows[j]!
  state.rows[j] = row
  state.sign = -state.sign
}

/** X of A·X = B, as a new matrix, from the factors of A. */
export function solveFactored(lu: Matrix, rows: Int32Array, b: Matrix): Matrix {
  const x = zeroMatrix(b.rows, b.columns)
  for (let i = 0; i < b.rows; i++) {
    const from = b.offset + rows[i]! * b.rowStride
    for (let j = 0; j < b.columns; j++) x.data[i * b.columns + j] = b.data[from + j * b.columnStride]!
  }
  solveLower(lu, x, true)
  solveUpper(lu, x, false)
  return x
}
