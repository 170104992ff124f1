import { derivative, evaluate, type FunctionName, functions, parse } from '@fluxion/symbolic'
import { describe, expect, test } from 'vitest'
import { ComplexTape } from './complex-step.ts'

const step = (formula: string, at: Readonly<Record<string, number>>, by = 'x'): number | undefined => {
  const names = Object.keys(at)
  const direction = Float64Array.from(names, (name) => (name === by ? 1 : 0))
  const tape = ComplexTape.of([parse(formula)], names)
  return tape?.derivatives(Float64Array.from(Object.values(at)), direction)[0]?.derivative
}

describe('complex step', () => {
  test.each(Object.keys(functions) as FunctionName[])('%s agrees with its derivative', (name) => {
    const { arity } = functions[name]
    const count = arity === 'many' ? 2 : arity
    const args = ['x', 'y', 'z'].slice(0, count)
    const text =
      name === 'nthRoot' ? 'nthRoot(x, 3)' : name === 'polygamma' ? 'polygamma(1, x)' : `${name}(${args.join(', ')})`
    const isOrdered = name === 'besselj' || name === 'bessely'
    const f = isOrdered ? `${name}(1, x)` : text
    for (const x of [-2.3, -0.4, 0.3, 0.7, 1.6, 12.4]) {
      const at = { x, y: 1.9, z: 0.6 }
      const expected = evaluate(derivative(f, 'x'), at)
      if (!Number.isFinite(expected) || !Number.isFinite(evaluate(f, at))) continue
      const found = step(f, at)
      expect(found, `${f} at ${x}`).toBeDefined()
      expect(Math.abs(found! - expected), `${f} at ${x}: ${found} for ${expected}`).toBeLessThanOrEqual(
        1e-9 * Math.abs(expected) + 1e-13,
      )
    }
  })

  test('keeps powers of negative numbers', () => {
    expect(step('x^3', { x: -2 })).toBeCloseTo(12, 13)
    expect(step('x^-2', { x: -2 })).toBeCloseTo(0.25, 15)
    expect(step('cbrt(x)', { x: -8 })).toBeCloseTo(1 / 12, 15)
  })

  test('takes the branch of a condition, and none on its border', () => {
    expect(step('x < 1 ? x^2 : 3 * x', { x: 0.5 })).toBeCloseTo(1, 14)
    expect(step('x < 1 ? x^2 : 3 * x', { x: 2 })).toBeCloseTo(3, 14)
    expect(step('x < 1 ? x^2 : 3 * x', { x: 1 })).toBeUndefined()
  })

  test.each([
    ['abs(x)', 0],
    ['relu(x)', 0],
    ['max(x, 2 * x)', 0],
    ['floor(x)', 2],
    ['sign(x)', 0],
    ['sqrt(x)', 0],
  ])('%s has none at %d', (formula, x) => {
    expect(step(formula, { x })).toBeUndefined()
  })

  test('neither overflows nor vanishes at the ends of the range', () => {
    expect(step('1e200 * x^2', { x: 3 })).toBeCloseTo(6e200, -190)
    expect(step('x^2', { x: 1e-120 })! / 2e-120).toBeCloseTo(1, 14)
  })
})
