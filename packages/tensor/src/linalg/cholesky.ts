/** Cholesky factorisation. */

import { multiplyMatrices, transposed } from '@fluxion/kernel'
import { blockOf, type Matrix } from './matrix.ts'
import { solveLower } from './triangular.ts'

const baseSize = 24

/**
 * A = L·Lᵀ in the lower triangle of `a`, which alone is read. Returns -1, or the first k whose leading minor of order k + 1 is not positive.
 * By halves, as LAPACK's dpotrf2; Golub & Van Loan, Matrix Computations, 4th ed., section 4.2.
 */
export function factorCholesky(a: Matrix): number {
  const n = a.rows
  if (n <= baseSize) return factorSmall(a)
  const half = Math.ceil(n / 2)
  const first = blockOf(a, 0, 0, half, half)
  const below = blockOf(a, half, 0, n - half, half)
  const rest = blockOf(a, half, half, n - half, n - half)
  const failed = factorCholesky(first)
  if (failed >= 0) return failed
  solveLower(first, transposed(below), false)
  subtractSquare(below, rest)
  const later = factorCholesky(rest)
  return later < 0 ? -1 : half + later
}

/** The lower triangle of C ← C − X·Xᵀ. */
function subtractSquare(x: Matrix, c: Matrix): void {
  const n = x.rows
  if (n <= 96) {
    multiplyMatrices(x, transposed(x), c, 'subtract')
    return
  }
  const half = Math.ceil(n / 2)
  const top = blockOf(x, 0, 0, half, x.columns)
  const bottom = blockOf(x, half, 0, n - half, x.columns)
  subtractSquare(top, blockOf(c, 0, 0, half, half))
  multiplyMatrices(bottom, transposed(top), blockOf(c, half, 0, n - half, half), 'subtract')
  subtractSquare(bottom, blockOf(c, half, half, n - half, n - half))
}

function factorSmall(a: Matrix): number {
  const { data, offset, rows, rowStride } = a
  for (let j = 0; j < rows; j++) {
    const rowJ = offset + j * rowStride
    for (let i = j; i < rows; i++) {
      const rowI = offset + i * rowStride
      let sum = data[rowI + j]!
      for (let k = 0; k < j; k++) sum -= data[rowI + k]! * data[rowJ + k]!
      if (i > j) data[rowI + j] = sum / data[rowJ + j]!
      else if (sum > 0) data[rowJ + j] = Math.sqrt(sum)
      else return j
    }
  }
  return -1
}
