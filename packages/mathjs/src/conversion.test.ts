import { defineFunction, FluxionError, parse, toText } from '@fluxion/symbolic'
import * as mathjs from 'mathjs'
import { bignumber, fraction, type MathNode, parse as parseMathJs, unit } from 'mathjs'
import { describe, expect, test } from 'vitest'
import { fromMathJs } from './from-mathjs.ts'
import { toMathJs } from './to-mathjs.ts'

const formulas = [
  '2 * x + 1',
  'x^2 * sin(y) / (z + 1)',
  '1 / (2 * x)',
  '-x',
  '1 - x - y',
  '-x - 1',
  'x^-2',
  'sqrt(x) + x^(1/3) + x^(-1/2)',
  'exp(-x^2 / 2) / sqrt(2 * pi)',
  'e^x + tau',
  'log(x, 2) + log10(x) + log1p(x)',
  'x > 0 ? x : -x',
  'x < 1 and y >= 2 ? 1 : not (x == y) ? 2 : 3',
  'a < b and b < c ? a : b',
  'min(x, y, 1) + max(x, 2) + hypot(x, y)',
  'atan2(y, x) + nthRoot(x, 3) + cbrt(x)',
  'x! + mod(x, 3)',
  '2x y',
  '0.1 * x + 1e-7',
  '3.5e20 * x',
  'sigmoid(x) * softplus(y)',
  'x / 2 - y / 3 - 2 * x / (3 * y)',
  "x .* y ./ z + x .^ 2 + x'",
  'round(x, 2) + nthRoot(x) + fix(y) + square(x) + cube(y)',
  'x and not y ? 1 : 0',
  'x xor y ? 1 : 0',
  'if(x, 1, 2) + mean(x, y)',
]

describe('mathjs trees and formulas', () => {
  test.each(formulas)('%s: the tree becomes the formula that parse reads', (text) => {
    expect(toText(fromMathJs(parseMathJs(text)))).toBe(toText(parse(text)))
  })

  test.each(formulas)('%s: there and back is the same formula', (text) => {
    expect(fromMathJs(toMathJs(text))).toBe(parse(text))
  })

  test.each(formulas)("%s: the tree's text is read as the same formula", (text) => {
    expect(parse(toMathJs(text).toString())).toBe(parse(text))
  })

  test.each(formulas.filter((text) => !/sigmoid|not|if/.test(text)))('%s: mathjs computes the same value', (text) => {
    const scope = { x: 0.7, y: 1.3, z: 2.1, a: 1, b: 2, c: 3 }
    expect(toMathJs(text).evaluate(scope)).toBeCloseTo(parseMathJs(text).evaluate(scope), 12)
  })
})

test.each([
  ['x / 2', 'x / 2'],
  ['-x / 2', '-x / 2'],
  ['-2 * x / (3 * y)', '-2 * x / (3 * y)'],
  ['trunc(x)', 'fix(x)'],
])('%s is the tree of %s', (text, tree) => {
  expect(toMathJs(text).toString()).toBe(tree)
})

test("a function of one's own comes back from its call", () => {
  defineFunction({ name: 'area', arity: 2, value: (a, b) => a * b, partials: [(_, b) => b, (a) => a] })
  expect(fromMathJs(toMathJs('area(x, 2) + 1'))).toBe(parse('area(x, 2) + 1'))
})

test('what a formula shares is one node of the tree', () => {
  const tree = toMathJs('sin(x + y) * exp(sin(x + y))')
  const sines = tree.filter((node) => 'fn' in node && String((node as { fn: unknown }).fn) === 'sin')
  expect(new Set(sines).size).toBe(1)
})

test('constants of other number types keep their digits', () => {
  const constant = (value: unknown): MathNode => new mathjs.ConstantNode(value as never)
  expect(toText(fromMathJs(constant(fraction(1, 3))))).toBe('1 / 3')
  expect(toText(fromMathJs(constant(bignumber('12345678901234567890'))))).toBe('12345678901234567890')
})

describe('what has no counterpart is refused', () => {
  const codeOf = (run: () => unknown): string => {
    try {
      run()
    } catch (error) {
      return error instanceof FluxionError ? error.code : String(error)
    }
    return 'nothing was thrown'
  }
  test.each([
    ['[1, 2]', 'mathjs/unsupported-node'],
    ['x = 3', 'mathjs/unsupported-node'],
    ['"text"', 'mathjs/unsupported-node'],
    ['x to cm', 'mathjs/unit'],
    ['x | y', 'mathjs/unsupported-operator'],
    ['import(x)', 'mathjs/unsupported-function'],
    ['constructor(x)', 'mathjs/unsupported-function'],
    ['round(x, 2, 3)', 'parse/bad-arity'],
    ['floor(x, 2)', 'symbolic/bad-arity'],
    ['ones(x)', 'mathjs/unsupported-function'],
    ['det(x)', 'mathjs/unsupported-function'],
    ['f(x)(y)', 'mathjs/unsupported-function'],
  ])('%s', (text, code) => expect(codeOf(() => fromMathJs(parseMathJs(text)))).toBe(code))
  test('a unit', () =>
    expect(codeOf(() => fromMathJs(new mathjs.ConstantNode(unit('5 cm') as never)))).toBe('mathjs/unit'))
  test('a matrix formula', () =>
    expect(codeOf(() => toMathJs(parse('A * x', { shapes: { A: ['m', 'n'], x: ['n'] } })))).toBe(
      'mathjs/unsupported-expression',
    ))
})
