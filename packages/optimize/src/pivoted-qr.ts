import type { TriangularFactor } from './triangular-factor.ts'

/** `A P = Q R` of the chosen columns, with the right-hand side carried along. */
export interface PivotedQr {
  /** Order of R. */
  readonly size: number
  /** R, upper triangular, row by row; the diagonal falls in magnitude. */
  readonly upper: Float64Array
  /** `Q'` times the right-hand side, its first `size` entries. */
  readonly rhs: Float64Array
  /** Column j of R belongs to column `order[j]` of the matrix. */
  readonly order: readonly number[]
  /** Number of columns that are independent to working precision. */
  readonly rank: number
}

/**
 * QR with column pivoting (Businger and Golub, 1965) of the columns `chosen` of a triangular factor; its last
 * column is the right-hand side. Columns are compared at the given scale, so that the rank does not depend on the
 * units of the parameters.
 */
export function pivotedQr(factor: TriangularFactor, chosen: readonly number[], scale: Float64Array): PivotedQr {
  const height = factor.size
  const size = chosen.length
  const columns = [...chosen, height - 1].map((column) => {
    const copy = new Float64Array(height)
    for (let i = 0; i <= column; i++) copy[i] = factor.rows[i * height + column]!
    return copy
  })
  const order = [...chosen]
  const tailNorm = (j: number, from: number): number => {
    let sum = 0
    for (let i = from; i < height; i++) sum += columns[j]![i]! ** 2
    return Math.sqrt(sum)
  }
  for (let k = 0; k < size; k++) {
    let best = k
    let bestNorm = -1
    for (let j = k; j < size; j++) {
      const scaled = tailNorm(j, k) / scale[order[j]!]!
      if (scaled > bestNorm) {
        best = j
        bestNorm = scaled
      }
    }
    ;[columns[k], columns[best]] = [columns[best]!, columns[k]!]
    ;[order[k], order[best]] = [order[best]!, order[k]!]
    reflect(columns, k, size, tailNorm(k, k))
  }
  const upper = new Float64Array(size * size)
  for (let j = 0; j < size; j++) for (let i = 0; i <= j; i++) upper[i * size + j] = columns[j]![i]!
  let rank = 0
  const first = Math.abs(upper[0] ?? 0) / (scale[order[0] ?? 0] ?? 1)
  while (rank < size && Math.abs(upper[rank * size + rank]!) / scale[order[rank]!]! > 1e-15 * first) rank++
  return { size, upper, rhs: columns[size]!.slice(0, size), order, rank }
}

/** One Householder reflection that clears column k below its diagonal, applied to the columns after it. */
function reflect(columns: readonly Float64Array[], k: number, last: number, length: number): void {
  const pivotColumn = columns[k]!
  if (length === 0) return
  const pivot = pivotColumn[k]! > 0 ? -length : length
  const v = pivotColumn.slice(k)
  v[0] = v[0]! - pivot
  for (let j = k + 1; j <= last; j++) {
    const column = columns[j]!
    let inner = 0
    for (let i = 0; i < v.length; i++) inner += v[i]! * column[k + i]!
    const weight = inner / (pivot * v[0])
    for (let i = 0; i < v.length; i++) column[k + i] = column[k + i]! + weight * v[i]!
  }
  pivotColumn.fill(0, k)
  pivotColumn[k] = pivot
}
