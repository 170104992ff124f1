/** The real Schur form of a Hessenberg matrix. */

import { reflect } from './householder.ts'
import { type Matrix, machineEpsilon, safeMinimum } from './matrix.ts'
import { standardize } from './schur-block.ts'

/** Real and imaginary parts of eigenvalues, in the order of the diagonal; of a conjugate pair the one with positive imaginary part first. */
export interface Eigenvalues {
  readonly re: Float64Array
  readonly im: Float64Array
}

/** Iterations allowed for an eigenvalue, as in LAPACK. */
const patience = 30

/**
 * Reduces an upper Hessenberg matrix to quasi-triangular form in place by the double-shift QR algorithm, accumulating the transformations in
 * the columns of `z`; without `z` only the eigenvalues are right. Undefined when it does not converge. As LAPACK's dlahqr, with the deflation
 * criterion of Ahues and Tisseur, LAPACK Working Note 122, 1997; Golub & Van Loan, Matrix Computations, 4th ed., section 7.5.
 */
export function schurForm(h: Matrix, low: number, high: number, z: Matrix | undefined): Eigenvalues | undefined {
  const n = h.rows
  const { data, offset, rowStride: stride } = h
  const re = new Float64Array(n)
  const im = new Float64Array(n)
  for (let i = 0; i < n; i++) if (i < low || i > high) re[i] = data[offset + i * (stride + 1)]!
  let last = high
  let budget = patience * Math.max(10, high - low + 1)
  let stalled = 0
  while (last >= low) {
    const first = unsplit(h, low, high, last)
    if (first > low) data[offset + first * stride + first - 1] = 0
    if (first < last - 1) {
      if (budget-- === 0) return undefined
      stalled++
      doubleShiftStep(h, first, last, shiftsOf(h, first, last, stalled), z)
      continue
    }
    if (first === last) re[last] = data[offset + last * (stride + 1)]!
    else splitPair(h, last, z, { re, im })
    stalled = 0
    last = first - 1
  }
  return { re, im }
}

/** The first row of the last block with no negligible subdiagonal entry. */
function unsplit(h: Matrix, low: number, high: number, last: number): number {
  const at = (i: number, j: number): number => Math.abs(h.data[h.offset + i * h.rowStride + j]!)
  const tiny = safeMinimum * ((high - low + 1) / machineEpsilon)
  for (let k = last; k > low; k--) {
    const below = at(k, k - 1)
    if (below <= tiny) return k
    let test = at(k - 1, k - 1) + at(k, k)
    if (test === 0) {
      if (k - 2 >= low) test += at(k - 1, k - 2)
      if (k + 1 <= high) test += at(k + 1, k)
    }
    if (below > machineEpsilon * test) continue
    const above = at(k - 1, k)
    const gap = Math.abs(h.data[h.offset + (k - 1) * (h.rowStride + 1)]! - h.data[h.offset + k * (h.rowStride + 1)]!)
    const ab = Math.max(below, above)
    const ba = Math.min(below, above)
    const aa = Math.max(at(k, k), gap)
    const bb = Math.min(at(k, k), gap)
    const s = aa + ab
    if (ba * (ab / s) <= Math.max(tiny, machineEpsilon * (bb * (aa / s)))) return k
  }
  return low
}

/** Two shifts: real and imaginary parts. */
interface Shifts {
  readonly re1: number
  readonly im1: number
  readonly re2: number
  readonly im2: number
}

/** The eigenvalues of the last 2 × 2 block, or exceptional ones when the iteration stalls; of two real ones the nearer to the corner, twice. */
function shiftsOf(h: Matrix, first: number, last: number, stalled: number): Shifts {
  const at = (i: number, j: number): number => h.data[h.offset + i * h.rowStride + j]!
  let h11 = at(last - 1, last - 1)
  let h21 = at(last, last - 1)
  let h12 = at(last - 1, last)
  let h22 = at(last, last)
  if (stalled % 10 === 0) {
    const bottom = stalled % 20 === 0
    const s = bottom
      ? Math.abs(at(last, last - 1)) + Math.abs(at(last - 1, last - 2))
      : Math.abs(at(first + 1, first)) + Math.abs(at(first + 2, first + 1))
    h11 = 0.75 * s + (bottom ? at(last, last) : at(first, first))
    h12 = -0.4375 * s
    h21 = s
    h22 = h11
  }
  const s = Math.abs(h11) + Math.abs(h12) + Math.abs(h21) + Math.abs(h22)
  if (s === 0) return { re1: 0, im1: 0, re2: 0, im2: 0 }
  h11 /= s
  h21 /= s
  h12 /= s
  h22 /= s
  const middle = (h11 + h22) / 2
  const det = (h11 - middle) * (h22 - middle) - h12 * h21
  const root = Math.sqrt(Math.abs(det))
  if (det >= 0) return { re1: middle * s, im1: root * s, re2: middle * s, im2: -root * s }
  const [above, below] = [middle + root, middle - root]
  const re = (Math.abs(above - h22) <= Math.abs(below - h22) ? above : below) * s
  return { re1: re, im1: 0, re2: re, im2: 0 }
}

