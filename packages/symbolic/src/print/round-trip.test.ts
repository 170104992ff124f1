import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { apply } from '../apply.ts'
import { add, div, mul, neg, pow, sqrt, sub } from '../arithmetic.ts'
import { undefinedFunction } from '../call.ts'
import { and, eq, ge, gt, le, lt, ne, not, or, piecewise } from '../comparisons.ts'
import { derivative } from '../differentiate.ts'
import { FluxionError } from '../errors.ts'
import type { Expr } from '../expression.ts'
import { type FunctionName, functions } from '../functions.ts'
import { gradient } from '../gradient.ts'
import { dot, hadamard, inv, norm, softmax, sum, trace, transpose } from '../matrix-functions.ts'
import { parse } from '../parse.ts'
import { powElementwise } from '../power.ts'
import { substitute } from '../substitute.ts'
import { constant, matrix, num, symbol, vector } from '../symbols.ts'
import { toText } from './to-text.ts'

/** Formulas that a constructor refuses (0 in a denominator, numbers beyond the range) are none. */
function made(make: () => Expr, otherwise: Expr): Expr {
  try {
    return make()
  } catch (error) {
    if (error instanceof FluxionError && !error.code.startsWith('internal:')) return otherwise
    throw error
  }
}

const numbers: fc.Arbitrary<Expr> = fc.oneof(
  fc.integer({ min: -12, max: 12 }).map((n) => num(n)),
  fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 2, max: 9 })).map(([p, q]) => num(`${p}/${q}`)),
  fc.constantFrom(0.1, -2.5, 1e-7, 1e21, 0.30000000000000004).map((x) => num(x)),
  fc.bigInt({ min: 10n ** 20n, max: 10n ** 24n }).map((n) => num(n)),
)

const atoms: fc.Arbitrary<Expr> = fc.oneof(
  numbers,
  fc.constantFrom('x', 'y', 'alpha_1', 'constructor', 'beta', '𝑥').map((name) => symbol(name)),
  fc.constantFrom('pi', 'e', 'tau', 'infinity', 'true').map((name) => constant(name as 'pi')),
)

const names = Object.keys(functions) as FunctionName[]

const { value: formula } = fc.letrec<{ value: Expr; condition: Expr }>((tie) => {
  const pair = fc.tuple(tie('value'), tie('value'))
  const few = fc.array(tie('value'), { minLength: 2, maxLength: 5 })
  return {
    value: fc.oneof(
      { maxDepth: 5, depthSize: 'large' },
      atoms,
      few.map((list) => made(() => add(...list), list[0]!)),
      few.map((list) => made(() => mul(...list), list[0]!)),
      pair.map(([a, b]) => made(() => sub(a, b), a)),
      pair.map(([a, b]) => made(() => div(a, b), a)),
      pair.map(([a, b]) => made(() => pow(a, b), a)),
      fc.tuple(tie('value'), numbers).map(([a, n]) => made(() => pow(a, n), a)),
      tie('value').map((a) => made(() => sqrt(a), a)),
      tie('value').map((a) => made(() => neg(a), a)),
      fc.tuple(fc.constantFrom(...names), tie('value'), tie('value')).map(([name, a, b]) => {
        const { arity } = functions[name]
        return made(() => apply(name, arity === 1 ? [a] : [a, b]), a)
      }),
      pair.map(([a, b]) => undefinedFunction('f', [a, b], [1, 0])),
      tie('value').map((a) => undefinedFunction('g', [a], [2])),
      fc.tuple(tie('condition'), tie('value'), tie('value')).map(([c, a, b]) => made(() => piecewise(c, a, b), a)),
      fc
        .tuple(tie('condition'), tie('value'), tie('condition'), tie('value'), tie('value'))
        .map(([c, a, d, b, o]) => made(() => piecewise(c, a, d, b, o), a)),
    ),
    condition: fc.oneof(
      { maxDepth: 4 },
      fc
        .tuple(fc.constantFrom(lt, le, gt, ge, eq, ne), tie('value'), tie('value'))
        .map(([compare, a, b]) => made(() => compare(a, b), lt('x', 1))),
      fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => and(a, b)),
      fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => or(a, b)),
      tie('condition').map((a) => not(a)),
    ),
  }
})

test('reading the text of a formula gives the formula back', () => {
  fc.assert(
    fc.property(formula, (f) => {
      const text = toText(f)
      expect(toText(parse(text, { functions: ['f', 'g'] }))).toBe(text)
      expect(parse(text, { functions: ['f', 'g'] })).toBe(f)
    }),
    { seed: 1, numRuns: 500 },
  )
})

