import { defineFunction, FluxionError, mul } from '@fluxion/symbolic'
import type { Tensor } from '@fluxion/tensor'
import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { valueAndGradient } from '../value-and-gradient.ts'

defineFunction({
  name: 'kernelTestSquare',
  arity: 1,
  value: (x) => x * x,
  partials: [(x) => mul(2, x)],
})

test('a function defined in JavaScript is computed with the rest of the formula', () => {
  const f = compile('3 * kernelTestSquare(x + 1) + sin(kernelTestSquare(kernelTestSquare(x)))')
  expect(f(2)).toBe(27 + Math.sin(16))
  expect((f([0, 2]) as Tensor).tolist()).toEqual([3, 27 + Math.sin(16)])
  expect(f.operations).toBe(7)
})
test('so is its gradient, reduced over columns', () => {
  const f = valueAndGradient('kernelTestSquare(a * x)', { wrt: 'a', reduce: 'sum' })
  expect(f({ a: 2, x: [1, 3] })).toEqual({ value: 40, gradient: { a: 40 } })
})
test('a function that is only named has no value', () => {
  let code = ''
  try {
    compile(mul('x', "kernelTestSquare'(x)"))(1)
  } catch (error) {
    code = error instanceof FluxionError ? error.code : String(error)
  }
  expect(code === '' || code.startsWith('bridge/') || code.startsWith('parse/')).toBe(true)
})
