/** Operations on runs of consecutive doubles: inner products, updates, norms. */

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

/** y[c] ← Σ rows[c]·x for `count` rows of length `n`, `rowStride` apart, four rows at a time. */
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
  let c = 0
  for (; c + 4 <= count; c += 4) {
    const r0 = start + c * rowStride
    const r1 = r0 + rowStride
    const r2 = r1 + rowStride
    const r3 = r2 + rowStride
    let s0 = 0
    let s1 = 0
    let s2 = 0
    let s3 = 0
    for (let k = 0; k < n; k++) {
      const value = x[i + k]!
      s0 += rows[r0 + k]! * value
      s1 += rows[r1 + k]! * value
      s2 += rows[r2 + k]! * value
      s3 += rows[r3 + k]! * value
    }
    y[j + c] = s0
    y[j + c + 1] = s1
    y[j + c + 2] = s2
    y[j + c + 3] = s3
  }
  for (; c < count; c++) y[j + c] = dot(rows, start + c * rowStride, x, i, n)
}

/** x ← x + sign · Σ w[c]·rows[c] for `count` rows of length `n`, four rows in a pass. */
export function addRows(
  sign: number,
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
  let c = 0
  for (; c + 4 <= count; c += 4) {
    const r0 = start + c * rowStride
    const r1 = r0 + rowStride
    const r2 = r1 + rowStride
    const r3 = r2 + rowStride
    const w0 = sign * w[j + c]!
    const w1 = sign * w[j + c + 1]!
    const w2 = sign * w[j + c + 2]!
    const w3 = sign * w[j + c + 3]!
    for (let k = 0; k < n; k++) {
      x[i + k]! += w0 * rows[r0 + k]! + w1 * rows[r1 + k]! + (w2 * rows[r2 + k]! + w3 * rows[r3 + k]!)
    }
  }
  for (; c < count; c++) addMultiple(sign * w[j + c]!, rows, start + c * rowStride, x, i, n)
}
