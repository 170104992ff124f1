import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defineFunction } from '../define-function.ts'
import { derivative } from '../differentiate.ts'
import type { FluxionError } from '../errors.ts'
import { parse } from '../parse.ts'
import { symbol } from '../symbols.ts'
import { explain } from './derivation.ts'
import { Trace } from './trace.ts'
import { Verifier } from './verify.ts'
import { words } from './words.ts'

defineFunction({ name: 'twice', arity: 1, value: (u) => 2 * u, partials: [() => 2] })
defineFunction({ name: 'area', arity: 2, value: (u, v) => u * v, partials: [(_, v) => v, (u) => u] })

/** The rules of the steps in order, substeps in brackets. */
function rules(text: string, expected: string, options: Parameters<typeof explain>[2] = {}): void {
  const listed = (steps: ReturnType<typeof explain>['steps']): string =>
    steps.map(({ rule, substeps }) => (substeps.length === 0 ? rule : `${rule} [${listed(substeps)}]`)).join(', ')
  test(`${text}: ${expected}`, () => {
    const derivation = explain(parse(text, { functions: ['f'] }), 'x', options)
    expect(listed(derivation.steps)).toBe(expected)
    expect(derivation.steps.at(-1)!.after).toBe(derivation.result)
  })
}

describe('the rules that are told', () => {
  rules('y^2', 'constant')
  rules('x', 'variable')
  rules('2 * x + 1', 'linearity')
  rules('x^3', 'power')
  rules('3x^2 + 2x + 1', 'power')
  rules('exp(-x^2 / 2) / sqrt(2 * pi)', 'constant-factor, chain, power')
  rules('x^2 * sin(x)', 'product [power, function]')
  rules('sin(x) / x', 'quotient, function')
  rules('1 / (x + 1)', 'reciprocal')
  rules('sqrt(1 + x^2)', 'root, power')
  rules('sin(x)^3', 'chain-power, function')
  rules('2^x', 'exponential')
  rules('x^x', 'logarithmic')
  rules('sin(2x)', 'chain')
  rules('atan2(sin(x), x)', 'chain-many, function')
  rules('f(x^2)', 'undefined, power')
  rules('twice(x^2)', 'chain, power')
  rules('area(x^2, x)', 'chain-many, power')
  rules('x > 0 ? x^2 : sin(x)', 'branches [power, function]')
  rules('max(x^2, sin(x))', 'extremum [power, function]')
  rules('x * log(sin(x)) + exp(x)', 'sum [product [chain, function], function]')
  rules('log(1 - 2 * exp(3x))', 'chain, chain')
  rules('x + sin(2x)', 'sum [variable, chain [constant-factor]]', { detail: 'full' })
})

test('a textbook derivation in plain text', () =>
  expect(explain('exp(-x^2 / 2) / sqrt(2 * pi)', 'x').toText()).toMatchInlineSnapshot(`
    "Differentiate exp(-x ^ 2 / 2) / sqrt(2 * pi) with respect to x.

    1. Constant factor rule: A constant factor stays in front of the derivative.
         d/dx[c * u] = c * du/dx   with c = 1 / sqrt(2 * pi), u = exp(-x ^ 2 / 2)
         d/dx[exp(-x ^ 2 / 2) / sqrt(2 * pi)] = d/dx[exp(-x ^ 2 / 2)] / sqrt(2 * pi)
    2. Chain rule for exp: Take the derivative of exp at the inner function, times the derivative of the inner function.
         d/dx[exp(u)] = exp(u) * du/dx   with u = -x ^ 2 / 2
         d/dx[exp(-x ^ 2 / 2)] = exp(-x ^ 2 / 2) * d/dx[-x ^ 2 / 2]
         altogether: exp(-x ^ 2 / 2) * d/dx[-x ^ 2 / 2] / sqrt(2 * pi)
    3. Power rule: Bring the exponent down as a factor and lower it by one.
         d/dx[x ^ n] = n * x ^ (n - 1)   with n = 2
         d/dx[-x ^ 2 / 2] = -x
         altogether: -x * exp(-x ^ 2 / 2) / sqrt(2 * pi)

    Result: d/dx[exp(-x ^ 2 / 2) / sqrt(2 * pi)] = -x * exp(-x ^ 2 / 2) / sqrt(2 * pi)"
  `))
