import { expect, test } from 'vitest'
import { integrateNumerically } from './quadrature.ts'

test.each([
  ['a polynomial', (x: number) => x * x, 0, 3, 9],
  ['reversed bounds', (x: number) => x * x, 3, 0, -9],
  ['an oscillating function', Math.cos, 0, 10, Math.sin(10)],
  ['a singularity at a bound', (x: number) => 1 / Math.sqrt(x), 0, 1, 2],
  ['a logarithm at a bound', Math.log, 0, 1, -1],
  ['a half line', (x: number) => Math.exp(-x), 0, Number.POSITIVE_INFINITY, 1],
  ['the other half line', (x: number) => Math.exp(x), Number.NEGATIVE_INFINITY, 0, 1],
  [
    'the whole line',
    (x: number) => Math.exp(-x * x),
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Math.sqrt(Math.PI),
  ],
])('the integral of %s', (_, f, from, to, wanted) => {
  const { value, error } = integrateNumerically(f, from, to)
  expect(Math.abs(value - wanted)).toBeLessThan(1e-8)
  expect(error).toBeLessThan(1e-6)
})

test('equal bounds give zero', () => expect(integrateNumerically(Math.exp, 1, 1)).toEqual({ value: 0, error: 0 }))
test('an undefined integrand gives NaN', () =>
  expect(integrateNumerically((x) => Math.sqrt(x - 2), 0, 1).value).toBeNaN())
