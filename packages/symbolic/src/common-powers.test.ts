import { describe, expect, test } from 'vitest'
import { derivative } from './differentiate.ts'
import { gradient } from './gradient.ts'

describe('the gradient by one variable is written as the derivative', () => {
  test.each([
    'x / (x^2 + 4)',
    '(a * x + b) / (c * x + d)',
    'exp(x) / (1 + exp(x))',
    'x * y / (x^2 + y^2)',
    'x / sqrt(x^2 + y^2)',
    'x * sqrt(1 - x^2)',
    'tan(x) / (1 + x)',
    '(x + 1)^3 * (x + 2)^4',
    'exp(-x^2) * sin(x)',
    'x * exp(-x) * sin(2 * x)^2',
    '2^x * x^2',
    'sqrt(x / (x + 1))',
  ])('%s', (f) => {
    expect(String(gradient(f, 'x'))).toBe(String(derivative(f, 'x')))
  })
})

test('the derivatives by several variables share their parts', () => {
  expect(gradient('x / (x + y)').map(String)).toEqual(['1 / (x + y) - x / (x + y) ^ 2', '-x / (x + y) ^ 2'])
})
