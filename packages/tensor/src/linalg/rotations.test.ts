import { matrixView } from '@fluxion/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RotationQueue, rotationOf } from './rotations.ts'

describe('rotationOf', () => {
  const size = fc.oneof(
    fc.double({ min: -1e3, max: 1e3, noNaN: true }),
    fc.constantFrom(0, 1e-320, -1e-300, 1e300, -1e308, 1e-160, 1e160),
  )
  test('maps (f, g) to (r, 0) at any scale, r with the sign of f', () => {
    fc.assert(
      fc.property(size, size, (f, g) => {
        const rotation = { c: 0, s: 0, r: 0 }
        rotationOf(f, g, rotation)
        const { c, s, r } = rotation
        expect(Math.abs(c * c + s * s - 1)).toBeLessThan(1e-15)
        const largest = Math.max(Math.abs(f), Math.abs(g))
        if (largest === 0 || largest < 1e-300 || largest > 1e307) return
        expect(Math.abs(s * (f / largest) - c * (g / largest))).toBeLessThan(1e-15)
        expect(Math.abs(c * (f / largest) + s * (g / largest) - r / largest)).toBeLessThan(1e-15)
        if (f !== 0) expect(Math.sign(r)).toBe(Math.sign(f))
      }),
      { seed: 14, numRuns: 2000 },
    )
  })
})

describe('RotationQueue', () => {
  test('quarter turns up and down move rows', () => {
    const rows = matrixView(Float64Array.of(1, 2, 3), 3, 1)
    const queue = new RotationQueue(rows)
    queue.begin(0, 'down', 2)
    queue.push(0, 1)
    queue.push(0, 1)
    queue.begin(1, 'up', 1)
    queue.push(0, 1)
    queue.flush()
    expect([...rows.data]).toEqual([2, 1, -3])
  })
  test('more rotations than it holds', () => {
    const rows = matrixView(Float64Array.of(1, 0), 2, 1)
    const queue = new RotationQueue(rows)
    for (let i = 0; i < 40_000; i++) {
      queue.begin(0, 'down', 1)
      queue.push(0, 1)
    }
    queue.flush()
    expect([...rows.data]).toEqual([1, 0])
  })
})
