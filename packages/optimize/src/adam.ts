import { type Box, freeGradient, project, relativeGradient } from './bounds.ts'
import type { Descent, Objective, Stopping } from './objective.ts'
import { distance, norm } from './vector.ts'

/** The constants of Adam. */
export interface AdamRates {
  readonly learningRate: number
  readonly beta1: number
  readonly beta2: number
}

/**
 * Adam (Kingma and Ba, ICLR 2015, algorithm 1) on the full gradient, projected onto the box after every step. The
 * learning rate falls as a half cosine over the iterations, so that the last steps settle; the best point met is
 * returned.
 */
export function* adam(
  objective: Objective,
  start: Float64Array,
  options: Stopping & AdamRates & { readonly box?: Box | undefined },
): Descent {
  const { box, maxIterations, gradientTolerance, learningRate, beta1, beta2 } = options
  const n = objective.size
  const x = project(Float64Array.from(start), box)
  const previous = Float64Array.from(x)
  const gradient = new Float64Array(n)
  const free = new Float64Array(n)
  const first = new Float64Array(n)
  const second = new Float64Array(n)
  const best = { x: Float64Array.from(x), value: Number.POSITIVE_INFINITY, gradientNorm: Number.NaN }

  for (let iteration = 0; ; iteration++) {
    const value = objective.evaluate(x, gradient)
    freeGradient(x, gradient, box, free)
    const gradientNorm = norm(free)
    yield { iteration, value, gradientNorm, stepLength: distance(x, previous), evaluations: iteration + 1, x }
    if (value < best.value) {
      best.x.set(x)
      best.value = value
      best.gradientNorm = gradientNorm
    }
    const end = { ...best, iterations: iteration, evaluations: iteration + 1 }
    if (relativeGradient(x, value, gradient, box) <= gradientTolerance) {
      return { ...end, converged: true, reason: 'gradient' }
    }
    if (value === -Infinity) return { ...end, converged: false, reason: 'unbounded' }
    if (!Number.isFinite(value)) return { ...end, converged: false, reason: 'precision' }
    if (iteration >= maxIterations) return { ...end, converged: false, reason: 'iterations' }

    previous.set(x)
    const rate = (learningRate * (1 + Math.cos((Math.PI * iteration) / maxIterations))) / 2
    const bias1 = 1 - beta1 ** (iteration + 1)
    const bias2 = 1 - beta2 ** (iteration + 1)
    for (let i = 0; i < n; i++) {
      const g = free[i]!
      first[i] = beta1 * first[i]! + (1 - beta1) * g
      second[i] = beta2 * second[i]! + (1 - beta2) * g * g
      x[i] = x[i]! - (rate * (first[i]! / bias1)) / (Math.sqrt(second[i]! / bias2) + 1e-8)
    }
    project(x, box)
  }
}
