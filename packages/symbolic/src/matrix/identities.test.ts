import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Bindings, evaluate } from '../evaluate.ts'
import type { Shape } from '../expression.ts'
import { parse } from '../parse.ts'
import { toText } from '../print/to-text.ts'
import { identities } from './identities.ts'
import { tidy } from './tidy.ts'

const shapes: Record<string, Shape> = {
  ...Object.fromEntries(['A', 'B', 'C', 'D'].map((name) => [name, ['n', 'n']])),
  ...Object.fromEntries(['u', 'v', 'w'].map((name) => [name, ['n']])),
}
const formula = (text: string) => parse(text, { shapes })

const N = 3
const entry = fc.double({ min: 0.5, max: 2, noNaN: true })
const vectors = fc.array(entry, { minLength: N, maxLength: N })
/** Matrices with a dominant diagonal, which are regular. */
const matrices = fc
  .array(vectors, { minLength: N, maxLength: N })
  .map((rows) => rows.map((row, i) => row.map((x, k) => (i === k ? x + 3 * N : x))))
const values: fc.Arbitrary<Bindings> = fc
  .tuple(fc.tuple(matrices, matrices, matrices, matrices), fc.tuple(vectors, vectors, vectors), entry)
  .map(([[A, B, C, D], [u, v, w], t]) => ({ A, B, C, D, u, v, w, t, n: N }))

const flat = (value: unknown): number[] => (typeof value === 'number' ? [value] : (value as unknown[]).flatMap(flat))

describe.each(identities)('$name', ({ name, rewrite }) => {
  const [left, right] = name.split(' = ').map((side) => formula(side))

  test('is what tidying does', () => expect(toText(tidy(left!))).toBe(toText(right!)))

  test('is sound', () => {
    const rewritten = rewrite(left!)
    expect(rewritten).toBeDefined()
    fc.assert(
      fc.property(values, (at) => {
        const [a, b, c] = [left!, rewritten!, right!].map((side) => flat(evaluate(side, at)))
        a!.forEach((value, i) => {
          expect(b![i]! - value).toBeCloseTo(0, 8)
          expect(c![i]! - value).toBeCloseTo(0, 8)
        })
      }),
      { numRuns: 20 },
    )
  })
})
