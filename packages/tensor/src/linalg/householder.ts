/**
 * Householder reflectors H = I − τ·v·vᵀ with v(0) = 1, one at a time and in blocks I − Vᵀ·T·V (the compact WY form).
 * Golub & Van Loan, Matrix Computations, 4th ed., sections 5.1.2 and 5.2.3; Schreiber & Van Loan, SIAM J. Sci. Stat. Comput. 10(1), 1989.
 */

import { multiplyMatrices, transposed } from '@fluxion/kernel'
import { type Matrix, roundoff, safeMinimum, zeroMatrix } from './matrix.ts'
import { norm2, scale } from './vectors.ts'

/**
 * The reflector that maps x = (x₀, …) to (β, 0, …), as LAPACK's dlarfg: x becomes (β, v₁, v₂, …), τ is returned (0 when x is a multiple of the
 * first unit vector already). β has the sign opposite to x₀.
 */
export function reflect(x: Float64Array, at: number, n: number): number {
  if (n <= 1) return 0
  let rest = norm2(x, at + 1, n - 1)
  if (rest === 0) return 0
  let alpha = x[at]!
  let beta = alpha < 0 || Object.is(alpha, -0) ? Math.hypot(alpha, rest) : -Math.hypot(alpha, rest)
  const tiny = safeMinimum / roundoff
  let rescaled = 0
  while (Math.abs(beta) < tiny && rescaled < 20) {
    scale(1 / tiny, x, at, n)
    rescaled++
    rest = norm2(x, at + 1, n - 1)
    alpha = x[at]!
    beta = alpha < 0 ? Math.hypot(alpha, rest) : -Math.hypot(alpha, rest)
  }
  const tau = (beta - alpha) / beta
  scale(1 / (alpha - beta), x, at + 1, n - 1)
  for (let i = 0; i < rescaled; i++) beta *= tiny
  x[at] = beta
  return tau
}

/** Reflectors of one panel: row k of `vectors` is v of H(k), with its leading zeros and its one; they act on the rows from `first` on. */
export interface ReflectorBlock {
  readonly first: number
  readonly vectors: Matrix
  /** The upper triangular T with H(0)·H(1)·… = I − Vᵀ·T·V. */
  readonly t: Matrix
}

/** The block of given reflectors. */
export function reflectorBlock(first: number, vectors: Matrix, taus: Float64Array): ReflectorBlock {
  const count = vectors.rows
  const gram = zeroMatrix(count, count)
  multiplyMatrices(vectors, transposed(vectors), gram)
  const t = zeroMatrix(count, count)
  for (let j = 0; j < count; j++) {
    const tau = taus[j]!
    for (let i = 0; i < j; i++) {
      let sum = 0
      for (let k = i; k < j; k++) sum += t.data[i * count + k]! * gram.data[k * count + j]!
      t.data[i * count + j] = -tau * sum
    }
    t.data[j * count + j] = tau
  }
  return { first, vectors, t }
}

/** C ← H·C for H = H(0)·H(1)·…, or C ← Hᵀ·C. `c` has as many rows as the vectors have entries. */
export function applyBlock({ vectors, t }: ReflectorBlock, c: Matrix, transpose: boolean): void {
  if (c.columns === 0) return
  const w = zeroMatrix(vectors.rows, c.columns)
  multiplyMatrices(vectors, c, w)
  const tw = zeroMatrix(vectors.rows, c.columns)
  multiplyMatrices(transpose ? transposed(t) : t, w, tw)
  multiplyMatrices(transposed(vectors), tw, c, 'subtract')
}
