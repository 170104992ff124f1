import fc from 'fast-check'
import { expect, test } from 'vitest'
import { standardize } from './schur-block.ts'

const entry = fc.oneof(fc.double({ min: -5, max: 5, noNaN: true }), fc.constantFrom(0, 1, -1, 1e-8, 1e8))

test('the standard form is similar to the block: zero below the diagonal, or equal diagonal entries and opposite signs off it', () => {
  fc.assert(
    fc.property(entry, entry, entry, entry, (a, b, c, d) => {
      const form = standardize(a, b, c, d)
      if (form.c !== 0) {
        expect(form.a).toBe(form.d)
        expect(Math.sign(form.b) * Math.sign(form.c)).toBe(-1)
      }
      const { cos, sin } = form
      const size = 1e-15 * 8 * Math.max(Math.abs(a), Math.abs(b), Math.abs(c), Math.abs(d))
      expect(Math.abs(cos * cos + sin * sin - 1)).toBeLessThan(1e-15)
      // [[cos, sin], [-sin, cos]] · block · its transpose
      const [p, q, r, s] = [cos * a + sin * c, cos * b + sin * d, cos * c - sin * a, cos * d - sin * b]
      const turned = [p * cos + q * sin, q * cos - p * sin, r * cos + s * sin, s * cos - r * sin]
      for (const [i, wanted] of [form.a, form.b, form.c, form.d].entries()) {
        expect(Math.abs(turned[i]! - wanted)).toBeLessThanOrEqual(size)
      }
    }),
    { seed: 13, numRuns: 2000 },
  )
})
