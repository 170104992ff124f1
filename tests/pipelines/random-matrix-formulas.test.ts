import type { Argument } from '@fluxion/bridge'
import { checkGradient } from '@fluxion/gradcheck'
import {
  type Bindings,
  directional,
  type Expr,
  evaluate,
  freeSymbols,
  gradient,
  hadamard,
  parse,
  sum,
} from '@fluxion/symbolic'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const shapes: Record<string, readonly number[]> = {
  A: [2, 3],
  B: [3, 4],
  S: [3, 3],
  X: [2, 3],
  a: [2],
  x: [3],
  b: [4],
}
const at: Bindings = Object.fromEntries(
  Object.entries(shapes).map(([name, shape], s) => {
    const [rows, columns] = shape
    const entry = (i: number): number => Math.sin(1 + s + 1.7 * i) + (name === 'S' && i % 4 === 0 ? 4 : 0)
    const row = (from: number, length: number): number[] => Array.from({ length }, (_, i) => entry(from + i))
    return [
      name,
      columns === undefined ? row(0, rows!) : Array.from({ length: rows! }, (_, i) => row(i * columns, columns)),
    ]
  }),
)

/** Texts of formulas by their shape. */
const { scalar } = fc.letrec<Record<'scalar' | 'm' | 'n' | 'mn' | 'nn', string>>((tie) => {
  const fill = (template: string) => {
    const kinds = [...template.matchAll(/<(\w+)>/g)].map((match) => tie(match[1] as 'scalar'))
    return fc
      .tuple(...kinds)
      .map((parts) => parts.reduce((text, part) => text.replace(/<\w+>/, () => `(${part})`), template))
  }
  const either = (atoms: string[], templates: string[]) =>
    fc.oneof({ maxDepth: 3, withCrossShrink: true }, fc.constantFrom(...atoms), ...templates.map(fill))
  return {
    scalar: either(
      ["x' * x", "a' * X * x", 'sum(X)'],
      [
        "<n>' * <n>",
        "<m>' * <mn> * <n>",
        'sum(<mn>)',
        'sum(tanh(<n>))',
        'norm(<mn>)^2',
        'tr(<nn>)',
        'logsumexp(<n>)',
        '<scalar> * <scalar>',
        "logdet(eye(3) + <mn>' * <mn>)",
        'mean(<n>)',
      ],
    ),
    m: either(['a', 'X * x'], ['<mn> * <n>', 'sin(<m>)', '<m> .* <m>', '<scalar> * a']),
    n: either(
      ['x', "X' * a", 'B * b'],
      ["<mn>' * <m>", '<nn> * <n>', 'softmax(<n>)', '<n> - x', 'inv(S) * <n>', 'diagonal(<nn>)'],
    ),
    mn: either(
      ['X', 'A', "a * x'"],
      ['<mn> + <mn>', "<m> * <n>'", '<mn> * <nn>', 'tanh(<mn>)', '<mn> .* A', "X * B * B'"],
    ),
    nn: either(['S', "X' * A", 'eye(3)'], ["<mn>' * <mn>", 'diag(<n>)', "<nn>'", "<n> * x'"]),
  }
})

test('gradients of random matrix formulas agree with differences, symbolically and compiled, with no two sizes equal', () => {
  fc.assert(
    fc.property(scalar, fc.constantFrom('X', 'x', 'a'), (text, by) => {
      // bounded, so that differences stay exact enough
      const f = parse(`tanh((${text}) / 100)`, { shapes })
      const value = evaluate(f, at)
      fc.pre(freeSymbols(f).includes(by) && Math.abs(value) < 0.999)
      const report = checkGradient(f, { at: at as Record<string, Argument>, wrt: by })
      expect(report.verdict === 'unreliable' || report.ok, `${text}\n${report}`).toBe(true)
    }),
    { seed: 6, numRuns: 40 },
  )
}, 60_000)

test('the gradient contracted with a direction is the derivative along it', () => {
  fc.assert(
    fc.property(scalar, (text) => {
      const f: Expr = parse(text, { shapes })
      fc.pre(freeSymbols(f).includes('X') && Number.isFinite(evaluate(f, at)))
      const along = evaluate(directional(f, parse('X', { shapes }), parse('A', { shapes })), at)
      const contracted = evaluate(sum(hadamard(gradient(f, parse('X', { shapes })), parse('A', { shapes }))), at)
      expect(Math.abs(along - contracted)).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(along)))
    }),
    { seed: 7, numRuns: 80 },
  )
}, 60_000)
