import { describe, expect, test } from 'vitest'
import { equivalent } from './equivalent.ts'
import { evaluate } from './evaluate.ts'
import { parse } from './parse.ts'

const equal: readonly (readonly [string, string])[] = [
  ['(x + 1)^2', 'x^2 + 2 * x + 1'],
  ['(x^3 - y^3) / (x - y)', 'x^2 + x * y + y^2'],
  ['1 / (x - 1) - 1 / (x + 1)', '2 / (x^2 - 1)'],
  ['(x + y)^20 - (x + y)^20', '0'],
  ['sin(x)^2 + cos(x)^2', '1'],
  ['sin(2 * x)', '2 * sin(x) * cos(x)'],
  ['exp(x + y)', 'exp(x) * exp(y)'],
  ['sin(x) * (x + 1)^2', 'sin(x) * (x^2 + 2 * x + 1)'],
  ['log(x^2)', '2 * log(x)'],
  ['sqrt(2) * sqrt(3)', 'sqrt(6)'],
  ['atan(1)', 'pi / 4'],
  ['abs(x)', 'max(x, -x)'],
  ['x > 0 ? x : -x', 'abs(x)'],
  ['gamma(x + 1)', 'x * gamma(x)'],
  ['floor(x + 1)', 'floor(x) + 1'],
]

const different: readonly (readonly [string, string])[] = [
  ['x', 'y'],
  ['x', 'x + 1e-9'],
  ['x^2', 'x^2 + 1/1000000000000000000000'],
  ['sqrt(x^2)', 'x'],
  ['asin(sin(x))', 'x'],
  ['sin(x)', 'x - x^3 / 6'],
  ['(x + y)^2', 'x^2 + y^2'],
  ['exp(x)', 'exp(x) + exp(-30)'],
  ['floor(x)', 'x'],
  ['pi', '22 / 7'],
  ['x > 0', 'x >= 0'],
  ['floor(x) + 1', 'ceil(x)'],
  ['sign(x)^2', '1'],
]

describe('equal', () => {
  test.each(equal)('%s and %s', (f, g) => {
    for (const seed of [0, 1, 2]) expect(equivalent(f, g, { seed })).toEqual({ verdict: 'equal' })
  })
})

describe('different', () => {
  test.each(different)('%s and %s', (f, g) => {
    const { verdict, witness } = equivalent(f, g)
    expect(verdict).toBe('different')
    expect(Object.keys(witness ?? {}).sort()).toEqual(['x', 'y'].filter((name) => `${f} ${g}`.match(`\\b${name}\\b`)))
  })

  test('the witness shows the difference', () => {
    const { witness = {} } = equivalent('sqrt(x^2)', 'x')
    expect(evaluate('sqrt(x^2)', witness)).not.toBe(evaluate('x', witness))
  })

  test('the same seed finds the same witness', () => {
    expect(equivalent('x * y', 'x + y', { seed: 5 })).toEqual(equivalent('x * y', 'x + y', { seed: 5 }))
  })
})

describe('undecided', () => {
  test('where there is no common domain', () => {
    expect(equivalent('log(-1 - x^2)', '1').verdict).toBe('undecided')
    expect(equivalent('sqrt(x - 5)', 'sqrt(3 - x)').verdict).toBe('undecided')
  })
})

describe('vectors and matrices', () => {
  const shapes = { A: ['m', 'n'], B: ['n', 'n'], x: ['n'], y: ['n'] }
  const verdict = (f: string, g: string) => equivalent(parse(f, { shapes }), parse(g, { shapes })).verdict

  test('the transpose of a product', () => expect(verdict("(A * x)'", "x' * A'")).toBe('equal'))
  test('a square norm', () => expect(verdict('norm(A * x)^2', "x' * A' * A * x")).toBe('equal'))
  test('an inverse', () => expect(verdict('inv(B) * B * x', 'x')).toBe('equal'))
  test('products do not commute', () => expect(verdict("B * B'", "B' * B")).toBe('different'))
  test('shapes must be equal', () => expect(() => verdict('A', 'x')).toThrow('shapes [m, n] and [n] do not fit'))
})

describe('options', () => {
  test('a domain where they agree', () => {
    expect(equivalent('abs(x)', 'x', { domain: { x: [0, 5] } }).verdict).toBe('equal')
    expect(equivalent('abs(x)', 'x', { domain: { x: [-5, 5] } }).verdict).toBe('different')
  })

  test('assumptions restrict the points', () => {
    const x = (text: string) => parse(text, { assume: { x: { positive: true } } })
    expect(equivalent(x('abs(x) + 1'), x('x + 1')).verdict).toBe('equal')
    const n = (text: string) => parse(text, { assume: { n: { integer: true } } })
    expect(equivalent(n('cos(pi * n)^2'), n('1')).verdict).toBe('equal')
  })
})
