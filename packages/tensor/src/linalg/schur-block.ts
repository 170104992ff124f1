/** The standard form of a 2 × 2 block of a real Schur form. */

import { machineEpsilon } from './matrix.ts'

/** The block after rotation, and the rotation. */
export interface StandardBlock {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly cos: number
  readonly sin: number
}

const signOf = (x: number): number => (x < 0 || Object.is(x, -0) ? -1 : 1)

/**
 * Rotates [[a, b], [c, d]] so that c = 0 (two real eigenvalues) or a = d and b·c < 0 (a conjugate pair a ± √(b·c)), as LAPACK's dlanv2:
 * Bai and Demmel, "On swapping diagonal blocks in real Schur form", Linear Algebra Appl. 186, 1993.
 */
export function standardize(a: number, b: number, c: number, d: number): StandardBlock {
  if (c === 0) return { a, b, c, d, cos: 1, sin: 0 }
  if (b === 0) return { a: d, b: -c, c: 0, d: a, cos: 0, sin: 1 }
  if (a - d === 0 && signOf(b) !== signOf(c)) return { a, b, c, d, cos: 1, sin: 0 }
  const difference = a - d
  const p = 0.5 * difference
  const larger = Math.max(Math.abs(b), Math.abs(c))
  const smaller = Math.min(Math.abs(b), Math.abs(c)) * signOf(b) * signOf(c)
  const scale = Math.max(Math.abs(p), larger)
  const discriminant = (p / scale) * p + (larger / scale) * smaller
  if (discriminant >= 4 * machineEpsilon) {
    const z = p + signOf(p) * Math.sqrt(scale) * Math.sqrt(discriminant)
    const tau = Math.hypot(c, z)
    return { a: d + z, b: b - c, c: 0, d: d - (larger / z) * smaller, cos: z / tau, sin: c / tau }
  }
  return equalizeDiagonal(a, b, c, d)
}

/** Complex eigenvalues, or real ones that are nearly equal: make the diagonal entries equal. */
function equalizeDiagonal(a: number, b: number, c: number, d: number): StandardBlock {
  const difference = a - d
  const sigma = b + c
  const tau = Math.hypot(sigma, difference)
  let cos = Math.sqrt(0.5 * (1 + Math.abs(sigma) / tau))
  let sin = -((0.5 * difference) / (tau * cos)) * signOf(sigma)
  const aa = a * cos + b * sin
  const bb = b * cos - a * sin
  const cc = c * cos + d * sin
  const dd = d * cos - c * sin
  const middle = 0.5 * (aa * cos + cc * sin + (dd * cos - bb * sin))
  const newB = bb * cos + dd * sin
  const newC = cc * cos - aa * sin
  if (newC === 0) return { a: middle, b: newB, c: 0, d: middle, cos, sin }
  if (newB === 0) return { a: middle, b: -newC, c: 0, d: middle, cos: -sin, sin: cos }
  if (signOf(newB) !== signOf(newC)) return { a: middle, b: newB, c: newC, d: middle, cos, sin }
  const rootB = Math.sqrt(Math.abs(newB))
  const rootC = Math.sqrt(Math.abs(newC))
  const p = signOf(newC) * rootB * rootC
  const t = 1 / Math.sqrt(Math.abs(newB + newC))
  const [cos1, sin1] = [rootB * t, rootC * t]
  const turned = cos * cos1 - sin * sin1
  sin = cos * sin1 + sin * cos1
  cos = turned
  return { a: middle + p, b: newB - newC, c: 0, d: middle - p, cos, sin }
}
