import { describe, expect, test } from 'vitest'
import { mul } from './arithmetic.ts'
import { defineFunction } from './define-function.ts'
import { derivative } from './differentiate.ts'
import { evaluate } from './evaluate.ts'
import { freeSymbols, nodeCount, operations, treeSize } from './measure.ts'
import { parse } from './parse.ts'
import { substitute } from './substitute.ts'
import './methods.ts'

describe('numbers', () => {
  test.each([
    ['x / 10', { x: 3 }, 0.3],
    ['1 - x^2', { x: 0.1 }, 0.99],
    ['exp(x) - 1', { x: 1e-10 }, 1.00000000005e-10],
    ['log(1 + x)', { x: 1e-12 }, 9.999999999995e-13],
    ['log(1 + exp(x))', { x: 800 }, 800],
    ['1 - tanh(x)^2', { x: 20 }, 1.6993417021166355e-17],
    ['tanh(x)^2 - 1', { x: 20 }, -1.6993417021166355e-17],
    ['1 - cos(x)', { x: 1e-8 }, 5e-17],
    ['cos(x) - sinc(x)', { x: 2 ** -20 }, -3.031649005909485e-13],
    ['1 - sigmoid(x)', { x: 50 }, 1.928749847963918e-22],
    ['x^2 - 1', { x: 1 + 2 ** -52 }, 4.440892098500627e-16],
    ['exp(x) - exp(-x)', { x: 1e-10 }, 2e-10],
    ['log(x + 1) - log(x)', { x: 2 ** 40 }, 9.094947017725146e-13],
    ['sqrt(x + 1) - sqrt(x)', { x: 1e15 }, 1.5811388300841893e-8],
    ['x * y * z', { x: 1e-200, y: 1e-200, z: 1e300 }, 1e-100],
    ['x * y * z', { x: 1e200, y: 1e200, z: 1e-300 }, 1e100],
    ['x + y + z', { x: 1e16, y: 1, z: -1e16 }, 1],
    ['x^(1/3)', { x: 27 }, 3],
    ['x < 1 ? 2 : 3', { x: 0 }, 2],
    ['x > 0 and log(x) > 1', { x: -1 }, 0],
  ])('%s at %j is %d', (f, at, value) => {
    expect(evaluate(f, at)).toBeCloseTo(value, 30)
    expect(evaluate(f, at) / value || 1).toBeCloseTo(1, 14)
  })

  test('a choice whose condition is undefined is undefined', () => {
    expect(evaluate('log(x) > 0 ? 1 : 2', { x: -1 })).toBeNaN()
  })

  test('the branch that is not chosen does not matter', () => {
    expect(evaluate('x > 0 ? log(x) : 0', { x: -1 })).toBe(0)
  })
})

describe('what is missing or wrong is an error', () => {
  const fails = (code: string, act: () => unknown): void => {
    test(code, () => {
      expect(act).toThrow(expect.objectContaining({ code }))
    })
  }
  fails('evaluate/unbound-symbol', () => evaluate('x + y', { x: 1 }))
  fails('evaluate/unbound-symbol', () => evaluate('constructor', {}))
  fails('evaluate/bad-value', () => evaluate('x', { x: [1] }))
  fails('evaluate/unknown-function', () => evaluate(parse('f(1)', { functions: ['f'] })))
  fails('evaluate/bad-value', () =>
    evaluate(parse("x' * y", { shapes: { x: ['n'], y: ['n'] } }), { x: [1, 2], y: [1, 2, 3] }),
  )
})

