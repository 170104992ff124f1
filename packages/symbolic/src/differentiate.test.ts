import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { add, mul } from './arithmetic.ts'
import { chainRule } from './calculus/chain-rule.ts'
import { differential } from './calculus/differential.ts'
import { directional } from './calculus/directional.ts'
import { hessian } from './calculus/hessian.ts'
import { implicitDerivative } from './calculus/implicit-derivative.ts'
import { jacobian } from './calculus/jacobian.ts'
import { partial } from './calculus/partial.ts'
import { taylor } from './calculus/taylor.ts'
import { curl, divergence, laplacian } from './calculus/vector-fields.ts'
import { derivative } from './differentiate.ts'
import { evaluate } from './evaluate.ts'
import type { Expr } from './expression.ts'
import { gradient } from './gradient.ts'
import { nodeCount, treeSize } from './measure.ts'
import { parse } from './parse.ts'
import { substitute } from './substitute.ts'
import { symbol, symbols } from './symbols.ts'
import './methods.ts'

const derives = (f: string, x: string, expected: string): void => {
  test(`d/d${x} ${f} = ${expected}`, () => {
    expect(String(derivative(f, x))).toBe(expected)
  })
}

describe('derivatives come out as a person writes them', () => {
  derives('x^3', 'x', '3 * x ^ 2')
  derives('sin(x^2)', 'x', '2 * x * cos(x ^ 2)')
  derives('a * x^2 + b * x + c', 'x', '2 * a * x + b')
  derives('1 / x', 'x', '-1 / x ^ 2')
  derives('sqrt(1 - x^2)', 'x', '-x / sqrt(1 - x ^ 2)')
  derives('log(x)', 'x', '1 / x')
  derives('2^x', 'x', '2 ^ x * log(2)')
  derives('x^n', 'x', 'n * x ^ (n - 1)')
  derives('x^x', 'x', 'x ^ x * (log(x) + 1)')
  test('those of high order stay polynomials in what recurs', () => {
    expect(String(derivative('x^x', 'x', 3))).toBe('x ^ x * ((log(x) + 1) ^ 3 + 3 * (log(x) + 1) / x - 1 / x ^ 2)')
    expect(String(derivative('exp(exp(x))', 'x', 4))).toBe(
      'exp(x + exp(x)) * (7 * exp(x) + 6 * exp(2 * x) + exp(3 * x) + 1)',
    )
    const orders: readonly (readonly [string, number])[] = [
      ['x^x', 12],
      ['exp(exp(x))', 12],
      ['exp(sin(x))', 24],
    ]
    for (const [f, order] of orders) expect(treeSize(derivative(f, 'x', order)) < 1000n).toBe(true)
  })
  test('those of functions that saturate keep their digits where little is left of them', () => {
    const least = Math.exp(-36)
    expect(evaluate(derivative('sigmoid(x^2)', 'x', 2), { x: 6 }) / least).toBeCloseTo(-142, 9)
    expect(evaluate(derivative('sigmoid(-1 / x)', 'x', 2), { x: -1 / 36 }) / least).toBeCloseTo(
      2 * 36 ** 3 - 36 ** 4,
      5,
    )
  })
  derives('x^sin(x)', 'x', 'x ^ sin(x) * (cos(x) * log(x) + sin(x) / x)')
  derives('log(x + sqrt(x^2 + 1))', 'x', '1 / sqrt(x ^ 2 + 1)')
  derives('(x + sqrt(x^2 - 1))^3', 'x', '3 * (x + sqrt(x ^ 2 - 1)) ^ 3 / sqrt(x ^ 2 - 1)')
  derives('tan(x)', 'x', 'tan(x) ^ 2 + 1')
  derives('tanh(x)', 'x', '1 - tanh(x) ^ 2')
  derives('atan(x)', 'x', '1 / (x ^ 2 + 1)')
  derives('acoth(x)', 'x', '1 / (1 - x ^ 2)')
  derives('asec(x)', 'x', '1 / (abs(x) * sqrt(x ^ 2 - 1))')
  derives('abs(x)', 'x', 'sign(x)')
  derives('max(x, y)', 'x', 'x >= y ? 1 : 0')
  derives('x > 0 ? x^2 : 0', 'x', 'x > 0 ? 2 * x : 0')
  derives('softplus(x)', 'x', 'sigmoid(x)')
  derives('besselj(0, x)', 'x', '-besselj(1, x)')
  derives('erf(x)', 'x', '2 * exp(-x ^ 2) / sqrt(pi)')
  derives('x / (x^2 + 4)', 'x', '(4 - x ^ 2) / (x ^ 2 + 4) ^ 2')
  derives('(2 * x + 3) / (5 * x + 7)', 'x', '-1 / (5 * x + 7) ^ 2')
  derives('tan(x) / (x + 1)', 'x', '(tan(x) ^ 2 + 1) / (x + 1) - tan(x) / (x + 1) ^ 2')
  derives('(x + 1) * (x + 2) * (x + 3)', 'x', '3 * x ^ 2 + 12 * x + 11')
  derives('(x + 1)^3 * (x + 2)^2', 'x', '(x + 1) ^ 2 * (x + 2) * (5 * x + 8)')
  derives('x * sqrt(x^2 + 1)', 'x', '(2 * x ^ 2 + 1) / sqrt(x ^ 2 + 1)')
  derives('exp(x) / (exp(x) + 1)', 'x', 'exp(x) / (exp(x) + 1) ^ 2')
  derives('exp(-x^2) * sin(x)', 'x', 'exp(-x ^ 2) * (cos(x) - 2 * x * sin(x))')
  derives('2^x * x', 'x', '2 ^ x * (x * log(2) + 1)')
  derives('y', 'x', '0')
})

