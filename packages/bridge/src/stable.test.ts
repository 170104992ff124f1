import { describe, expect, test } from 'vitest'
import { compile } from './compile.ts'

const close = (found: unknown, wanted: number): void => {
  const value = found as number
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(4e-16 * Math.abs(wanted))
}

/** The kernel's number at a point where the plain formula overflows or cancels. */
const gives = (formula: string, at: Record<string, number>, wanted: number): void => {
  test(`${formula} at ${JSON.stringify(at)}`, () => {
    close(compile(formula)(at), wanted)
    close(compile(formula, { backend: 'interpret' })(at), wanted)
  })
}

describe('numbers that the plain formula loses', () => {
  gives('log(1 + x)', { x: 1e-20 }, 1e-20)
  gives('log(1 - x)', { x: 1e-20 }, -1e-20)
  gives('exp(x) - 1', { x: 1e-20 }, 1e-20)
  gives('1 - exp(x)', { x: 1e-20 }, -1e-20)
  gives('3 * exp(x) - 3', { x: 1e-20 }, 3e-20)
  gives('1 - erf(x)', { x: 6 }, 2.1519736712498913e-17)
  gives('1 - cos(x)', { x: 1e-9 }, 5e-19)
  gives('y + 2 * cos(x) - 2', { x: 1e-9, y: 0 }, -1e-18)
  gives('log(1 + exp(x))', { x: 1000 }, 1000)
  gives('log(1 + exp(x))', { x: -40 }, 4.248354255291589e-18)
  gives('1 / (1 + exp(-x))', { x: -800 }, 0)
  gives('exp(x) / (1 + exp(x))', { x: 1000 }, 1)
  gives('exp(x) / (1 + exp(x))^2', { x: 1000 }, 0)
  gives('exp(x) / (1 + exp(x))^2', { x: -300 }, 5.148200222412013e-131)
  gives('log(exp(x) + exp(y))', { x: 1000, y: 1000 }, 1000.6931471805599)
  gives('log(exp(x) + 2 * exp(y))', { x: -1000, y: -1000 }, -998.9013877113319)
  gives('exp(x) / (exp(x) + exp(y))', { x: 1000, y: 1000 }, 0.5)
  gives('z * exp(x) / (exp(x) + exp(y))^2', { x: 400, y: 400, z: 1 }, 4.787923991785014e-175)
})

describe('operations', () => {
  const costs = (formula: string, operations: number): void => {
    test(`${formula} takes ${operations}`, () => expect(compile(formula).operations).toBe(operations))
  }
  costs('x^2', 1)
  costs('x^4', 2)
  costs('x^2 + x^3 + x^5', 5)
  costs('x^(3/2)', 2)
  costs('1 / x^2', 2)
  costs('a * b / (c * d)', 3)
  costs('a - b', 1)
  costs('3 - 2 * x', 2)
  costs('x / 3', 1)
  costs('log(1 + exp(x))', 1)
  costs('1 / (1 + exp(-x))', 1)
  costs('exp(x) + exp(-x)', 3)
  costs('sqrt(2) * x', 1)
})
