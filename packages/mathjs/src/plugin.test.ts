import { evaluate } from '@fluxion/symbolic'
import { all, create } from 'mathjs'
import { describe, expect, test } from 'vitest'
import { compileFast } from './compile-fast.ts'
import { fluxionPlugin } from './plugin.ts'

interface Extended {
  import(plugin: unknown): void
  parse(text: string): { toString(): string; evaluate(scope: object): number }
  evaluate(text: string): unknown
  gradient(f: unknown, names?: unknown): { toString(): string; evaluate(scope: object): number }[]
  jacobian(fs: unknown, names?: unknown): unknown[][]
  hessian(f: unknown, names?: unknown): unknown[][]
  explain(f: unknown, name: unknown): string
  derivative(f: unknown, name: unknown): { toString(): string; evaluate(scope: object): number }
  compileFast(f: unknown): { evaluate(scope: object): number }
}

const math = create(all!) as unknown as Extended
math.import(fluxionPlugin)

describe('a mathjs instance with the plugin', () => {
  test('gradient of text and of nodes', () => {
    expect(math.gradient('x^2 * y', ['x', 'y']).map(String)).toEqual(['2 * x * y', 'x ^ 2'])
    expect(math.gradient(math.parse('x^2 * y')).map(String)).toEqual(['2 * x * y', 'x ^ 2'])
  })
  test('gradient inside an expression', () => {
    expect(String((math.evaluate('gradient("x^2", "x")') as unknown[])[0])).toBe('2 * x')
  })
  test('jacobian', () =>
    expect(math.jacobian(['x * y', 'x'], ['x', 'y']).map((row) => row.map(String))).toEqual([
      ['y', 'x'],
      ['1', '0'],
    ]))
  test('hessian', () =>
    expect(math.hessian('x^2 * y').map((row) => row.map(String))).toEqual([
      ['2 * y', '2 * x'],
      ['2 * x', '0'],
    ]))
  test('explain', () => expect(math.explain('sin(x^2)', 'x')).toContain('cos'))
  test('compileFast', () => expect(math.compileFast('x^2 + y').evaluate({ x: 3, y: 1 })).toBe(10))
  test('its derivative is ours, and evaluates in mathjs', () => {
    expect(math.derivative('x^x', 'x').evaluate({ x: 2 })).toBeCloseTo(4 * (Math.log(2) + 1), 12)
  })
  test('the derivative of a product of forty functions stays small', () => {
    const product = Array.from({ length: 40 }, (_, i) => `sin(${i + 1} * x)`).join(' * ')
    expect(math.derivative(product, 'x').evaluate({ x: 0.01 })).toBeTypeOf('number')
  })
})

test('another instance is left as it was', () => {
  expect('gradient' in create(all!)).toBe(false)
})

describe('compileFast', () => {
  test('takes a Map, as compile of mathjs', () =>
    expect(
      compileFast('x - y').evaluate(
        new Map([
          ['x', 3],
          ['y', 1],
        ]),
      ),
    ).toBe(2))
  test('names what has no value', () =>
    expect(() => compileFast('x + y').evaluate({ x: 1 })).toThrow('no value for the symbol y'))
  test('has functions that JavaScript lacks', () =>
    expect(compileFast('besselj(0, x)').evaluate({ x: 1 })).toBe(evaluate('besselj(0, 1)')))
})
