import type { Bench } from './bench.ts'
import { differenced, stepped } from './reference.ts'
import { isKink } from './slope.ts'
import { isUndefined, type Reference } from './verdict.ts'

/** What random projections of all entries say. */
export interface Projection {
  /** `open`: a kink, a border or noise on the way; only a check of every entry can tell. */
  readonly verdict: 'agree' | 'disagree' | 'open'
  readonly directions: number
  /** The difference of the failed projection from its numeric value, and what is allowed. */
  readonly difference: number
  /** The direction that failed. */
  readonly direction: Float64Array
}

const DIRECTIONS = 2

/**
 * Compares directional derivatives along random directions: every entry takes part in each, so one number tells of
 * a single wrong entry among thousands. The weights have random signs and sizes, so that two wrong entries do not
 * cancel.
 */
export function projections(bench: Bench, random: () => number): Projection {
  const x = bench.check.subject.point.flat
  const typical = median(x.map(Math.abs).filter((size) => size > 0)) || 1
  for (let k = 0; k < DIRECTIONS; k++) {
    const direction = x.map((value) => (random() < 0.5 ? -1 : 1) * (0.5 + random()) * (Math.abs(value) || typical))
    const outcome = compare(bench, direction)
    if (outcome !== 'agree') {
      const difference = typeof outcome === 'number' ? outcome : Number.NaN
      return { verdict: outcome === 'open' ? 'open' : 'disagree', directions: k + 1, difference, direction }
    }
  }
  return { verdict: 'agree', directions: DIRECTIONS, difference: 0, direction: x }
}

/** The worst variables of a failed projection, found by halving: each half is projected on its own. */
export function locate(bench: Bench, { direction }: Projection): number[] {
  const found: number[] = []
  for (let attempt = 0; attempt < 3; attempt++) {
    let members = Array.from(direction.keys()).filter((i) => !found.includes(i))
    if (mismatch(bench, restrict(direction, members)).excess <= 0) break
    while (members.length > 1) {
      const half = Math.ceil(members.length / 2)
      const [left, right] = [members.slice(0, half), members.slice(half)]
      const worse =
        mismatch(bench, restrict(direction, left)).excess >= mismatch(bench, restrict(direction, right)).excess
      members = worse ? left : right
    }
    found.push(members[0]!)
  }
  return found
}

function compare(bench: Bench, direction: Float64Array): 'agree' | 'open' | number {
  const { excess, difference, isSmooth, isNoisy } = mismatch(bench, direction)
  if (!isSmooth) return 'open'
  return excess > 0 ? difference : isNoisy ? 'open' : 'agree'
}

/**
 * By how much the claims' projections miss the numeric ones beyond what is allowed; the worst over outputs and
 * claims.
 */
function mismatch(
  bench: Bench,
  direction: Float64Array,
): { readonly excess: number; readonly difference: number; readonly isSmooth: boolean; readonly isNoisy: boolean } {
  const { check, outputs, size, strictness } = bench
  const { subject, precision } = check
  const x = subject.point.flat
  const exact = stepped(subject, x, direction)
  const isComplete = exact.length === outputs && exact.every((reference) => reference !== undefined)
  const references = isComplete ? (exact as Reference[]) : differenced(subject, x, direction, precision)
  let shaken: readonly number[] | undefined
  let worst = { excess: Number.NEGATIVE_INFINITY, difference: 0 }
  let isSmooth = true
  let isNoisy = false
  references.forEach((reference, output) => {
    isSmooth &&= !isUndefined(reference) && !isKink(reference)
    for (const { values } of check.claims) {
      let total = 0
      let squares = 0
      let rounding = 0
      let drift = 0
      for (let i = 0; i < size; i++) {
        const term = values[output * size + i]! * direction[i]!
        total += term
        squares += term * term
        rounding += Math.abs(term)
        drift = Math.hypot(drift, strictness(output, i).sensitivity * direction[i]!)
      }
      const typical = Math.sqrt(
        squares /
          Math.max(
            1,
            direction.reduce((n, d) => n + (d === 0 ? 0 : 1), 0),
          ),
      )
      const wanted = check.tolerance * typical + drift
      const difference = Math.abs(total - reference.value)
      const known = 4 * reference.error + precision.epsilon * rounding
      if (difference > wanted + known) shaken ??= bench.noise(direction)
      const noise = known + (shaken?.[output] ?? 0)
      const excess = Number.isNaN(difference) ? Infinity : difference - wanted - noise
      isNoisy ||= noise > Math.max(2.5e-5, check.tolerance) * typical + drift
      if (excess > worst.excess) worst = { excess, difference }
    }
  })
  return { ...worst, isSmooth, isNoisy }
}

function restrict(direction: Float64Array, members: readonly number[]): Float64Array {
  const part = new Float64Array(direction.length)
  for (const i of members) part[i] = direction[i]!
  return part
}

function median(values: Float64Array): number {
  return values.sort()[Math.floor(values.length / 2)] ?? 0
}
