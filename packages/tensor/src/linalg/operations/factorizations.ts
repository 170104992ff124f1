/** Factorisations: LU, QR, Cholesky. */

import { transposed } from '@fluxion/kernel'
import type { Operand } from '../../create.ts'
import { type Operation, operation } from '../../operation.ts'
import type { Tensor } from '../../tensor.ts'
import { batchOf, mapMatrices, Results, squareBatchOf } from '../batch.ts'
import { factorCholesky } from '../cholesky.ts'
import { linalgErrors } from '../errors.ts'
import { factorLu } from '../lu.ts'
import { blockOf, copyMatrix, type Matrix, zeroMatrix } from '../matrix.ts'
import { factorQr, formQ } from '../qr.ts'
import { type Factors, factors } from './factors.ts'

/** The part of a matrix on and above the diagonal, or below it with ones on it, `rows` × `columns`. */
function triangle(a: Matrix, part: 'upper' | 'unit lower', rows: number, columns: number): Matrix {
  const out = zeroMatrix(rows, columns)
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const kept = part === 'upper' ? j >= i : j < i
      if (kept) out.data[i * columns + j] = a.data[a.offset + i * a.rowStride + j * a.columnStride]!
      else if (part === 'unit lower' && i === j) out.data[i * columns + j] = 1
    }
  return out
}

/**
 * A = P·L·U with a permutation P, L lower triangular with ones on its diagonal, U upper triangular: LU with partial pivoting.
 * Singular matrices are factored too.
 *
 * @example
 * const { P, L, U } = linalg.lu(tensor([[1, 2], [3, 4]]))
 * P.tolist() // => [[0, 1], [1, 0]]
 * U.at(0).tolist() // => [3, 4]
 */
export const lu: Operation<[a: Operand], [], object, Factors<{ P: Tensor; L: Tensor; U: Tensor }>> = operation(
  'lu(a)',
  (operand) => {
    const batch = batchOf('lu', operand)
    const { rows: m, columns: n } = batch
    const k = Math.min(m, n)
    const permutations = new Results(batch, [m, m])
    const lower = new Results(batch, [m, k])
    const upper = new Results(batch, [k, n])
    for (let i = 0; i < batch.count; i++) {
      const a = copyMatrix(batch.matrix(i))
      const { rows } = factorLu(a)
      const permutation = zeroMatrix(m, m)
      for (const [to, from] of rows.entries()) permutation.data[from * m + to] = 1
      permutations.putMatrix(i, permutation)
      lower.putMatrix(i, triangle(a, 'unit lower', m, k))
      upper.putMatrix(i, triangle(a, 'upper', k, n))
    }
    return factors({ P: permutations.get(), L: lower.get(), U: upper.get() })
  },
)

/** Options of {@link qr}: `'reduced'` (m × k and k × n with k = min(m, n)), `'complete'` (m × m and m × n) or `'r'` (Q empty). */
export interface QrOptions {
  readonly mode?: 'reduced' | 'complete' | 'r'
}

/**
 * A = Q·R with orthonormal columns in Q and R upper triangular, by blocked Householder reflectors; signs as LAPACK's.
 *
 * @example
 * const [q, r] = linalg.qr(tensor([[3, 1], [4, 2]]))
 * allClose(q.matmul(r), tensor([[3, 1], [4, 2]])) // => true
 */
export const qr: Operation<[a: Operand], ['mode'], QrOptions, Factors<{ Q: Tensor; R: Tensor }>> = operation(
  'qr(a; mode?)',
  (operand, { mode = 'reduced' }) => {
    const batch = batchOf('qr', operand)
    const { rows: m, columns: n } = batch
    const k = mode === 'complete' ? m : Math.min(m, n)
    const q = mode === 'r' ? new Results({ dtype: batch.dtype, shape: [] }, [0]) : new Results(batch, [m, k])
    const r = new Results(batch, [k, n])
    for (let i = 0; i < batch.count; i++) {
      const a = copyMatrix(batch.matrix(i))
      const blocks = factorQr(a)
      if (mode !== 'r') q.putMatrix(i, formQ(blocks, m, k))
      r.putMatrix(i, blockOf(a, 0, 0, k, n))
    }
    return factors({ Q: q.get(), R: r.get() })
  },
)

/** Options of {@link cholesky}: `upper` gives U of A = Uᵀ·U. */
export interface CholeskyOptions {
  readonly upper?: boolean
}

/**
 * The lower triangular L of A = L·Lᵀ, for symmetric positive-definite A, of which the lower triangle is read. Throws
 * `linalg/not-positive-definite` with the order of the first leading minor that is not positive.
 *
 * @example
 * linalg.cholesky(tensor([[4, 2], [2, 10]])).tolist() // => [[2, 0], [1, 3]]
 */
export const cholesky: Operation<[a: Operand], [], CholeskyOptions, Tensor> = operation(
  'cholesky(a; ; upper?)',
  (operand, { upper = false }) => {
    const batch = squareBatchOf('cholesky', operand)
    const n = batch.rows
    return mapMatrices(batch, [n, n], (given, index) => {
      const a = copyMatrix(upper ? transposed(given) : given)
      const failed = factorCholesky(a)
      if (failed >= 0) throw linalgErrors.notPositiveDefinite('cholesky', failed + 1, batch.which(index))
      for (let i = 0; i < n; i++) a.data.fill(0, i * n + i + 1, (i + 1) * n)
      return upper ? transposed(a) : a
    })
  },
)
