import fc from 'fast-check'
import { expect, test } from 'vitest'
import { singularValues2, triangularSvd2 } from './triangular-svd.ts'

// Scales far apart, but with products that are neither subnormal nor infinite.
const entry = fc.oneof(
  fc.integer({ min: -1e6, max: 1e6 }).map((x) => x / 1e5),
  fc.constantFrom(0, 1, -1, 1e-30, -1e-30, 1e30, 1e-100, 1e100),
)

test('the rotations diagonalise [[f, g], [0, h]]', () => {
  fc.assert(
    fc.property(entry, entry, entry, (f, g, h) => {
      const { largest, smallest, cosLeft: cl, sinLeft: sl, cosRight: cr, sinRight: sr } = triangularSvd2(f, g, h)
      expect(Math.abs(cl * cl + sl * sl - 1)).toBeLessThan(1e-15)
      expect(Math.abs(cr * cr + sr * sr - 1)).toBeLessThan(1e-15)
      const [a, b, c, d] = [cl * f, cl * g + sl * h, -sl * f, cl * h - sl * g]
      const size = 1e-15 * Math.max(Math.abs(f), Math.abs(g), Math.abs(h))
      expect(Math.abs(a * cr + b * sr - largest)).toBeLessThanOrEqual(4 * size)
      expect(Math.abs(b * cr - a * sr)).toBeLessThanOrEqual(4 * size)
      expect(Math.abs(c * cr + d * sr)).toBeLessThanOrEqual(4 * size)
      expect(Math.abs(d * cr - c * sr - smallest)).toBeLessThanOrEqual(4 * size)
    }),
    { seed: 11, numRuns: 2000 },
  )
})

test('both singular values are accurate to the last digits: their product is |f·h|', () => {
  fc.assert(
    fc.property(entry, entry, entry, (f, g, h) => {
      const { smallest, largest } = singularValues2(f, g, h)
      expect(largest).toBeGreaterThanOrEqual(smallest)
      const product = Math.abs(f) * Math.abs(h)
      expect(Math.abs(smallest * largest - product)).toBeLessThanOrEqual(1e-14 * product)
      const pair = triangularSvd2(f, g, h)
      expect(Math.abs(Math.abs(pair.largest) - largest)).toBeLessThanOrEqual(1e-15 * 4 * largest)
    }),
    { seed: 12, numRuns: 2000 },
  )
})
