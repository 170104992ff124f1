/** Linear systems, inverses and determinants. */

import { cast, type Operand } from '../../create.ts'
import { errors } from '../../errors.ts'
import { type Operation, operation } from '../../operation.ts'
import { type Named, named } from '../../results.ts'
import { broadcastShapes } from '../../shape.ts'
import type { Tensor } from '../../tensor.ts'
import { batchOf, floatTypeOf, mapMatrices, mapNumbers, Results, squareBatchOf } from '../batch.ts'
import { linalgErrors } from '../errors.ts'
import { factorLu, solveFactored } from '../lu.ts'
import { blockOf, copyMatrix, identityMatrix, type Matrix, reversed, rowsReversed } from '../matrix.ts'
import { solveLower } from '../triangular.ts'

/** A with its factors, or the error that says which pivot is zero. */
function factorRegular(name: string, a: Matrix, which: string): { lu: Matrix; rows: Int32Array } {
  const lu = copyMatrix(a)
  const { rows, zeroPivot } = factorLu(lu)
  if (zeroPivot >= 0) throw linalgErrors.singular(name, zeroPivot + 1, which)
  return { lu, rows }
}

/** Whether the right side is a vector for each matrix, not a matrix: PyTorch's rule. */
function isVectorSide(a: Tensor, b: Tensor): boolean {
  const rows = a.shape.slice(0, -1)
  return b.ndim === 1 || (b.ndim === rows.length && b.shape.every((n, d) => n === rows[d]))
}

/**
 * Two operands of a system: the right side always with columns, batches broadcast.
 */
export function sidesOf(
  name: string,
  a: Tensor,
  given: Tensor,
): { a: ReturnType<typeof batchOf>; b: ReturnType<typeof batchOf>; vector: boolean } {
  if (a.ndim < 2) throw errors.dimensions(name, a.shape, 'at least two dimensions')
  if (given.ndim < 1) throw errors.dimensions(name, given.shape, 'at least one dimension')
  const vector = isVectorSide(a, given)
  const b = vector ? given.withLayout([...given.shape, 1], [...given.strides, 0]) : given
  if (a.shape.at(-2) !== b.shape.at(-2)) {
    throw errors.shapeMismatch(name, a.shape, given.shape, 'the right side must have as many rows as the matrix')
  }
  const dtype = floatTypeOf(a, b)
  const shape = broadcastShapes(name, a.shape.slice(0, -2), b.shape.slice(0, -2))
  return { a: batchOf(name, cast(a, dtype), shape), b: batchOf(name, cast(b, dtype), shape), vector }
}

/** Options of {@link solve}. */
export interface SolveOptions {
  /** X·A = B instead of A·X = B. */
  readonly left?: boolean
}

/**
 * The solution X of A·X = B, for square A and B of columns or a single vector, by LU with partial pivoting. Batches broadcast.
 * Throws `linalg/singular` when a pivot is exactly zero. Golub & Van Loan, Matrix Computations, 4th ed., section 3.4.
 *
 * @example
 * linalg.solve(tensor([[2, 1], [1, 3]]), tensor([3, 5])) // => tensor([0.8000, 1.4000])
 */
export const solve: Operation<[a: Operand, b: Operand], [], SolveOptions, Tensor> = operation(
  'solve(a, b; ; left?)',
  (given, side, { left = true }) => {
    if (!left) return solve(given.mT, side.mT).mT
    if (given.ndim >= 2 && given.shape.at(-1) !== given.shape.at(-2)) throw linalgErrors.notSquare('solve', given.shape)
    const { a, b, vector } = sidesOf('solve', given, side)
    const solutions = new Results(b, vector ? [a.columns] : [a.columns, b.columns])
    for (let i = 0; i < a.count; i++) {
      const { lu, rows } = factorRegular('solve', a.matrix(i), a.which(i))
      solutions.putMatrix(i, solveFactored(lu, rows, b.matrix(i)))
    }
    return solutions.get()
  },
)

/** Options of {@link solveTriangular}. */
export interface SolveTriangularOptions {
  readonly upper: boolean
  /** X·A = B instead of A·X = B. */
  readonly left?: boolean
  /** The diagonal is ones and is not read. */
  readonly unitriangular?: boolean
}