test('a derivation too long to be written ends in limit/size', () => {
  const derivation = explain(Array.from({ length: 200 }, (_, i) => `sin(x + ${i})`).join(' * '), 'x')
  for (const face of ['toText', 'toLatex', 'toMarkdown', 'toHtml', 'toJSON'] as const)
    expect(() => derivation[face]()).toThrow('longer than 16777216 characters')
})
test.each(['sin(194 * x) + cos(171 * x)', 'x * besselj(x, x)', 'mod(3 * x, x) * exp(x)'])(
  'no false alarm where differences are of no use: %s',
  (text) => expect(explain(text, 'x').result).toBe(derivative(text, 'x')),
)
test('the logistic loss', () =>
  expect(explain('log(1 + exp(-y * w * x))', 'w').toText()).toMatchInlineSnapshot(`
    "Differentiate log(exp(-w * x * y) + 1) with respect to w.

    1. Chain rule for log: Take the derivative of log at the inner function, times the derivative of the inner function.
         d/dw[log(u)] = du/dw / u   with u = exp(-w * x * y) + 1
         d/dw[log(exp(-w * x * y) + 1)] = d/dw[exp(-w * x * y)] / (exp(-w * x * y) + 1)
    2. Chain rule for exp: Take the derivative of exp at the inner function, times the derivative of the inner function.
         d/dw[exp(u)] = exp(u) * du/dw   with u = -w * x * y, du/dw = -x * y
         d/dw[exp(-w * x * y)] = -x * y * exp(-w * x * y)
         altogether: -x * y * exp(-w * x * y) / (exp(-w * x * y) + 1)

    Result: d/dw[log(exp(-w * x * y) + 1)] = -x * y * exp(-w * x * y) / (exp(-w * x * y) + 1)"
  `))
