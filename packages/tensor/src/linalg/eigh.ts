/** Eigenvalues and eigenvectors of symmetric matrices. */

import { copyMatrix, largestEntry, type Matrix, safeScale, scaleMatrix, zeroMatrix } from './matrix.ts'
import { formQ } from './qr.ts'
import { RotationQueue } from './rotations.ts'
import { tridiagonalize } from './tridiagonal.ts'
import { diagonalize } from './tridiagonal-ql.ts'

/** Eigenvalues ascending; row k of `vectors` is the eigenvector of values[k], of length 1. */
export interface SymmetricEigen {
  readonly values: Float64Array
  readonly vectors: Matrix | undefined
}

/**
 * The eigenvalues of the symmetric matrix that has the lower (or upper) triangle of `a`, and its eigenvectors: tridiagonal reduction, then
 * implicit QL. Undefined when the iteration does not converge (it does for every finite matrix known). `a` must be finite.
 */
export function symmetricEigen(a: Matrix, wantVectors: boolean, triangle: 'L' | 'U'): SymmetricEigen | undefined {
  const n = a.rows
  const work = symmetrized(a, triangle)
  const factor = safeScale(largestEntry(work))
  if (factor !== 1) scaleMatrix(work, factor)
  const { diagonal, offDiagonal, blocks } = tridiagonalize(work)
  let rows: Matrix | undefined
  if (wantVectors) {
    // The columns of Q as rows, for the rotations to run along memory.
    const q = zeroMatrix(n, n)
    const formed = formQ(blocks, n, n)
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) q.data[j * n + i] = formed.data[i * n + j]!
    rows = q
  }
  if (!diagonalize(diagonal, offDiagonal, new RotationQueue(rows))) return undefined
  if (factor !== 1) for (let i = 0; i < n; i++) diagonal[i]! /= factor
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => diagonal[i]! - diagonal[j]!)
  const values = Float64Array.from(order, (i) => diagonal[i]!)
  if (rows === undefined) return { values, vectors: undefined }
  const vectors = zeroMatrix(n, n)
  for (const [k, i] of order.entries()) vectors.data.set(rows.data.subarray(i * n, (i + 1) * n), k * n)
  return { values, vectors }
}

/** A full matrix from one triangle. */
function symmetrized(a: Matrix, triangle: 'L' | 'U'): Matrix {
  const n = a.rows
  const out = copyMatrix(a)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      if (triangle === 'L') out.data[j * n + i] = out.data[i * n + j]!
      else out.data[i * n + j] = out.data[j * n + i]!
    }
  return out
}