const shapes = { A: ['n', 'n'], B: ['n', 'n'], x: ['n'], y: ['n'] }
const A = matrix('A', 'n', 'n')
const B = matrix('B', 'n', 'n')
const x = vector('x', 'n')
const y = vector('y', 'n')

const matrices = fc.letrec<{ scalar: Expr; vector: Expr; matrix: Expr }>((tie) => ({
  scalar: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    fc.constantFrom(num(2), num('-1/3'), symbol('t'), symbol('s')),
    fc.tuple(tie('vector'), tie('vector')).map(([a, b]) => made(() => dot(a, b), symbol('t'))),
    tie('vector').map((a) => norm(a)),
    tie('vector').map((a) => sum(a)),
    tie('matrix').map((a) => trace(a)),
    tie('matrix').map((a) => norm(a)),
    tie('scalar').map((a) => made(() => pow(a, -1), symbol('t'))),
    fc.tuple(tie('scalar'), tie('scalar')).map(([a, b]) => add(a, b)),
    fc.tuple(tie('scalar'), tie('scalar')).map(([a, b]) => mul(a, b)),
  ),
  vector: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    fc.constantFrom(x, y),
    fc.tuple(tie('matrix'), tie('vector')).map(([a, b]) => mul(a, b)),
    fc.tuple(tie('scalar'), tie('vector')).map(([a, b]) => mul(a, b)),
    fc.tuple(tie('vector'), tie('vector')).map(([a, b]) => add(a, b)),
    fc.tuple(tie('vector'), tie('vector')).map(([a, b]) => sub(a, b)),
    fc.tuple(tie('vector'), tie('vector')).map(([a, b]) => hadamard(a, b)),
    tie('vector').map((a) => made(() => powElementwise(a, num(-2)), x)),
    tie('vector').map((a) => made(() => powElementwise(a, num('1/2')), x)),
    tie('vector').map((a) => softmax(a)),
    tie('vector').map((a) => apply('exp', [a])),
  ),
  matrix: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    fc.constantFrom(A, B),
    fc.tuple(tie('matrix'), tie('matrix')).map(([a, b]) => mul(a, b)),
    fc.tuple(tie('scalar'), tie('matrix')).map(([a, b]) => mul(a, b)),
    fc.tuple(tie('matrix'), tie('matrix')).map(([a, b]) => add(a, b)),
    fc.tuple(tie('matrix'), tie('matrix')).map(([a, b]) => hadamard(a, b)),
    fc.tuple(tie('vector'), tie('vector')).map(([a, b]) => mul(a, transpose(b))),
    tie('matrix').map((a) => transpose(a)),
    tie('matrix').map((a) => inv(a)),
    tie('matrix').map((a) => pow(a, 2)),
  ),
}))

test('reading the text of a matrix formula gives the formula back', () => {
  fc.assert(
    fc.property(fc.oneof(matrices.scalar, matrices.vector, matrices.matrix), (f) => {
      const text = toText(f)
      expect(toText(parse(text, { shapes }))).toBe(text)
      expect(parse(text, { shapes })).toBe(f)
    }),
    { seed: 2, numRuns: 500 },
  )
})

test('what a substitution makes of a matrix formula is read back', () => {
  fc.assert(
    fc.property(fc.oneof(matrices.scalar, matrices.vector, matrices.matrix), (f) => {
      const scaled = substitute(f, { x: mul(3, x), A: mul('t', B) })
      expect(parse(toText(scaled), { shapes })).toBe(scaled)
    }),
    { seed: 3, numRuns: 200 },
  )
})

test.each(["besselj'[1, 0](a, x)", "2 * bessely'[2, 1](a, x ^ 2)", "polygamma'[1, 0](n, x)"])(
  'a derivative without a formula is read back: %s',
  (text) => {
    expect(toText(parse(text))).toBe(text)
    expect(derivative(derivative(parse('besselj(a, x)'), 'a'), 'a')).toBe(parse("besselj'[2, 0](a, x)"))
  },
)

test('a formula whose parts are together too long for a string ends in limit/size', () => {
  const fraction = `${'1 / (x + '.repeat(1000)}x${')'.repeat(1000)}`
  expect(() => toText(gradient(fraction, 'x'))).toThrow(expect.objectContaining({ code: 'limit/size' }))
})
