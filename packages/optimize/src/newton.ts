import { type Box, freeGradient, isHeld, isStationary, project, relativeGradient } from './bounds.ts'
import type { Descent, Objective, Stopping } from './objective.ts'
import { trustRegionStep } from './trust-region.ts'
import { along, distance, dot, isFiniteVector, norm } from './vector.ts'

/**
 * Newton's method in a trust region on the exact Hessian (Nocedal and Wright, algorithm 4.1, with the step of Moré
 * and Sorensen). The region starts small, at a tenth of the size of the start: a first step that leaps into a flat
 * or distant part of the objective is seldom made good. Variables held at a bound are left out of the step; the
 * rest of it is projected onto the box.
 */
export function* newton(
  objective: Objective & { readonly hessian: (x: Float64Array, out: Float64Array) => void },
  start: Float64Array,
  options: Stopping & { readonly box?: Box | undefined },
): Descent {
  const { box, maxIterations, gradientTolerance } = options
  const n = objective.size
  let x: Float64Array = project(Float64Array.from(start), box)
  let gradient: Float64Array = new Float64Array(n)
  let value = objective.evaluate(x, gradient)
  let next: Float64Array = new Float64Array(n)
  let nextGradient: Float64Array = new Float64Array(n)
  const free = new Float64Array(n)
  const hessian = new Float64Array(n * n)
  let radius = 0.1 * (norm(x) || 1)
  let evaluations = 1
  let stepLength = 0

  for (let iteration = 0; ; iteration++) {
    freeGradient(x, gradient, box, free)
    const gradientNorm = norm(free)
    yield { iteration, value, gradientNorm, stepLength, evaluations, x }
    const end = { x, value, gradientNorm, iterations: iteration, evaluations }
    if (relativeGradient(x, value, gradient, box) <= gradientTolerance) {
      return { ...end, converged: true, reason: 'gradient' }
    }
    if (value === -Infinity) return { ...end, converged: false, reason: 'unbounded' }
    if (iteration >= maxIterations) return { ...end, converged: false, reason: 'iterations' }

    objective.hessian(x, hessian)
    const isMinimum = isStationary(x, value, gradient, box)
    const stuck = { ...end, converged: isMinimum, reason: 'precision' as const }
    if (!isFiniteVector(hessian)) return stuck

    const index = Array.from({ length: n }, (_, i) => i).filter((i) => !isHeld(i, x, gradient, box))
    const reduced = reduce(hessian, gradient, index)
    for (;;) {
      const { step, multiplier } = trustRegionStep(reduced.hessian, reduced.gradient, radius)
      const direction = new Float64Array(n)
      index.forEach((i, k) => {
        direction[i] = step[k]!
      })
      project(along(x, 1, direction, next), box)
      along(next, -1, x, direction)
      const predicted = -(dot(gradient, direction) + quadratic(hessian, direction) / 2)
      const nextValue = objective.evaluate(next, nextGradient)
      evaluations++
      const usable = Number.isFinite(nextValue) && isFiniteVector(nextGradient)
      const noise = 1e-15 * Math.abs(value)
      const actual = value - nextValue
      const ratio = usable ? (Math.abs(actual) <= noise && predicted <= noise ? 1 : actual / predicted) : -1
      const stepped = norm(direction)
      if (predicted <= 0 || stepped <= 1e-16 * norm(x)) {
        if (radius <= 1e-16 * (norm(x) || 1)) return stuck
        radius *= 0.1
        if (predicted <= 0 && index.length === 0) return stuck
        continue
      }
      if (ratio < 0.25) radius = (usable ? 0.25 : 0.1) * Math.min(radius, stepped)
      else if (ratio > 0.75) radius = Math.max(radius, 2 * stepped)
      const flat = actual <= noise && predicted <= noise
      if (ratio > 1e-4 && !(flat && norm(nextGradient) >= norm(gradient))) {
        stepLength = distance(x, next)
        ;[x, next] = [next, x]
        ;[gradient, nextGradient] = [nextGradient, gradient]
        value = nextValue
        break
      }
      // A Newton step that promises nothing above rounding ends at a minimum, whatever the size of the gradient.
      if (flat) return { ...stuck, converged: isMinimum || multiplier === 0 }
      if (radius <= 1e-16 * (norm(x) || 1e-16)) return stuck
    }
  }
}

function quadratic(matrix: Float64Array, p: Float64Array): number {
  const n = p.length
  let total = 0
  for (let i = 0; i < n; i++) {
    if (p[i] === 0) continue
    let sum = 0
    for (let j = 0; j < n; j++) sum += matrix[i * n + j]! * p[j]!
    total += p[i]! * sum
  }
  return total
}

/** Hessian and gradient of the free variables. */
function reduce(
  hessian: Float64Array,
  gradient: Float64Array,
  index: readonly number[],
): { readonly hessian: Float64Array; readonly gradient: Float64Array } {
  const n = gradient.length
  const m = index.length
  const small = new Float64Array(m * m)
  index.forEach((i, row) => {
    index.forEach((j, column) => {
      small[row * m + column] = hessian[i * n + j]!
    })
  })
  return { hessian: small, gradient: Float64Array.from(index, (i) => gradient[i]!) }
}