test('Chinese', () =>
  expect(explain('x^2 * sin(3x)', 'x', { language: 'zh' }).toText()).toMatchInlineSnapshot(`
  "求 x ^ 2 * sin(3 * x) 对 x 的导数。

  1. 乘积法则: 每次只对一个因子求导，其余因子不变，再相加。
       d/dx[u * v] = u * dv/dx + v * du/dx   其中 u = x ^ 2, v = sin(3 * x)
       d/dx[x ^ 2 * sin(3 * x)] = x ^ 2 * d/dx[sin(3 * x)] + sin(3 * x) * d/dx[x ^ 2]
     1.1. 幂法则: 指数提到前面作因子，指数减一。
          d/dx[x ^ n] = n * x ^ (n - 1)   其中 n = 2
          d/dx[x ^ 2] = 2 * x
          至此: x ^ 2 * d/dx[sin(3 * x)] + 2 * x * sin(3 * x)
     1.2. sin 的链式法则: sin 在内层函数处的导数，乘以内层函数的导数。
          d/dx[sin(u)] = cos(u) * du/dx   其中 u = 3 * x, du/dx = 3
          d/dx[sin(3 * x)] = 3 * cos(3 * x)
          至此: 3 * x ^ 2 * cos(3 * x) + 2 * x * sin(3 * x)

  结果: d/dx[x ^ 2 * sin(3 * x)] = 3 * x ^ 2 * cos(3 * x) + 2 * x * sin(3 * x)"
`))
test('Markdown', () =>
  expect(explain('sin(x^2)', 'x').toMarkdown()).toMatchInlineSnapshot(`
  "Differentiate $\\sin\\left(x^{2}\\right)$ with respect to $x$.

  - **1. Chain rule for sin.** Take the derivative of sin at the inner function, times the derivative of the inner function.

      $\\frac{d}{d x}\\left[\\sin\\left(u\\right)\\right] = \\cos\\left(u\\right) \\frac{d u}{d x}$ with $u = x^{2}$

      $$\\boxed{\\frac{d}{d x}\\left[\\sin\\left(x^{2}\\right)\\right]} = \\cos\\left(x^{2}\\right) \\frac{d}{d x}\\left[x^{2}\\right]$$

  - **2. Power rule.** Bring the exponent down as a factor and lower it by one.

      $\\frac{d}{d x}\\left[x^{n}\\right] = n x^{n - 1}$ with $n = 2$

      $$\\cos\\left(x^{2}\\right) \\boxed{\\frac{d}{d x}\\left[x^{2}\\right]} = 2 x \\cos\\left(x^{2}\\right)$$

  **Result:** $\\frac{d}{d x}\\left[\\sin\\left(x^{2}\\right)\\right] = 2 x \\cos\\left(x^{2}\\right)$"
`))
test('LaTeX', () =>
  expect(explain('sin(x^2)', 'x').toLatex()).toMatchInlineSnapshot(`
  "Differentiate $\\sin\\left(x^{2}\\right)$ with respect to $x$.

  \\noindent\\textbf{1. Chain rule for sin.} Take the derivative of sin at the inner function, times the derivative of the inner function.
  \\[ \\frac{d}{d x}\\left[\\sin\\left(u\\right)\\right] = \\cos\\left(u\\right) \\frac{d u}{d x} \\qquad \\text{with } u = x^{2} \\]
  \\[ \\boxed{\\frac{d}{d x}\\left[\\sin\\left(x^{2}\\right)\\right]} = \\cos\\left(x^{2}\\right) \\frac{d}{d x}\\left[x^{2}\\right] \\]
  \\noindent\\textbf{2. Power rule.} Bring the exponent down as a factor and lower it by one.
  \\[ \\frac{d}{d x}\\left[x^{n}\\right] = n x^{n - 1} \\qquad \\text{with } n = 2 \\]
  \\[ \\cos\\left(x^{2}\\right) \\boxed{\\frac{d}{d x}\\left[x^{2}\\right]} = 2 x \\cos\\left(x^{2}\\right) \\]

  \\noindent Result:
  \\[ \\frac{d}{d x}\\left[\\sin\\left(x^{2}\\right)\\right] = 2 x \\cos\\left(x^{2}\\right) \\]"
`))
test('JSON', () =>
  expect(explain('sin(x^2)', 'x').toJSON()).toMatchInlineSnapshot(`
  {
    "formula": "sin(x ^ 2)",
    "language": "en",
    "latex": "2 x \\cos\\left(x^{2}\\right)",
    "result": "2 * x * cos(x ^ 2)",
    "steps": [
      {
        "after": "cos(x ^ 2) * d/dx[x ^ 2]",
        "before": "d/dx[sin(x ^ 2)]",
        "formula": "d/dx[sin(u)] = cos(u) * du/dx",
        "name": "Chain rule for sin",
        "part": {
          "from": "d/dx[sin(x ^ 2)]",
          "to": "cos(x ^ 2) * d/dx[x ^ 2]",
        },
        "rule": "chain",
        "sentence": "Take the derivative of sin at the inner function, times the derivative of the inner function",
        "substeps": [],
        "substitution": {
          "du/dx": "2 * x",
          "u": "x ^ 2",
        },
        "verified": true,
      },
      {
        "after": "2 * x * cos(x ^ 2)",
        "before": "cos(x ^ 2) * d/dx[x ^ 2]",
        "formula": "d/dx[x ^ n] = n * x ^ (n - 1)",
        "name": "Power rule",
        "part": {
          "from": "d/dx[x ^ 2]",
          "to": "2 * x",
        },
        "rule": "power",
        "sentence": "Bring the exponent down as a factor and lower it by one",
        "substeps": [],
        "substitution": {
          "n": "2",
        },
        "verified": true,
      },
    ],
    "variables": [
      "x",
    ],
    "verified": true,
  }
`))
test('HTML escapes names and closes what it opens', () => {
  const html = explain('sin(x^2) * y', 'x').toHtml()
  const opened = html.match(/<[a-z]+/g)!.length
  expect(html.match(/<\/[a-z]+/g)).toHaveLength(opened)
})

