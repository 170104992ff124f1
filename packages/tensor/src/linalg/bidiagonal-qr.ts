/** Singular values of an upper bidiagonal matrix. */

import { roundoff, safeMinimum } from './matrix.ts'
import { type Rotation, type RotationQueue, rotationOf } from './rotations.ts'
import { singularValues2, triangularSvd2 } from './triangular-svd.ts'

/** Sweeps allowed, in units of n² rotations, as in LAPACK. */
const patience = 6

/** Singular values this small, relative to the matrix, are found to full relative accuracy. */
const tolerance = Math.max(10, Math.min(100, roundoff ** (-1 / 8))) * roundoff

/**
 * Diagonalises in place by the implicit QR iteration, with zero shift where a shift would spoil small singular values, as LAPACK's dbdsqr:
 * `d` becomes the singular values up to sign, unordered, `e` zeros. Rotations go to the queues: rows of their matrices become left and right
 * singular vectors. False when the iteration does not converge.
 * Demmel and Kahan, "Accurate Singular Values of Bidiagonal Matrices", SIAM J. Sci. Stat. Comput. 11(5), 1990.
 */
export function diagonalizeBidiagonal(
  d: Float64Array,
  e: Float64Array,
  left: RotationQueue,
  right: RotationQueue,
): boolean {
  const n = d.length
  const threshold = smallestKept(d, e)
  let budget = patience * n * n
  let last = n - 1
  let direction: 'down' | 'up' = 'down'
  let [previousFirst, previousLast] = [-1, -1]
  while (last > 0) {
    if (budget < 0) return false
    const block = unsplitBlock(d, e, last, threshold)
    const { first } = block
    if (first === last) {
      last--
      continue
    }
    if (first === last - 1) {
      finishPair(d, e, first, left, right)
      last -= 2
      continue
    }
    if (first > previousLast || last < previousFirst)
      direction = Math.abs(d[first]!) >= Math.abs(d[last]!) ? 'down' : 'up'
    const smallest = direction === 'down' ? deflateDown(d, e, first, last) : deflateUp(d, e, first, last)
    if (smallest < 0) continue
    previousFirst = first
    previousLast = last
    const shift = chooseShift(d, e, first, last, direction, smallest, block.largest)
    budget -= last - first
    if (direction === 'down') {
      if (shift === 0) zeroShiftDown(d, e, first, last, left, right)
      else shiftedDown(d, e, first, last, shift, left, right)
      if (Math.abs(e[last - 1]!) <= threshold) e[last - 1] = 0
    } else {
      if (shift === 0) zeroShiftUp(d, e, first, last, left, right)
      else shiftedUp(d, e, first, last, shift, left, right)
      if (Math.abs(e[first]!) <= threshold) e[first] = 0
    }
  }
  left.flush()
  right.flush()
  return true
}

/** What may be set to zero: a small part of a lower bound of the smallest singular value. */
function smallestKept(d: Float64Array, e: Float64Array): number {
  const n = d.length
  let mu = Math.abs(d[0] ?? 0)
  let bound = mu
  for (let i = 1; i < n && bound !== 0; i++) {
    mu = Math.abs(d[i]!) * (mu / (mu + Math.abs(e[i - 1]!)))
    bound = Math.min(bound, mu)
  }
  return Math.max((tolerance * bound) / Math.sqrt(n), patience * n * n * safeMinimum)
}

/** The block first … last within which no off-diagonal entry is negligible, and its largest entry. */
function unsplitBlock(
  d: Float64Array,
  e: Float64Array,
  last: number,
  threshold: number,
): { first: number; largest: number } {
  if (Math.abs(d[last]!) <= threshold) d[last] = 0
  let largest = Math.abs(d[last]!)
  for (let i = last - 1; i >= 0; i--) {
    const diagonal = Math.abs(d[i]!)
    const beside = Math.abs(e[i]!)
    if (diagonal <= threshold) d[i] = 0
    if (beside <= threshold) {
      e[i] = 0
      return { first: i + 1, largest }
    }
    largest = Math.max(largest, diagonal, beside)
  }
  return { first: 0, largest }
}

/** The 2 × 2 block at `first` becomes diagonal. */
function finishPair(d: Float64Array, e: Float64Array, first: number, left: RotationQueue, right: RotationQueue): void {
  const svd = triangularSvd2(d[first]!, e[first]!, d[first + 1]!)
  d[first] = svd.largest
  e[first] = 0
  d[first + 1] = svd.smallest
  right.begin(first, 'down', 1)
  right.push(svd.cosRight, svd.sinRight)
  left.begin(first, 'down', 1)
  left.push(svd.cosLeft, svd.sinLeft)
}

/** Demmel and Kahan's criterion from the top: a lower bound of the smallest singular value, or -1 when an entry could be set to zero. */
function deflateDown(d: Float64Array, e: Float64Array, first: number, last: number): number {
  if (Math.abs(e[last - 1]!) <= tolerance * Math.abs(d[last]!)) {
    e[last - 1] = 0
    return -1
  }
  let mu = Math.abs(d[first]!)
  let smallest = mu
  for (let i = first; i < last; i++) {
    if (Math.abs(e[i]!) <= tolerance * mu) {
      e[i] = 0
      return -1
    }
    mu = Math.abs(d[i + 1]!) * (mu / (mu + Math.abs(e[i]!)))
    smallest = Math.min(smallest, mu)
  }
  return smallest
}

