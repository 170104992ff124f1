/** Singular values, and what rests on them: pseudo-inverse, rank, condition number. */

import { transposed } from '@fluxion/kernel'
import { cast, empty, type Operand } from '../../create.ts'
import { type Operation, operation } from '../../operation.ts'
import type { Tensor } from '../../tensor.ts'
import {
  type Batch,
  batchOf,
  checkFinite,
  epsilonOf,
  mapMatrices,
  mapNumbers,
  Results,
  squareBatchOf,
} from '../batch.ts'
import { linalgErrors } from '../errors.ts'
import { copyMatrix, largestEntry, type Matrix, product } from '../matrix.ts'
import { decomposeSingular, type SingularDecomposition, type WantedVectors } from '../svd.ts'
import { type Factors, factors } from './factors.ts'
import { type MatrixNorm, matrixNormOf } from './matrix-norm.ts'
import { inverse } from './systems.ts'

function singular(batch: Batch, index: number, wanted: WantedVectors): SingularDecomposition {
  const found = decomposeSingular(checkFinite(batch, index), wanted)
  if (found === undefined) throw linalgErrors.noConvergence(batch.operation, batch.which(index))
  return found
}

/** Options of {@link svd}: `fullMatrices: false` gives U and Vh only as many columns and rows as there are singular values. */
export interface SvdOptions {
  readonly fullMatrices?: boolean
}

/**
 * A = U·diag(S)·Vh with orthonormal columns in U and rows in Vh, S descending. Throws `linalg/not-finite` for NaN or Infinity.
 * Bidiagonal reduction and the QR iteration of Demmel and Kahan, which finds small singular values to high relative accuracy.
 *
 * @example
 * const { S } = linalg.svd(tensor([[3, 0], [0, -2]]))
 * S.tolist() // => [3, 2]
 */
export const svd: Operation<
  [a: Operand],
  ['fullMatrices'],
  SvdOptions,
  Factors<{ U: Tensor; S: Tensor; Vh: Tensor }>
> = operation('svd(a; fullMatrices?; driver?)', (operand, { fullMatrices = true }) => {
  const batch = batchOf('svd', operand)
  const { rows: m, columns: n } = batch
  const k = Math.min(m, n)
  const u = new Results(batch, [m, fullMatrices ? m : k])
  const s = new Results(batch, [k])
  const vh = new Results(batch, [fullMatrices ? n : k, n])
  for (let i = 0; i < batch.count; i++) {
    const found = singular(batch, i, fullMatrices ? 'full' : 'thin')
    u.putMatrix(i, found.u)
    s.put(i, found.values)
    vh.putMatrix(i, found.vh)
  }
  return factors({ U: u.get(), S: s.get(), Vh: vh.get() })
})

/**
 * Singular values, descending. As in PyTorch, infinite elements give NaN, and NaN elements throw `linalg/not-finite`.
 *
 * @example
 * linalg.svdvals(tensor([[3, 0], [0, -2]])).tolist() // => [3, 2]
 */
export const svdvals: Operation<[a: Operand], [], object, Tensor> = operation('svdvals(a; ; driver?)', (operand) => {
  const batch = batchOf('svdvals', operand)
  const s = new Results(batch, [Math.min(batch.rows, batch.columns)])
  for (let i = 0; i < batch.count; i++) {
    const largest = largestEntry(batch.matrix(i))
    if (largest === Number.POSITIVE_INFINITY)
      s.put(i, new Float64Array(Math.min(batch.rows, batch.columns)).fill(Number.NaN))
    else s.put(i, singular(batch, i, 'none').values)
  }
  return s.get()
})

/** Singular values up to max(atol, rtol · largest) count as zero. `rtol` is max(m, n) · epsilon of the dtype, or 0 where atol is given. */
export interface ToleranceOptions {
  readonly atol?: number
  readonly rtol?: number
}

