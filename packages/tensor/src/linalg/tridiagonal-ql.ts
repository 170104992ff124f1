/** Eigenvalues of a symmetric tridiagonal matrix. */

import { roundoff, safeMinimum } from './matrix.ts'
import { type Rotation, type RotationQueue, rotationOf } from './rotations.ts'

/** Iterations allowed per eigenvalue, as in LAPACK. */
const patience = 30

/**
 * Diagonalises in place by implicit QL or QR steps with Wilkinson's shift (from the end that has the larger entry, so graded matrices keep
 * their small eigenvalues), as LAPACK's dsteqr: `d` becomes the eigenvalues, unordered, `e` zeros. The rotations go to the queue, whose
 * matrix's rows become the eigenvectors. False when the iteration does not converge.
 * Golub & Van Loan, Matrix Computations, 4th ed., section 8.3; Greenbaum and Dongarra, LAPACK Working Note 17, 1989.
 */
export function diagonalize(d: Float64Array, e: Float64Array, queue: RotationQueue): boolean {
  const n = d.length
  let budget = patience * n
  let start = 0
  while (start < n) {
    // The next block that does not split: rows start … end.
    let end = start
    while (end < n - 1 && !negligible(d, e, end)) end++
    if (end < n - 1) e[end] = 0
    const next = end + 1
    if (end > start) {
      const ql = Math.abs(d[end]!) >= Math.abs(d[start]!)
      budget = ql ? iterateQl(d, e, start, end, queue, budget) : iterateQr(d, e, start, end, queue, budget)
      if (budget < 0) return false
    }
    start = next
  }
  queue.flush()
  return true
}

function negligible(d: Float64Array, e: Float64Array, i: number): boolean {
  const value = Math.abs(e[i]!)
  if (value === 0) return true
  return value <= Math.sqrt(Math.abs(d[i]!)) * Math.sqrt(Math.abs(d[i + 1]!)) * roundoff || value * value <= safeMinimum
}

/** The eigenvalue of [[a, b], [b, c]] nearer to a, less a: Wilkinson's shift is a minus this. */
function shiftFrom(a: number, b: number, c: number): number {
  const g = (c - a) / (2 * b)
  const r = Math.hypot(g, 1)
  return b / (g + (g < 0 ? -r : r))
}

function iterateQl(
  d: Float64Array,
  e: Float64Array,
  start: number,
  end: number,
  queue: RotationQueue,
  budget: number,
): number {
  const rotation: Rotation = { c: 1, s: 0, r: 0 }
  let first = start
  while (first <= end) {
    let last = first
    while (last < end && !negligible(d, e, last)) last++
    if (last < end) e[last] = 0
    if (last === first) {
      first++
      continue
    }
    if (budget-- === 0) return -1
    let g = d[last]! - d[first]! + shiftFrom(d[first]!, e[first]!, d[first + 1]!)
    let s = 1
    let c = 1
    let p = 0
    queue.begin(last - 1, 'up', last - first)
    for (let i = last - 1; i >= first; i--) {
      const f = s * e[i]!
      const b = c * e[i]!
      rotationOf(g, f, rotation)
      c = rotation.c
      s = rotation.s
      if (i !== last - 1) e[i + 1] = rotation.r
      g = d[i + 1]! - p
      const r = (d[i]! - g) * s + 2 * c * b
      p = s * r
      d[i + 1] = g + p
      g = c * r - b
      queue.push(c, -s)
    }
    d[first]! -= p
    e[first] = g
  }
  return budget
}

function iterateQr(
  d: Float64Array,
  e: Float64Array,
  start: number,
  end: number,
  queue: RotationQueue,
  budget: number,
): number {
  const rotation: Rotation = { c: 1, s: 0, r: 0 }
  let last = end
  while (last >= start) {
    let first = last
    while (first > start && !negligible(d, e, first - 1)) first--
    if (first > start) e[first - 1] = 0
    if (last === first) {
      last--
      continue
    }
    if (budget-- === 0) return -1
    let g = d[first]! - d[last]! + shiftFrom(d[last]!, e[last - 1]!, d[last - 1]!)
    let s = 1
    let c = 1
    let p = 0
    queue.begin(first, 'down', last - first)
    for (let i = first; i < last; i++) {
      const f = s * e[i]!
      const b = c * e[i]!
      rotationOf(g, f, rotation)
      c = rotation.c
      s = rotation.s
      if (i !== first) e[i - 1] = rotation.r
      g = d[i]! - p
      const r = (d[i + 1]! - g) * s + 2 * c * b
      p = s * r
      d[i] = g + p
      g = c * r - b
      queue.push(c, s)
    }
    d[last]! -= p
    e[last - 1] = g
  }
  return budget
}