/** The same from the bottom. */
function deflateUp(d: Float64Array, e: Float64Array, first: number, last: number): number {
  if (Math.abs(e[first]!) <= tolerance * Math.abs(d[first]!)) {
    e[first] = 0
    return -1
  }
  let mu = Math.abs(d[last]!)
  let smallest = mu
  for (let i = last - 1; i >= first; i--) {
    if (Math.abs(e[i]!) <= tolerance * mu) {
      e[i] = 0
      return -1
    }
    mu = Math.abs(d[i]!) * (mu / (mu + Math.abs(e[i]!)))
    smallest = Math.min(smallest, mu)
  }
  return smallest
}

/** The smaller singular value of the block at the end of the sweep, or 0 when shifting by it would lose accuracy or change nothing. */
function chooseShift(
  d: Float64Array,
  e: Float64Array,
  first: number,
  last: number,
  direction: 'down' | 'up',
  smallest: number,
  largest: number,
): number {
  if (d.length * tolerance * (smallest / largest) <= Math.max(roundoff, 0.01 * tolerance)) return 0
  const at = direction === 'down' ? last - 1 : first
  const start = Math.abs(d[direction === 'down' ? first : last]!)
  const shift = singularValues2(d[at]!, e[at]!, d[at + 1]!).smallest
  return start > 0 && (shift / start) ** 2 < roundoff ? 0 : shift
}

const one: Rotation = { c: 1, s: 0, r: 0 }
const other: Rotation = { c: 1, s: 0, r: 0 }

function zeroShiftDown(
  d: Float64Array,
  e: Float64Array,
  first: number,
  last: number,
  left: RotationQueue,
  right: RotationQueue,
): void {
  let c = 1
  let oldC = 1
  let oldS = 0
  right.begin(first, 'down', last - first)
  left.begin(first, 'down', last - first)
  for (let i = first; i < last; i++) {
    rotationOf(d[i]! * c, e[i]!, one)
    c = one.c
    if (i > first) e[i - 1] = oldS * one.r
    rotationOf(oldC * one.r, d[i + 1]! * one.s, other)
    oldC = other.c
    oldS = other.s
    d[i] = other.r
    right.push(one.c, one.s)
    left.push(oldC, oldS)
  }
  const h = d[last]! * c
  d[last] = h * oldC
  e[last - 1] = h * oldS
}

function zeroShiftUp(
  d: Float64Array,
  e: Float64Array,
  first: number,
  last: number,
  left: RotationQueue,
  right: RotationQueue,
): void {
  let c = 1
  let oldC = 1
  let oldS = 0
  right.begin(last - 1, 'up', last - first)
  left.begin(last - 1, 'up', last - first)
  for (let i = last; i > first; i--) {
    rotationOf(d[i]! * c, e[i - 1]!, one)
    c = one.c
    if (i < last) e[i] = oldS * one.r
    rotationOf(oldC * one.r, d[i - 1]! * one.s, other)
    oldC = other.c
    oldS = other.s
    d[i] = other.r
    right.push(oldC, -oldS)
    left.push(one.c, -one.s)
  }
  const h = d[first]! * c
  d[first] = h * oldC
  e[first] = h * oldS
}

const firstOfSweep = (d: number, shift: number): number => (Math.abs(d) - shift) * ((d < 0 ? -1 : 1) + shift / d)

function shiftedDown(
  d: Float64Array,
  e: Float64Array,
  first: number,
  last: number,
  shift: number,
  left: RotationQueue,
  right: RotationQueue,
): void {
  let f = firstOfSweep(d[first]!, shift)
  let g = e[first]!
  right.begin(first, 'down', last - first)
  left.begin(first, 'down', last - first)
  for (let i = first; i < last; i++) {
    rotationOf(f, g, one)
    if (i > first) e[i - 1] = one.r
    f = one.c * d[i]! + one.s * e[i]!
    e[i] = one.c * e[i]! - one.s * d[i]!
    g = one.s * d[i + 1]!
    d[i + 1]! *= one.c
    rotationOf(f, g, other)
    d[i] = other.r
    f = other.c * e[i]! + other.s * d[i + 1]!
    d[i + 1] = other.c * d[i + 1]! - other.s * e[i]!
    if (i < last - 1) {
      g = other.s * e[i + 1]!
      e[i + 1]! *= other.c
    }
    right.push(one.c, one.s)
    left.push(other.c, other.s)
  }
  e[last - 1] = f
}

function shiftedUp(
  d: Float64Array,
  e: Float64Array,
  first: number,
  last: number,
  shift: number,
  left: RotationQueue,
  right: RotationQueue,
): void {
  let f = firstOfSweep(d[last]!, shift)
  let g = e[last - 1]!
  right.begin(last - 1, 'up', last - first)
  left.begin(last - 1, 'up', last - first)
  for (let i = last; i > first; i--) {
    rotationOf(f, g, one)
    if (i < last) e[i] = one.r
    f = one.c * d[i]! + one.s * e[i - 1]!
    e[i - 1] = one.c * e[i - 1]! - one.s * d[i]!
    g = one.s * d[i - 1]!
    d[i - 1]! *= one.c
    rotationOf(f, g, other)
    d[i] = other.r
    f = other.c * e[i - 1]! + other.s * d[i - 1]!
    d[i - 1] = other.c * d[i - 1]! - other.s * e[i - 1]!
    if (i > first + 1) {
      g = other.s * e[i - 2]!
      e[i - 2]! *= other.c
    }
    right.push(other.c, -other.s)
    left.push(one.c, -one.s)
  }
  e[first] = f
}
