import { type Box, isHeld, project } from './bounds.ts'
import { type DampedStep, dampedStep, stepWithDamping } from './damped-step.ts'
import type { Iterate, StopReason } from './objective.ts'
import { pivotedQr } from './pivoted-qr.ts'
import { TriangularFactor } from './triangular-factor.ts'
import { along, distance, isFiniteVector, norm } from './vector.ts'

/** A sum of squared residuals, in the form the algorithm uses. */
export interface LeastSquares {
  /** Number of parameters. */
  readonly size: number
  /** Number of residuals. */
  readonly rows: number
  /** Euclidean norm of the (weighted) response: what the rounding of the residuals is measured against. */
  readonly responseNorm: number
  /**
   * Takes the rows `[J | r]` at the parameters into the factor (cleared before) and returns the sum of the squared
   * residuals; NaN or infinite, with the factor in any state, where the model is not finite.
   */
  linearize(parameters: Float64Array, factor: TriangularFactor): number
  /**
   * Takes the rows `[J | second derivative of r along the direction]` at the parameters into the factor; costs
   * another pass over the rows.
   */
  readonly bend?: (parameters: Float64Array, direction: Float64Array, factor: TriangularFactor) => void
}

/** The end of a fit. */
export interface LeastSquaresOutcome {
  readonly x: Float64Array
  readonly value: number
  /** Triangular factor of `[J | r]` at the solution. */
  readonly factor: TriangularFactor
  /** Parameters that ended on a bound which holds them there. */
  readonly held: readonly boolean[]
  readonly gradientNorm: number
  readonly iterations: number
  readonly evaluations: number
  readonly converged: boolean
  readonly reason: StopReason
}

/** Controls of the algorithm. */
export interface LevenbergMarquardtOptions {
  readonly maxIterations: number
  /**
   * Bound on the relative offset of Bates and Watts: how far, in standard errors, the parameters still are from
   * the solution.
   */
  readonly tolerance: number
  readonly box?: Box | undefined
  /** Value and factor at the start, where they are known already. */
  readonly first?: { readonly value: number; readonly factor: TriangularFactor }
}

interface State {
  readonly x: Float64Array
  readonly value: number
  readonly factor: TriangularFactor
}

/**
 * Levenberg–Marquardt in the form of Moré (MINPACK's lmder): a trust region scaled by the largest column norms of
 * the Jacobian met so far, steps from a QR factorisation. A trial point where the model is not finite only shrinks
 * the region. Parameters held at a bound are left out of the step. A fit that has not ended after ten steps is in
 * a bent valley: from there on each step is corrected for the curvature of the model along it (geodesic
 * acceleration: Transtrum and Sethna, arXiv:1201.5885), which costs a second pass and saves most of the steps.
 */
