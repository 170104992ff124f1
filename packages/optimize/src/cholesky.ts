/**
 * The Cholesky factor of `matrix + shift * I` (row by row, order n): `out` becomes upper triangular `R` with `R'
 * R` equal to it. Returns n, or the index of the first pivot that is not positive, whose value is then left in
 * place; the rows above it are final.
 */
export function choleskyShifted(matrix: Float64Array, n: number, shift: number, out: Float64Array): number {
  for (let k = 0; k < n; k++) {
    for (let j = k; j < n; j++) {
      let sum = matrix[k * n + j]! + (j === k ? shift : 0)
      for (let i = 0; i < k; i++) sum -= out[i * n + k]! * out[i * n + j]!
      out[k * n + j] = sum
      if (j === k && !(sum > 0)) return k
      if (j > k) out[k * n + j] = sum / out[k * n + k]!
      else out[k * n + k] = Math.sqrt(sum)
    }
  }
  return n
}

/** Solves `R' y = b` in place, R upper triangular of order n in rows of the given stride. */
export function solveTransposed(upper: Float64Array, n: number, b: Float64Array, stride: number = n): Float64Array {
  for (let i = 0; i < n; i++) {
    let sum = b[i]!
    for (let k = 0; k < i; k++) sum -= upper[k * stride + i]! * b[k]!
    b[i] = sum / upper[i * stride + i]!
  }
  return b
}

/** Solves `R y = b` in place, R upper triangular of order n in rows of the given stride. */
export function solveUpper(upper: Float64Array, n: number, b: Float64Array, stride: number = n): Float64Array {
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!
    for (let k = i + 1; k < n; k++) sum -= upper[i * stride + k]! * b[k]!
    b[i] = sum / upper[i * stride + i]!
  }
  return b
}
