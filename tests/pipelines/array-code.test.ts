import {
  type Bindings,
  type Expr,
  evaluate,
  gradient,
  hessian,
  jacobian,
  parse,
  type Shape,
  toCode,
} from '@fluxion/symbolic'
import * as T from '@fluxion/tensor'
import { expect, test } from 'vitest'

const shapes: Record<string, Shape> = { A: [4, 3], B: [3, 2], S: [3, 3], x: [3], y: [4], R: [1, 3] }
const at: Bindings = {
  A: [
    [1, -2, 0.5],
    [0.3, 0.7, -1.2],
    [2, 0.1, 0.4],
    [-0.6, 1.1, 0.9],
  ],
  B: [
    [0.2, 1],
    [-0.5, 0.4],
    [1.5, -0.7],
  ],
  S: [
    [3, 0.2, -0.4],
    [0.1, 2.5, 0.3],
    [-0.2, 0.6, 4],
  ],
  x: [0.5, -1, 2],
  y: [1, -1, 0.5, 2],
  R: [[1, 2, -0.5]],
  l: 0.3,
}
const f = (text: string): Expr => parse(text, { shapes })

/** Runs generated JavaScript over tensors. */
function run(formula: Expr): unknown {
  const names = Object.keys(at)
  const code = toCode(formula, 'javascript', { args: names })
  const body = code.replace(/^import .*\n/, '').replace('export function', 'return function')
  const made = new Function('T', body)(T) as (...args: unknown[]) => T.Tensor
  return made(
    ...names.map((name) => (typeof at[name] === 'number' ? at[name] : T.tensor(at[name] as number[]))),
  ).tolist()
}

const flat = (value: unknown): number[] => [value].flat(3) as number[]

test.each<[string, () => Expr]>([
  ['least squares', () => gradient(f('norm(A * x - y)^2 + l * norm(x)^2'), 'x')],
  ['logistic loss', () => gradient(f('sum(log(1 + exp(-y .* (A * x))))'), 'x')],
  ['logistic Hessian', () => hessian(f('sum(log(1 + exp(-y .* (A * x))))'), 'x')],
  ['log-sum-exp, twice', () => hessian(f('logsumexp(A * x)'), 'x')],
  ['a Jacobian', () => jacobian(f("(x' * S * x) * tanh(A * x)"), 'x')],
  ['log-determinant', () => gradient(f("logdet(S + l * eye(3)) + tr(inv(S) * S')"), 'S')],
  ['a two-layer network', () => gradient(f("norm(y - A * tanh(B * B' * x))^2"), 'B')],
  ['a matrix of one row', () => f("(R * x) * A' * y + R'  * (R * x)^2 * ones(1)")],
  ['branches', () => f('max(x, 0) + (x > 1 ? x .^ 3 : -x)')],
])('generated JavaScript over tensors has the value of evaluate: %s', (_, make) => {
  const formula = make()
  const wanted = flat(evaluate<unknown>(formula, at))
  const found = flat(run(formula))
  expect(found.length).toBe(wanted.length)
  for (const [i, value] of found.entries()) expect(value).toBeCloseTo(wanted[i]!, 10)
})
