import { isHeld } from './bounds.ts'
import type { StepRule } from './step-rule.ts'
import { trustRegionStep } from './trust-region.ts'
import { along, difference, dot, isFiniteVector, norm } from './vector.ts'

/**
 * Newton's method in a trust region on the exact Hessian (Nocedal and Wright, algorithm 4.1, with the step of Moré
 * and Sorensen). The region starts small, at a tenth of the size of the start: a first step that leaps into a flat
 * or distant part of the objective is seldom made good. It is measured in units of the curvatures. Variables held at a bound are left out of the step; the
 * rest of it is projected onto the box.
 */
export function newton(size: number, hessianAt: (x: Float64Array, out: Float64Array) => void): StepRule {
  const hessian = new Float64Array(size * size)
  let radius: number | undefined
  return ({ x, value, gradient, box }, visit) => {
    hessianAt(x, hessian)
    const index = Array.from(x.keys()).filter((i) => !isHeld(i, x, gradient, box))
    if (!isFiniteVector(hessian) || index.length === 0) return { isMinimum: false }
    const scale = unitsOf(hessian, size)
    const sizeOf = (v: Float64Array): number => norm(v.map((entry, i) => entry * scale[i]!))
    const length = sizeOf(x)
    radius ??= 0.1 * (length || norm(scale))
    const reduced = reduce(hessian, gradient, index, scale)
    for (;;) {
      const { step, multiplier } = trustRegionStep(reduced.hessian, reduced.gradient, radius)
      const next = visit(along(x, 1, spread(step, index, scale), new Float64Array(size)))
      const direction = difference(next.x, x)
      const predicted = -(dot(gradient, direction) + quadratic(hessian, direction) / 2)
      const stepped = sizeOf(direction)
      if (predicted <= 0 || stepped <= 1e-16 * length) {
        if (radius <= 1e-16 * (length || 1)) return { isMinimum: false }
        radius *= 0.1
        continue
      }
      const usable = Number.isFinite(next.value) && isFiniteVector(next.gradient)
      const noise = 1e-15 * Math.abs(value)
      const actual = value - next.value
      const ratio = usable ? (Math.abs(actual) <= noise && predicted <= noise ? 1 : actual / predicted) : -1
      if (ratio < 0.25) radius = (usable ? 0.25 : 0.1) * Math.min(radius, stepped)
      else if (ratio > 0.75) radius = Math.max(radius, 2 * stepped)
      const flat = actual <= noise && predicted <= noise
      if (ratio > 1e-4 && !(flat && norm(next.gradient) >= norm(gradient))) return next
      // A Newton step that promises nothing above rounding ends at a minimum, whatever the size of the gradient.
      if (flat) return { isMinimum: multiplier === 0 }
      if (radius <= 1e-16 * (length || 1e-16)) return { isMinimum: false }
    }
  }
}

/** Units in which no variable is more than this much flatter than the steepest. */
const FLATTEST = 1e-2

/** The roots of the curvatures: units in which the variables are alike, so that their own do not matter. */
function unitsOf(hessian: Float64Array, size: number): Float64Array {
  const roots = Float64Array.from({ length: size }, (_, i) => Math.sqrt(Math.abs(hessian[i * size + i]!)))
  const least = FLATTEST * Math.max(...roots) || 1
  return roots.map((root) => Math.max(root, least))
}

/** Puts the step of the free variables, in their own units, among zeros for the others. */
function spread(step: Float64Array, index: readonly number[], scale: Float64Array): Float64Array {
  const whole = new Float64Array(scale.length)
  index.forEach((i, k) => {
    whole[i] = step[k]! / scale[i]!
  })
  return whole
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

/** Hessian and gradient of the free variables, in units of the scale. */
function reduce(
  hessian: Float64Array,
  gradient: Float64Array,
  index: readonly number[],
  scale: Float64Array,
): { readonly hessian: Float64Array; readonly gradient: Float64Array } {
  const n = gradient.length
  const m = index.length
  const small = new Float64Array(m * m)
  index.forEach((i, row) => {
    index.forEach((j, column) => {
      small[row * m + column] = hessian[i * n + j]! / scale[i]! / scale[j]!
    })
  })
  return { hessian: small, gradient: Float64Array.from(index, (i) => gradient[i]! / scale[i]!) }
}
