import { compile, valueAndGradient } from '@fluxion/bridge'
import { derivative, evaluate, toText } from '@fluxion/symbolic'
import { tensor } from '@fluxion/tensor'
import { expect, test } from 'vitest'

test('a formula is differentiated', () => expect(toText(derivative('sin(x^2)', 'x'))).toBe('2 * x * cos(x ^ 2)'))

test.each(['js', 'wasm', 'interpret'] as const)('the %s backend computes what evaluate does', (backend) => {
  const f = 'x^2 * sin(x) + exp(-x)'
  const xs = Float64Array.from({ length: 5000 }, (_, i) => -8 + i * 0.0032)
  const values = compile(f, { backend })(xs) as { data: ArrayLike<number> }
  for (const i of [0, 1, 2499, 4999]) {
    expect(values.data[i]).toBeCloseTo(evaluate(f, { x: xs[i] as number }) as number, 11)
  }
})

test('a loss and its gradient come out of one kernel', () => {
  const { value, gradient } = valueAndGradient('(a * x - y)^2', { wrt: ['a'], reduce: 'sum' })({
    a: 2,
    x: [1, 2],
    y: [1, 1],
  })
  expect(value).toBe(10)
  expect(gradient).toEqual({ a: 14 })
})

test('tensors print as in PyTorch', () => expect(String(tensor([[1, 2.5]]))).toBe('tensor([[1.0000, 2.5000]])'))
