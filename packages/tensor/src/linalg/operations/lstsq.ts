/** Least squares on tensors. */

import { empty, type Operand } from '../../create.ts'
import { type Operation, operation } from '../../operation.ts'
import { type Named, named } from '../../results.ts'
import type { Tensor } from '../../tensor.ts'
import { checkFinite, epsilonOf, Results } from '../batch.ts'
import { linalgErrors } from '../errors.ts'
import { fullRankLeastSquares, minimumNormLeastSquares } from '../least-squares.ts'
import { type Matrix, product } from '../matrix.ts'
import { sidesOf } from './systems.ts'

/** Options of {@link lstsq}. */
export interface LstsqOptions {
  /** Singular values of A up to `rcond` times the largest count as zero; given, it decides the rank in place of the rule of {@link lstsq}. */
  readonly rcond?: number | null
  /** `'gelsd'` and `'gelss'` force the singular value decomposition and give `singularValues`; the others are as the default. */
  readonly driver?: 'gels' | 'gelsy' | 'gelsd' | 'gelss' | null
}

/** What {@link lstsq} returns; `residuals` is empty where the rank is not full or there are no more rows than columns. */
export type LstsqResult = Named<{ solution: Tensor; residuals: Tensor; rank: Tensor; singularValues: Tensor }>

/**
 * The X that minimises ‖A·X − B‖; of several the one of least norm. Where the columns of A are independent after scaling to equal norms, by
 * Householder QR with iterative refinement in twice the precision, so that badly scaled and polynomial models keep their digits; else by the singular value
 * decomposition. `residuals` are the sums of squares of the columns of A·X − B.
 *
 * @example
 * const { solution } = linalg.lstsq(tensor([[1, 0], [1, 1], [1, 2]]), tensor([[1], [3], [5]]))
 * solution.tolist() // => [[1], [2]]
 */
export const lstsq: Operation<[a: Operand, b: Operand], ['rcond'], LstsqOptions, LstsqResult> = operation(
  'lstsq(a, b; rcond?; driver?)',
  (left, right, { rcond, driver }) => {
    const { a, b, vector } = sidesOf('lstsq', left, right)
    const { rows: m, columns: n } = a
    const tolerance = rcond ?? Math.max(m, n) * epsilonOf(a.dtype)
    const decompose = driver === 'gelsd' || driver === 'gelss' || (rcond !== undefined && rcond !== null)
    const solutions = new Results(a, vector ? [n] : [n, b.columns])
    const found: { rank: number; squares: readonly number[]; values: Float64Array | undefined }[] = []
    for (let i = 0; i < a.count; i++) {
      const matrix = checkFinite(a, i)
      const side = checkFinite(b, i)
      const result =
        (decompose ? undefined : fullRankLeastSquares(matrix, side, tolerance)) ??
        minimumNormLeastSquares(matrix, side, tolerance)
      if (result === undefined) throw linalgErrors.noConvergence('lstsq', a.which(i))
      solutions.putMatrix(i, result.solution)
      found.push({ rank: result.rank, squares: squaresOf(matrix, result.solution, side), values: result.values })
    }
    const rank = empty('int32', a.shape)
    for (const [i, one] of found.entries()) rank.data[i] = one.rank
    const full = m > n && found.every((one) => one.rank === n)
    const residuals = new Results(a, full ? (vector ? [] : [b.columns]) : [0])
    if (full) for (const [i, one] of found.entries()) residuals.put(i, one.squares)
    const count = found.every((one) => one.values !== undefined) ? Math.min(m, n) : 0
    const singularValues = new Results(a, [count])
    if (count > 0) for (const [i, one] of found.entries()) singularValues.put(i, one.values ?? [])
    return named({
      solution: solutions.get(),
      residuals: full ? residuals.get() : empty(a.dtype, [0]),
      rank,
      singularValues: count > 0 ? singularValues.get() : empty(a.dtype, [0]),
    })
  },
)

function squaresOf(a: Matrix, x: Matrix, b: Matrix): number[] {
  const fitted = product(a, x)
  return Array.from({ length: b.columns }, (_, j) => {
    let sum = 0
    for (let i = 0; i < b.rows; i++) {
      const r = fitted.data[i * b.columns + j]! - b.data[b.offset + i * b.rowStride + j * b.columnStride]!
      sum += r * r
    }
    return sum
  })
}