/**
 * The solution X of A·X = B for triangular A; the other triangle is not read. With `left: false` of X·A = B.
 *
 * @example
 * linalg.solveTriangular(tensor([[2, 0], [1, 4]]), tensor([[2], [5]]), { upper: false }).tolist() // => [[1], [1]]
 */
export const solveTriangular: Operation<[a: Operand, b: Operand], [], SolveTriangularOptions, Tensor> = operation(
  'solveTriangular(a, b; ; upper, left?, unitriangular?)',
  (left, right, { upper, left: onLeft = true, unitriangular = false }) => {
    if (!onLeft) {
      return solveTriangular(left.mT, right.mT, { upper: !upper, unitriangular }).mT
    }
    const square = squareBatchOf('solveTriangular', left)
    const { a, b } = sidesOf('solveTriangular', left, right)
    return mapMatrices(b, [square.rows, b.columns], (side, i) => {
      const x = copyMatrix(side)
      const t = a.matrix(i)
      if (!unitriangular) {
        for (let k = 0; k < t.rows; k++) {
          if (t.data[t.offset + k * (t.rowStride + t.columnStride)] === 0) {
            throw linalgErrors.singular('solveTriangular', k + 1, a.which(i))
          }
        }
      }
      solveLower(upper ? reversed(t) : t, upper ? rowsReversed(x) : x, unitriangular)
      return x
    })
  },
)

/**
 * The inverse of square matrices. Throws `linalg/singular` when a pivot of the LU factorisation is exactly zero.
 *
 * @example
 * linalg.inv(tensor([[2, 0], [0, 4]])).tolist() // => [[0.5, 0], [0, 0.25]]
 */
export const inv: Operation<[a: Operand], [], object, Tensor> = operation('inv(a)', (operand) => {
  const batch = squareBatchOf('inv', operand)
  return mapMatrices(batch, [batch.rows, batch.rows], (a, i) => inverse('inv', a, batch.which(i)))
})

/** The inverse of one matrix. */
export function inverse(name: string, a: Matrix, which: string): Matrix {
  const { lu, rows } = factorRegular(name, a, which)
  return solveFactored(lu, rows, identityMatrix(a.rows))
}

/** The determinant, and its sign and logarithm, from the pivots of the LU factorisation. */
function determinant(a: Matrix): { product: number; sign: number; logarithm: number } {
  const lu = copyMatrix(a)
  const factors = factorLu(lu)
  let { sign } = factors
  let product: number = sign
  let logarithm = 0
  for (let i = 0; i < a.rows; i++) {
    const pivot = blockOf(lu, i, i, 1, 1)
    const value = pivot.data[pivot.offset]!
    product *= value
    sign *= Math.sign(value)
    logarithm += Math.log(Math.abs(value))
  }
  // Zero is 0, not -0.
  return { product: product + 0, sign: sign + 0, logarithm: sign === 0 ? Number.NEGATIVE_INFINITY : logarithm }
}

/**
 * The determinant of square matrices; 0 for singular ones, 1 for 0 × 0.
 *
 * @example
 * linalg.det(tensor([[1, 2], [3, 4]])) // => tensor(-2.)
 */
export const det: Operation<[a: Operand], [], object, Tensor> = operation('det(a)', (operand) =>
  mapNumbers(squareBatchOf('det', operand), (a) => determinant(a).product),
)

/**
 * The sign of the determinant and the logarithm of its absolute value, which does not overflow; 0 and −Infinity for singular matrices.
 *
 * @example
 * const { sign, logabsdet } = linalg.slogdet(tensor([[0, 1], [1, 0]]))
 * sign.item() // => -1
 * logabsdet.item() // => 0
 */
export const slogdet: Operation<[a: Operand], [], object, Named<{ sign: Tensor; logabsdet: Tensor }>> = operation(
  'slogdet(a)',
  (operand) => {
    const batch = squareBatchOf('slogdet', operand)
    const sign = new Results(batch, [])
    const logabsdet = new Results(batch, [])
    for (let i = 0; i < batch.count; i++) {
      const found = determinant(batch.matrix(i))
      sign.put(i, [found.sign])
      logabsdet.put(i, [found.logarithm])
    }
    return named({ sign: sign.get(), logabsdet: logabsdet.get() })
  },
)
