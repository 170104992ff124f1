/** Norms of vectors and matrices, as in `torch.linalg`. */

import { cast, type Operand } from '../../create.ts'
import { errors } from '../../errors.ts'
import { type Operation, operation } from '../../operation.ts'
import { type Dims, reducedDims } from '../../reduce.ts'
import { normaliseDims } from '../../shape.ts'
import type { Tensor } from '../../tensor.ts'
import { normAlong } from '../../vector-norm.ts'
import { batchOf, floatTypeOf, mapNumbers } from '../batch.ts'
import { type MatrixNorm, matrixNormOf } from './matrix-norm.ts'

/** Options of {@link norm}. */
export interface LinalgNormOptions {
  /** A matrix norm where two dimensions are reduced, else the p of a vector norm. */
  readonly ord?: MatrixNorm | null
  /** One dimension: vectors. Two: matrices. Default: all elements, which must be a vector or a matrix when `ord` is given. */
  readonly dim?: Dims
  readonly keepdim?: boolean
}

/**
 * Vector and matrix norms. Without `ord` the 2-norm of all elements. With `ord`, for matrices: 'fro', 'nuc' (sum of singular values), 1 and -1 (largest
 * and smallest column sum), Infinity and -Infinity (row sums), 2 and -2 (largest and smallest singular value); for vectors any p.
 *
 * @example
 * linalg.norm(tensor([[3, 0], [0, 4]])).item() // => 5
 * linalg.norm(tensor([[1, -2], [3, 4]]), { ord: 1 }).item() // => 6
 */
export const norm: Operation<[a: Operand], ['ord', 'dim', 'keepdim'], LinalgNormOptions, Tensor> = operation(
  'linalg.norm(a; ord?, dim?, keepdim?)',
  (x, { ord, dim, keepdim = false }) => {
    const wanted = ord ?? undefined
    const dims = dim === undefined || dim === null ? undefined : normaliseDims('linalg.norm', dim, x.ndim)
    if (dims !== undefined && dims.length > 2) {
      throw errors.argument('linalg.norm', `${dims.length} dimensions`, 'one or two')
    }
    if (dims === undefined && wanted !== undefined && (x.ndim < 1 || x.ndim > 2)) {
      throw errors.dimensions('linalg.norm', x.shape, 'a vector or a matrix, or dim')
    }
    const matrices = dims === undefined ? wanted !== undefined && x.ndim === 2 : dims.length === 2
    if (matrices) return matrixNorm(x, { ord: wanted ?? 'fro', dim: dims ?? [0, 1], keepdim })
    return vectorNorm(x, { ord: orderOf(wanted ?? 2), keepdim, ...(dims === undefined ? {} : { dim: dims }) })
  },
)

function orderOf(ord: MatrixNorm): number {
  if (typeof ord !== 'number') throw errors.argument('linalg.norm', `ord '${ord}' for a vector`, 'a number')
  return ord
}

/** Options of {@link vectorNorm}. */
export interface VectorNormOptions {
  readonly ord?: number
  readonly dim?: Dims
  readonly keepdim?: boolean
}

/**
 * (Σ |x|^ord)^(1/ord) of all elements, or along dimensions.
 *
 * @example
 * linalg.vectorNorm(tensor([3, 4])).item() // => 5
 */
export const vectorNorm: Operation<[x: Operand], ['ord', 'dim', 'keepdim'], VectorNormOptions, Tensor> = operation(
  'vectorNorm(x; ord?, dim?, keepdim?)',
  (given, { ord = 2, dim, keepdim = false }) => {
    const x = cast(given, floatTypeOf(given))
    return normAlong(x, ord, reducedDims('vectorNorm', dim, x), keepdim)
  },
)

/** Options of {@link matrixNorm}: the two dimensions of the matrices, the last two unless given. */
export interface MatrixNormOptions {
  readonly ord?: MatrixNorm
  readonly dim?: readonly number[]
  readonly keepdim?: boolean
}

/**
 * A norm of each matrix: 'fro' unless `ord` says another.
 *
 * @example
 * linalg.matrixNorm(tensor([[3, 0], [0, 4]]), { ord: 'nuc' }).item() // => 7
 */
export const matrixNorm: Operation<[a: Operand], ['ord', 'dim', 'keepdim'], MatrixNormOptions, Tensor> = operation(
  'matrixNorm(a; ord?, dim?, keepdim?)',
  (x, { ord = 'fro', dim = [-2, -1], keepdim = false }) => {
    const dims = normaliseDims('matrixNorm', dim, x.ndim)
    if (dims.length !== 2) throw errors.argument('matrixNorm', `${dims.length} dimensions`, 'two')
    const rest = x.shape.map((_, d) => d).filter((d) => !dims.includes(d))
    const order = [...rest, ...dims]
    const moved = x.withLayout(
      order.map((d) => x.shape[d]!),
      order.map((d) => x.strides[d]!),
    )
    const found = mapNumbers(batchOf('matrixNorm', moved), (a) => matrixNormOf('matrixNorm', a, ord))
    return keepdim ? found.reshape(x.shape.map((n, d) => (dims.includes(d) ? 1 : n))) : found
  },
)