test('undefined functions obey the chain rule', () => {
  const f = parse('f(x^2, y)', { functions: ['f'] })
  expect(String(derivative(f, 'y'))).toBe("f'[0, 1](x ^ 2, y)")
  expect(String(derivative(parse('f(x^2)', { functions: ['f'] }), 'x'))).toBe("2 * x * f'(x ^ 2)")
})

test('a symbol with assumptions is the variable of its name', () => {
  expect(String(derivative(symbol('r', { positive: true }).pow(2), 'r'))).toBe('2 * r')
})

test('the tenth derivative of an exponential times a sine is that exponential times 11 terms', () => {
  const tenth = derivative('exp(-x^2) * sin(x)', 'x', 10)
  expect(tenth.args.map((factor) => [factor.op, factor.args.length])).toEqual([
    ['exp', 1],
    ['add', 11],
  ])
  expect(nodeCount(tenth)).toBeLessThan(50)
})

test('the order of a derivative is a whole number', () => {
  expect(() => derivative('x', 'x', 1.5)).toThrow(expect.objectContaining({ code: 'symbolic/bad-order' }))
  expect(derivative('x^5', 'x', 0)).toBe(parse('x^5'))
  expect(String(derivative('x^5', 'x', 5))).toBe('120')
})

const xs = symbols('x y z')
const formula: fc.Arbitrary<Expr> = fc.letrec<{ e: Expr }>((tie) => ({
  e: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...xs),
    fc.integer({ min: -3, max: 3 }).map((n) => parse(String(n))),
    fc.array(tie('e'), { minLength: 2, maxLength: 3 }).map((terms) => add(...terms)),
    fc.array(tie('e'), { minLength: 2, maxLength: 3 }).map((factors) => mul(...factors)),
    tie('e').map((e) => e.pow(2)),
    tie('e').map((e) => e.sin()),
    tie('e').map((e) => e.tanh()),
    tie('e').map((e) => e.pow(2).add(1).log()),
    tie('e').map((e) => e.sigmoid()),
  ),
})).e
const point = fc.record({ x: coordinate(), y: coordinate(), z: coordinate() })

function coordinate(): fc.Arbitrary<number> {
  return fc.integer({ min: -150, max: 150 }).map((k) => (k + 0.3) / 100)
}

const law = (name: string, left: (f: Expr, g: Expr) => Expr, right: (f: Expr, g: Expr) => Expr): void => {
  test(name, () => {
    fc.assert(
      fc.property(formula, formula, point, (f, g, at) => {
        const [a, b] = [evaluate(left(f, g), at), evaluate(right(f, g), at)]
        fc.pre(Math.abs(b) < 1e8)
        expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(b)))
      }),
      { seed: 3, numRuns: 150 },
    )
  })
}

const d = (f: Expr, x = 'x'): Expr => derivative(f, x)

describe('laws', () => {
  law(
    'linearity',
    (f, g) => d(add(mul(3, f), mul(-2, g))),
    (f, g) => add(mul(3, d(f)), mul(-2, d(g))),
  )
  law(
    'product rule',
    (f, g) => d(mul(f, g)),
    (f, g) => add(mul(d(f), g), mul(f, d(g))),
  )
  law(
    'chain rule',
    (f, g) => d(substitute(f, { y: g })),
    (f, g) => chainRule(f, { y: g }, 'x'),
  )
  law(
    'gradient is derivative',
    (f) => gradient(f, 'y'),
    (f) => d(f, 'y'),
  )
  law(
    'mixed partials commute',
    (f) => partial(f, 'x', 'y'),
    (f) => partial(f, 'y', 'x'),
  )
  law(
    'Hessian entries are second derivatives',
    (f) => hessian(f, ['x', 'y'])[1]![0]!,
    (f) => partial(f, 'x', 'y'),
  )
  law(
    'the divergence of a curl is zero',
    (f, g) => divergence(curl([f, g, mul(f, g)], ['x', 'y', 'z']), ['x', 'y', 'z']),
    () => parse('0'),
  )
})

