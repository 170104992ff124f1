import { describe, expect, test } from 'vitest'
import './vitest.ts'

describe('the matchers', () => {
  test('toHaveGradient', () => {
    const f = (x: Float64Array): number => x[0]! ** 2 * x[1]!
    const g = (x: Float64Array): number[] => [2 * x[0]! * x[1]!, x[0]! ** 2]
    expect(f).toHaveGradient(g, { at: [1, 2] })
    expect(f).not.toHaveGradient(() => [0, 0], { at: [1, 2] })
    expect('x^2 * y').toHaveGradient({ x: '2 * x * y', y: 'x^2' }, { at: { x: 3, y: 4 } })
    expect(() => expect(f).toHaveGradient(() => [4, 2], { at: [1, 2] })).toThrow(/DISAGREES[\s\S]*x\[1\] is 2 times/)
  })

  test('toHaveDerivative', () => {
    expect('x^2').toHaveDerivative('2*x')
    expect('sin(x)^2').toHaveDerivative('sin(2*x)')
    expect('x^2 * y').toHaveDerivative('x^2', { by: 'y' })
    expect('x^3').toHaveDerivative('6*x', { order: 2 })
    expect('x^2').not.toHaveDerivative('3*x')
    expect(() => expect('x^2').toHaveDerivative('3*x')).toThrow(/expected {2}3\*x\s+found {5}2 \* x/)
    expect(() => expect('x * y').toHaveDerivative('y')).toThrow(/by which/)
  })
})
