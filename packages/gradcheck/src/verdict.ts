import { isKink, type Slope } from './slope.ts'

/**
 * `agree`; `disagree`; `kink` (the slopes from the two sides differ); `undefined` (the function or its derivative
 * has no value here); `unreliable` (the numeric derivative is too noisy to confirm or refute).
 */
export type Verdict = 'agree' | 'disagree' | 'kink' | 'undefined' | 'unreliable'

/** What claims are measured against: numeric slopes, or one exact derivative by complex step. */
export interface Reference extends Slope {
  readonly method: 'richardson' | 'complex'
}

/** One claimed derivative. */
export interface Claim {
  readonly name: 'symbolic' | 'compiled' | 'given'
  readonly value: number
}

/** How strictly to judge. */
export interface Strictness {
  /** Relative difference that counts as agreement. */
  readonly tolerance: number
  /** By how much the claims themselves move when the point moves by a rounding error. */
  readonly sensitivity: number
  /** Noise below this, absolute, is as small as rounding allows: an entry that vanishes in it counts as zero. */
  readonly floor: number
  /** A slope below this, absolute, moves the function by a few rounding errors over the whole size of its variable. */
  readonly resolution: number
}

/** The judgement of one entry. */
export interface Judgement {
  readonly verdict: Verdict
  /** Whether the entry passes: it agrees, or lies between the slopes of a kink. */
  readonly ok: boolean
  /** Largest difference of a claim from the numeric derivative (from the nearest slope at a kink). */
  readonly absoluteError: number
  readonly relativeError: number
}

/**
 * Where numeric noise exceeds the tolerance, agreement within the noise still counts while the noise is below
 * this, relative.
 */
const RESOLUTION = 2.5e-5

/**
 * A slope below this, relative to the chords around the point, counts as zero: the first where noise hides it, the
 * second beside an exact zero.
 */
const NOTHING = 1e-9
const ROUNDING = 1e-12

/** Judges the claims about one entry against its reference. */
export function judge(claims: readonly Claim[], reference: Reference, strictness: Strictness): Judgement {
  const broken = claims.find(({ value }) => !Number.isFinite(value))
  if (isUndefined(reference)) return { verdict: 'undefined', ok: false, ...NO_ERROR }
  if (broken !== undefined) {
    const verdict = broken.name === 'given' && isTrusted(reference) ? 'disagree' : 'undefined'
    return { verdict, ok: false, absoluteError: Number.NaN, relativeError: Number.NaN }
  }
  if (isKink(reference)) {
    const gap = Math.abs(reference.right.value - reference.left.value)
    const errors = claims.map(({ value }) => distanceToSlopes(value, reference))
    const absoluteError = Math.max(...errors)
    const size = Math.max(Math.abs(reference.left.value), Math.abs(reference.right.value))
    const allowed =
      strictness.tolerance * size + 4 * (reference.left.error + reference.right.error) + strictness.sensitivity
    const ok = absoluteError <= allowed
    return { verdict: ok ? 'kink' : 'disagree', ok, absoluteError, relativeError: absoluteError / (size || gap) }
  }
  const results = claims.map(({ value }) => judgeOne(value, reference, strictness))
  const order: readonly Verdict[] = ['disagree', 'unreliable', 'agree']
  const worst = order.find((verdict) => results.some((result) => result.verdict === verdict)) ?? 'agree'
  return {
    verdict: worst,
    ok: worst === 'agree',
    absoluteError: Math.max(0, ...results.map((result) => result.absoluteError)),
    relativeError: Math.max(0, ...results.map((result) => result.relativeError)),
  }
}

/** A disagreement that rounding errors explain leaves as many digits open as they take. */
const UNEXPLAINED = 1e-3
/** Judges a disagreement again, now that it is known how far rounding errors may move the derivative. */
export function judgeAgain(
  claims: readonly Claim[],
  reference: Reference,
  strictness: Strictness,
  noise: number,
): Judgement {
  const again = judge(claims, reference, { ...strictness, sensitivity: strictness.sensitivity + noise })
  const size = Math.max(Math.abs(reference.value), ...claims.map(({ value }) => Math.abs(value)))
  if (again.verdict !== 'agree' || noise <= UNEXPLAINED * size) return again
  return { ...again, verdict: 'unreliable', ok: false }
}

const NO_ERROR = { absoluteError: Number.NaN, relativeError: Number.NaN } as const

function judgeOne(
  claim: number,
  reference: Reference,
  { tolerance, sensitivity, floor, resolution }: Strictness,
): { verdict: Verdict; absoluteError: number; relativeError: number } {
  const absoluteError = Math.abs(claim - reference.value)
  const size = Math.max(Math.abs(claim), Math.abs(reference.value))
  const relativeError = absoluteError === 0 ? 0 : absoluteError / size
  const noise = 4 * reference.error
  const verdict = (): Verdict => {
    if (absoluteError <= tolerance * size + sensitivity || absoluteError <= resolution) return 'agree'
    if (absoluteError === size && absoluteError <= ROUNDING * reference.typical) return 'agree'
    if (!(absoluteError <= noise + sensitivity)) return 'disagree'
    if (noise <= Math.max(RESOLUTION, tolerance) * size) return 'agree'
    return size <= noise && noise <= floor + NOTHING * reference.typical ? 'agree' : 'unreliable'
  }
  return { verdict: verdict(), absoluteError, relativeError }
}

/**
 * Whether the function has no derivative here at all: it is undefined on a side, jumps, or has a vertical tangent.
 */
export function isUndefined({ value, left, right }: Slope): boolean {
  const bad = (x: number): boolean => !Number.isFinite(x)
  return bad(left.value) || bad(right.value) || bad(value)
}

/** Whether the error estimate leaves some digits. */
function isTrusted({ value, error }: Reference): boolean {
  return Number.isFinite(value) && error <= 1e-3 * Math.abs(value) + 1e-9
}

function distanceToSlopes(value: number, { left, right }: Slope): number {
  const low = Math.min(left.value, right.value)
  const high = Math.max(left.value, right.value)
  return value < low ? low - value : value > high ? value - high : 0
}

/** The verdict of a report from those of its entries: the gravest. */
export function gravest(verdicts: Iterable<Verdict>): Verdict {
  const order: readonly Verdict[] = ['agree', 'kink', 'unreliable', 'undefined', 'disagree']
  let worst = 0
  for (const verdict of verdicts) worst = Math.max(worst, order.indexOf(verdict))
  return order[worst]!
}
