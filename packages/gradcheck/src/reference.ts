import { slopeAlong } from './slope.ts'
import type { Subject } from './subject.ts'
import type { Reference } from './verdict.ts'

/** How the function is computed, and so what steps suit it. */
export interface Precision {
  /** Relative spacing of the floating-point numbers. */
  readonly epsilon: number
  /** The smallest number above zero. */
  readonly smallest: number
  /** The nearest number that the function can be given. */
  round(x: number): number
}

/** The precision of each dtype. */
export const precisions: Readonly<Record<'float64' | 'float32', Precision>> = {
  float64: { epsilon: 2 ** -52, smallest: 2 ** -1074, round: (x) => x },
  float32: { epsilon: 2 ** -23, smallest: 2 ** -149, round: Math.fround },
}

/**
 * Slopes along a direction by differences, one for each number the subject gives; evaluations are shared between
 * them. An error below `wanted`, relative, is small enough.
 */
export function differenced(
  subject: Subject,
  x: Float64Array,
  direction: Float64Array,
  { epsilon, round }: Precision,
  wanted?: number,
): Reference[] {
  const moving = Array.from(direction.keys()).filter((i) => direction[i] !== 0)
  const [only] = moving
  const isCoordinate = moving.length === 1 && only !== undefined && direction[only] === 1
  const scale = isCoordinate ? Math.abs(x[only]!) || 1 : 1
  const magnitude = isCoordinate ? Math.abs(x[only]!) : 1
  const known = new Map<number, Float64Array>()
  const at = (offset: number): Float64Array => {
    const found = known.get(offset)
    if (found !== undefined) return found
    const moved = Float64Array.from(x)
    for (const i of moving) moved[i] = round(x[i]! + offset * direction[i]!)
    const values = subject.value(moved)
    known.set(offset, values)
    return values
  }
  const centre = at(0)
  return Array.from(centre, (value, k) => ({
    ...slopeAlong((offset) => at(offset)[k] ?? Number.NaN, value, { scale, magnitude, epsilon, wanted }),
    method: 'richardson',
  }))
}

/** Slopes along a direction by complex step; an entry is undefined where the subject has none. */
export function stepped(subject: Subject, x: Float64Array, direction: Float64Array): (Reference | undefined)[] {
  return (subject.complex?.(x, direction) ?? []).map((step) => {
    if (step === undefined || !Number.isFinite(step.derivative)) return undefined
    const value = step.derivative
    const error = (step.approximate ? 1e-7 : 1e-13) * Math.abs(value)
    return {
      value,
      error,
      left: { value, error },
      right: { value, error },
      typical: Math.abs(value),
      method: 'complex',
    }
  })
}

/** How often every rounding error is drawn. */
const SHAKES = 5
/** Few draws find less than all of what the errors can do. */
const SPREAD = 6

/**
 * How far rounding errors may move the derivative along a direction, one number for each that the subject gives; 0 where
 * it has no formula. Differences that cancel lose as many digits in the claims.
 */
export function roundingNoise(
  subject: Subject,
  x: Float64Array,
  direction: Float64Array,
  epsilon: number,
  random: () => number,
): number[] {
  const calm = subject.complex?.(x, direction) ?? []
  const shake = (): number => epsilon * (2 * random() - 1)
  const noise = calm.map(() => 0)
  for (let round = 0; round < SHAKES; round++) {
    const shaken = subject.complex?.(x, direction, shake) ?? []
    calm.forEach((step, i) => {
      const moved = SPREAD * Math.abs((shaken[i]?.derivative ?? Number.NaN) - (step?.derivative ?? Number.NaN))
      if (moved > noise[i]!) noise[i] = moved
    })
  }
  return noise
}
