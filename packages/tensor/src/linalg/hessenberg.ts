/** Reduction of a square matrix to upper Hessenberg form. */

import { type ReflectorBlock, reflect, reflectorBlock } from './householder.ts'
import { blockOf, type Matrix, zeroMatrix } from './matrix.ts'
import { addMultiple, addRows, dotRows } from './vectors.ts'

const blockWidth = 16

/**
 * A = Q·H·Qᵀ in place, over rows and columns low … high (outside, `a` is upper triangular); returns Q as blocks of reflectors.
 * Golub & Van Loan, Matrix Computations, 4th ed., section 7.4.3.
 */
export function reduceToHessenberg(a: Matrix, low: number, high: number): ReflectorBlock[] {
  const { data, offset, rowStride: stride } = a
  const n = a.rows
  const blocks: ReflectorBlock[] = []
  const sums = new Float64Array(n)
  for (let from = low; from < high - 1; from += blockWidth) {
    const width = Math.min(blockWidth, high - 1 - from)
    const size = high - from
    const vectors = zeroMatrix(width, size)
    const v = vectors.data
    const taus = new Float64Array(width)
    for (let c = 0; c < width; c++) {
      const j = from + c
      const length = high - j
      const at = c * size + c
      for (let i = 0; i < length; i++) v[at + i] = data[offset + (j + 1 + i) * stride + j]!
      const tau = reflect(v, at, length)
      taus[c] = tau
      data[offset + (j + 1) * stride + j] = v[at]!
      for (let i = 1; i < length; i++) data[offset + (j + 1 + i) * stride + j] = 0
      v[at] = 1
      if (tau === 0) continue
      // A ← A·H: rows 0 … high; A ← H·A: columns right of j.
      const right = offset + j + 1
      dotRows(data, right, stride, high + 1, v, at, length, sums, 0)
      for (let i = 0; i <= high; i++) addMultiple(-tau * sums[i]!, v, at, data, right + i * stride, length)
      const across = n - j - 1
      const corner = offset + (j + 1) * stride + j + 1
      sums.fill(0, 0, across)
      addRows(1, data, corner, stride, length, v, at, sums, 0, across)
      for (let i = 0; i < length; i++) addMultiple(-tau * v[at + i]!, sums, 0, data, corner + i * stride, across)
    }
    blocks.push(reflectorBlock(from + 1, blockOf(vectors, 0, 0, width, size), taus))
  }
  return blocks
}
