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
  ['a kink inside', (x: number) => Math.abs(x - 0.3), -1, 2, 2.29],
  ['jumps inside', Math.floor, 0, 3, 3],
  ['a narrow peak', (x: number) => 1 / (1e-6 + (x - 0.7) ** 2), 0, 1, 1e3 * (Math.atan(300) + Math.atan(700))],
])('the integral of %s', (_, f, from, to, wanted) => {
  const { value, error } = integrateNumerically(f, from, to)
  expect(Math.abs(value - wanted)).toBeLessThan(1e-8)
  expect(error).toBeLessThan(1e-6)
})

test('a deadline that has passed ends it with the error it has', () => {
  let calls = 0
  const { error, size } = integrateNumerically((x) => ++calls && 1 / (x - 0.3), 0, 1, Date.now() - 1)
  expect(calls).toBeLessThan(30)
  expect(error > 1e-6 * size).toBe(true)
})

test('equal bounds give zero', () =>
  expect(integrateNumerically(Math.exp, 1, 1)).toEqual({ value: 0, error: 0, size: 0 }))
test.each([
  ['1 / x', (x: number) => 1 / x, -1, 1.3],
  ['1 / x^2', (x: number) => 1 / x ** 2, -1, 2.7],
  ['1 / (x - 0.6)^3', (x: number) => 1 / (x - 0.6) ** 3, 0, 1.2],
  ['tan', Math.tan, 0, 3],
  ['a wave without end', Math.sin, 0, Number.POSITIVE_INFINITY],
])('the error over a pole or without convergence is large: %s', (_, f, from, to) => {
  const { value, error } = integrateNumerically(f, from, to)
  expect(error).not.toBeLessThan(1e-4 * Math.abs(value))
})
test('an undefined integrand gives NaN', () =>
  expect(integrateNumerically((x) => Math.sqrt(x - 2), 0, 1).value).toBeNaN())
