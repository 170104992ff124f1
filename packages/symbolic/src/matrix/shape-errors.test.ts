import { describe, expect, test } from 'vitest'
import { derivative } from '../differentiate.ts'
import { FluxionError } from '../errors.ts'
import type { Shape } from '../expression.ts'
import { gradient } from '../gradient.ts'
import { eye, ones } from '../matrices.ts'
import { type ParseOptions, parse } from '../parse.ts'
import { symbol } from '../symbols.ts'

const shapes: Record<string, Shape> = {
  A: ['m', 'n'],
  B: ['n', 'k'],
  C: ['n', 'n'],
  x: ['n'],
  y: ['m'],
  R: [1, 'n'],
}

function messageOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return error instanceof FluxionError ? error.message : String(error)
  }
  return 'no error'
}

describe('a shape error names the sub-expression and both shapes, and shows the place', () => {
  test.each([
    ['3 + norm(A * y)^2', 'A * y: shapes [m, n] and [m] do not fit, at line 1, column 12'],
    ['A * B * x', 'A * B * x: shapes [m, k] and [n] do not fit, at line 1, column 7'],
    ['norm(A * x - x)', 'A * x - x: shapes [m] and [n] do not fit, at line 1, column 12'],
    ['x .* y', 'x .* y: shapes [n] and [m] do not fit, at line 1, column 3'],
    ['x ./ y', 'x ./ y: shapes [n] and [m] do not fit, at line 1, column 3'],
    ['x / y', 'x / y: shapes [n] and [m] do not fit, at line 1, column 3'],
    ['x < y ? 1 : 0', 'x < y: shapes [n] and [m] do not fit, at line 1, column 3'],
    ['max(x, y)', 'max(x, y): shapes [n] and [m] do not fit, at line 1, column 1'],
    ['dot(x, y)', "x' * y: shapes [1, n] and [m] do not fit, at line 1, column 1"],
    ['R * y', 'R * y: shapes [1, n] and [m] do not fit, at line 1, column 3'],
    ["x' + x", "x' + x: shapes [1, n] and [n] do not fit, at line 1, column 4"],
    ['1 + inv(A)', 'inv(A) wants a square matrix, found shape [m, n], at line 1, column 5'],
    ['A / B', 'inv(B) wants a square matrix, found shape [n, k], at line 1, column 3'],
    ['det(x)', 'det(x) wants a square matrix, found shape [n], at line 1, column 1'],
    ['diag(C)', 'diag(C) wants a vector, found shape [n, n], at line 1, column 1'],
    ['softmax(t)', 'softmax(t) wants a vector, found shape [], at line 1, column 1'],
    ['kron(A, x)', 'kron(x) wants a matrix, found shape [n], at line 1, column 1'],
  ])('%s: %s', (text, message) => {
    const found = messageOf(() => parse(text, { shapes }))
    expect(found.split('\n')[0]).toBe(message)
    expect(found).toContain('^')
  })
})

describe('a declaration that is no shape is refused', () => {
  test.each<[ParseOptions, string]>([
    [{ shapes: { x: ['n', 'n', 'n'] } }, 'shape of x is [n, n, n]; a list of at most two sizes is wanted'],
    [{ shapes: { x: 'n' as never } }, 'shape of x is n; a list of at most two sizes is wanted'],
    [{ shapes: { x: [null as never] } }, 'dimension of x is null; a positive integer or a name is wanted'],
    [{ shapes: { x: [''] } }, 'dimension of x is ""; a positive integer or a name is wanted'],
    [
      { shapes: { x: ['m', 'n'] }, assume: { x: { symmetric: true } } },
      'symmetric matrix x wants equal dimensions, found shape [m, n]',
    ],
  ])('%j: %s', (options, message) => expect(messageOf(() => parse('x', options))).toContain(message))

  test('also for the identity and for ones', () => {
    expect(messageOf(() => eye(2.5))).toContain('dimension of eye is 2.5')
    expect(messageOf(() => ones(0))).toContain('dimension of ones is 0')
  })
})

test('a positive definite matrix is symmetric', () => {
  const P = symbol('P', { shape: ['n', 'n'], positiveDefinite: true })
  expect(P.assumptions).toEqual({ symmetric: true, positiveDefinite: true })
  expect(
    String(gradient(parse("x' * P * x", { shapes: { x: ['n'], P: ['n', 'n'] }, assume: { P: P.assumptions } }), 'x')),
  ).toBe('2 * P * x')
})

describe('the name of a size is that number', () => {
  const f = parse('norm(A * x - y)^2 / m', { shapes })
  test('in the formula and in its derivatives', () => {
    expect(String(f)).toBe('norm(A * x - y) ^ 2 / m')
    expect(String(gradient(f, 'x'))).toBe("2 * A' * (A * x - y) / m")
    expect(parse(String(f), { shapes })).toBe(f)
  })
  test('and no variable', () => {
    expect(messageOf(() => gradient(f, 'm'))).toContain('m is the size of an array in the formula, not a variable')
    expect(messageOf(() => derivative(f, 'm'))).toContain('m is the size of an array in the formula, not a variable')
  })
  test('unless it is declared as one', () =>
    expect(String(derivative(parse('m * norm(x)^2', { shapes: { ...shapes, m: [] } }), 'm'))).toBe('norm(x) ^ 2'))
})
