import { derivative, evaluate } from '@fluxion/symbolic'
import { tensor } from '@fluxion/tensor'
import { describe, expect, test } from 'vitest'
import { numericGradient } from './numeric-gradient.ts'

const rosenbrock = (x: Float64Array): number => (1 - x[0]!) ** 2 + 100 * (x[1]! - x[0]! ** 2) ** 2

describe('numericGradient', () => {
  test.each(['central', 'richardson'] as const)('%s of a function of an array', (method) => {
    const { gradient, error } = numericGradient(rosenbrock, [-1.2, 1], { method })
    expect(gradient).toBeInstanceOf(Float64Array)
    const expected = [-215.6, -88]
    expected.forEach((value, i) => {
      expect(Math.abs(gradient[i]! - value)).toBeLessThanOrEqual(error[i]! + 1e-12)
    })
  })

  test.each(['central', 'richardson', 'complex'] as const)('%s of a formula gives a record', (method) => {
    const { gradient } = numericGradient('x^2 * sin(y)', { x: 2, y: 1 }, { method })
    expect(gradient.x).toBeCloseTo(4 * Math.sin(1), 7)
    expect(gradient.y).toBeCloseTo(4 * Math.cos(1), 7)
  })

  test('complex step has the full precision', () => {
    const { gradient, error } = numericGradient('exp(x) / sqrt(sin(x)^3 + cos(x)^3)', { x: 1.5 }, { method: 'complex' })
    expect(gradient.x).toBeCloseTo(4.053427893898621, 14)
    expect(error.x).toBeLessThan(1e-11)
  })

  test.each([
    ['cosh(x^2)', -2.27],
    ['tanh(x + 10) + 1', 0],
    ['sec(1e4 * x^5)', -1.5],
    ['(x^3)^(-2)', -1.4],
  ])('the error of the complex step of %s is honest', (formula, x) => {
    const { gradient, error } = numericGradient(formula, { x }, { method: 'complex' })
    const exact = evaluate(derivative(formula, 'x'), { x })
    expect(Math.abs(gradient.x - exact)).toBeLessThanOrEqual(2 * error.x)
    expect(error.x).toBeLessThan(1e-8 * Math.abs(exact))
  })

  test('a record in, a record out; a tensor in, a tensor out', () => {
    const f = (at: { w: number[][]; b: number }): number => at.w.flat().reduce((sum, w) => sum + w * w, 0) * at.b
    const { gradient } = numericGradient(f, {
      w: [
        [1, 2],
        [3, 4],
      ],
      b: 2,
    })
    expect(gradient.w.flat().map((x: number) => Math.round(x * 1e6) / 1e6)).toEqual([4, 8, 12, 16])
    const squares = numericGradient((x: ReturnType<typeof tensor>) => x.mul(x).sum().item(), tensor([[1, 2]]))
    expect(squares.gradient.shape).toEqual([1, 2])
  })

  test('float32: steps suit the coarser numbers', () => {
    const f = (x: Float64Array): number => Math.fround(Math.sin(Math.fround(x[0]!)))
    const { gradient, error } = numericGradient(f, [1], { dtype: 'float32' })
    expect(Math.abs(gradient[0]! - Math.cos(1))).toBeLessThan(3 * error[0]!)
    expect(error[0]).toBeLessThan(1e-3)
  })

  test('a function has no complex step', () => {
    expect(() => numericGradient(rosenbrock, [1, 1], { method: 'complex' })).toThrow(
      expect.objectContaining({ code: 'gradcheck/complex-needs-formula' }),
    )
  })

  test('a kink has no complex step', () => {
    expect(() => numericGradient('abs(x)', { x: 0 }, { method: 'complex' })).toThrow(
      expect.objectContaining({ code: 'gradcheck/not-analytic' }),
    )
  })
})