export function* levenbergMarquardt(
  problem: LeastSquares,
  start: Float64Array,
  options: LevenbergMarquardtOptions,
): Generator<Iterate, LeastSquaresOutcome, void> {
  const { box, maxIterations, tolerance } = options
  const n = problem.size
  const stateAt = (x: Float64Array): State => {
    const factor = new TriangularFactor(n + 1)
    const value = problem.linearize(x, factor)
    return { x, value: isFiniteVector(factor.rows) ? value : Number.NaN, factor }
  }
  const from = project(Float64Array.from(start), box)
  let state: State = options.first === undefined ? stateAt(from) : { x: from, ...options.first }
  const scale = new Float64Array(n)
  let radius = 0
  let damping = 0
  let evaluations = 1
  let stepLength = 0

  for (let iteration = 0; ; iteration++) {
    const { x, value, factor } = state
    const gradient = new Float64Array(n)
    const norms = new Float64Array(n)
    let cosine = 0
    for (let j = 0; j < n; j++) {
      const length = factor.columnNorm(j)
      norms[j] = length || 1
      scale[j] = Math.max(scale[j]!, length) || 1
      gradient[j] = 2 * factor.innerProduct(j, n)
    }
    const held = Array.from(gradient, (_, j) => isHeld(j, x, gradient, box))
    const free = held.flatMap((isOut, j) => (isOut ? [] : [j]))
    for (const j of free) {
      cosine = Math.max(cosine, Math.abs(gradient[j]!) / 2 / ((factor.columnNorm(j) || 1) * Math.sqrt(value) || 1))
    }
    const gradientNorm = norm(gradient.filter((_, j) => !held[j]))
    yield { iteration, value, gradientNorm, stepLength, evaluations, x }
    const end = { x, value, factor, held, gradientNorm, iterations: iteration, evaluations }
    if (value === 0 || cosine <= 1e-15 || free.length === 0) return { ...end, converged: true, reason: 'gradient' }
    if (iteration >= maxIterations) return { ...end, converged: false, reason: 'iterations' }

    const qr = pivotedQr(factor, free, norms)
    const length = (p: Float64Array): number => norm(p.map((entry, j) => entry * scale[j]!))
    // At zero the residuals tell the size of a step: scaled, it is that of the change it makes in the model.
    if (radius === 0) radius = 100 * (length(x) || Math.sqrt(value))
    // A start far off leaves a scale so large that no step fits into the region: measure afresh, here, before giving up.
    const refresh = (): boolean => {
      if (!scale.some((size, j) => size > 10 * norms[j]!)) return false
      scale.set(norms)
      radius = 0.1 * (length(x) || 1)
      damping = 0
      return true
    }
    const rounding = 2.3e-16 * problem.responseNorm
    const noise = rounding * Math.sqrt(value) + 16 * rounding * rounding
    for (;;) {
      const trialStep = dampedStep(qr, scale, radius, damping)
      damping = trialStep.damping
      const correction = iteration < 10 ? undefined : accelerate(problem, x, trialStep, free, norms, scale)
      const trialPoint = project(along(x, 1, correction ?? trialStep.step, new Float64Array(n)), box)
      const step = along(trialPoint, -1, x, new Float64Array(n))
      const stepped = length(step)
      const predicted = value - linearValue(factor, correction === undefined ? step : trialStep.step)
      if (iteration === 0) radius = Math.min(radius, stepped || radius)
      if (step.every((change, j) => Math.abs(change) <= 1e-15 * Math.abs(x[j]!))) {
        const isNewton = damping === 0
        if (!isNewton && cosine > 1e-6 && refresh()) continue
        return { ...end, converged: isNewton || cosine <= 1e-6, reason: isNewton ? 'step' : 'precision' }
      }
      const trial = stateAt(trialPoint)
      evaluations++
      const actual = value - trial.value
      const settled =
        damping === 0 && predicted <= Math.max(noise, tolerance ** 2 * value * (n / Math.max(1, problem.rows - n)))
      if (settled) {
        const better = actual >= -noise
        stepLength = better ? distance(x, trial.x) : 0
        const last = better ? { ...end, x: trial.x, value: trial.value, factor: trial.factor } : end
        return { ...last, evaluations, iterations: iteration + (better ? 1 : 0), converged: true, reason: 'step' }
      }
      const ratio = Number.isFinite(trial.value) ? actual / predicted : -1
      if (!Number.isFinite(trial.value) || predicted <= 0) {
        radius = 0.1 * Math.min(radius, stepped)
        damping *= 10
      } else if (ratio <= 0.25) {
        const shrink = Math.max(0.1, actual >= 0 ? 0.5 : parabolaMinimum(factor, step, actual))
        radius = shrink * Math.min(radius, 10 * stepped)
        damping /= shrink
      } else if (damping === 0 || ratio >= 0.75) {
        radius = 2 * stepped
        damping *= 0.5
      }
      if (ratio >= 1e-4) {
        stepLength = distance(x, trial.x)
        state = trial
        break
      }
      if (radius <= 1e-15 * (length(x) || 1)) {
        if (cosine > 1e-6 && refresh()) continue
        return { ...end, evaluations, converged: cosine <= 1e-6, reason: 'precision' }
      }
    }
  }
}

/** The step with half its curvature correction added; undefined where the correction is not small beside the step. */
function accelerate(
  problem: LeastSquares,
  x: Float64Array,
  { step, damping, length }: DampedStep,
  free: readonly number[],
  norms: Float64Array,
  scale: Float64Array,
): Float64Array | undefined {
  if (problem.bend === undefined) return undefined
  const factor = new TriangularFactor(problem.size + 1)
  problem.bend(x, step, factor)
  if (!isFiniteVector(factor.rows)) return undefined
  const correction = stepWithDamping(pivotedQr(factor, free, norms), scale, damping)
  if (!(correction.length <= 0.75 * length)) return undefined
  return along(step, 0.5, correction.step, new Float64Array(step.length))
}

/** `|r + J s|^2` from the factor of `[J | r]`. */
function linearValue(factor: TriangularFactor, step: Float64Array): number {
  const { size, rows } = factor
  const n = size - 1
  let total = rows[n * size + n]! ** 2
  for (let i = 0; i < n; i++) {
    let sum = rows[i * size + n]!
    for (let j = i; j < n; j++) sum += rows[i * size + j]! * step[j]!
    total += sum * sum
  }
  return total
}

/**
 * Where along a step that raised the value the parabola through value, slope and new value has its minimum, as a
 * part of the step.
 */
function parabolaMinimum(factor: TriangularFactor, step: Float64Array, actual: number): number {
  let slope = 0
  for (let j = 0; j < step.length; j++) slope += 2 * factor.innerProduct(j, factor.size - 1) * step[j]!
  return Math.min(0.5, -slope / (2 * (-actual - slope)))
}
