import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apply } from './apply.ts'
import { derivative } from './differentiate.ts'
import { evaluate } from './evaluate.ts'
import { type FunctionName, functions } from './functions.ts'
import { symbol } from './symbols.ts'

const names = Object.keys(functions) as FunctionName[]
const argumentNames = ['a', 'b', 'c']

const argumentsOf = (name: FunctionName): readonly string[] =>
  argumentNames.slice(0, functions[name].arity === 'many' ? 3 : (functions[name].arity as number))

const call = (name: FunctionName): ReturnType<typeof apply> =>
  apply(
    name,
    argumentsOf(name).map((argument) => symbol(argument)),
  )

const wholeFirst = new Set<FunctionName>(['polygamma', 'nthRoot'])

/** Points inside the range of sampling; where only whole numbers are allowed, whole ones. */
function points(name: FunctionName): fc.Arbitrary<Record<string, number>> {
  const [low, high] = functions[name].sample
  const real = fc.integer({ min: 0, max: 997 }).map((k) => low + ((high - low) * (k + 0.37)) / 998)
  const entries = argumentsOf(name).map((argument, i) => {
    const whole = wholeFirst.has(name) && i === (name === 'nthRoot' ? 1 : 0)
    return [argument, whole ? fc.integer({ min: 1, max: 4 }) : real] as const
  })
  return fc.record(Object.fromEntries(entries))
}

/** The slope by Richardson's extrapolation of central differences. */
function slope(f: (x: number) => number, x: number): number {
  const h = 1e-3
  const central = (step: number): number => (f(x + step) - f(x - step)) / (2 * step)
  return (64 * central(h / 4) - 20 * central(h / 2) + central(h)) / 45
}

describe.each(names)('%s', (name) => {
  const row = functions[name]

  test('has one partial derivative for each argument', () => {
    if (row.arity !== 'many') expect(row.partials).toHaveLength(row.arity)
  })

  test('its partial derivatives are the slopes of its value', () => {
    const f = call(name)
    for (const [i, x] of argumentsOf(name).entries()) {
      if (row.arity !== 'many' && row.partials[i] === undefined) continue
      if (wholeFirst.has(name) && x === (name === 'nthRoot' ? 'b' : 'a')) continue
      const slopeFormula = derivative(f, x)
      fc.assert(
        fc.property(points(name), (at) => {
          const expected = slope((value) => evaluate(f, { ...at, [x]: value }), at[x]!)
          // differences across a kink or jump say nothing
          const nearby = slope((value) => evaluate(f, { ...at, [x]: value }), at[x]! + 2e-3)
          fc.pre(Math.abs(expected - nearby) < 0.1 * (1 + Math.abs(expected)))
          expect(Math.abs(evaluate(slopeFormula, at) - expected)).toBeLessThan(1e-6 * (1 + Math.abs(expected)))
        }),
        { seed: 7, numRuns: 40 },
      )
    }
  })

  test('its parity holds for its value', () => {
    if (row.parity === undefined) return
    fc.assert(
      fc.property(points(name), (at) => {
        const args = argumentsOf(name).map((argument) => at[argument]!)
        const mirrored = row.value(-args[0]!, ...args.slice(1))
        expect(mirrored).toBeCloseTo((row.parity === 'odd' ? -1 : 1) * row.value(...args), 12)
      }),
      { seed: 7, numRuns: 20 },
    )
  })

  test('its range of sampling lies in its domain', () => {
    fc.assert(
      fc.property(points(name), (at) => {
        const value = evaluate(call(name), at)
        expect(Number.isNaN(value)).toBe(false)
      }),
      { seed: 7, numRuns: 20 },
    )
  })
})

test.each([
  ['log(x)', 0],
  ['log(x)', -1],
  ['1 / x', 0],
  ['asin(x)', 1.5],
  ['acosh(x)', 0.5],
  ['atanh(x)', 1],
  ['acoth(x)', 0.5],
  ['csc(x)', 0],
  ['gamma(x)', -2],
  ['lambertw(x)', -1],
  ['x^(1/3)', -8],
  ['bessely(0, x)', -1],
  ['besselj(1/2, x)', -1],
  ['mod(3, x)', 0],
])('%s is undefined at %d', (f, x) => {
  expect(evaluate(f, { x })).toBeNaN()
})

test.each([
  ['cbrt(x)', -8, -2],
  ['nthRoot(x, 5)', -32, -2],
  ['besselj(2, x)', -1.5, 0.23208767214421472],
  ['round(x)', -2.5, -3],
  ['mod(x, 3)', -7, 2],
  ['acot(x)', 0, Math.PI / 2],
])('%s at %d is %d', (f, x, value) => {
  expect(evaluate(f, { x })).toBeCloseTo(value, 14)
})
