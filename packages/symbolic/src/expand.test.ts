import fc from 'fast-check'
import { expect, test } from 'vitest'
import { equivalent } from './equivalent.ts'
import { expand } from './expand.ts'
import { nodeCount } from './measure.ts'
import { parse } from './parse.ts'
import { toText } from './print/to-text.ts'

const expands = (formula: string, expanded: string, assume = {}): void =>
  test(`${formula} expands to ${expanded}`, () => {
    expect(toText(expand(parse(formula, { assume })))).toBe(toText(parse(expanded, { assume })))
  })

const positive = { x: { positive: true }, y: { positive: true } }

expands('x * (y + z)', 'x * y + x * z')
expands('(x + 1)^2', 'x^2 + 2 * x + 1')
expands('(x + 1)^2 * (x - 1)', 'x^3 + x^2 - x - 1')
expands('(a + b + c)^2', 'a^2 + b^2 + c^2 + 2 * a * b + 2 * a * c + 2 * b * c')
expands('(x - y)^3', 'x^3 - 3 * x^2 * y + 3 * x * y^2 - y^3')
expands('-(x - 1) * (x + 1)', '1 - x^2')
expands('sin(2 * (x + 1))', 'sin(2 * x + 2)')
expands('exp((x + 1)^2)', 'exp(x^2 + 2 * x + 1)')
expands('x / (y * (1 + y))', 'x / (y^2 + y)')
expands('(x + 1) / x', '1 + 1 / x')
expands('5 * x / (c + d)^2', '5 * x / (c^2 + 2 * c * d + d^2)')
expands('(d / (x + 1) + 1)^2', 'd^2 / (x^2 + 2 * x + 1) + 2 * d / (x + 1) + 1')
expands('(sqrt(x) + 1) * (sqrt(x) - 1)', 'x - 1')
expands('log(x * y)', 'log(x * y)')
expands('log(x * y)', 'log(x) + log(y)', positive)
expands('log(x^2 * z)', '2 * log(x) + log(z)', positive)
expands('(x * y)^z', 'x^z * y^z', positive)
expands('(x * y)^z', '(x * y)^z')
expands('x', 'x')
expands('7', '7')

test('a sum of a hundred terms squared has 5050 different products', () => {
  const terms = Array.from({ length: 90 }, (_, i) => `x${i}`).join(' + ')
  expect(expand(`(${terms})^2`).args.length).toBe((90 * 91) / 2)
})

test('a power of too many terms is left as it stands', () => {
  expect(expand('(x + y + z)^1000')).toBe(parse('(x + y + z)^1000'))
})

test('a power that would take too many products is left as it stands', () => {
  expect(String(expand('(x + 1)^1000'))).toBe('(x + 1) ^ 1000')
})

test('a tower of squares ends in bounded time', () => {
  expect(nodeCount(expand(`${'('.repeat(200)}x${' + 1)^2'.repeat(200)}`))).toBeLessThan(1_000_000)
})

test('expansion keeps the value and is settled', () => {
  const leaf = fc.constantFrom('x', 'y', 'z', '2', '-3', '1/2')
  const { formula } = fc.letrec<{ formula: string }>((tie) => ({
    formula: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.tuple(tie('formula'), fc.constantFrom('+', '-', '*'), tie('formula')).map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc.tuple(tie('formula'), fc.integer({ min: 2, max: 3 })).map(([a, n]) => `(${a})^${n}`),
      fc.tuple(fc.constantFrom('sin', 'exp'), leaf).map(([name, a]) => `${name}(${a})`),
    ),
  }))
  fc.assert(
    fc.property(formula, (text) => {
      const e = parse(text)
      const expanded = expand(e)
      expect(equivalent(e, expanded).verdict).not.toBe('different')
      expect(expand(expanded)).toBe(expanded)
    }),
    { numRuns: 200, seed: 7 },
  )
})
