import { type Box, freeGradient, isStationary, project, relativeGradient } from './bounds.ts'
import type { Descent, Objective, Stopping } from './objective.ts'
import { along, distance, dot, norm } from './vector.ts'

/**
 * Gradient descent along the projected gradient. With a learning rate every step is `-rate * gradient`; without
 * one the step length is that of Barzilai and Borwein (IMA J. Numer. Anal. 8, 1988), shortened until the value
 * falls below the highest of the last ten (Grippo, Lampariello and Lucidi, 1986).
 */
export function* gradientDescent(
  objective: Objective,
  start: Float64Array,
  options: Stopping & { readonly learningRate?: number | undefined; readonly box?: Box | undefined },
): Descent {
  const { box, learningRate, maxIterations, gradientTolerance } = options
  const n = objective.size
  let x: Float64Array = project(Float64Array.from(start), box)
  let gradient: Float64Array = new Float64Array(n)
  let value = objective.evaluate(x, gradient)
  let next: Float64Array = new Float64Array(n)
  let nextGradient: Float64Array = new Float64Array(n)
  const free = new Float64Array(n)
  const recent: number[] = []
  let rate = learningRate ?? Math.min(1, 1 / (norm(gradient) || 1))
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

    recent.push(value)
    if (recent.length > 10) recent.shift()
    const ceiling = Math.max(...recent)
    let found = false
    let nextValue = value
    for (let shortenings = 0; shortenings < 80 && !found; shortenings++) {
      project(along(x, -rate, gradient, next), box)
      nextValue = objective.evaluate(next, nextGradient)
      evaluations++
      let predicted = 0
      for (let i = 0; i < n; i++) predicted += gradient[i]! * (next[i]! - x[i]!)
      found = learningRate === undefined ? nextValue <= ceiling + 1e-4 * predicted : Number.isFinite(nextValue)
      if (!found && learningRate !== undefined) break
      if (!found) rate *= Number.isFinite(nextValue) ? 0.4 : 0.05
    }
    stepLength = distance(x, next)
    if (!found || stepLength === 0) {
      return { ...end, converged: isStationary(x, value, gradient, box), reason: 'precision' }
    }
    if (learningRate === undefined) {
      const step = along(next, -1, x, new Float64Array(n))
      const curvature = dot(step, along(nextGradient, -1, gradient, free))
      rate = curvature > 0 ? Math.min(Math.max(dot(step, step) / curvature, 1e-20), 1e20) : rate * 4
    }
    ;[x, next] = [next, x]
    ;[gradient, nextGradient] = [nextGradient, gradient]
    value = nextValue
  }
}
