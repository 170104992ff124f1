/** Eigenvalues and eigenvectors. */

import { transposed } from '@fluxion/kernel'
import type { Operand } from '../../create.ts'
import { type Operation, operation } from '../../operation.ts'
import { type Named, named } from '../../results.ts'
import type { Tensor } from '../../tensor.ts'
import { type Batch, checkFinite, Results, squareBatchOf } from '../batch.ts'
import { type GeneralEigen, generalEigen } from '../eig.ts'
import { type SymmetricEigen, symmetricEigen } from '../eigh.ts'
import { linalgErrors } from '../errors.ts'

/** A tensor of complex numbers: real and imaginary parts. */
export interface ComplexTensor {
  readonly re: Tensor
  readonly im: Tensor
}

/** Which triangle of a symmetric matrix is read: the lower unless `'U'` is given. */
export interface TriangleOptions {
  readonly UPLO?: 'L' | 'U'
}

function symmetric(batch: Batch, index: number, wantVectors: boolean, UPLO: 'L' | 'U'): SymmetricEigen {
  const found = symmetricEigen(checkFinite(batch, index), wantVectors, UPLO)
  if (found === undefined) throw linalgErrors.noConvergence(batch.operation, batch.which(index))
  return found
}

function general(batch: Batch, index: number, wantVectors: boolean): GeneralEigen {
  const found = generalEigen(checkFinite(batch, index), wantVectors)
  if (found === undefined) throw linalgErrors.noConvergence(batch.operation, batch.which(index))
  return found
}

/**
 * Eigenvalues of symmetric matrices, ascending, and orthonormal eigenvectors in the columns. One triangle is read. Throws `linalg/not-finite`
 * for NaN or Infinity. Tridiagonal reduction and implicit QL: Golub & Van Loan, Matrix Computations, 4th ed., section 8.3.
 *
 * @example
 * const { eigenvalues } = linalg.eigh(tensor([[2, 0], [0, 1]]))
 * eigenvalues.tolist() // => [1, 2]
 */
export const eigh: Operation<
  [a: Operand],
  ['UPLO'],
  TriangleOptions,
  Named<{ eigenvalues: Tensor; eigenvectors: Tensor }>
> = operation('eigh(a; UPLO?)', (operand, { UPLO = 'L' }) => {
  const batch = squareBatchOf('eigh', operand)
  const values = new Results(batch, [batch.rows])
  const vectors = new Results(batch, [batch.rows, batch.rows])
  for (let i = 0; i < batch.count; i++) {
    const found = symmetric(batch, i, true, UPLO)
    values.put(i, found.values)
    if (found.vectors !== undefined) vectors.putMatrix(i, transposed(found.vectors))
  }
  return named({ eigenvalues: values.get(), eigenvectors: vectors.get() })
})

/**
 * Eigenvalues of symmetric matrices, ascending. One triangle is read.
 *
 * @example
 * linalg.eigvalsh(tensor([[2, 0], [0, 1]])).tolist() // => [1, 2]
 */
export const eigvalsh: Operation<[a: Operand], ['UPLO'], TriangleOptions, Tensor> = operation(
  'eigvalsh(a; UPLO?)',
  (operand, { UPLO = 'L' }) => {
    const batch = squareBatchOf('eigvalsh', operand)
    const values = new Results(batch, [batch.rows])
    for (let i = 0; i < batch.count; i++) values.put(i, symmetric(batch, i, false, UPLO).values)
    return values.get()
  },
)

/**
 * Eigenvalues and eigenvectors of square matrices, complex: `{ eigenvalues: { re, im }, eigenvectors: { re, im } }`. Column k of the
 * eigenvectors has length 1 and its largest entry is real; conjugate pairs follow each other. Balancing, Hessenberg reduction and the
 * double-shift QR algorithm: Golub & Van Loan, Matrix Computations, 4th ed., section 7.5.
 *
 * @example
 * const { eigenvalues } = linalg.eig(tensor([[0, -1], [1, 0]]))
 * eigenvalues.im.tolist() // => [1, -1]
 */
export const eig: Operation<
  [a: Operand],
  [],
  object,
  Named<{ eigenvalues: ComplexTensor; eigenvectors: ComplexTensor }>
> = operation('eig(a)', (operand) => {
  const batch = squareBatchOf('eig', operand)
  const [re, im] = [new Results(batch, [batch.rows]), new Results(batch, [batch.rows])]
  const [vectorsRe, vectorsIm] = [
    new Results(batch, [batch.rows, batch.rows]),
    new Results(batch, [batch.rows, batch.rows]),
  ]
  for (let i = 0; i < batch.count; i++) {
    const { values, vectors } = general(batch, i, true)
    re.put(i, values.re)
    im.put(i, values.im)
    if (vectors !== undefined) {
      vectorsRe.putMatrix(i, vectors.re)
      vectorsIm.putMatrix(i, vectors.im)
    }
  }
  return named({
    eigenvalues: { re: re.get(), im: im.get() },
    eigenvectors: { re: vectorsRe.get(), im: vectorsIm.get() },
  })
})

/**
 * Eigenvalues of square matrices, complex: `{ re, im }`.
 *
 * @example
 * linalg.eigvals(tensor([[2, 1], [0, 3]])).re.tolist() // => [2, 3]
 */
export const eigvals: Operation<[a: Operand], [], object, ComplexTensor> = operation('eigvals(a)', (operand) => {
  const batch = squareBatchOf('eigvals', operand)
  const [re, im] = [new Results(batch, [batch.rows]), new Results(batch, [batch.rows])]
  for (let i = 0; i < batch.count; i++) {
    const { values } = general(batch, i, false)
    re.put(i, values.re)
    im.put(i, values.im)
  }
  return { re: re.get(), im: im.get() }
})