test('a derivative of order n is told one differentiation at a time', () => {
  const derivation = explain('x^4', 'x', { order: 3 })
  expect(derivation.stages.map(({ result }) => String(result))).toEqual(['4 * x ^ 3', '12 * x ^ 2', '24 * x'])
  expect(derivation.result).toBe(derivative('x^4', 'x', 3))
})
test('a mixed partial derivative', () => expect(String(explain('x^2 * y^3', ['x', 'y']).result)).toBe('6 * x * y ^ 2'))

test('letters of general formulas are not those of the formula', () =>
  expect(
    explain('sin(u + v) * w * x^2', 'u').steps.flatMap(({ where }) => where.map(({ name }) => name)),
  ).not.toContain('u'))

test('every rule has its words in every language', () => {
  expect(Object.keys(words.zh.rules)).toEqual(Object.keys(words.en.rules))
})

test('a wrong derivative does not verify', () => {
  const { derivatives, root } = new Trace(parse('sin(x^2)'), 'x')
  expect(new Verifier(root, 'x', derivatives).holds(root)).toBe(true)
  expect(new Verifier(root, 'x', new Map([...derivatives, [root, parse('2 * x * sin(x^2)')]])).holds(root)).toBe(false)
})

test('random formulas: the last step is the derivative', () => {
  const leaf = fc.constantFrom('x', 'y', '2', '1/3', 'pi')
  const { text } = fc.letrec<{ text: string }>((tie) => ({
    text: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc
        .tuple(tie('text'), fc.constantFrom('+', '-', '*', '/'), tie('text'))
        .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
      fc
        .tuple(fc.constantFrom('sin', 'exp', 'log', 'atan', 'sqrt', 'abs', 'tanh', 'gamma'), tie('text'))
        .map(([name, a]) => `${name}(${a})`),
      fc.tuple(tie('text'), fc.constantFrom('2', '-1', '0.5', 'x', '(x/2)')).map(([a, n]) => `(${a})^${n}`),
    ),
  }))
  fc.assert(
    fc.property(text, fc.boolean(), (formula, full) => {
      let f = symbol('x')
      try {
        f = parse(formula)
      } catch (error) {
        if ((error as FluxionError).code !== undefined) return
        throw error
      }
      const derivation = explain(f, 'x', { detail: full ? 'full' : 'normal' })
      expect(derivation.steps.at(-1)!.after).toBe(derivative(f, 'x'))
    }),
    { seed: 7, numRuns: 300 },
  )
})

test('what cannot be explained is refused', () => {
  const code = (make: () => unknown): string => {
    try {
      make()
    } catch (error) {
      return (error as FluxionError).code
    }
    return 'no error'
  }
  expect(code(() => explain('x', 'x', { language: 'constructor' as 'en' }))).toBe('explain/bad-language')
  expect(code(() => explain('x', 'x', { order: 0 }))).toBe('symbolic/bad-order')
  expect(code(() => explain(`${'sin('.repeat(3000)}x${')'.repeat(3000)}`, 'x'))).toBe('limit/size')
})

test('in a matrix product derivatives keep their place', () => {
  const f = parse('inv(C + t * Z)', { shapes: { C: ['n', 'n'], Z: ['n', 'n'] } })
  const text = explain(f, 't').toText()
  expect(text).toContain('1. Differential of inv')
  expect(text).toContain('d/dt[inv(t * Z + C)] = -inv(t * Z + C) * d/dt[t * Z + C] * inv(t * Z + C)')
})
