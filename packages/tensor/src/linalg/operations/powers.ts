/** Functions of square matrices. */

import type { Operand } from '../../create.ts'
import { type Operation, operation } from '../../operation.ts'
import type { Tensor } from '../../tensor.ts'
import { mapMatrices, squareBatchOf } from '../batch.ts'
import { exponential } from '../exponential.ts'
import { copyMatrix, identityMatrix, type Matrix, product } from '../matrix.ts'
import { inverse } from './systems.ts'

/**
 * The matrix multiplied by itself `n` times, by repeated squaring; powers of the inverse for negative `n`, the identity for 0.
 *
 * @example
 * linalg.matrixPower(tensor([[1, 1], [0, 1]]), 5).tolist() // => [[1, 5], [0, 1]]
 */
export const matrixPower: Operation<[a: Operand], ['n'], { readonly n: number }, Tensor> = operation(
  'matrixPower(a; n)',
  (operand, { n }) => {
    const batch = squareBatchOf('matrixPower', operand)
    return mapMatrices(batch, [batch.rows, batch.rows], (a, i) => {
      if (n === 0) return identityMatrix(batch.rows)
      return power(n < 0 ? inverse('matrixPower', a, batch.which(i)) : copyMatrix(a), Math.abs(n))
    })
  },
)

function power(a: Matrix, n: number): Matrix {
  let result: Matrix | undefined
  let square = a
  for (let rest = n; ; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result === undefined ? square : product(result, square)
    if (rest <= 1) return result ?? square
    square = product(square, square)
  }
}

/**
 * The exponential of square matrices, I + A + A²/2! + …, by scaling and squaring: Higham, SIAM J. Matrix Anal. 26(4), 2005.
 *
 * @example
 * linalg.matrixExp(tensor([[0, 1], [0, 0]])).tolist() // => [[1, 1], [0, 1]]
 */
export const matrixExp: Operation<[a: Operand], [], object, Tensor> = operation('matrixExp(a)', (operand) => {
  const batch = squareBatchOf('matrixExp', operand)
  return mapMatrices(batch, [batch.rows, batch.rows], exponential)
})
