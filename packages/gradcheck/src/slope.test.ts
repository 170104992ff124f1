import { describe, expect, test } from 'vitest'
import { type Slope, slopeAlong } from './slope.ts'

const at = (f: (x: number) => number, x: number): Slope =>
  slopeAlong((offset) => f(x + offset), f(x), {
    scale: Math.abs(x) || 1,
    magnitude: Math.abs(x),
    epsilon: 2 ** -52,
  })

/** The slope is right to the relative error wanted, and the error estimate does not hide a larger one. */
const slopes = (name: string, f: (x: number) => number, x: number, expected: number, relative = 1e-9): void =>
  test(`${name} at ${x}`, () => {
    const { value, error } = at(f, x)
    expect(Math.abs(value - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-15)
    expect(Math.abs(value - expected)).toBeLessThanOrEqual(3 * error + 1e-15 * Math.abs(expected))
  })

describe('the extrapolated slope', () => {
  slopes('sin', Math.sin, 1, Math.cos(1))
  slopes('exp', Math.exp, 10, Math.exp(10))
  slopes('a cubic', (x) => x ** 3, 2, 12)
  slopes('a constant', () => 3, 1, 0)
  slopes('log near its pole', Math.log, 1e-8, 1e8)
  slopes('tan near its pole', Math.tan, 1.5707, 1 / Math.cos(1.5707) ** 2)
  slopes('a fast oscillation', (x) => Math.sin(1e6 * x), 1, 1e6 * Math.cos(1e6))
  slopes('a tiny function', (x) => 1e-300 * Math.sin(x), 1, 1e-300 * Math.cos(1))
  slopes('a huge function', (x) => 1e200 * x * x, 3, 6e200)
  slopes('a tiny variable', (x) => x * x, 1e-160, 2e-160, 1e-8)
  slopes('a large offset', (x) => 1e12 + x, 1, 1, 1e-6)
  slopes('a small slope on a constant', (x) => 1 + 1e-8 * x, 0, 1e-8)
  slopes('a kink close by', Math.abs, 1e-5, 1)
  slopes('a kink very close by', (x) => Math.abs(x - 1), 1 + 1e-12, 1, 1e-3)
  slopes('a kink and a slope close by', (x) => Math.abs(x - 1) + x, 1 + 1e-9, 2, 1e-5)
  slopes('a pole close by', (x) => 1 / (x - 1), 1 + 1e-9, -1 / (1 + 1e-9 - 1) ** 2, 1e-7)
  slopes('a logarithm close to its pole', (x) => Math.log(Math.abs(x - 1)), 1 - 1e-11, 1 / (1 - 1e-11 - 1), 1e-4)
  slopes('a very fast oscillation', (x) => Math.sin(1e8 * x), 1, 1e8 * Math.cos(1e8), 1e-4)
  slopes('a small oscillation on a parabola', (x) => x * x + 1e-6 * Math.sin(1e8 * x), 0, 100, 1e-6)
  slopes('next to a double zero', (x) => (x - 1) ** 2, 1 + 2 ** -20, 2 ** -19)
  slopes('a variable next to nothing', (x) => 3 * x + 1, 1e-100, 3)
  slopes('a denormal variable', (x) => Math.sin(x), 5e-324, 1)
  slopes('cancellation', (x) => 1e8 + x - 1e8, 1, 1)
  slopes('cancellation in stairs', (x) => 1e8 + x - 1e8, 0, 1, 1e-6)
  slopes('cancellation of all digits', (x) => 1 - Math.cos(x), 1e-8, 1e-8, 1e-4)
  slopes('cancellation with noise', (x) => (Math.exp(x) - 1 - x) / x ** 2, 0.009829, 0.1674881705, 1e-6)
  slopes('whole numbers', Math.floor, 2.5, 0)
  slopes('a function flat to all orders at zero', (x) => Math.exp(-1 / (x * x)), 0.1, 2000 * Math.exp(-100))
})

describe('one-sided slopes', () => {
  test('tell the two sides of a kink', () => {
    const { left, right } = at(Math.abs, 0)
    expect([left.value, right.value]).toEqual([-1, 1])
    expect(left.error + right.error).toBeLessThan(1e-12)
  })
  test('are NaN where the function ends', () => {
    expect(at((x) => x ** 1.5, 0).left.value).toBeNaN()
  })
  test('are infinite at a vertical tangent and at a jump', () => {
    expect(at(Math.cbrt, 0).right.value).toBe(Infinity)
    expect(at(Math.floor, 2).left.value).toBe(Infinity)
    expect(at(Math.floor, 2).right.value).toBe(0)
  })
})

test('the error estimate grows with the noise of the function', () => {
  const noisy = at((x) => Math.sin(x) + 1e-9 * Math.sin(1e15 * x), 1)
  expect(Math.abs(noisy.value - Math.cos(1))).toBeLessThan(3 * noisy.error)
  expect(noisy.error).toBeGreaterThan(1e-10)
})
