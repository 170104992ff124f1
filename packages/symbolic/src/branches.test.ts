import { describe, expect, test } from 'vitest'
import { derivative } from './differentiate.ts'
import { evaluate } from './evaluate.ts'
import { gradient } from './gradient.ts'
import { nodeCount } from './measure.ts'

const derives = (f: string, expected: string): void => {
  test(`the gradient of ${f} is ${expected}`, () => {
    expect(String(gradient(f, 'x'))).toBe(expected)
  })
}

describe('adjoints stay inside their branches', () => {
  derives('x > 0 ? x^2 : x^3', 'x > 0 ? 2 * x : 3 * x ^ 2')
  derives('x * (x > 1 ? x * y : 2)', 'x > 1 ? 2 * x * y : 2')
  derives('relu(sin(x))', 'sin(x) > 0 ? cos(x) : 0')
})

describe('a branch not taken may be undefined', () => {
  test.each([
    'sqrt(x > 3 ? sqrt(x) : x^2)',
    'x > -5 ? atan(x) * y : asin(x) + atan(x)',
    '(x < 0 ? x : x < 1 ? log(x) : 2)^2 * y',
    '(x < 0 ? 1 : acosh(x)) + (x < 1 ? x : acosh(x))',
    'x > 0 ? x * sqrt(x) * log(x) * exp(x) : x',
  ])('%s', (f) => {
    const at = { x: -0.75, y: 1.5 }
    expect(evaluate(gradient(f, 'x'), at)).toBeCloseTo(evaluate(derivative(f, 'x'), at), 12)
  })
})

test('a choice whose branches meet in one value takes more of its kind', () => {
  const f = '(u > 0 ? x - max(b, x) : x)'
  expect(String(gradient(f, 'x'))).toBe('u > 0 ? 1 - (x > b ? 1 : 0) : 1')
  expect(String(gradient('(u > 0 ? x - y : x) + (u > 0 ? y : 0)', 'y'))).toBe('0')
})

describe('the gradient of an extremum of many', () => {
  const names = Array.from({ length: 100 }, (_, i) => `x${i}`)
  const extremum = (op: string, count: number): string =>
    `${op}(${Array.from({ length: count }, (_, i) => `x${i}`).join(', ')})`

  test.each(['min', 'max'])('%s: one for the argument that is selected, the first of equal ones', (op) => {
    const slopes = gradient(extremum(op, 100), names)
    for (const selected of [0, 7, 8, 63, 64, 99]) {
      const at = Object.fromEntries(
        names.map((name, i) => [name, i === selected || i === 99 ? 0 : op === 'min' ? 1 : -1]),
      )
      expect(slopes.map((slope) => evaluate(slope, at))).toEqual(names.map((_, i) => (i === selected ? 1 : 0)))
      expect(evaluate(derivative(extremum(op, 100), `x${selected}`), at)).toBe(1)
    }
  })

  test('has a number of nodes that is about linear in their count', () => {
    const [few, many] = [100, 1000].map((n) => nodeCount(gradient(extremum('max', n)))) as [number, number]
    expect(many).toBeLessThan(12 * few)
  })
})
