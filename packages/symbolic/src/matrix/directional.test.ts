import { describe, expect, test } from 'vitest'
import { differential } from '../calculus/differential.ts'
import { directional, hessianVectorProduct } from '../calculus/directional.ts'
import { jacobian } from '../calculus/jacobian.ts'
import { derivative } from '../differentiate.ts'
import { evaluate } from '../evaluate.ts'
import type { Shape } from '../expression.ts'
import { gradient } from '../gradient.ts'
import { fromJSON, toJSON } from '../json.ts'
import { parse } from '../parse.ts'
import { toText } from '../print/to-text.ts'

const shapes: Record<string, Shape> = {
  A: ['p', 'm'],
  B: ['n', 'q'],
  X: ['m', 'n'],
  Z: ['n', 'n'],
  S: ['n', 'n'],
  b: ['m'],
  x: ['n'],
}
const formula = (text: string) => parse(text, { shapes, assume: { S: { symmetric: true } } })

describe('the derivative along a direction is a linear operator in it, where the derivative has no matrix notation too', () => {
  test.each([
    ['A * X * B', 'X', 'A * V * B'],
    ["X' * X", 'X', "V' * X + X' * V"],
    ['inv(Z)', 'Z', '-inv(Z) * V * inv(Z)'],
    ['Z^3', 'Z', 'Z ^ 2 * V + (V * Z + Z * V) * Z'],
    ['kron(X, A)', 'X', 'kron(V, A)'],
    ['exp(X)', 'X', 'V .* exp(X)'],
    ['diag(x) * B', 'x', 'diag(V) * B'],
    ['det(Z)', 'Z', 'det(Z) * tr(inv(Z) * V)'],
    ['softmax(x)', 'x', "V .* softmax(x) - (softmax(x)' * V) * softmax(x)"],
    ['x > 0 ? x .^ 2 : x', 'x', '2 * V .* x .* (x > 0 ? 1 : 0) + V .* (x > 0 ? 0 : 1)'],
  ])('%s along V in %s is %s', (f, by, result) => expect(toText(directional(formula(f), by, 'V'))).toBe(result))

  test('several variables with a direction each', () =>
    expect(toText(directional(formula('X * x'), ['X', 'x'], ['V', 'v']))).toBe('V * x + X * v'))
  test('a direction over the symbols of the formula', () =>
    expect(toText(directional(formula('norm(X * x - b)^2'), 'x', '2 * x'))).toBe("4 * (X * x - b)' * X * x"))
  test('a direction of another shape is refused', () =>
    expect(() => directional(formula('X * x'), 'X', formula('x'))).toThrow(/shapes \[m, n\] and \[n\]/))
})

describe('differentials have the shape of their variable', () => {
  test.each([
    ['X * x', 'X * dx + dX * x'],
    ['logdet(Z)', 'tr(inv(Z) * dZ)'],
    ["x' * S * x", "2 * dx' * S * x + x' * dS * x"],
    ['t * x', 't * dx + dt * x'],
  ])('of %s is %s', (f, result) =>
    expect(differential(formula(f))).toBe(
      parse(result, {
        shapes: { ...shapes, dX: ['m', 'n'], dx: ['n'], dZ: ['n', 'n'], dS: ['n', 'n'] },
        assume: { S: { symmetric: true }, dS: { symmetric: true } },
      }),
    ),
  )
})

describe('Hessian times a vector', () => {
  test.each([
    ['norm(X * x - b)^2', 'x', "2 * X' * X * V"],
    ['norm(X * x - b)^2', 'X', "2 * V * x * x'"],
    ['logdet(Z)', 'Z', "-inv(Z)' * V' * inv(Z)'"],
    ["b' * X * Z * x", 'Z', '0 * ones(n, n)'],
  ])('%s by %s twice is %s', (f, by, result) => expect(toText(hessianVectorProduct(formula(f), by, 'V'))).toBe(result))
})

describe('Kronecker products', () => {
  test.each([
    ['norm(kron(X, A))^2', 'X', '2 * sum(A .^ 2) * X'],
    ['norm(kron(X, A))^2', 'A', '2 * sum(X .^ 2) * A'],
    ['tr(kron(Z, S))', 'Z', 'tr(S) * eye(n)'],
    ['sum(kron(X, A))', 'A', 'sum(X) * ones(p, m)'],
  ])('gradient of %s by %s is %s', (f, by, result) => expect(toText(gradient(formula(f), by))).toBe(result))
  test('by a scalar', () => expect(toText(derivative(formula('kron(t * X, A)'), 't'))).toBe('kron(X, A)'))
  test('without matrix notation the gradient stays inert, and is zero nowhere', () => {
    const wide = parse('sum(K .* kron(X, A))', { shapes: { K: [6, 20], X: [2, 4], A: [3, 5] } })
    expect(toText(gradient(wide, 'X'))).toBe('D(sum(K .* kron(X, A)), X)')
    expect(toText(directional(wide, 'X', 'V'))).toBe('sum(K .* kron(V, A))')
  })
})

test('what stays inert has a value, entry by entry', () => {
  const at = { X: [[1, 2, 3]], B: [[1], [2], [4]], m: 1 }
  const by = parse('X * B', { shapes: { X: ['m', 3], B: [3, 1] } })
  expect(evaluate<unknown>(jacobian(by, 'X'), at)).toEqual([[[[1, 2, 4]]]])
  const wide = parse('sum(exp(kron(X, A)))', { shapes: { X: [1, 2], A: [2, 1] } })
  expect(evaluate<unknown>(gradient(wide, 'X'), { X: [[0, 0]], A: [[3], [5]] })).toEqual([[8, 8]])
  expect(parse(toText(gradient(wide, 'X')), { shapes: { X: [1, 2], A: [2, 1] } })).toBe(gradient(wide, 'X'))
})

test('what stays inert has the axes of the formula, then those of the variable, as data too', () => {
  const inert = jacobian(formula('A * X * B'), 'X')
  expect(inert.shape).toEqual(['p', 'q', 'm', 'n'])
  expect(fromJSON(toJSON(inert))).toBe(inert)
})
