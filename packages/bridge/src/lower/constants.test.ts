import { expect, test } from 'vitest'
import { compile } from '../compile.ts'

test.each([
  ['sin(2) * x', Math.sin(2)],
  ['x * (exp(1) - 1)', Math.E - 1],
  ['x / 0', Number.POSITIVE_INFINITY],
  ['x * if(2 > 1, tau, pi)', 2 * Math.PI],
  ['x * (sin(cos(tan(1))) + 3)', Math.sin(Math.cos(Math.tan(1))) + 3],
])('the numbers of %s are computed once, when it is compiled', (f, wanted) => {
  for (const dtype of ['float64', 'float32'] as const) {
    const kernel = compile(f, { dtype, backend: 'interpret' })
    expect(kernel(1)).toBe(dtype === 'float64' ? wanted : Math.fround(wanted))
    expect(kernel.operations).toBeLessThanOrEqual(1)
  }
})

test('a number of any depth', () => {
  const depth = 400
  expect(compile(`x + ${'cos('.repeat(depth)}1${')'.repeat(depth)}`)(0)).toBeCloseTo(0.7390851332151607, 12)
})
