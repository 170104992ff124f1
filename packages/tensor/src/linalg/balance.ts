/** Balancing of a square matrix before its eigenvalues are computed. */

import type { Matrix } from './matrix.ts'
import { norm2 } from './vectors.ts'

/** Rows and columns low … high are balanced; outside the matrix is triangular. */
export interface Balance {
  readonly low: number
  readonly high: number
  /** Powers of two within low … high; outside, the row exchanged with this one. */
  readonly scale: Float64Array
}

/**
 * Permutes rows and columns to isolate eigenvalues that the zeros of the matrix show, then scales rows and columns by powers of two until their
 * norms are close, in place; as LAPACK's dgebal. Parlett and Reinsch, Numer. Math. 13, 1969; James, Langou and Lowery, "On matrix
 * balancing and eigenvector computation", arXiv:1401.5766.
 */
export function balance(a: Matrix): Balance {
  const n = a.rows
  const scale = new Float64Array(n).fill(1)
  let low = 0
  let high = n - 1
  for (let row = isolatedRow(a, low, high); row >= 0 && high > 0; row = isolatedRow(a, low, high)) {
    scale[high] = row
    exchange(a, row, high)
    high--
  }
  if (high === 0) {
    scale[0] = 0
    return { low: 0, high: 0, scale }
  }
  for (let column = isolatedColumn(a, low, high); column >= 0; column = isolatedColumn(a, low, high)) {
    scale[low] = column
    exchange(a, column, low)
    low++
  }
  for (let changed = true; changed; ) {
    changed = false
    for (let i = low; i <= high; i++) changed = scaleOne(a, i, low, high, scale) || changed
  }
  return { low, high, scale }
}

function isolatedRow(a: Matrix, low: number, high: number): number {
  for (let i = high; i >= low; i--) {
    let isolated = true
    for (let j = low; j <= high && isolated; j++) isolated = i === j || a.data[a.offset + i * a.rowStride + j] === 0
    if (isolated) return i
  }
  return -1
}

function isolatedColumn(a: Matrix, low: number, high: number): number {
  if (low >= high) return -1
  for (let j = low; j <= high; j++) {
    let isolated = true
    for (let i = low; i <= high && isolated; i++) isolated = i === j || a.data[a.offset + i * a.rowStride + j] === 0
    if (isolated) return j
  }
  return -1
}

/** Exchanges rows i and j and columns i and j. */
function exchange(a: Matrix, i: number, j: number): void {
  if (i === j) return
  const { data, offset, rowStride: stride } = a
  for (let k = 0; k < a.rows; k++) swap(data, offset + i * stride + k, offset + j * stride + k)
  for (let k = 0; k < a.rows; k++) swap(data, offset + k * stride + i, offset + k * stride + j)
}

function swap(data: Float64Array, p: number, q: number): void {
  const value = data[p]!
  data[p] = data[q]!
  data[q] = value
}

const largestScale = 2 ** 400

function scaleOne(a: Matrix, i: number, low: number, high: number, scale: Float64Array): boolean {
  const { data, offset, rowStride: stride } = a
  const size = high - low + 1
  let c = norm2(data, offset + low * stride + i, size, stride)
  let r = norm2(data, offset + i * stride + low, size)
  if (c === 0 || r === 0) return false
  const before = c + r
  let f = 1
  for (; c < r / 2 && f < largestScale; f *= 2) {
    c *= 2
    r /= 2
  }
  for (; c / 2 >= r && f > 1 / largestScale; f /= 2) {
    c /= 2
    r *= 2
  }
  if (f === 1 || c + r >= 0.95 * before) return false
  const total = scale[i]! * f
  if (total > largestScale || total < 1 / largestScale) return false
  scale[i] = total
  for (let k = low; k < a.rows; k++) data[offset + i * stride + k]! /= f
  for (let k = 0; k <= high; k++) data[offset + k * stride + i]! *= f
  return true
}

/** Turns eigenvectors of the balanced matrix (columns of `vectors`) into those of the given one. */
export function unbalance(vectors: Matrix, { low, high, scale }: Balance): void {
  const { data, offset, rowStride: stride, columns } = vectors
  for (let i = low; i <= high && high > low; i++) {
    for (let j = 0; j < columns; j++) data[offset + i * stride + j]! *= scale[i]!
  }
  for (let i = low - 1; i >= 0; i--) exchangeRows(vectors, i, scale[i]!)
  for (let i = high + 1; i < vectors.rows; i++) exchangeRows(vectors, i, scale[i]!)
}

function exchangeRows({ data, offset, rowStride, columns }: Matrix, i: number, j: number): void {
  if (i === j) return
  for (let k = 0; k < columns; k++) swap(data, offset + i * rowStride + k, offset + j * rowStride + k)
}