test('slopes agree with central differences', () => {
  fc.assert(
    fc.property(formula, point, (f, at) => {
      const h = 1e-5
      const numeric = (evaluate(f, { ...at, x: at.x + h }) - evaluate(f, { ...at, x: at.x - h })) / (2 * h)
      fc.pre(Math.abs(numeric) < 1e4 && Math.abs(evaluate(f, at)) < 1e4)
      expect(Math.abs(evaluate(d(f), at) - numeric)).toBeLessThan(1e-3 * (1 + Math.abs(numeric)))
    }),
    { seed: 3, numRuns: 150 },
  )
})

describe('long products', () => {
  const names = Array.from({ length: 500 }, (_, i) => `x${i}`)
  const at = Object.fromEntries(names.map((name, i) => [name, 1 + Math.sin(i) / 10]))

  test('the gradient has O(n) entries and the right value', () => {
    const product = mul(...names)
    const slopes = gradient(product, names)
    expect(nodeCount(slopes)).toBeLessThan(3 * 500)
    for (const i of [0, 17, 250, 499])
      expect(evaluate(slopes[i]!, at) / (evaluate(product, at) / at[names[i]!]!)).toBeCloseTo(1, 12)
  })

  test('the derivative of a product of many varying factors', () => {
    const product = mul(...names.slice(0, 60).map((name) => add(name, 'x')))
    const values = { ...at, x: 0.01 }
    const numeric = (evaluate(product, { ...values, x: 0.0101 }) - evaluate(product, { ...values, x: 0.0099 })) / 2e-4
    expect(evaluate(d(product), values) / numeric).toBeCloseTo(1, 4)
  })
})

test('depth of 100,000 is no trouble', () => {
  let f = parse('x')
  for (let i = 0; i < 100_000; i++) f = f.atan()
  expect(evaluate(f, { x: 1 })).toBeCloseTo(Math.sqrt(3 / 200_000), 5)
  const [forward, reverse] = [evaluate(derivative(f, 'x'), { x: 1 }), evaluate(gradient(f, 'x'), { x: 1 })]
  expect(reverse / forward).toBeCloseTo(1, 9)
}, 60_000)

describe('calculus', () => {
  test('a Jacobian has outputs as rows', () => {
    expect(jacobian(['x * y', 'x + y^2'], ['x', 'y']).map((row) => row.map(String))).toEqual([
      ['y', 'x'],
      ['1', '2 * y'],
    ])
    expect(jacobian('x * y', ['x', 'y'])).toHaveLength(1)
    expect(jacobian(['x * y', 'x + y'], 'x').map((row) => row.map(String))).toEqual([['y'], ['1']])
  })
  test('a Hessian is symmetric, entry by entry the same node', () => {
    const h = hessian('sin(x * y) + exp(y * z)', ['x', 'y', 'z'])
    for (const i of [0, 1, 2]) for (const k of [0, 1, 2]) expect(h[i]![k]).toBe(h[k]![i])
  })
  test('directional, laplacian, curl', () => {
    expect(String(directional('x^2 + y^2', ['x', 'y'], [3, 4]))).toBe('6 * x + 8 * y')
    expect(String(laplacian('x^2 * y + y^3', ['x', 'y']))).toBe('8 * y')
    expect(curl(['-y', 'x'], ['x', 'y']).map(String)).toEqual(['0', '0', '2'])
  })
  test('total differential', () => {
    expect(String(differential('x^2 * y'))).toBe('2 * dx * x * y + dy * x ^ 2')
  })
  test('implicit derivatives of equations in three spellings', () => {
    for (const circle of ['x^2 + y^2 = 1', 'x^2 + y^2 == 1', 'x^2 + y^2 - 1'])
      expect(String(implicitDerivative(circle, 'y', 'x'))).toBe('-x / y')
    expect(() => implicitDerivative('x^2 < y', 'y', 'x')).toThrow(
      expect.objectContaining({ code: 'symbolic/bad-equation' }),
    )
    expect(() => implicitDerivative('x^2 = 1', 'y', 'x')).toThrow(
      expect.objectContaining({ code: 'symbolic/not-solvable' }),
    )
  })
  test('Taylor polynomials', () => {
    expect(String(taylor('exp(x)', 'x', 0, 3))).toBe('x ^ 3 / 6 + x ^ 2 / 2 + x + 1')
    expect(String(taylor('1 / (1 - x)', 'x', 0, 4))).toBe('x ^ 4 + x ^ 3 + x ^ 2 + x + 1')
    expect(String(taylor('sinc(x)', 'x', 0, 4))).toBe('x ^ 4 / 120 - x ^ 2 / 6 + 1')
    for (const [f, at] of [
      ['log(x)', 0],
      ['log(x)', -1],
      ['asin(x)', 2],
      ['gamma(x)', 0],
      ['cot(x)', 0],
      ['abs(x)', 0],
      ['max(x, 2 * x)', 0],
      ['floor(x)', 3],
      ['x > 0 ? x : 2 * x', 0],
    ] as const)
      expect(() => taylor(f, 'x', at, 2)).toThrow(expect.objectContaining({ code: 'symbolic/not-analytic' }))
  })
})
