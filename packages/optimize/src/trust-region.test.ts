import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { trustRegionStep } from './trust-region.ts'
import { dot, norm } from './vector.ts'

const value = (h: Float64Array, g: Float64Array, p: Float64Array): number =>
  dot(g, p) +
  dot(
    p,
    Float64Array.from(p, (_, i) => dot(h.subarray(i * p.length, (i + 1) * p.length), p)),
  ) /
    2

/** The best of many steps on and inside the ball, for two variables. */
function bestOf(h: Float64Array, g: Float64Array, radius: number): number {
  let best = 0
  for (let r = 0; r <= 20; r++) {
    for (let k = 0; k < 180; k++) {
      const angle = (k * Math.PI) / 90
      const length = (radius * r) / 20
      best = Math.min(best, value(h, g, Float64Array.of(length * Math.cos(angle), length * Math.sin(angle))))
    }
  }
  return best
}

describe('the trust-region step', () => {
  test('is the best in the ball for any symmetric matrix', () => {
    const entry = fc.integer({ min: -50, max: 50 }).map((n) => n / 10)
    fc.assert(
      fc.property(entry, entry, entry, entry, entry, fc.integer({ min: 1, max: 40 }), (a, b, c, p, q, r) => {
        const h = Float64Array.of(a, b, b, c)
        const g = Float64Array.of(p, q)
        const radius = r / 10
        const { step } = trustRegionStep(h, g, radius)
        expect(norm(step)).toBeLessThanOrEqual(1.06 * radius)
        expect(value(h, g, step)).toBeLessThanOrEqual(0.9 * bestOf(h, g, radius) + 1e-9)
      }),
      { seed: 5, numRuns: 300 },
    )
  })

  test('is Newton’s where that is inside', () => {
    const { step, multiplier } = trustRegionStep(Float64Array.of(2, 0, 0, 4), Float64Array.of(-2, -4), 10)
    for (const value of step) expect(value).toBeCloseTo(1, 14)
    expect(multiplier).toBe(0)
  })

  test('follows negative curvature in the hard case', () => {
    const { step } = trustRegionStep(Float64Array.of(1, 0, 0, -1), Float64Array.of(1, 0), 2)
    expect(norm(step)).toBeCloseTo(2, 1)
    expect(Math.abs(step[1]!)).toBeGreaterThan(1.5)
  })
})
