import { type Box, freeGradient, isStationary, project, relativeGradient } from './bounds.ts'
import { lineSearch } from './line-search.ts'
import type { Descent, Objective, Stopping } from './objective.ts'
import { along, distance, dot, norm } from './vector.ts'

interface Pair {
  readonly step: Float64Array
  readonly change: Float64Array
}

/**
 * Limited-memory BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.5) with a strong-Wolfe line search.
 * With bounds, the direction is built from the free variables alone and searched along its projection onto the box
 * (Bertsekas, SIAM J. Control Optim. 20, 1982).
 */
export function* lbfgs(
  objective: Objective,
  start: Float64Array,
  options: Stopping & { readonly memory: number; readonly box?: Box | undefined },
): Descent {
  const { box, memory, maxIterations, gradientTolerance } = options
  const n = objective.size
  let x: Float64Array = project(Float64Array.from(start), box)
  let gradient: Float64Array = new Float64Array(n)
  let value = objective.evaluate(x, gradient)
  let next: Float64Array = new Float64Array(n)
  let nextGradient: Float64Array = new Float64Array(n)
  const free = freeGradient(x, gradient, box, new Float64Array(n))
  const direction = new Float64Array(n)
  const pairs: Pair[] = []
  let evaluations = 1
  let iteration = 0
  let stepLength = 0
  let promise = Infinity

  for (;;) {
    freeGradient(x, gradient, box, free)
    const gradientNorm = norm(free)
    yield { iteration, value, gradientNorm, stepLength, evaluations, x }
    const end = { x, value, gradientNorm, iterations: iteration, evaluations }
    if (relativeGradient(x, value, gradient, box) <= gradientTolerance) {
      return { ...end, converged: true, reason: 'gradient' }
    }
    if (iteration >= maxIterations) return { ...end, converged: false, reason: 'iterations' }

    quasiNewtonDirection(free, pairs, box !== undefined, direction)
    let slope = dot(free, direction)
    if (!(slope < -1e-14 * gradientNorm * norm(direction))) {
      pairs.length = 0
      for (let i = 0; i < n; i++) direction[i] = -free[i]!
      slope = -gradientNorm * gradientNorm
    }
    if (pairs.length > 0) promise = -slope / 2
    const initial = pairs.length > 0 ? 1 : Math.min(1, 1 / gradientNorm)
    let isUnbounded = false
    const evaluateAt = (t: number): number => {
      evaluations++
      const found = objective.evaluate(project(along(x, t, direction, next), box), nextGradient)
      isUnbounded ||= found === -Infinity
      return found
    }
    let found: boolean
    let nextValue = value
    if (box === undefined) {
      let last = Number.NaN
      const result = lineSearch(
        (t) => {
          last = t
          nextValue = evaluateAt(t)
          return { value: nextValue, slope: dot(nextGradient, direction) }
        },
        { value, slope },
        { initial },
      )
      found = result.ok || (result.step > 0 && result.value < value)
      if (found && result.step !== last) nextValue = evaluateAt(result.step)
    } else {
      found = false
      for (let t = initial, halvings = 0; halvings < 60; halvings++) {
        nextValue = evaluateAt(t)
        let predicted = 0
        for (let i = 0; i < n; i++) predicted += gradient[i]! * (next[i]! - x[i]!)
        if (predicted < 0 && nextValue <= value + 1e-4 * predicted) {
          found = true
          break
        }
        // The minimiser of the parabola through value, slope and trial value, kept within a tenth and a half of
        // the step.
        const best = (-slope * t) / (2 * ((nextValue - value) / t - slope))
        t = Number.isFinite(best) ? Math.min(Math.max(best, 0.1 * t), 0.5 * t) : 0.1 * t
      }
    }
    if (isUnbounded) return { ...end, converged: false, reason: 'unbounded' }
    if (!found) {
      if (pairs.length > 0) {
        pairs.length = 0
        continue
      }
      // What the last quasi-Newton step promised to gain tells a minimum from a failure, whatever the scale of the
      // variables.
      const converged = isStationary(x, value, gradient, box) || promise <= 1e-10 * Math.abs(value)
      return { ...end, converged, reason: 'precision' }
    }
    const pair = {
      step: along(next, -1, x, new Float64Array(n)),
      change: along(nextGradient, -1, gradient, new Float64Array(n)),
    }
    if (dot(pair.step, pair.change) > 2.2e-16 * dot(pair.change, pair.change)) {
      pairs.push(pair)
      if (pairs.length > memory) pairs.shift()
    }
    stepLength = distance(x, next)
    ;[x, next] = [next, x]
    ;[gradient, nextGradient] = [nextGradient, gradient]
    value = nextValue
    iteration++
  }
}

/**
 * The two-loop recursion: `out = -H * gradient`; with bounds, over the components of the gradient that are not
 * zero.
 */
function quasiNewtonDirection(
  gradient: Float64Array,
  pairs: readonly Pair[],
  bounded: boolean,
  out: Float64Array,
): void {
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
  out.set(gradient)
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
  for (let i = 0; i < out.length; i++) out[i] = bounded && gradient[i] === 0 ? 0 : -out[i]!
}
