/** Singular value decomposition. */

import { transposed } from '@fluxion/kernel'
import { bidiagonalize } from './bidiagonal.ts'
import { diagonalizeBidiagonal } from './bidiagonal-qr.ts'
import { blockOf, copyMatrix, largestEntry, type Matrix, safeScale, scaleMatrix, zeroMatrix } from './matrix.ts'
import { applyQ, factorQr, formQ } from './qr.ts'
import { RotationQueue } from './rotations.ts'

/** A = Σ values[k] · u_k · v_kᵀ, values descending. */
export interface SingularDecomposition {
  readonly values: Float64Array
  /** u_k is column k. */
  readonly u: Matrix
  /** v_k is row k. */
  readonly vh: Matrix
}

/** With a matrix this much taller than wide, QR comes first. */
const tallRatio = 1.6

/** Which singular vectors are wanted: none, one for each singular value, or orthonormal bases of both whole spaces. */
export type WantedVectors = 'none' | 'thin' | 'full'

/**
 * The singular values and vectors of a finite matrix: bidiagonal reduction, then the QR iteration of Demmel and Kahan. Undefined when that
 * does not converge. Golub & Van Loan, Matrix Computations, 4th ed., section 8.6; Chan, ACM TOMS 8(1), 1982, for tall matrices.
 */
export function decomposeSingular(given: Matrix, wanted: WantedVectors): SingularDecomposition | undefined {
  if (given.rows < given.columns) {
    const flipped = decomposeSingular(transposed(given), wanted)
    if (flipped === undefined) return undefined
    return { values: flipped.values, u: transposed(flipped.vh), vh: transposed(flipped.u) }
  }
  const a = copyMatrix(given)
  const factor = safeScale(largestEntry(a))
  if (factor !== 1) scaleMatrix(a, factor)
  const tall = wanted !== 'full' && a.rows > tallRatio * a.columns
  const found = tall ? decomposeTall(a, wanted) : decomposeDirectly(a, wanted)
  if (found !== undefined && factor !== 1) for (let i = 0; i < found.values.length; i++) found.values[i]! /= factor
  return found
}

function decomposeTall(a: Matrix, wanted: WantedVectors): SingularDecomposition | undefined {
  const n = a.columns
  const blocks = factorQr(a)
  const inner = decomposeDirectly(copyMatrix(blockOf(a, 0, 0, n, n)), wanted)
  if (inner === undefined || wanted === 'none') return inner
  const u = zeroMatrix(a.rows, n)
  u.data.set(copyMatrix(inner.u).data)
  applyQ(blocks, u, false)
  return { ...inner, u }
}

function decomposeDirectly(a: Matrix, wanted: WantedVectors): SingularDecomposition | undefined {
  const { rows: m, columns: n } = a
  const { diagonal, superdiagonal, left, right } = bidiagonalize(a)
  if (wanted === 'none') {
    const nothing = new RotationQueue()
    if (!diagonalizeBidiagonal(diagonal, superdiagonal, nothing, nothing)) return undefined
    return { values: diagonal.map(Math.abs).sort().reverse(), u: zeroMatrix(m, 0), vh: zeroMatrix(0, n) }
  }
  const count = wanted === 'full' ? m : n
  const ut = copyMatrix(transposed(formQ(left, m, count)))
  const vt = copyMatrix(transposed(formQ(right, n, n)))
  if (!diagonalizeBidiagonal(diagonal, superdiagonal, new RotationQueue(ut), new RotationQueue(vt))) return undefined
  for (let k = 0; k < n; k++) {
    if (diagonal[k]! < 0 || Object.is(diagonal[k], -0)) {
      diagonal[k] = -diagonal[k]!
      for (let j = k * n; j < (k + 1) * n; j++) vt.data[j] = -vt.data[j]!
    }
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => diagonal[j]! - diagonal[i]!)
  const values = Float64Array.from(order, (i) => diagonal[i]!)
  return { values, u: transposed(sortRows(ut, order)), vh: sortRows(vt, order) }
}

/** The rows in this order, then those beyond it. */
function sortRows(a: Matrix, order: readonly number[]): Matrix {
  const out = zeroMatrix(a.rows, a.columns)
  out.data.set(a.data)
  for (const [k, i] of order.entries()) {
    out.data.set(a.data.subarray(i * a.columns, (i + 1) * a.columns), k * a.columns)
  }
  return out
}