function doubleShiftStep(h: Matrix, first: number, last: number, shifts: Shifts, z: Matrix | undefined): void {
  const { data, offset, rowStride: stride } = h
  const at = (i: number, j: number): number => data[offset + i * stride + j]!
  const { re1, im1, re2, im2 } = shifts
  const v = new Float64Array(3)
  // The step may start at a row where two small subdiagonal entries follow each other.
  let start = last - 2
  for (; ; start--) {
    const below = at(start + 1, start)
    const s = Math.abs(at(start, start) - re2) + Math.abs(im2) + Math.abs(below)
    const h21 = below / s
    v[0] = h21 * at(start, start + 1) + (at(start, start) - re1) * ((at(start, start) - re2) / s) - im1 * (im2 / s)
    v[1] = h21 * (at(start, start) + at(start + 1, start + 1) - re1 - re2)
    v[2] = h21 * at(start + 2, start + 1)
    const size = Math.abs(v[0]!) + Math.abs(v[1]!) + Math.abs(v[2]!)
    for (let i = 0; i < 3; i++) v[i]! /= size
    if (start === first) break
    const couples = Math.abs(at(start, start - 1)) * (Math.abs(v[1]!) + Math.abs(v[2]!))
    const around = Math.abs(at(start - 1, start - 1)) + Math.abs(at(start, start)) + Math.abs(at(start + 1, start + 1))
    if (couples <= machineEpsilon * Math.abs(v[0]!) * around) break
  }
  // Without z the rows and columns outside the block do not matter.
  const [firstRow, lastColumn] = z === undefined ? [first, last] : [0, h.columns - 1]
  for (let k = start; k < last; k++) {
    const count = Math.min(3, last - k + 1)
    if (k > start) for (let i = 0; i < count; i++) v[i] = at(k + i, k - 1)
    const tau = reflect(v, 0, count)
    if (k > start) {
      data[offset + k * stride + k - 1] = v[0]!
      for (let i = 1; i < count; i++) data[offset + (k + i) * stride + k - 1] = 0
    } else if (start > first) {
      data[offset + k * stride + k - 1]! *= 1 - tau
    }
    const v1 = v[1]!
    const v2 = count === 3 ? v[2]! : 0
    reflectRows(h, k, count, tau, v1, v2, k, lastColumn)
    reflectColumns(h, k, count, tau, v1, v2, firstRow, Math.min(k + 3, last))
    if (z !== undefined) reflectColumns(z, k, count, tau, v1, v2, 0, z.rows - 1)
  }
}

function reflectRows(
  a: Matrix,
  k: number,
  count: number,
  tau: number,
  v1: number,
  v2: number,
  from: number,
  to: number,
): void {
  const { data, offset, rowStride: stride } = a
  const end = offset + k * stride + to
  for (let p = offset + k * stride + from; p <= end; p++) {
    const q = p + stride
    if (count === 3) {
      const sum = tau * (data[p]! + v1 * data[q]! + v2 * data[q + stride]!)
      data[p]! -= sum
      data[q]! -= sum * v1
      data[q + stride]! -= sum * v2
    } else {
      const sum = tau * (data[p]! + v1 * data[q]!)
      data[p]! -= sum
      data[q]! -= sum * v1
    }
  }
}

function reflectColumns(
  a: Matrix,
  k: number,
  count: number,
  tau: number,
  v1: number,
  v2: number,
  from: number,
  to: number,
): void {
  const { data, offset, rowStride: stride } = a
  for (let i = from; i <= to; i++) {
    const p = offset + i * stride + k
    if (count === 3) {
      const sum = tau * (data[p]! + v1 * data[p + 1]! + v2 * data[p + 2]!)
      data[p]! -= sum
      data[p + 1]! -= sum * v1
      data[p + 2]! -= sum * v2
    } else {
      const sum = tau * (data[p]! + v1 * data[p + 1]!)
      data[p]! -= sum
      data[p + 1]! -= sum * v1
    }
  }
}

/** The eigenvalues of a 2 × 2 block that has split off, which takes its standard form. */
function splitPair(h: Matrix, last: number, z: Matrix | undefined, { re, im }: Eigenvalues): void {
  const { data, offset, rowStride: stride } = h
  const k = last - 1
  const top = offset + k * stride + k
  const bottom = top + stride
  const block = standardize(data[top]!, data[top + 1]!, data[bottom]!, data[bottom + 1]!)
  data[top] = block.a
  data[top + 1] = block.b
  data[bottom] = block.c
  data[bottom + 1] = block.d
  re[k] = block.a
  re[last] = block.d
  const size = block.c === 0 ? 0 : Math.sqrt(Math.abs(block.b)) * Math.sqrt(Math.abs(block.c))
  im[k] = size
  im[last] = size === 0 ? 0 : -size
  if (z === undefined) return
  const { cos, sin } = block
  for (let j = last + 1; j < h.columns; j++)
    rotatePair(data, offset + k * stride + j, offset + last * stride + j, cos, sin)
  for (let i = 0; i < k; i++) rotatePair(data, offset + i * stride + k, offset + i * stride + last, cos, sin)
  for (let i = 0; i < z.rows; i++) {
    const p = z.offset + i * z.rowStride + k
    rotatePair(z.data, p, p + 1, cos, sin)
  }
}

function rotatePair(data: Float64Array, p: number, q: number, cos: number, sin: number): void {
  const x = data[p]!
  const y = data[q]!
  data[p] = cos * x + sin * y
  data[q] = cos * y - sin * x
}
