import { evaluate, gradient, parse, toText } from '@fluxion/symbolic'
import { describe, expect, test } from 'vitest'
import { checkGradient } from './check-gradient.ts'
import { seededRandom } from './random.ts'

/** A formula and the ranges its variables are drawn from. */
interface Subject {
  readonly name: string
  readonly formula: string
  readonly ranges: Readonly<Record<string, readonly [low: number, high: number]>>
}

const subject = (name: string, formula: string, ranges: Subject['ranges']): Subject => ({ name, formula, ranges })
const everywhere = { x: [-2, 2], y: [-2, 2], z: [-2, 2] } as const

const subjects: readonly Subject[] = [
  subject('a polynomial', 'x^3 * y - 4 * x * y^2 * z + z^2 + 7 * x', everywhere),
  subject('products of functions', 'sin(x) * exp(y) + cos(x * y) * z', everywhere),
  subject('quotients', '(x + y) / (3 + x^2 + z^2) + y / (5 + z)', everywhere),
  subject('logistic loss', 'log(1 + exp(-(x * y + z))) + 0.1 * (x^2 + z^2)', everywhere),
  subject('roots and powers', 'sqrt(1 + x^2) + (2 + y^2)^1.7 + cbrt(5 + z)', everywhere),
  subject('inverse functions', 'atan(x * y) + asinh(z) * x + asin(y / 4)', everywhere),
  subject('special functions', 'erf(x) * gamma(3 + y) + besselj(0, z) * y', everywhere),
  subject('Rosenbrock', '(1 - x)^2 + 100 * (y - x^2)^2 + 100 * (z - y^2)^2', everywhere),
  subject('tiny in scale', '1e-280 * (x^2 * y + sin(z) * x + z)', everywhere),
  subject('huge in scale', '1e250 * (x^2 * y + sin(z) * x + z)', everywhere),
  subject('tiny variables', '1e9 * x^2 / y + z * sin(x * 1e9)', { x: [1e-9, 5e-9], y: [1e-9, 5e-9], z: [1, 2] }),
  subject('huge variables', 'x * y / (x + y) + sqrt(x) * z', { x: [1e9, 5e9], y: [1e9, 5e9], z: [1e6, 2e6] }),
  subject('variables of very different size', 'x * 1e-6 + y^2 * 1e6 + x * y * z', {
    x: [1e5, 1e6],
    y: [1e-6, 1e-5],
    z: [1, 2],
  }),
  subject('ill-conditioned: near a pole', '1 / (1 - x * y) + log(x) * z', {
    x: [0.9999, 0.99999],
    y: [0.9999, 0.99999],
    z: [1, 2],
  }),
  subject('ill-conditioned: cancellation', '(exp(x) - 1 - x) / x^2 + (1 - cos(y)) / y + z', {
    x: [1e-3, 1e-2],
    y: [1e-3, 1e-2],
    z: [1, 2],
  }),
  subject('ill-conditioned: a large constant', '1e7 + x^2 * y + sin(z)', { x: [1, 2], y: [1, 2], z: [0.5, 1] }),
  subject('fast oscillation', 'sin(300 * x) + cos(200 * y * z)', everywhere),
  subject('a narrow peak', 'exp(-(x - 0.5)^2 / 1e-4) * y + z^2', { x: [0.48, 0.52], y: [1, 2], z: [1, 2] }),
  subject('kinked, beside the kinks', 'abs(x) * y + max(x * z, y) + relu(z - 0.3)', everywhere),
  subject('pieces', 'x < 0.5 ? x^2 * y + z : x * y + sin(z)', everywhere),
]

/** On a kink in x; y and z are smooth. */
const kinks: readonly Subject[] = [
  subject('abs', 'abs(x) * 3 + x * y + sin(z) * y', { x: [0, 0], y: [1, 2], z: [1, 2] }),
  subject('relu', 'relu(x) * y + z^2 * y', { x: [0, 0], y: [1, 2], z: [1, 2] }),
  subject('max', 'max(x, 2 * x) + exp(y) * z', { x: [0, 0], y: [1, 2], z: [1, 2] }),
  subject('distance', 'sqrt(x^2) + abs(y - z) * y', { x: [0.5, 1], y: [3, 4], z: [1, 2] }),
]

const POINTS = 6

interface Case {
  readonly at: Readonly<Record<string, number>>
  readonly x: Float64Array
  readonly names: readonly string[]
  readonly right: (x: ArrayLike<number>) => Float64Array
  readonly value: (x: ArrayLike<number>) => number
}

function casesOf({ formula, ranges }: Subject, seed: number): Case[] {
  const random = seededRandom(seed)
  const names = Object.keys(ranges)
  const f = parse(formula)
  const partials = gradient(f, names)
  const record = (x: ArrayLike<number>): Record<string, number> =>
    Object.fromEntries(names.map((name, i) => [name, x[i]!]))
  return Array.from({ length: POINTS }, () => {
    const x = Float64Array.from(names, (name) => {
      const [low, high] = ranges[name]!
      return low + (high - low) * random()
    })
    return {
      at: record(x),
      x,
      names,
      right: (p: ArrayLike<number>) => Float64Array.from(partials, (partial) => evaluate(partial, record(p))),
      value: (p: ArrayLike<number>) => evaluate(f, record(p)),
    }
  })
}

/** A wrong gradient made from the right one, or undefined where the mistake would change nothing. */
type Mutation = (it: Case, subject: Subject) => ((x: ArrayLike<number>) => Float64Array) | undefined

const change =
  (index: number, alter: (value: number) => number): Mutation =>
  ({ right, x }) => {
    if (right(x)[index] === 0) return undefined
    return (p) => right(p).map((value, i) => (i === index ? alter(value) : value))
  }