function cutoff(batch: Batch, values: Float64Array, { atol = 0, rtol }: ToleranceOptions): number {
  const relative = rtol ?? (atol > 0 ? 0 : Math.max(batch.rows, batch.columns) * epsilonOf(batch.dtype))
  return Math.max(atol, relative * (values[0] ?? 0))
}

/**
 * The Moore–Penrose pseudo-inverse: singular values up to a tolerance count as zero.
 *
 * @example
 * linalg.pinv(tensor([[2, 0], [0, 0]])).tolist() // => [[0.5, 0], [0, 0]]
 */
export const pinv: Operation<[a: Operand], ['rtol'], ToleranceOptions, Tensor> = operation(
  'pinv(a; rtol?; atol?, hermitian?)',
  (operand, options) => {
    const batch = batchOf('pinv', operand)
    return mapMatrices(batch, [batch.columns, batch.rows], (_, i) => {
      const { values, u, vh } = singular(batch, i, 'thin')
      return pseudoInverse(values, u, vh, cutoff(batch, values, options))
    })
  },
)

/** V·diag(1/values)·Uᵀ over the values above the tolerance. */
function pseudoInverse(values: Float64Array, u: Matrix, vh: Matrix, tolerance: number): Matrix {
  const scaled = copyMatrix(vh)
  for (const [k, value] of values.entries()) {
    const factor = value > tolerance ? 1 / value : 0
    for (let j = k * scaled.columns; j < (k + 1) * scaled.columns; j++) scaled.data[j]! *= factor
  }
  return product(transposed(scaled), transposed(u))
}

/**
 * The number of singular values above a tolerance, as int32.
 *
 * @example
 * linalg.matrixRank(tensor([[1, 2], [2, 4]])).item() // => 1
 */
export const matrixRank: Operation<[a: Operand], ['tol'], ToleranceOptions & { readonly tol?: number }, Tensor> =
  operation('matrixRank(a; tol?; atol?, rtol?, hermitian?)', (operand, { tol, atol = tol, rtol }) => {
    const batch = batchOf('matrixRank', operand)
    const options = { ...(atol === undefined ? {} : { atol }), ...(rtol === undefined ? {} : { rtol }) }
    const ranks = empty('int32', batch.shape)
    for (let i = 0; i < batch.count; i++) {
      const { values } = singular(batch, i, 'none')
      // A tolerance of zero that was asked for stands, where the default would not be zero.
      const bound = atol === undefined ? cutoff(batch, values, options) : Math.max(atol, (rtol ?? 0) * (values[0] ?? 0))
      ranks.data[i] = values.filter((value) => value > bound).length
    }
    return cast(ranks, 'int32')
  })

/**
 * The condition number: the ratio of the largest to the smallest singular value, or ‖A‖·‖A⁻¹‖ in another norm `p`. Infinity for singular matrices.
 *
 * @example
 * linalg.cond(tensor([[4, 0], [0, 2]])).item() // => 2
 */
export const cond: Operation<[a: Operand], ['p'], { readonly p?: MatrixNorm }, Tensor> = operation(
  'cond(a; p?)',
  (operand, { p = 2 }) => {
    // Of no elements it is 0 in any norm.
    if (p === 2 || p === -2 || operand.numel() === 0) {
      const batch = batchOf('cond', operand)
      return mapNumbers(batch, (_, i) => {
        const { values } = singular(batch, i, 'none')
        if (values.length === 0) return 0
        const [largest, smallest] = [values[0] ?? 0, values.at(-1) ?? 0]
        if (p === -2) return smallest / largest
        return smallest === 0 && largest > 0 ? Number.POSITIVE_INFINITY : largest / smallest
      })
    }
    const batch = squareBatchOf('cond', operand)
    return mapNumbers(batch, (a, i) => {
      try {
        return matrixNormOf('cond', a, p) * matrixNormOf('cond', inverse('cond', a, batch.which(i)), p)
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'linalg/singular')
          return Number.POSITIVE_INFINITY
        throw error
      }
    })
  },
)
