import { describe, expect, test } from 'vitest'
import { equivalent } from '../equivalent.ts'
import type { Assumptions } from '../expression.ts'
import { parse } from '../parse.ts'
import { rewrite } from './rewrite.ts'
import type { Guard, Rule } from './rule.ts'
import { allRules } from './rules/index.ts'
import { size } from './size.ts'

/** Assumptions and a range under which a guarded letter is as its guard wants. */
const under: { readonly [G in Guard]: { assumptions: Assumptions; range: readonly [number, number] } } = {
  positive: { assumptions: { positive: true }, range: [0.05, 4] },
  nonnegative: { assumptions: { nonnegative: true }, range: [0, 4] },
  nonpositive: { assumptions: {}, range: [-4, 0] },
  negative: { assumptions: {}, range: [-4, -0.05] },
  integer: { assumptions: { integer: true }, range: [-4, 4] },
  odd: { assumptions: { integer: true }, range: [3, 3] },
}

const all = allRules()
const named = all.map((rule) => [rule.name, rule] as const)

/** Sides whose letters stand for numbers that an assumption cannot express are checked at such numbers. */
const sidesOf = ({ left, right, when }: Rule): { left: string; right: string } => {
  const odd = Object.keys(when).find((letter) => when[letter] === 'odd')
  const put = (text: string): string => (odd === undefined ? text : text.replace(new RegExp(`\\b${odd}\\b`, 'g'), '3'))
  return { left: put(left), right: put(right) }
}

describe('every rule', () => {
  test.each(named)('%s is true wherever its left side is defined', (_, rule) => {
    const { left, right } = sidesOf(rule)
    const guarded = Object.entries(rule.when)
    const assume = Object.fromEntries(guarded.map(([letter, guard]) => [letter, under[guard].assumptions]))
    const domain = Object.fromEntries(
      guarded.filter(([, guard]) => guard !== 'integer').map(([letter, guard]) => [letter, under[guard].range]),
    )
    for (const seed of [1, 2, 3]) {
      expect(equivalent(parse(left, { assume }), parse(right, { assume }), { domain, seed })).toEqual({
        verdict: 'equal',
      })
    }
  })

  test.each(named)('%s makes its left side as small as its right', (_, rule) => {
    const { left, right } = sidesOf(rule)
    if (Object.values(rule.when).some((guard) => guard === 'negative' || guard === 'nonpositive')) return
    const assume = Object.fromEntries(Object.entries(rule.when).map(([letter, g]) => [letter, under[g].assumptions]))
    const sizes = [left, right].map((side) => size(parse(side, { assume }))) as [number, number]
    const { expr } = rewrite(parse(left, { assume }), { rules: [rule] })
    expect(size(expr)).toBeLessThanOrEqual(Math.min(...sizes))
  })

  test.each(named)('%s is not what the constructors do anyway', (_, { left, right }) => {
    expect(parse(left)).not.toBe(parse(right))
  })

  test('has a name of its own', () => {
    expect(new Set(all.map((rule) => rule.name)).size).toBe(all.length)
  })
})