describe('vectors and matrices', () => {
  const shapes = { A: ['n', 'n'], B: ['m', 'n'], x: ['n'], y: ['n'] }
  const at = {
    A: [
      [2, 1],
      [1, 3],
    ],
    B: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    x: [1, -1],
    y: [0.5, 2],
  }
  test.each<[string, unknown]>([
    ['B * x', [-1, -1, -1]],
    ["x' * A * x", 3],
    ['x .* y', [0.5, -2]],
    [
      'A + 1',
      [
        [3, 2],
        [2, 4],
      ],
    ],
    [
      "B'",
      [
        [1, 3, 5],
        [2, 4, 6],
      ],
    ],
    ['det(A)', 5],
    ['tr(A)', 5],
    ['sum(B)', 21],
    ['mean(B)', 3.5],
    ['norm(x)^2', 2],
    [
      'diag(x)',
      [
        [1, 0],
        [0, -1],
      ],
    ],
    ['diagonal(A)', [2, 3]],
    [
      "x * y'",
      [
        [0.5, 2],
        [-0.5, -2],
      ],
    ],
    [
      'A^2',
      [
        [5, 5],
        [5, 10],
      ],
    ],
    ['exp(x - x + 0 .* y) .* x', [1, -1]],
  ])('%s', (text, value) => {
    const found = evaluate<unknown>(parse(text, { shapes }), at)
    expect(
      JSON.parse(JSON.stringify(found), (_, v: unknown) => (typeof v === 'number' ? Math.round(v * 1e12) / 1e12 : v)),
    ).toEqual(value)
  })
  test('a size that no symbol shows is given by its name', () => {
    expect(evaluate<unknown>(parse('2 * eye(n)'), { n: 2 })).toEqual([
      [2, 0],
      [0, 2],
    ])
    expect(() => evaluate(parse('ones(n)'), {})).toThrow('the size n is not known')
    expect(() => evaluate(parse('sum(x) / n', { shapes: { x: ['n'] } }), { x: [1, 2], n: 3 })).toThrow(
      'size 2 where n is 3',
    )
    expect(evaluate(parse('sum(x) / n', { shapes: { x: ['n'] } }), { x: [1, 2] })).toBe(1.5)
  })
  test('a size that is a product is that of its factors', () => {
    const f = parse('sum(kron(A, B) .* K)', { shapes: { A: ['m', 'n'], B: ['n', 'n'], K: ['m*n', 'n*n'] } })
    expect(evaluate(f, { A: [[2]], B: [[3]], K: [[4]] })).toBe(24)
    expect(() => evaluate(f, { A: [[2]], B: [[3]], K: [[4, 5]] })).toThrow('size 2 where n*n is 1')
  })
  test('inverse, log-determinant, softmax', () => {
    expect(evaluate(parse('det(inv(A) * A)', { shapes }), at)).toBeCloseTo(1, 14)
    expect(evaluate(parse('logdet(A)', { shapes }), at)).toBeCloseTo(Math.log(5), 14)
    expect(evaluate(parse('sum(softmax(x)) + logsumexp(y)', { shapes }), at)).toBeCloseTo(
      1 + Math.log(Math.exp(0.5) + Math.exp(2)),
      14,
    )
  })
})

describe('functions of the user', () => {
  const cube = defineFunction({
    name: 'testCube',
    arity: 1,
    value: (x) => x ** 3,
    partials: [(x) => mul(3, x.pow(2))],
  })
  test('are read, evaluated and differentiated', () => {
    expect(evaluate('testCube(2) + 1')).toBe(9)
    expect(String(derivative(cube('sin(x)'), 'x'))).toBe('3 * cos(x) * sin(x) ^ 2')
  })
  test('are defined once', () => {
    const other = { name: 'testCube', arity: 1, value: (x: number) => x, partials: [() => 1] }
    expect(() => defineFunction(other)).toThrow(expect.objectContaining({ code: 'symbolic/name-taken' }))
    expect(() => defineFunction({ ...other, name: 'sin' })).toThrow(
      expect.objectContaining({ code: 'symbolic/name-taken' }),
    )
  })
})

test('substitution is simultaneous', () => {
  expect(String(substitute('x * y^2', { x: 'y', y: 'x' }))).toBe('x ^ 2 * y')
})

test('measures', () => {
  expect(freeSymbols('b * sin(a) + pi')).toEqual(['a', 'b'])
  expect(nodeCount('sin(x) + sin(x)^2')).toBe(5)
  expect(treeSize('x^2 + x^2 * y')).toBe(9n)
  expect(operations('x^2 * sin(x) + exp(-x)')).toBe(6)
})
