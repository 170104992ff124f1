import { type LinePoint, lineSearch } from './line-search.ts'
import type { Here, Place, StepRule, Visit } from './step-rule.ts'
import { along, difference, dot, norm } from './vector.ts'

interface Pair {
  readonly step: Float64Array
  readonly change: Float64Array
}

/**
 * Limited-memory BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.5) with a strong-Wolfe line search.
 * With bounds, the direction is built from the free variables alone and searched along its projection onto the box
 * (Bertsekas, SIAM J. Control Optim. 20, 1982).
 */
export function lbfgs(memory: number): StepRule {
  const pairs: Pair[] = []
  let promise = Infinity
  return function step(here, visit) {
    const { x, value, gradient, free, gradientNorm, box } = here
    let direction = quasiNewtonDirection(free, pairs, box !== undefined)
    if (!(dot(free, direction) < -1e-14 * gradientNorm * norm(direction))) {
      pairs.length = 0
      direction = free.map((g) => -g)
    }
    if (pairs.length > 0) promise = -dot(free, direction) / 2
    const initial = pairs.length > 0 ? 1 : Math.min(1, 1 / gradientNorm)
    const search = box === undefined ? alongLine : alongProjection
    const next = search(here, direction, initial, visit)
    if (next === undefined) {
      // What the last quasi-Newton step promised to gain tells a minimum from a failure, whatever the scale of the
      // variables.
      if (pairs.length === 0) return { isMinimum: promise <= 1e-10 * Math.abs(value) }
      pairs.length = 0
      return step(here, visit)
    }
    const pair = { step: difference(next.x, x), change: difference(next.gradient, gradient) }
    if (dot(pair.step, pair.change) > 2.2e-16 * dot(pair.change, pair.change)) {
      pairs.push(pair)
      if (pairs.length > memory) pairs.shift()
    }
    return next
  }
}

/** The next point on a line by a strong-Wolfe search. */
function alongLine(
  { x, value, free }: Here,
  direction: Float64Array,
  initial: number,
  visit: Visit,
): Place | undefined {
  const visited = new Map<number, Place>()
  const at = (t: number): LinePoint => {
    const place = visit(along(x, t, direction, new Float64Array(x.length)))
    visited.set(t, place)
    return { value: place.value, slope: dot(place.gradient, direction) }
  }
  const result = lineSearch(at, { value, slope: dot(free, direction) }, { initial })
  const isBetter = result.ok || (result.step > 0 && result.value < value)
  return isBetter ? visited.get(result.step) : undefined
}

/** Where at least this part of the gain is that of a straight line, a step is worth lengthening. */
const STRAIGHT = 0.9

/** The next point on the projection of a line onto the box: by backtracking, or going on where the value falls as a line does. */
function alongProjection(
  { x, value, gradient, free }: Here,
  direction: Float64Array,
  initial: number,
  visit: Visit,
): Place | undefined {
  const slope = dot(free, direction)
  const at = (t: number): { readonly place: Place; readonly gain: number } => {
    const place = visit(along(x, t, direction, new Float64Array(x.length)))
    const predicted = dot(gradient, difference(place.x, x))
    return { place, gain: predicted < 0 ? (place.value - value) / predicted : Number.NaN }
  }
  let t = initial
  for (let halvings = 0; halvings < 60; halvings++) {
    let { place, gain } = at(t)
    if (gain >= 1e-4) {
      for (let lengthenings = 0; gain >= STRAIGHT && lengthenings < 60; lengthenings++) {
        t *= 4
        const further = at(t)
        if (!(further.gain >= 1e-4 && further.place.value < place.value)) break
        ;({ place, gain } = further)
      }
      return place
    }
    // The minimiser of the parabola through value, slope and trial value, kept within a tenth and a half of the step.
    const best = (-slope * t) / (2 * ((place.value - value) / t - slope))
    t = Number.isFinite(best) ? Math.min(Math.max(best, 0.1 * t), 0.5 * t) : 0.1 * t
  }
  return undefined
}

/**
 * The two-loop recursion: `-H * gradient`; with bounds, over the components of the gradient that are not zero.
 */
function quasiNewtonDirection(gradient: Float64Array, pairs: readonly Pair[], bounded: boolean): Float64Array {
  const inner = (a: Float64Array, b: Float64Array): number => {
    if (!bounded) return dot(a, b)
    let sum = 0
    for (let i = 0; i < a.length; i++) if (gradient[i] !== 0) sum += a[i]! * b[i]!
    return sum
  }
  const used: { pair: Pair; curvature: number; weight: number }[] = []
  for (const pair of pairs) {
    const curvature = inner(pair.step, pair.change)
    if (curvature > 2.2e-16 * inner(pair.change, pair.change)) used.push({ pair, curvature, weight: 0 })
  }
  const out = Float64Array.from(gradient)
  for (let k = used.length - 1; k >= 0; k--) {
    const entry = used[k]!
    entry.weight = inner(entry.pair.step, out) / entry.curvature
    along(out, -entry.weight, entry.pair.change, out)
  }
  const newest = used.at(-1)
  if (newest !== undefined) {
    const scale = newest.curvature / inner(newest.pair.change, newest.pair.change)
    for (let i = 0; i < out.length; i++) out[i] = out[i]! * scale
  }
  for (const entry of used) {
    along(out, entry.weight - inner(entry.pair.change, out) / entry.curvature, entry.pair.step, out)
  }
  return out.map((entry, i) => (bounded && gradient[i] === 0 ? 0 : -entry))
}
