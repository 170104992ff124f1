import { type Box, freeGradient, isStationary, project, relativeGradient } from './bounds.ts'
import type { Descent, Objective, Outcome, StopReason } from './objective.ts'
import { type Here, isStuck, type Place, type StepRule, type Visit } from './step-rule.ts'
import { fallsWithoutEnd } from './unbounded.ts'
import { distance, norm } from './vector.ts'

/** When to stop. */
export interface Stopping {
  readonly maxIterations: number
  /** Bound on the relative gradient `max |g_i| max(|x_i|, 1) / max(|f|, 1)` (Dennis and Schnabel, section 7.2). */
  readonly tolerance: number
  /** Bound on the change of the value in a step, relative to the value or to 1. */
  readonly valueTolerance: number
  /** Bound on the length of a step, relative to the point or to 1. */
  readonly stepTolerance: number
}

/** So far from the start, relative, a descent is asked whether it has an end at all. */
const FAR = 1e6

/**
 * The one loop of all methods of descent: asks the rule for the next point until the gradient vanishes, steps or gains
 * are below what was asked for, nothing better is found, or the value falls without end.
 */
export function* descend(
  objective: Objective,
  start: Float64Array,
  rule: StepRule,
  { maxIterations, tolerance, valueTolerance, stepTolerance, box }: Stopping & { readonly box?: Box | undefined },
): Descent {
  let evaluations = 0
  let isBottomless = false
  const visit: Visit = (x) => {
    const gradient = new Float64Array(objective.size)
    const value = objective.evaluate(project(x, box), gradient)
    evaluations++
    isBottomless ||= value === -Infinity
    return { x, value, gradient }
  }
  const hereAt = (place: Place): Here => {
    const free = freeGradient(place.x, place.gradient, box, new Float64Array(objective.size))
    return { ...place, free, gradientNorm: norm(free), box }
  }
  let here = hereAt(visit(Float64Array.from(start)))
  let best = here
  let stepLength = 0
  let far = FAR * Math.max(1, norm(here.x))
  const first = here.x
  let settled: StopReason | undefined

  for (let iteration = 0; ; iteration++) {
    const { x, value, gradient, gradientNorm } = here
    yield { iteration, value, gradientNorm, stepLength, evaluations, x }
    const end = (reason: StopReason, converged: boolean, { x, value, gradientNorm } = best): Outcome => ({
      ...{ x, value, gradientNorm, evaluations, reason, converged },
      iterations: iteration,
    })
    if (relativeGradient(x, value, gradient, box) <= tolerance) return end('gradient', true, here)
    if (settled !== undefined) return end(settled, true)
    const isFar = distance(x, first) > far
    if (isFar) far *= FAR
    const isLast = iteration >= maxIterations
    if ((isFar || isLast) && fallsWithoutEnd(here, first, visit)) return end('unbounded', false)
    if (isLast) return end('iterations', false)

    const next = rule(here, visit)
    if (isBottomless) return end('unbounded', false)
    if (isStuck(next)) return end('precision', next.isMinimum || isStationary(x, value, gradient, box), here)
    if (!Number.isFinite(next.value)) return end('precision', false)
    stepLength = distance(next.x, x)
    here = hereAt(next)
    if (here.value <= best.value) best = here
    if (isWithin(Math.abs(value - next.value), valueTolerance, Math.abs(value))) settled = 'value'
    else if (isWithin(stepLength, stepTolerance, norm(x))) settled = 'step'
  }
}

/** Whether a change is within a tolerance, relative to the size or to 1; a tolerance of zero is none. */
const isWithin = (change: number, tolerance: number, size: number): boolean =>
  tolerance > 0 && change <= tolerance * Math.max(size, 1)
