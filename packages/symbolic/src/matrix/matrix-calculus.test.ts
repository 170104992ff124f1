import { describe, expect, test } from 'vitest'
import { hessian } from '../calculus/hessian.ts'
import { jacobian } from '../calculus/jacobian.ts'
import { derivative } from '../differentiate.ts'
import type { Shape } from '../expression.ts'
import { gradient } from '../gradient.ts'
import { parse } from '../parse.ts'
import { toText } from '../print/to-text.ts'

// one alphabet of shapes for all tests, every size different
const shapes: Record<string, Shape> = {
  A: ['m', 'n'],
  B: ['n', 'k'],
  C: ['n', 'n'],
  S: ['n', 'n'],
  X: ['m', 'n'],
  Z: ['n', 'n'],
  W: ['k', 'm'],
  U: ['m', 'k'],
  V: ['n', 'k'],
  a: ['m'],
  b: ['m'],
  c: ['n'],
  w: ['n'],
  x: ['n'],
  y: ['m'],
}
const assume = { S: { symmetric: true } }
const formula = (text: string) => parse(text, { shapes, assume })

type Row = readonly [formula: string, by: string, result: string]

describe('gradients of scalars have the shape of the variable', () => {
  test.each<Row>([
    ["c' * x", 'x', 'c'],
    ["x' * x", 'x', '2 * x'],
    ["x' * C * x", 'x', "(C + C') * x"],
    ["x' * S * x", 'x', '2 * S * x'],
    ['norm(A * x - b)^2', 'x', "2 * A' * (A * x - b)"],
    ['norm(A * x - b)', 'x', "A' * (A * x - b) / norm(A * x - b)"],
    ["a' * X * c", 'X', "a * c'"],
    ["tr(A' * X)", 'X', 'A'],
    ["tr(X' * A * C)", 'X', 'A * C'],
    ['det(Z)', 'Z', "det(Z) * inv(Z)'"],
    ['log(det(Z))', 'Z', "inv(Z)'"],
    ['logdet(Z)', 'Z', "inv(Z)'"],
    ['tr(inv(Z))', 'Z', "-inv(Z)' ^ 2"],
    ['sum(x .^ 2)', 'x', '2 * x'],
    ["norm(X, 'fro')^2", 'X', '2 * X'],
    ['norm1(x)', 'x', 'sign(x)'],
    ['sum(log(1 + exp(-y .* (X * w))))', 'w', "-X' * (y .* sigmoid(-y .* (X * w)))"],
    ['log(sum(exp(x)))', 'x', 'softmax(x)'],
    ["norm(X - U * V', 'fro')^2", 'U', "-2 * (X - U * V') * V"],
    ["logdet(eye(m) + X * X')", 'X', "2 * inv(X * X' + eye(m)) * X"],
    ['sum(x)', 'x', 'ones(n)'],
    ["3 * norm(x)^2 + x' * c", 'x', 'c + 6 * x'],
    ["c' * c + 0 * sum(x)", 'x', '0'],
  ])('%s by %s is %s', (f, by, result) => expect(toText(gradient(formula(f), by))).toBe(result))
})

describe('Hessians', () => {
  test.each<Row>([
    ["x' * C * x", 'x', "C + C'"],
    ['norm(A * x - b)^2', 'x', "2 * A' * A"],
    ['logsumexp(x)', 'x', "diag(softmax(x)) - softmax(x) * softmax(x)'"],
    ["c' * x", 'x', '0 * ones(n, n)'],
  ])('%s by %s is %s', (f, by, result) => expect(toText(hessian(formula(f), by))).toBe(result))
})

describe('Jacobians have outputs as rows', () => {
  test.each<Row>([
    ['A * x', 'x', 'A'],
    ['exp(A * x)', 'x', 'diag(exp(A * x)) * A'],
    ["(c' * x) * (A * x)", 'x', "A * x * c' + (c' * x) * A"],
    ['x .* c', 'x', 'diag(c)'],
    ['softmax(x)', 'x', "diag(softmax(x)) - softmax(x) * softmax(x)'"],
    ["x' * c", 'x', "c'"],
    ["x' * C", 'x', "C'"],
    ['diag(x) * C * c', 'x', 'diag(C * c)'],
    ["x * x' * c", 'x', "x * c' + (x' * c) * eye(n)"],
  ])('%s by %s is %s', (f, by, result) => expect(toText(jacobian(formula(f), by))).toBe(result))
})

describe('derivatives by a scalar', () => {
  test.each<Row>([
    ['t^2 * A * x', 't', '2 * t * A * x'],
    ['norm(t * x - c)^2', 't', "2 * (t * x - c)' * x"],
    ['exp(t * x)', 't', 'x .* exp(t * x)'],
    ['inv(C + t * eye(n))', 't', '-inv(C + t * eye(n)) ^ 2'],
  ])('%s by %s is %s', (f, by, result) => expect(toText(derivative(formula(f), by))).toBe(result))
})
