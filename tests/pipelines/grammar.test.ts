import { evaluate, FluxionError, parse } from '@fluxion/symbolic'
import * as fc from 'fast-check'
import { all, create } from 'mathjs'
import { expect, test } from 'vitest'

const math = create(all ?? {})

const tokens = 'x y 2 3 0.5 ( ) + - * / ^ ! % 1/2 < >= == ? : sin( .* ./ .^ (x) 2x'
  .split(' ')
  .concat([' ', ' and ', ' or ', ' xor ', 'not ', ' mod '])
const at = { x: 1.3, y: 0.7 }

type Reading = { readonly value: unknown } | { readonly refused: string }

function reading(read: () => unknown): Reading {
  try {
    return { value: read() }
  } catch (error) {
    return { refused: error instanceof FluxionError ? error.code : 'mathjs' }
  }
}

/** Words that are operators here and symbols for mathjs where an operand is wanted. */
const isWordAsSymbol = (text: string): boolean =>
  math.parse(text).filter((node) => /^(?:and|or|xor|mod)$/.test(String('name' in node ? node.name : ''))).length > 0

test('a random text means what it means in mathjs, and what mathjs refuses is refused', () => {
  let compared = 0
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...tokens), { minLength: 2, maxLength: 9 }), (list) => {
      const text = list.join('')
      const parsed = reading(() => math.parse(text))
      const ours = reading(() => parse(text))
      if ('refused' in parsed) {
        expect([text, ours]).toEqual([text, { refused: expect.any(String) }])
        return
      }
      if ('refused' in ours || isWordAsSymbol(text)) return
      const theirs = reading(() => math.evaluate(text, { ...at }))
      if ('refused' in theirs || !['number', 'boolean'].includes(typeof theirs.value)) return
      const [wanted, found] = [Number(theirs.value), evaluate(text, at)]
      if (!Number.isFinite(wanted) || Number.isNaN(found)) return
      expect([text, found]).toEqual([text, expect.closeTo(wanted, 9)])
      compared++
    }),
    { seed: 20, numRuns: 3000 },
  )
  expect(compared).toBeGreaterThan(50)
})
