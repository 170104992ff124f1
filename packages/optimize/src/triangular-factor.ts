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
      let tail = 0
      for (let i = 0; i < count; i++) tail += pivotColumn[i]! * pivotColumn[i]!
      if (tail === 0) continue
      const head = rows[k * size + k]!
      const pivot = head > 0 ? -Math.sqrt(head * head + tail) : Math.sqrt(head * head + tail)
      const first = head - pivot
      for (let j = k + 1; j < size; j++) {
        const column = columns[j]!
        let inner = rows[k * size + j]! * first
        for (let i = 0; i < count; i++) inner += pivotColumn[i]! * column[i]!
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
