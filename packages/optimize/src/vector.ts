/** Dense vectors and square matrices in `Float64Array`s: the few loops that the algorithms share. */

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** Euclidean norm, scaled so that squares neither overflow nor vanish. */
export function norm(a: Float64Array): number {
  const plain = dot(a, a)
  if (plain > 1e-280 && plain < 1e280) return Math.sqrt(plain)
  let largest = 0
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]!))
  if (largest === 0 || !Number.isFinite(largest)) return largest
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i]! / largest) ** 2
  return largest * Math.sqrt(sum)
}

/** `out = x + t * direction`. */
export function along(x: Float64Array, t: number, direction: Float64Array, out: Float64Array): Float64Array {
  for (let i = 0; i < x.length; i++) out[i] = x[i]! + t * direction[i]!
  return out
}

/** `a - b`. */
export const difference = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value - b[i]!)

/** Euclidean distance of two points. */
export function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2
  return Math.sqrt(sum)
}

/** Whether every entry is finite. */
export function isFiniteVector(a: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (!Number.isFinite(a[i]!)) return false
  return true
}