const mutations: Readonly<Record<string, Mutation>> = {
  'sign of all':
    ({ right }) =>
    (p) =>
      right(p).map((value) => -value),
  'sign of one': change(1, (value) => -value),
  'factor 1 + 1e-4 on all':
    ({ right }) =>
    (p) =>
      right(p).map((value) => value * (1 + 1e-4)),
  'factor 1 + 1e-4 on one': change(2, (value) => value * (1 + 1e-4)),
  'factor 1 - 1e-4 on one': change(1, (value) => value * (1 - 1e-4)),
  'one entry missing': change(1, () => 0),
  'swapped entries': ({ right, x }) => {
    const [, b, c] = right(x) as unknown as [number, number, number]
    if (Math.abs(b - c) <= 1e-3 * Math.max(Math.abs(b), Math.abs(c))) return undefined
    return (p) => {
      const [first, second, third] = right(p)
      return Float64Array.of(first!, third!, second!)
    }
  },
  'shifted point': ({ right, x }) => {
    const moved = (p: ArrayLike<number>): Float64Array => right(Float64Array.from(p, (value) => value * 1.003))
    return differs(moved(x), right(x)) ? moved : undefined
  },
  'dropped term': ({ names, x, right }, { formula }) => {
    const f = parse(formula)
    if (f.op !== 'add') return undefined
    const rest = parse(
      f.args
        .slice(1)
        .map((term) => `(${toText(term)})`)
        .join(' + '),
    )
    const partials = gradient(rest, [...names])
    const dropped = (p: ArrayLike<number>): Float64Array => {
      const at = Object.fromEntries(names.map((name, i) => [name, p[i]!]))
      return Float64Array.from(partials, (partial) => evaluate(partial, at))
    }
    return differs(dropped(x), right(x)) ? dropped : undefined
  },
}

/** Whether two gradients differ in an entry other than the first by a visible part of it. */
function differs(a: Float64Array, b: Float64Array): boolean {
  return a.some((value, i) => i > 0 && Math.abs(value - b[i]!) > 1e-4 * Math.max(Math.abs(value), Math.abs(b[i]!)))
}

describe('correct gradients never alarm', () => {
  test.each([...subjects, ...kinks])('$name', (it) => {
    for (const { at, x, right, value } of casesOf(it, 1)) {
      const known = checkGradient(it.formula, { at, gradient: (p: Record<string, number>) => right(Object.values(p)) })
      expect(known.ok, String(known)).toBe(true)
      const plain = checkGradient(value, { at: x, gradient: right })
      expect(plain.ok, String(plain)).toBe(true)
    }
  })
})

describe('every wrong gradient is caught', () => {
  for (const [mistake, mutate] of Object.entries(mutations)) {
    test.each([...subjects, ...kinks])(`${mistake}: $name`, (it) => {
      for (const one of casesOf(it, 2)) {
        const wrong = mutate(one, it)
        if (wrong === undefined) continue
        const known = checkGradient(it.formula, {
          at: one.at,
          gradient: (p: Record<string, number>) => wrong(Object.values(p)),
        })
        expect(known.verdict, String(known)).toBe('disagree')
        const plain = checkGradient(one.value, { at: one.x, gradient: wrong })
        expect(plain.verdict, String(plain)).toBe('disagree')
      }
    })
  }
})

describe('two thousand entries', () => {
  const n = 2000
  const weights = Float64Array.from({ length: n }, (_, i) => 1 + Math.sin(i))
  const sum = (x: Float64Array): number => {
    let total = 0
    for (let i = 0; i < n; i++) total += weights[i]! * Math.exp(0.3 * x[i]!) + x[i]! * x[(i + 1) % n]!
    return total
  }
  const right = (x: Float64Array): Float64Array =>
    x.map((value, i) => 0.3 * weights[i]! * Math.exp(0.3 * value) + x[(i + 1) % n]! + x[(i + n - 1) % n]!)
  const at = Float64Array.from({ length: n }, (_, i) => Math.cos(3 * i))

  test.each([0, 1, 2, 3, 4])('the right gradient passes (seed %d)', (seed) => {
    expect(checkGradient(sum, { at, gradient: right, seed }).verdict).toBe('agree')
  })

  test.each([3, 777, 1999])('one wrong entry is found: x[%d]', (index) => {
    for (const alter of [(v: number) => -v, (v: number) => v * (1 + 1e-4), () => 0]) {
      const wrong = (x: Float64Array): Float64Array => right(x).map((value, i) => (i === index ? alter(value) : value))
      const report = checkGradient(sum, { at, gradient: wrong })
      expect(report.verdict, String(report)).toBe('disagree')
      expect(report.worst?.path).toBe(`x[${index}]`)
    }
  })

  test('two wrong entries that cancel in their sum are found', () => {
    const wrong = (x: Float64Array): Float64Array => {
      const g = right(x)
      g[10] = g[10]! + 0.01
      g[20] = g[20]! - 0.01
      return g
    }
    const report = checkGradient(sum, { at, gradient: wrong })
    expect(report.entries.filter((entry) => !entry.ok).map((entry) => entry.path)).toEqual(['x[10]', 'x[20]'])
  })

  test('full mode finds it as well', () => {
    const wrong = (x: Float64Array): Float64Array => right(x).map((value, i) => (i === 5 ? value * 1.0001 : value))
    const report = checkGradient(sum, { at, gradient: wrong, mode: 'full' })
    expect(report.entries.filter((entry) => !entry.ok).map((entry) => entry.path)).toEqual(['x[5]'])
  })
})
