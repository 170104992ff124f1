import { interpret, type LoopIR } from '@fluxion/kernel'
import { type Expr, evaluate, freeSymbols, functions, gradient, parse } from '@fluxion/symbolic'
import { describe, expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { valueAndGradient } from '../value-and-gradient.ts'
import { Emitter } from './emitter.ts'
import { countOperations, lowerLoop } from './loop.ts'
import { sweepLoop } from './sweep.ts'

const loopOf = (f: Expr, args: readonly string[]): LoopIR =>
  lowerLoop({ outputs: [f], args, arrays: args.map(() => true), lane: 'f64', summed: [], reduce: undefined })

/** Value and gradient by all symbols, accumulated over the formula's loop; undefined where the sweep gives up. */
function swept(f: Expr, args: readonly string[]): LoopIR | undefined {
  const k = new Emitter('f64')
  const inputs = args.map((name) => k.input(name, 'array'))
  const values = sweepLoop(
    k,
    loopOf(f, args),
    inputs,
    args.map((_, i) => i),
  )
  for (const value of values ?? []) k.output(value)
  return values === undefined ? undefined : k.finish()
}

/** The sweep gives what the formulas of the gradient give. */
function sweeps(text: string, at: Readonly<Record<string, number>>): void {
  test(text, () => {
    const f = parse(text)
    const args = freeSymbols(f)
    const results = interpret(
      swept(f, args)!,
      1,
      args.map((name) => Float64Array.of(at[name]!)),
    ) as Float64Array[]
    const wanted = [f, ...gradient(f, args)].map((e) => evaluate(e, at))
    results.forEach((result, i) => {
      expect(result[0]! / wanted[i]!).toBeCloseTo(1, 10)
    })
  })
}

describe('value and gradient swept over a loop are those of the formulas', () => {
  sweeps('x * y + x / y - x', { x: 1.3, y: 0.7 })
  sweeps('-(x - y) ^ 3 / (1 + x * y) ^ 2', { x: 1.3, y: 0.7 })
  sweeps('x ^ y * 2 ^ x', { x: 1.3, y: 0.7 })
  sweeps('sqrt(x) * abs(y)', { x: 1.3, y: -0.7 })
  sweeps('x > 1 ? x ^ 2 * y : y ^ 3', { x: 1.3, y: 0.7 })
  sweeps('x < 1 ? x ^ 2 * y : y ^ 3 * x', { x: 1.3, y: 0.7 })
  sweeps('log(1 + exp(x)) / (1 + exp(-y))', { x: 1.3, y: 0.7 })
  sweeps('atan2(x, y) + hypot(x, y)', { x: 1.3, y: 0.7 })
  for (const [name, { arity, sample }] of Object.entries(functions)) {
    if (arity !== 1 || swept(parse(`${name}(x)`), ['x']) === undefined) continue
    sweeps(`${name}(x) * y`, { x: sample![0] + 0.61 * (sample![1] - sample![0]), y: 1.7 })
  }
})

test('the larger of two values is left to the formulas', () => {
  expect(swept(parse('max(x, y) * x'), ['x', 'y'])).toBeUndefined()
})

test('a gradient costs at most five times its formula, however much the terms of the formula share', () => {
  const terms = [1, 2, 3, 4].flatMap((i) =>
    [0, 1, 2, 3].map(
      (j) =>
        `${i + 2 * j} * a^${4 - i} * b^${i} * d^${j} * p^(${i} * n) * (c + d * x)^${3 - j} / (f * g * n * log(p))^${j + 1}`,
    ),
  )
  const f = parse(terms.join(' + '))
  const args = freeSymbols(f)
  const own = countOperations(loopOf(f, args))
  const both = valueAndGradient(f, { wrt: args })
  expect(compile([f, ...gradient(f, args)]).operations).toBeGreaterThan(5 * own)
  expect(both.operations).toBeLessThanOrEqual(5 * own)
  const at = { a: 1.1, b: 0.7, c: 0.4, d: 1.2, f: 1.3, g: 0.9, n: 0.8, p: 1.7, x: 0.6 }
  const { value, gradient: partials } = both(at)
  expect(value / evaluate(f, at)).toBeCloseTo(1, 12)
  gradient(f, args).forEach((partial, i) => {
    expect(partials[args[i]!]! / evaluate(partial, at)).toBeCloseTo(1, 11)
  })
})
