import { choleskyShifted, solveTransposed, solveUpper } from './cholesky.ts'
import { along, dot, norm } from './vector.ts'

/** The minimum of a quadratic model within a ball. */
export interface TrustRegionStep {
  readonly step: Float64Array
  /** The multiplier: `(H + multiplier * I) step = -gradient`, positive semidefinite on the left. */
  readonly multiplier: number
}

/**
 * The step that minimises `g' p + p' H p / 2` subject to `|p| <= radius`, to a twentieth of the radius, for a
 * symmetric H of any sign: Moré and Sorensen, “Computing a trust region step”, SIAM J. Sci. Stat. Comput. 4
 * (1983), the hard case included.
 */
export function trustRegionStep(hessian: Float64Array, gradient: Float64Array, radius: number): TrustRegionStep {
  const n = gradient.length
  const factor = new Float64Array(n * n)
  const gradientNorm = norm(gradient)
  let lowest = Number.POSITIVE_INFINITY
  let least = Number.POSITIVE_INFINITY
  let greatest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < n; i++) {
    let reach = 0
    for (let j = 0; j < n; j++) if (j !== i) reach += Math.abs(hessian[i * n + j]!)
    const centre = hessian[i * n + i]!
    lowest = Math.min(lowest, centre)
    least = Math.min(least, centre - reach)
    greatest = Math.max(greatest, centre + reach)
  }
  // The multiplier lies in [low, high]; it is never below `spectrum`, a lower bound of the negated smallest eigenvalue.
  let spectrum = Math.max(0, -lowest)
  let low = Math.max(0, spectrum, gradientNorm / radius - greatest)
  let high = Math.max(0, gradientNorm / radius - least)
  let multiplier = low
  let step: Float64Array = new Float64Array(n)

  for (let iteration = 0; iteration < 60; iteration++) {
    if (multiplier < spectrum || (multiplier > 0 && !(multiplier >= low && multiplier <= high))) {
      multiplier = Math.max(Math.sqrt(Math.max(low, 1e-3 * high) * high), low + 1e-3 * (high - low))
    }
    const pivot = choleskyShifted(hessian, n, multiplier, factor)
    if (pivot < n) {
      low = Math.max(low, multiplier)
      spectrum = Math.max(spectrum, multiplier + shortfall(factor, n, pivot))
      low = Math.max(low, spectrum)
      multiplier = Math.max(Math.sqrt(low * high), low + 1e-3 * (high - low))
      if (high <= low) multiplier = high = low * (1 + 1e-12) + 1e-300
      continue
    }
    step = Float64Array.from(gradient, (g) => -g)
    solveUpper(factor, n, solveTransposed(factor, n, step))
    const length = norm(step)
    if (length <= radius * 1.05 && (multiplier === 0 || length >= radius * 0.95)) return { step, multiplier }
    if (length < radius) {
      high = Math.min(high, multiplier)
      const null_ = nearNullVector(factor, n)
      const gap = (radius - length) * (radius + length)
      const along_ = dot(step, null_.vector)
      const tau = gap / (along_ + Math.sign(along_ || 1) * Math.sqrt(along_ * along_ + gap))
      const curvature = null_.length ** 2
      const model = quadraticForm(factor, n, step) + multiplier * radius * radius
      if (tau * tau * curvature <= 0.1 * model || high - low <= 1e-12 * high) {
        return { step: along(step, tau, null_.vector, step), multiplier }
      }
      spectrum = Math.max(spectrum, multiplier - curvature)
      low = Math.max(low, spectrum)
    } else {
      low = Math.max(low, multiplier)
    }
    const solved = solveTransposed(factor, n, Float64Array.from(step))
    multiplier += (length / norm(solved)) ** 2 * ((length - radius) / radius)
    if (gradientNorm === 0) multiplier = Math.max(Math.sqrt(low * high), low + 1e-3 * (high - low))
  }
  const length = norm(step)
  if (length > radius) for (let i = 0; i < n; i++) step[i] = step[i]! * (radius / length)
  return { step, multiplier }
}

/**
 * From a factorisation that broke at `pivot`: by how much, at least, the shift must grow to make the matrix
 * semidefinite.
 */
function shortfall(factor: Float64Array, n: number, pivot: number): number {
  const u = new Float64Array(n)
  u[pivot] = 1
  for (let i = pivot - 1; i >= 0; i--) {
    let sum = 0
    for (let k = i + 1; k <= pivot; k++) sum += factor[i * n + k]! * u[k]!
    u[i] = -sum / factor[i * n + i]!
  }
  return -factor[pivot * n + pivot]! / dot(u, u)
}

/** `|R p|^2`. */
function quadraticForm(factor: Float64Array, n: number, p: Float64Array): number {
  let total = 0
  for (let i = 0; i < n; i++) {
    let sum = 0
    for (let k = i; k < n; k++) sum += factor[i * n + k]! * p[k]!
    total += sum * sum
  }
  return total
}

/**
 * A unit vector z with `|R z|` close to the smallest singular value of R (Cline, Moler, Stewart and Wilkinson's
 * estimator).
 */
function nearNullVector(factor: Float64Array, n: number): { readonly vector: Float64Array; readonly length: number } {
  const w = new Float64Array(n)
  const partial = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const pivot = factor[i * n + i]!
    const plus = (1 - partial[i]!) / pivot
    const minus = (-1 - partial[i]!) / pivot
    let growthPlus = Math.abs(1 - partial[i]!)
    let growthMinus = Math.abs(-1 - partial[i]!)
    for (let j = i + 1; j < n; j++) {
      growthPlus += Math.abs(partial[j]! + factor[i * n + j]! * plus)
      growthMinus += Math.abs(partial[j]! + factor[i * n + j]! * minus)
    }
    w[i] = growthPlus >= growthMinus ? plus : minus
    for (let j = i + 1; j < n; j++) partial[j] = partial[j]! + factor[i * n + j]! * w[i]!
  }
  const vector = solveUpper(factor, n, w)
  const length = norm(vector)
  for (let i = 0; i < n; i++) vector[i] = vector[i]! / length
  return { vector, length: Math.sqrt(quadraticForm(factor, n, vector)) }
}
