import { hessian, jacobian } from '@fluxion/symbolic'
import type { Tensor } from '@fluxion/tensor'
import { expect, test } from 'vitest'
import { compile } from './compile.ts'
import { hessianVectorProduct, jacobianVectorProduct, vectorJacobianProduct } from './products.ts'

const f = 'exp(x) * sin(y) + x * y^3'
const at = { x: 0.3, y: -1.2 }

const dot = (row: readonly number[], v: readonly number[]): number => row.reduce((sum, a, i) => sum + a * v[i]!, 0)

test('Jacobian and Hessian compile as nested lists', () => {
  expect(compile(jacobian(['x * y', 'x + y^2'], ['x', 'y']))({ x: 2, y: 3 })).toEqual([
    [3, 2],
    [1, 6],
  ])
  expect(compile(hessian('x^2 * y', ['x', 'y']))({ x: 2, y: 3 })).toEqual([
    [6, 4],
    [4, 0],
  ])
})
test('a Hessian-vector product is the Hessian times the vector', () => {
  const H = compile(hessian(f, ['x', 'y']))(at) as number[][]
  const found = hessianVectorProduct(f, { wrt: ['x', 'y'] })({ ...at, v_x: 2, v_y: -1 }) as Record<string, number>
  expect(found['x']).toBeCloseTo(dot(H[0]!, [2, -1]), 12)
  expect(found['y']).toBeCloseTo(dot(H[1]!, [2, -1]), 12)
})
test('by one symbol it is one number', () => {
  expect(hessianVectorProduct('x^3', { wrt: 'x' })({ x: 2, v_x: 10 })).toBe(120)
})
test('a Jacobian-vector product is the Jacobian times the vector, a vector-Jacobian product its transpose', () => {
  const fs = ['x * y', 'sin(x) + y', 'x / y']
  const J = compile(jacobian(fs, ['x', 'y']))(at) as number[][]
  const forward = jacobianVectorProduct(fs, { wrt: ['x', 'y'] })({ ...at, v_x: 2, v_y: -1 }) as number[]
  forward.forEach((entry, i) => {
    expect(entry).toBeCloseTo(dot(J[i]!, [2, -1]), 12)
  })
  const weights = [1, -2, 0.5]
  const back = vectorJacobianProduct(fs, { wrt: ['x', 'y'] })({ ...at, w_0: 1, w_1: -2, w_2: 0.5 }) as Record<
    string,
    number
  >
  ;['x', 'y'].forEach((name, j) => {
    expect(back[name]).toBeCloseTo(
      dot(
        J.map((row) => row[j]!),
        weights,
      ),
      12,
    )
  })
})
test('directions do not take a name that is in use', () => {
  expect(jacobianVectorProduct('x * v_x', { wrt: 'x' }).args).toEqual(['v_x', 'x', 'v_x_'])
})
test('directions do not take the name of an argument', () => {
  expect(hessianVectorProduct('x^2', { wrt: 'x', args: ['x', 'v_x'] }).args).toEqual(['x', 'v_x', 'v_x_'])
  expect(vectorJacobianProduct('x', { wrt: 'x', args: ['x', 'w_0'] }).args).toEqual(['x', 'w_0', 'w_0_'])
})
test('of a sum over columns the product by a column is an array, by a parameter a number', () => {
  const loss = '(a * x - y)^2'
  const point = { a: 1, x: [1, 2], y: [1, 1], v_a: 1, v_x: [1, 1] }
  const { a, x } = hessianVectorProduct(loss, { wrt: ['a', 'x'], reduce: 'sum' })(point) as { a: number; x: Tensor }
  expect(a).toBe(18)
  expect(x.tolist()).toEqual([4, 8])
  const back = vectorJacobianProduct(loss, { wrt: ['x', 'q'], reduce: 'mean' })({ a: 1, x: [1, 3], y: [0, 0], w_0: 1 })
  expect((back as { x: Tensor }).x.tolist()).toEqual([1, 3])
})
