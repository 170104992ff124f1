import { add, type Expr, FluxionError, parse, sin } from '@fluxion/symbolic'
import { expect, test } from 'vitest'
import { trace } from './trace.ts'

test('a function written with methods of expressions becomes their formula', () => {
  expect(trace((x, y) => x!.mul(y!).sin(), { x: [], y: [] })).toBe(parse('sin(x * y)'))
})
test('loops and branches run while tracing', () => {
  const horner = (x: Expr): Expr => [3, 2, 1].reduce((sum: Expr, c) => sum.mul(x).add(c), add(0))
  expect(String(trace(horner, { x: [] }))).toBe(String(parse('(3 * x + 2) * x + 1')))
})
test('shapes make vectors and matrices', () => {
  const f = trace((A, x) => A!.mul(x!), { A: ['m', 'n'], x: ['n'] })
  expect(f.shape).toEqual(['m'])
})
test('lists and objects of formulas come back as such', () => {
  const { f, g } = trace((x) => ({ f: sin(x!), g: [x!, 1] as const }), { x: [] })
  expect([String(f), String(g)]).toEqual(['sin(x)', 'x,1'])
})
test('operators of JavaScript on formulas are reported', () => {
  let code = ''
  try {
    trace((x) => (x as unknown as number) * 2, { x: [] })
  } catch (error) {
    code = error instanceof FluxionError ? error.code : String(error)
  }
  expect(code).toBe('bridge/not-traceable')
})
test.each<[string, (x: Expr) => unknown]>([
  ['a sum', (x) => (x as unknown as number) + 1],
  ['a sum inside', (x) => sin(((x as unknown as number) + 1) as unknown as Expr)],
  ['a comparison', (x) => ((x as unknown as number) > 0 ? x : x.neg())],
  ['a function of numbers', (x) => Math.sin(x as unknown as number)],
])('%s in operators of JavaScript is reported, not misread', (_, f) => {
  expect(() => trace(f as (x: Expr) => Expr, { x: [] })).toThrow(/operator of JavaScript/)
  expect(`${parse('x')}${parse('y')}`).toBe('xy')
})
test('a text made of formulas is a formula', () => {
  expect(trace((x) => `${x}^2`, { x: [] })).toBe(parse('x ^ 2'))
})
test('every parameter wants a shape', () => {
  expect(() => trace((x: Expr, y: Expr) => x.add(y), { x: [] })).toThrow(/2 parameters, shapes names 1 \(x\)/)
})
