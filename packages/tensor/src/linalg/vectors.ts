/** Operations on runs of consecutive doubles: inner products, updates, norms. */

import { type MatrixView, matrixView, multiplyMatrices } from '@fluxion/kernel'

/** Σ x·y over `n` elements from `i` and `j`. */
export function dot(x: Float64Array, i: number, y: Float64Array, j: number, n: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let k = 0
  for (; k + 4 <= n; k += 4) {
    s0 += x[i + k]! * y[j + k]!
    s1 += x[i + k + 1]! * y[j + k + 1]!
    s2 += x[i + k + 2]! * y[j + k + 2]!
    s3 += x[i + k + 3]! * y[j + k + 3]!
  }
  for (; k < n; k++) s0 += x[i + k]! * y[j + k]!
  return s0 + s1 + (s2 + s3)
}

/** y ← y + a·x over `n` elements from `i` of x and `j` of y. */
export function addMultiple(a: number, x: Float64Array, i: number, y: Float64Array, j: number, n: number): void {
  for (let k = 0; k < n; k++) y[j + k]! += a * x[i + k]!
}

/** x ← a·x over `n` elements from `i`. */
export function scale(a: number, x: Float64Array, i: number, n: number): void {
  for (let k = i; k < i + n; k++) x[k]! *= a
}

/** The Euclidean norm of `n` elements, `stride` apart, without overflow or underflow: a plain sum of squares, scaled only when that leaves the safe range. */
export function norm2(x: Float64Array, i: number, n: number, stride = 1): number {
  let sum = 0
  const end = i + n * stride
  for (let p = i; p !== end; p += stride) sum += x[p]! * x[p]!
  if (sum > 2 ** -900 && sum < 2 ** 1000) return Math.sqrt(sum)
  let largest = 0
  for (let p = i; p !== end; p += stride) {
    const value = Math.abs(x[p]!)
    if (Number.isNaN(value)) return value
    if (value > largest) largest = value
  }
  if (largest === 0 || largest === Number.POSITIVE_INFINITY) return largest
  sum = 0
  for (let p = i; p !== end; p += stride) {
    const value = x[p]! / largest
    sum += value * value
  }
  return largest * Math.sqrt(sum)
}

/** y[c] ← Σ rows[c]·x for `count` rows of length `n`, `rowStride` apart. */
export function dotRows(
  rows: Float64Array,
  start: number,
  rowStride: number,
  count: number,
  x: Float64Array,
  i: number,
  n: number,
  y: Float64Array,
  j: number,
): void {
  multiplyMatrices(matrixView(rows, count, n, start, rowStride), columnOf(x, i, n), columnOf(y, j, count))
}

/** x ← x + sign · Σ w[c]·rows[c] for `count` rows of length `n`. */
export function addRows(
  sign: 1 | -1,
  rows: Float64Array,
  start: number,
  rowStride: number,
  count: number,
  w: Float64Array,
  j: number,
  x: Float64Array,
  i: number,
  n: number,
): void {
  const columns = matrixView(rows, n, count, start, 1, rowStride)
  multiplyMatrices(columns, columnOf(w, j, count), columnOf(x, i, n), sign < 0 ? 'subtract' : 'add')
}

const columnOf = (x: Float64Array, i: number, n: number): MatrixView => matrixView(x, n, 1, i)
