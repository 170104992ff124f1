import type { TypedArray } from './dtype.ts'

/** A matrix inside a typed array. */
export interface MatrixView {
  readonly data: TypedArray
  readonly offset: number
  readonly rowStride: number
  readonly columnStride: number
}

/**
 * The one inner product routine of the package: writes the m × n product of an m × k and a k × n matrix. All three hold one dtype;
 * float32 and int32 are accumulated in double. `out` must not overlap the factors.
 */
export function multiply(out: MatrixView, a: MatrixView, b: MatrixView, m: number, k: number, n: number): void {
  const row = new Float64Array(n)
  for (let i = 0; i < m; i++) {
    row.fill(0)
    for (let p = 0; p < k; p++) {
      const factor = a.data[a.offset + i * a.rowStride + p * a.columnStride]!
      let at = b.offset + p * b.rowStride
      for (let j = 0; j < n; j++) {
        row[j] = row[j]! + factor * b.data[at]!
        at += b.columnStride
      }
    }
    let to = out.offset + i * out.rowStride
    for (let j = 0; j < n; j++) {
      out.data[to] = row[j]!
      to += out.columnStride
    }
  }
}
