import { type Expr, evaluate, type FunctionName, functions, num, parse, symbol } from '@fluxion/symbolic'
import type { Tensor } from '@fluxion/tensor'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from './compile.ts'

const backends = ['interpret', 'js', 'wasm', 'auto'] as const
const x = symbol('x')
const y = symbol('y')

/** Points inside a range, its ends left out. */
const points = ([low, high]: readonly [number, number], n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => low + ((high - low) * (i + 0.5)) / n)

function near(found: number, wanted: number, tolerance: number): void {
  if (Number.isNaN(wanted)) expect(found).toBeNaN()
  else expect(Math.abs(found - wanted)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(wanted)))
}

/** Arguments of a call of a function of the table, from the formulas of its varying arguments. */
function callOf(name: FunctionName, given: readonly Expr[]): string {
  const { arity } = functions[name]
  const count = arity === 'many' ? 2 : arity
  if (name === 'besselj' || name === 'bessely') return `${name}(2, ${given[0]})`
  if (name === 'polygamma') return `${name}(1, ${given[0]})`
  if (name === 'nthRoot') return `${name}(${given[0]}, 3)`
  return `${name}(${given.slice(0, count).join(', ')})`
}

const names = Object.keys(functions) as FunctionName[]

describe.each(backends)('%s agrees with evaluate', (backend) => {
  test.each(names)('%s over its sampling range, as numbers and as arrays', (name) => {
    const f = parse(callOf(name, [x, y]))
    const range = functions[name].sample
    const xs = points(range, 37)
    const ys = points(range, 37).reverse()
    const kernel = compile(f, { args: ['x', 'y'], backend })
    const array = (kernel(xs, ys) as Tensor).data
    xs.forEach((at, i) => {
      const wanted = evaluate(f, { x: at, y: ys[i]! })
      near(array[i]!, wanted, 1e-13)
      near(kernel(at, ys[i]!) as number, wanted, 1e-13)
    })
  })

  test.each(names)('%s in single precision', (name) => {
    const f = parse(callOf(name, [x, y]))
    const xs = points(functions[name].sample, 9)
    const array = (compile(f, { args: ['x', 'y'], backend, dtype: 'float32' })(xs, xs) as Tensor).data
    xs.forEach((at, i) => {
      const single = Math.fround(at)
      const [low, high] = [single - 1e-6, single + 1e-6].map((shifted) => evaluate(f, { x: shifted, y: shifted }))
      const wanted = evaluate(f, { x: single, y: single })
      const spread = Math.abs(high! - low!)
      expect(Math.abs(array[i]! - wanted)).toBeLessThanOrEqual(2e-6 * Math.max(1, Math.abs(wanted)) + 10 * spread)
    })
  })
})

test.each(backends)('%s rounds constants to single precision', (backend) => {
  for (const text of [
    'pi * x',
    '1.37 + x',
    'x ^ 0.37',
    'exp(x) / pi',
    'x > 0.1 ? 0.3 : x',
    'acoth(3) * x',
    'log(x, 10)',
  ]) {
    const found = compile(text, { backend, dtype: 'float32' })
    const wanted = evaluate(text, { x: 0.5 })
    near(found(0.5) as number, wanted, 2e-7)
    near((found([0.5, 0.5]) as Tensor).data[1]!, wanted, 2e-7)
  }
})

/** Smooth functions, whose rounding errors stay small when their arguments are inside the sampling range. */
const smooth = names.filter((name) => !['floor', 'ceil', 'round', 'trunc', 'sign', 'heaviside', 'mod'].includes(name))

/** A formula whose value lies in the range: its middle plus a part of its width. */
const inside = ([low, high]: readonly [number, number], e: Expr): Expr =>
  num((low + high) / 2).add(num(0.45 * (high - low)).mul(parse(`sin(${e})`)))

const formulas: fc.Arbitrary<Expr> = fc.letrec<{ formula: Expr }>((tie) => {
  const inner = tie('formula')
  return {
    formula: fc.oneof(
      { maxDepth: 5, depthIdentifier: 'formula' },
      fc.constantFrom(x, y),
      fc.integer({ min: -9, max: 9 }).map((n) => num(n)),
      fc.tuple(inner, inner).map(([a, b]) => a.add(b)),
      fc.tuple(inner, inner).map(([a, b]) => a.mul(b)),
      fc.tuple(inner, fc.integer({ min: 2, max: 5 })).map(([a, n]) => inside([-2, 2], a).pow(n)),
      fc.tuple(inner, inner).map(([a, b]) => a.div(inside([1, 2], b))),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => parse(`(${a}) < (${b}) ? (${a}) : (${c})`)),
      fc
        .tuple(fc.constantFrom(...smooth), inner, inner)
        .map(([name, a, b]) =>
          parse(callOf(name, [inside(functions[name].sample, a), inside(functions[name].sample, b)])),
        ),
    ),
  }
}).formula

describe.each(backends)('%s agrees with evaluate', (backend) => {
  test('on random formulas', () => {
    fc.assert(
      fc.property(formulas, fc.double({ min: -2, max: 2, noNaN: true }), (f, at) => {
        const wanted = evaluate(f, { x: at, y: 0.7 })
        // what a change in the last places of x does to the value bounds what rounding may do
        const spread = Math.abs(evaluate(f, { x: at * (1 + 1e-12) + 1e-12, y: 0.7 + 1e-12 }) - wanted)
        fc.pre(Number.isFinite(wanted) && spread < 1e-6 * Math.max(1, Math.abs(wanted)))
        const kernel = compile(f, { args: ['x', 'y'], backend })
        const tolerance = 1e-10 + (10 * spread) / Math.max(1, Math.abs(wanted))
        near(kernel(at, 0.7) as number, wanted, tolerance)
        near((kernel([at, at], 0.7) as Tensor).data[1]!, wanted, tolerance)
      }),
      { seed: 20240229, numRuns: 60 },
    )
  })
})

describe.each(backends)('%s follows IEEE 754 where the real function is undefined', (backend) => {
  const infinite = Number.POSITIVE_INFINITY
  test.each([
    ['1 / x', 0, infinite],
    ['x ^ -2', 0, infinite],
    ['log(x)', 0, -infinite],
    ['log1p(x)', -1, -infinite],
    ['atanh(x)', 1, infinite],
    ['coth(x)', 0, infinite],
    ['acsch(x)', 0, infinite],
    ['0 ^ x', -1, infinite],
    ['log(x)', -1, Number.NaN],
    ['sqrt(x)', -1, Number.NaN],
    ['asin(x)', 2, Number.NaN],
    ['sin(x)', infinite, Number.NaN],
    ['sinc(x)', -infinite, 0],
    ['sinc(x)', Number.NaN, Number.NaN],
    ['x > 0 ? 1 : 2', Number.NaN, 2],
    ['exp(x) / (1 + exp(x))', 1000, 1],
  ])('%s at %d is %d', (f, at, wanted) => {
    for (const dtype of ['float64', 'float32'] as const) {
      const kernel = compile(f, { backend, dtype })
      expect(kernel(at)).toEqual(wanted)
      expect((kernel(new Array(33).fill(at)) as Tensor).at(32).item()).toEqual(wanted)
    }
  })
})
