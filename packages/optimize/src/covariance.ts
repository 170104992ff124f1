import { pivotedQr } from './pivoted-qr.ts'
import type { TriangularFactor } from './triangular-factor.ts'

/**
 * `(J' J)^-1` of the chosen columns, row by row over all columns; NaN for columns left out, and for those that
 * cannot be told apart.
 */
export interface InverseInformation {
  readonly matrix: Float64Array
  /** Columns that are, to working precision, combinations of the others. */
  readonly dependent: readonly number[]
}

/**
 * The inverse of `J' J` by way of the triangular factor of J, which keeps the digits that forming `J' J` would
 * lose.
 */
export function inverseInformation(factor: TriangularFactor, chosen: readonly number[]): InverseInformation {
  const n = factor.size - 1
  const matrix = new Float64Array(n * n).fill(Number.NaN)
  const scale = Float64Array.from({ length: n }, (_, j) => factor.columnNorm(j) || 1)
  const { upper, order, rank, size } = pivotedQr(factor, chosen, scale)
  const inverse = invertUpper(upper, size, rank)
  for (let a = 0; a < rank; a++) {
    for (let b = 0; b < rank; b++) {
      let sum = 0
      for (let k = Math.max(a, b); k < rank; k++) sum += inverse[a * size + k]! * inverse[b * size + k]!
      matrix[order[a]! * n + order[b]!] = sum
    }
  }
  const dependent = order.slice(rank)
  if (dependent.length > 0) {
    // A column that is a combination of others makes the parameters of those others undetermined, too.
    for (const column of mixedWith(upper, size, rank, order)) {
      for (let j = 0; j < n; j++) {
        matrix[column * n + j] = Number.NaN
        matrix[j * n + column] = Number.NaN
      }
    }
  }
  return { matrix, dependent }
}

function invertUpper(upper: Float64Array, size: number, rank: number): Float64Array {
  const inverse = new Float64Array(size * size)
  for (let j = 0; j < rank; j++) {
    inverse[j * size + j] = 1 / upper[j * size + j]!
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0
      for (let k = i + 1; k <= j; k++) sum -= upper[i * size + k]! * inverse[k * size + j]!
      inverse[i * size + j] = sum / upper[i * size + i]!
    }
  }
  return inverse
}

/** The independent columns that take part in the combinations which the dependent ones are. */
function mixedWith(upper: Float64Array, size: number, rank: number, order: readonly number[]): number[] {
  const mixed = new Set<number>()
  for (let j = rank; j < size; j++) {
    const weights = new Float64Array(rank)
    for (let i = rank - 1; i >= 0; i--) {
      let sum = upper[i * size + j]!
      for (let k = i + 1; k < rank; k++) sum -= upper[i * size + k]! * weights[k]!
      weights[i] = sum / upper[i * size + i]!
      if (Math.abs(weights[i]!) > 1e-12) mixed.add(order[i]!)
    }
  }
  return [...mixed]
}
