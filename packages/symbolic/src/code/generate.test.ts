import { describe, expect, test } from 'vitest'
import { add, pow } from '../arithmetic.ts'
import type { FluxionError } from '../errors.ts'
import { evaluate } from '../evaluate.ts'
import type { Expr } from '../expression.ts'
import { type FunctionName, functions } from '../functions.ts'
import { parse } from '../parse.ts'
import { symbol } from '../symbols.ts'
import { expansionOf } from './expand.ts'
import { toCode } from './generate.ts'
import { type CodeLanguage, languages } from './languages.ts'

const run = (code: string, values: readonly number[]): number => new Function(`return ${code}`)()(...values) as number

const failure = (make: () => unknown): string => {
  try {
    make()
  } catch (error) {
    return (error as FluxionError).code
  }
  return 'no error'
}

describe('JavaScript', () => {
  test.each([
    'x^2 * sin(x^2) - y / 3',
    'x > 0 and not (y < 1) ? 1 / x : y > 5 or x == 2 ? -x^5 : 3',
    '-(x + 1)^2 * (-x)^3 + (-2)^3 * x^-2',
    'exp(-x^2 / 2) / sqrt(2 * pi) + e^2 + tau',
    '1e300 * x / 123456789012345678901234567890 + 1/3',
    'min(x, y, 2) - max(x, 3) + hypot(x, y, 1) + atan2(y, x) + log(x, 3)',
    'x - (y - (x - y)) / (x / (y / 7))',
    'sqrt(x)^3 + x^0.3 + 2^-x',
  ])('%s has the value of evaluate', (text) => {
    const f = parse(text)
    for (const at of [
      { x: 0.7, y: 2.3 },
      { x: 3.1, y: 0.4 },
    ])
      expect(run(toCode(f, 'javascript', { args: ['x', 'y'] }), [at.x, at.y])).toBeCloseTo(evaluate(f, at), 12)
  })

  const written = (Object.keys(functions) as FunctionName[]).filter(
    (name) => expansionOf(name, languages.javascript) !== undefined,
  )
  test.each(written)('%s has the value of evaluate', (name) => {
    const { arity, sample } = functions[name]
    const args = arity === 1 ? 'x' : 'x, y'
    for (const share of [0.1, 0.45, 0.9]) {
      const at = { x: sample[0] + share * (sample[1] - sample[0]), y: sample[0] + 0.6 * (sample[1] - sample[0]) }
      if (name === 'nthRoot') at.y = 5
      const code = toCode(`${name}(${args})`, 'javascript', { args: ['x', 'y'] })
      expect(run(code, [at.x, at.y])).toBeCloseTo(evaluate(`${name}(${args})`, at), 12)
    }
  })
})

test('shared parts are computed once', () =>
  expect(toCode('sin(x)^2 + exp(sin(x))', 'javascript', { name: 'g' })).toMatchInlineSnapshot(`
    "function g(x) {
      const v0 = Math.sin(x)
      return Math.exp(v0) + v0 * v0
    }
    "
  `))
test('a shared part of a branch cannot fail in Python where the branch is not taken', () =>
  expect(toCode('x > 0 ? log(x) + 1 / log(x) : 0', 'python')).toMatchInlineSnapshot(`
    "import math

    def _guarded(value):
        try:
            return value()
        except (ArithmeticError, ValueError):
            return math.nan

    def f(x):
        v0 = _guarded(lambda: math.log(x))
        return 1 / v0 + v0 if x > 0 else 0
    "
  `))
test('C', () =>
  expect(toCode('x^2 / 2 + abs(y)', 'c')).toMatchInlineSnapshot(`
  "#include <math.h>

  double f(double x, double y) {
    return x * x / 2.0 + fabs(y);
  }
  "
`))
test('GLSL', () =>
  expect(toCode('x^7 + mod(x, 1)', 'glsl')).toMatchInlineSnapshot(`
  "float f(float x) {
    return (sign(x) * pow(abs(x), 7.0)) + (x - 1.0 * floor(x / 1.0));
  }
  "
`))
test('Julia', () =>
  expect(toCode('x > 1 and y > 1 ? x^y : sign(x)', 'julia')).toMatchInlineSnapshot(`
  "function f(x, y)
      return x > 1.0 && y > 1.0 ? x^y : sign(x)
  end
  "
`))

test('beta left of zero is not taken from logarithms, which have no sign', () =>
  expect(toCode('beta(x, y)', 'python')).toContain('else math.gamma(x) * math.gamma(y) / math.gamma(x + y)'))

describe('names', () => {
  const parameters = (text: string, language: CodeLanguage): string => /f\(([^)]*)\)/.exec(toCode(text, language))![1]!
  test('reserved words, library functions and foreign letters are changed', () =>
    expect(parameters('class + Math + α + 速度 + __proto__ + v0 + $x + lambda', 'javascript')).toMatchInlineSnapshot(
      `"x, Math_, proto, class_, lambda_, v0_, alpha, u901fu5ea6"`,
    ))
  test('different names stay different', () =>
    expect(new Set(parameters('α + alpha + α_ + alpha_ + _alpha', 'python').split(', ')).size).toBe(5))
  test('the name of the function is checked', () => {
    for (const name of ['x){', 'return', 'a b', '', 'v1', '__x'])
      expect(failure(() => toCode('x', 'c', { name }))).toBe('code/bad-name')
  })
})

describe('what cannot be written is refused', () => {
  test('vectors', () =>
    expect(failure(() => toCode(parse("x'*x", { shapes: { x: [3] } }), 'c'))).toBe('code/unsupported'))
  test('undefined functions', () =>
    expect(failure(() => toCode(parse('f(x)', { functions: ['f'] }), 'c'))).toBe('code/unsupported'))
  test('functions the language has not', () =>
    expect(failure(() => toCode('besselj(0, x)', 'glsl'))).toBe('code/unsupported'))
  test('a symbol that is no argument', () =>
    expect(failure(() => toCode('x + y', 'c', { args: ['x'] }))).toBe('code/missing-argument'))
  test('an unknown language', () =>
    expect(failure(() => toCode('x', 'constructor' as CodeLanguage))).toBe('code/unknown-language'))
})

test('a formula of 2^60 parts is as long as its graph', () => {
  let f: Expr = symbol('x')
  for (let i = 0; i < 60; i++) f = add(pow(f, 2), f)
  expect(toCode(f, 'javascript').split('\n').length).toBeLessThan(130)
})

test('a formula 20,000 deep is cut into lines', () => {
  let text = 'x'
  for (let i = 0; i < 20_000; i++) text = `sin(${text})`
  expect(run(toCode(text, 'javascript'), [1])).toBeCloseTo(0.012, 3)
})
