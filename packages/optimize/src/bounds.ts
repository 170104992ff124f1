/** Lower and upper bounds of every variable; infinite where there is none. */
export interface Box {
  readonly lower: Float64Array
  readonly upper: Float64Array
}

/** Moves `x`, in place, to the nearest point of the box. */
export function project(x: Float64Array, box: Box | undefined): Float64Array {
  if (box === undefined) return x
  for (let i = 0; i < x.length; i++) x[i] = Math.min(Math.max(x[i]!, box.lower[i]!), box.upper[i]!)
  return x
}

/** Whether variable `i` sits on a bound and descent would push it outside. */
export function isHeld(i: number, x: Float64Array, gradient: Float64Array, box: Box | undefined): boolean {
  if (box === undefined) return false
  return (x[i]! <= box.lower[i]! && gradient[i]! > 0) || (x[i]! >= box.upper[i]! && gradient[i]! < 0)
}

/** Copies the gradient into `out` with the components of held variables set to zero. */
export function freeGradient(
  x: Float64Array,
  gradient: Float64Array,
  box: Box | undefined,
  out: Float64Array,
): Float64Array {
  for (let i = 0; i < x.length; i++) out[i] = isHeld(i, x, gradient, box) ? 0 : gradient[i]!
  return out
}

/**
 * The relative gradient of Dennis and Schnabel, `max |g_i| max(|x_i|, 1) / max(|f|, 1)`, over the variables that
 * are free.
 */
export function relativeGradient(x: Float64Array, value: number, gradient: Float64Array, box: Box | undefined): number {
  let largest = 0
  for (let i = 0; i < x.length; i++) {
    if (!isHeld(i, x, gradient, box)) largest = Math.max(largest, Math.abs(gradient[i]!) * Math.max(Math.abs(x[i]!), 1))
  }
  return largest / Math.max(Math.abs(value), 1)
}

/** Where rounding ends a descent: whether the gradient is small enough to call the point a minimum. */
export function isStationary(x: Float64Array, value: number, gradient: Float64Array, box: Box | undefined): boolean {
  return relativeGradient(x, value, gradient, box) <= 1e-5
}
