/**
 * The triangular factor of a tall matrix that is met block of rows by block of rows (sequential “tall skinny” QR:
 * Demmel, Grigori, Hoemmen and Langou, SIAM J. Sci. Comput. 34, 2012): every block is rotated into the factor by
 * Householder reflections and forgotten, so a million rows take one pass and the memory of one block, at the
 * accuracy of a QR of the whole.
 */
export class TriangularFactor {
  /** Number of columns. */
  readonly size: number
  /** The upper triangle, row by row. */
  readonly rows: Float64Array

  constructor(size: number) {
    this.size = size
    this.rows = new Float64Array(size * size)
  }

  /** Forgets every row. */
  clear(): void {
    this.rows.fill(0)
  }

  /** Takes in the first `count` entries of each column; the columns are overwritten. */
  append(columns: readonly Float64Array[], count: number): void {
    const { size, rows } = this
    for (let k = 0; k < size; k++) {
      const pivotColumn = columns[k]!
      const tail = innerProduct(pivotColumn, pivotColumn, count)
      if (tail === 0) continue
      const head = rows[k * size + k]!
      const pivot = head > 0 ? -Math.sqrt(head * head + tail) : Math.sqrt(head * head + tail)
      const first = head - pivot
      for (let j = k + 1; j < size; j++) {
        const column = columns[j]!
        const inner = rows[k * size + j]! * first + innerProduct(pivotColumn, column, count)
        const weight = inner / (pivot * first)
        if (weight === 0) continue
        rows[k * size + j] = rows[k * size + j]! + weight * first
        for (let i = 0; i < count; i++) column[i] = column[i]! + weight * pivotColumn[i]!
      }
      rows[k * size + k] = pivot
    }
  }

  /** Euclidean norm of a column of the matrix. */
  columnNorm(column: number): number {
    let sum = 0
    for (let i = 0; i <= column; i++) sum += this.rows[i * this.size + column]! ** 2
    return Math.sqrt(sum)
  }

  /** Inner product of two columns of the matrix. */
  innerProduct(a: number, b: number): number {
    let sum = 0
    for (let i = 0; i <= Math.min(a, b); i++) sum += this.rows[i * this.size + a]! * this.rows[i * this.size + b]!
    return sum
  }
}

/** Inner product of the first `count` entries, in four sums side by side: one alone would wait for itself at every step. */
function innerProduct(a: Float64Array, b: Float64Array, count: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  const whole = count & ~3
  for (let i = 0; i < whole; i += 4) {
    s0 += a[i]! * b[i]!
    s1 += a[i + 1]! * b[i + 1]!
    s2 += a[i + 2]! * b[i + 2]!
    s3 += a[i + 3]! * b[i + 3]!
  }
  for (let i = whole; i < count; i++) s0 += a[i]! * b[i]!
  return s0 + s1 + (s2 + s3)
}
