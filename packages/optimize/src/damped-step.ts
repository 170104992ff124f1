import { solveTransposed, solveUpper } from './cholesky.ts'
import type { PivotedQr } from './pivoted-qr.ts'
import { norm } from './vector.ts'

/** A step of Levenberg and Marquardt and the damping that gave it. */
export interface DampedStep {
  /** In the order of the columns of the matrix that was factored: entry `order[j]`; zero for columns not chosen. */
  readonly step: Float64Array
  readonly damping: number
  /** `|D step|`. */
  readonly length: number
}

/**
 * The step that minimises `|J s + r|` subject to `|D s| <= radius`, to a tenth of the radius, from the pivoted QR
 * of J: Moré, “The Levenberg–Marquardt algorithm: implementation and theory” (1978), section 5 (MINPACK's lmpar).
 * Never forms `J' J`, so no digits are lost to its squared condition.
 */
export function dampedStep(qr: PivotedQr, scale: Float64Array, radius: number, dampingGuess: number): DampedStep {
  const { size, upper, order, rank } = qr
  const weight = Float64Array.from(order, (column) => scale[column]!)
  const scaled = (x: Float64Array): Float64Array => x.map((value, j) => value * weight[j]!)
  const finish = (x: Float64Array, damping: number, length: number): DampedStep => ({
    step: spread(x, order, scale.length),
    damping,
    length,
  })

  const newtonStep = new Float64Array(size)
  newtonStep.set(
    solveUpper(
      upper,
      rank,
      qr.rhs.slice(0, rank).map((value) => -value),
      size,
    ),
  )
  const newtonLength = norm(scaled(newtonStep))
  let excess = newtonLength - radius
  if (excess <= 0.1 * radius) return finish(newtonStep, 0, newtonLength)

  /** Newton's correction of the damping from a triangular factor and the step it gave. */
  const correction = (triangle: Float64Array, x: Float64Array, length: number): number => {
    const direction = x.map((value, j) => (weight[j]! * weight[j]! * value) / length)
    return excess / radius / norm(solveTransposed(triangle, size, direction)) ** 2
  }
  let low = rank === size ? correction(upper, newtonStep, newtonLength) : 0
  const gradient = new Float64Array(size)
  for (let j = 0; j < size; j++) {
    let sum = 0
    for (let i = 0; i <= j; i++) sum += upper[i * size + j]! * qr.rhs[i]!
    gradient[j] = sum / weight[j]!
  }
  const gradientNorm = norm(gradient)
  let high = gradientNorm / radius || Number.MIN_VALUE / Math.min(radius, 0.1)
  let damping = Math.min(Math.max(dampingGuess, low), high) || gradientNorm / newtonLength

  for (let iteration = 1; ; iteration++) {
    if (damping === 0) damping = Math.max(Number.MIN_VALUE, 0.001 * high)
    const { x, triangle } = solveDamped(qr, weight, damping)
    const length = norm(scaled(x))
    const before = excess
    excess = length - radius
    const settled = Math.abs(excess) <= 0.1 * radius || (low === 0 && excess <= before && before < 0)
    if (settled || iteration === 20) return finish(x, damping, length)
    if (excess > 0) low = Math.max(low, damping)
    else high = Math.min(high, damping)
    damping = Math.max(low, damping + correction(triangle, x, length))
  }
}

/** The step for a damping already known: the minimiser of `|J s + r|^2 + damping * |D s|^2`. */
export function stepWithDamping(qr: PivotedQr, scale: Float64Array, damping: number): DampedStep {
  const weight = Float64Array.from(qr.order, (column) => scale[column]!)
  const { x } = solveDamped(qr, weight, damping)
  const step = spread(x, qr.order, scale.length)
  return { step, damping, length: norm(step.map((value, j) => value * scale[j]!)) }
}

/** Puts entry j of x at `order[j]`. */
function spread(x: Float64Array, order: readonly number[], size: number): Float64Array {
  const step = new Float64Array(size)
  order.forEach((column, j) => {
    step[column] = x[j]!
  })
  return step
}

/** Minimises `|R x + rhs|^2 + damping * |D x|^2` by rotating the rows of D into R one by one. */
function solveDamped(
  qr: PivotedQr,
  weight: Float64Array,
  damping: number,
): { readonly x: Float64Array; readonly triangle: Float64Array } {
  const { size } = qr
  const triangle = Float64Array.from(qr.upper)
  const rhs = qr.rhs.map((value) => -value)
  const row = new Float64Array(size)
  for (let j = 0; j < size; j++) {
    row.fill(0)
    row[j] = Math.sqrt(damping) * weight[j]!
    let carried = 0
    for (let k = j; k < size; k++) {
      if (row[k] === 0) continue
      const diagonal = triangle[k * size + k]!
      const length = Math.hypot(diagonal, row[k]!)
      const cos = diagonal / length
      const sin = row[k]! / length
      for (let i = k; i < size; i++) {
        const upper = triangle[k * size + i]!
        triangle[k * size + i] = cos * upper + sin * row[i]!
        row[i] = cos * row[i]! - sin * upper
      }
      const value = rhs[k]!
      rhs[k] = cos * value + sin * carried
      carried = cos * carried - sin * value
    }
  }
  return { x: solveUpper(triangle, size, rhs), triangle }
}
