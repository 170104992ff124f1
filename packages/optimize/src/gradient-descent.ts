import type { StepRule, Stuck } from './step-rule.ts'
import { along, difference, dot } from './vector.ts'

const STUCK: Stuck = { isMinimum: false }

/** Gradient descent with a learning rate: every step is `-rate * gradient`. */
export const fixedRateDescent =
  (rate: number): StepRule =>
  ({ x, gradient }, visit) =>
    visit(along(x, -rate, gradient, new Float64Array(x.length)))

/** Values that a step of {@link gradientDescent} may rise to: the highest of the last ten. */
const MEMORY = 10

/**
 * Gradient descent along the projected gradient. The step length is that of Barzilai and Borwein (IMA J. Numer. Anal. 8,
 * 1988), shortened until the value falls below the highest of the last ten (Grippo, Lampariello and Lucidi, 1986).
 */
export function gradientDescent(): StepRule {
  const recent: number[] = []
  let rate: number | undefined
  return (here, visit) => {
    const { x, value, gradient, gradientNorm } = here
    rate ??= Math.min(1, 1 / (gradientNorm || 1))
    recent.push(value)
    if (recent.length > MEMORY) recent.shift()
    const ceiling = Math.max(...recent)
    for (let shortenings = 0; shortenings < 80; shortenings++) {
      const next = visit(along(x, -rate, gradient, new Float64Array(x.length)))
      const step = difference(next.x, x)
      if (next.value <= ceiling + 1e-4 * dot(gradient, step)) {
        const length = dot(step, step)
        if (length === 0) return STUCK
        const curvature = dot(step, difference(next.gradient, gradient))
        rate = curvature > 0 ? Math.min(Math.max(length / curvature, 1e-20), 1e20) : rate * 4
        return next
      }
      rate *= Number.isFinite(next.value) ? 0.4 : 0.05
    }
    return STUCK
  }
}
