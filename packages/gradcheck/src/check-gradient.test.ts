import { parse, vector } from '@fluxion/symbolic'
import { tensor } from '@fluxion/tensor'
import { describe, expect, test } from 'vitest'
import { assertGradient, type CheckGradientOptions, checkGradient } from './check-gradient.ts'
import type { Report } from './report.ts'

type Vector = Float64Array

/** The verdict on a formula at a point. */
const verdict = (
  formula: string,
  at: Record<string, number>,
  expected: Report['verdict'],
  ok = expected === 'agree',
): void =>
  test(`${formula} at ${JSON.stringify(at)}: ${expected}`, () => {
    const report = checkGradient(formula, { at })
    expect([report.verdict, report.ok], String(report)).toEqual([expected, ok])
  })

describe('a formula', () => {
  verdict('x^2 * sin(y)', { x: 2, y: 1 }, 'agree')
  verdict('3', { x: 2 }, 'agree')
  verdict('abs(x)', { x: 0 }, 'kink', true)
  verdict('relu(x) + y', { x: 0, y: 1 }, 'kink', true)
  verdict('max(x, y)', { x: 1, y: 1 }, 'kink', true)
  verdict('log(x)', { x: 0 }, 'undefined')
  verdict('1 / x', { x: 0 }, 'undefined')
  verdict('sqrt(x)', { x: 0 }, 'undefined')
  verdict('floor(x)', { x: 2 }, 'undefined')
  verdict('log(x)', { x: 1e-300 }, 'agree')
  verdict('exp(x)', { x: 700 }, 'agree')
  // smooth to first order only
  verdict('x * abs(x)', { x: 0 }, 'agree')
  verdict('x < 0 ? 0 : x^2', { x: 0 }, 'agree')
  // slopes below what the value can show
  verdict('coth(90 * y)', { y: 0.32 }, 'agree')
  verdict('erf(10 * x)', { x: 1.02 }, 'agree')
  verdict('tanh(3 * x - 2 / y)', { x: 5.6, y: -3.5 }, 'agree')
  verdict('beta(-lambertw(10), erf(-x))', { x: 4.26 }, 'agree')
  // differences that cancel
  verdict('(1 - cos(x)) / x^2', { x: 1e-4 }, 'agree')
  verdict('(exp(x) - 1) / x', { x: 1e-9 }, 'agree')
  verdict('log(1 + x) / x', { x: 1e-10 }, 'agree')
  verdict('sin(x) / x', { x: 1e-9 }, 'agree')
  verdict('sqrt(x + 1) - sqrt(x)', { x: 1e12 }, 'unreliable')
  verdict('(tan(x) - sin(x)) / x^3', { x: 1e-4 }, 'unreliable')

  test('symbolic, compiled, complex step and differences stand beside each other', () => {
    const { entries } = checkGradient('x^2 * y', { at: { x: 3, y: 2 } })
    expect(entries.map(({ path, symbolic, compiled, complex }) => [path, symbolic, compiled, complex])).toEqual([
      ['x', 12, 12, 12],
      ['y', 9, 9, 9],
    ])
    expect(entries[0]!.numeric).toBeCloseTo(12, 10)
  })

  test('what is written with the usual roundings agrees', () => {
    const tanh = (p: { x: number }): number[] => [1 - Math.tanh(p.x) ** 2]
    expect(checkGradient('tanh(x)', { at: { x: 20 }, gradient: tanh }).verdict).toBe('agree')
    const single = (x: Vector): number => Math.fround(Math.sin(x[0]!))
    expect(checkGradient(single, { at: [3], gradient: (x: Vector) => [Math.cos(x[0]!)] }).verdict).toBe('agree')
    expect(checkGradient(single, { at: [3], gradient: (x: Vector) => [1.001 * Math.cos(x[0]!)] }).verdict).toBe(
      'disagree',
    )
  })

  test('formulas of the gradient stand in the order of wrt', () => {
    const at = { x: 3, y: 2 }
    expect(checkGradient('x^2 * y', { at, gradient: ['2 * x * y', 'x^2'] }).verdict).toBe('agree')
    expect(checkGradient('x^2 * y', { at, wrt: ['y', 'x'], gradient: ['2 * x * y', 'x^2'] }).verdict).toBe('disagree')
  })

  test.each<[string, object]>([
    ['mode', { mode: 'quick' }],
    ['order', { order: 3 }],
    ['dtype', { dtype: 'int32' }],
    ['tolerance', { tolerance: -1 }],
  ])('an unknown %s is refused', (name, option) => {
    expect(() => checkGradient('x^2', { at: { x: 1 }, ...option })).toThrow(new RegExp(`option ${name} is`))
  })

  test('an option that there is not is refused, and a point that names no variable', () => {
    expect(() => checkGradient('x^2', { at: { x: 1 }, tol: 1e-3 } as never)).toThrow(/no option tol/)
    expect(() => checkGradient('x * y', { at: [1, 2] })).toThrow(/variables x, y; the point names none/)
    expect(checkGradient('x^2', { at: 3 }).verdict).toBe('agree')
    const pair = (x: Vector): number[] => [x[0]!, x[1]!]
    expect(() => checkGradient(pair, { at: [1, 2], gradient: () => [1, 1] })).toThrow(/2 numbers/)
  })

  test('what is no number is said', () => {
    expect(checkGradient('x^2', { at: { x: Number.NaN } }).notes).toEqual(['the point is no number: x is NaN'])
    const report = checkGradient('x^2', { at: { x: 2 }, gradient: () => [Number.NaN] })
    expect([report.verdict, report.notes[0]]).toEqual(['disagree', 'likely cause: no number: x is NaN'])
  })

  test('wrt picks the variables, the others are held', () => {
    expect(checkGradient('x * y', { at: { x: 3, y: 2 }, wrt: 'y' }).entries.map((entry) => entry.path)).toEqual(['y'])
  })

  test('float32 is judged by its own precision', () => {
    const report = checkGradient('exp(x) * sin(10 * y)', { at: { x: 2, y: 3 }, dtype: 'float32' })
    expect(report.verdict).toBe('agree')
    expect(report.entries[0]!.compiled).not.toBe(report.entries[0]!.symbolic)
  })

  test('vectors and matrices', () => {
    const at = {
      A: [
        [2, 1],
        [1, 3],
      ],
      x: [1, -2],
      b: Float64Array.of(0.5, 1),
    }
    const report = checkGradient('norm(A * x - b)^2 + sum(x)', { at })
    expect(report.verdict, String(report)).toBe('agree')
    expect(report.entries.map((entry) => entry.path)).toEqual([
      'A[0, 0]',
      'A[0, 1]',
      'A[1, 0]',
      'A[1, 1]',
      'b[0]',
      'b[1]',
      'x[0]',
      'x[1]',
    ])
  })

  test('an expression with a vector, at a tensor', () => {
    const x = vector('x', 3)
    expect(checkGradient(parse('sum(x .* x)', { shapes: { x: [3] } }), { at: { x: tensor([1, 2, 3]) } }).verdict).toBe(
      'agree',
    )
    expect(x.shape).toEqual([3])
  })

  test('an unbound variable is named', () => {
    expect(() => checkGradient('x * y', { at: { x: 1 } })).toThrow(/y/)
  })

  test('order 2 checks the Hessian', () => {
    const report = checkGradient('x^3 * y', { at: { x: 1, y: 2 }, order: 2 })
    expect(report.entries.map((entry) => entry.path)).toEqual(['x, x', 'x, y', 'y, x', 'y, y'])
    expect(report.ok).toBe(true)
  })
})

describe("a formula with the user's gradient", () => {
  const at = { x: 1, y: 0.5 }
  const f = 'x^2 + exp(x * y) + sin(y)'
  const dx = (x: number, y: number): number => 2 * x + y * Math.exp(x * y)
  const dy = (x: number, y: number): number => x * Math.exp(x * y) + Math.cos(y)

  test.each([
    ['a function that returns a record', ({ x, y }: typeof at) => ({ x: dx(x, y), y: dy(x, y) })],
    ['a function that returns an array', ({ x, y }: typeof at) => [dx(x, y), dy(x, y)]],
    ['formulas', { x: '2 * x + y * exp(x * y)', y: 'x * exp(x * y) + cos(y)' }],
  ])('%s passes', (_, gradient) => {
    expect(checkGradient(f, { at, gradient } as CheckGradientOptions).verdict).toBe('agree')
  })

  test('says who stands alone', () => {
    const report = checkGradient(f, { at, gradient: { x: '2 * x', y: 'x * exp(x * y) + cos(y)' } })
    expect(report.verdict).toBe('disagree')
    expect(report.worst?.path).toBe('x')
    expect(report.worst?.agreeing).toEqual(['symbolic', 'compiled', 'numeric'])
  })

  test('an array follows wrt', () => {
    const gradient = ({ x, y }: typeof at): number[] => [dy(x, y), dx(x, y)]
    expect(checkGradient(f, { at, wrt: ['y', 'x'], gradient }).verdict).toBe('agree')
  })
})

describe('a function', () => {
  const f = (x: Vector): number => x[0]! ** 2 * x[1]! + Math.sin(x[2]!)
  const right = (x: Vector): number[] => [2 * x[0]! * x[1]!, x[0]! ** 2, Math.cos(x[2]!)]

  test('is called with Float64Arrays', () => {
    expect(checkGradient(f, { at: [1, 2, 3], gradient: right }).verdict).toBe('agree')
  })

  test('of a record, and of a matrix', () => {
    const g = ({ w, b }: { w: number; b: number[] }): number => w * b[0]! * b[1]!
    const at = { w: 2, b: [3, 4] }
    expect(checkGradient(g, { at, gradient: ({ w, b }: typeof at) => ({ w: 12, b: [w * b[1]!, w * b[0]!] }) }).ok).toBe(
      true,
    )
    const trace = (m: number[][]): number => m[0]![0]! * m[1]![1]!
    const cofactors = (m: number[][]): number[][] => [
      [m[1]![1]!, 0],
      [0, m[0]![0]!],
    ]
    expect(
      checkGradient(trace, {
        at: [
          [1, 2],
          [3, 4],
        ],
        gradient: cofactors,
      }).ok,
    ).toBe(true)
  })

  test('at a kink passes between the slopes, not outside', () => {
    const hinge = (x: Vector): number => Math.max(0, x[0]!)
    expect(checkGradient(hinge, { at: [0], gradient: () => [0.3] })).toMatchObject({ verdict: 'kink', ok: true })
    expect(checkGradient(hinge, { at: [0], gradient: () => [1.1] })).toMatchObject({ verdict: 'disagree', ok: false })
    expect(checkGradient(hinge, { at: [0], gradient: () => [0] }).entries[0]).toMatchObject({ left: 0, right: 1 })
  })

  test.each<[string, (x: number) => number, (x: number) => number, number]>([
    ['beside a pole', (x) => 1 / (x - 1), (x) => -1 / (x - 1) ** 2, 1 + 1e-9],
    ['beside a kink', (x) => Math.abs(x - 1) + x * x, (x) => Math.sign(x - 1) + 2 * x, 1 - 1e-9],
    ['that oscillates', (x) => Math.cos(x), (x) => -Math.sin(x), 1e8],
    ['of a tiny variable', (x) => Math.exp(-x), (x) => -Math.exp(-x), 1e-100],
    ['that is tiny', (x) => 1e-320 * x, () => 1e-320, 0],
    ['that cancels', (x) => x * x - 2 * x + 1, (x) => 2 * (x - 1), 1.001],
    ['that is flat nearly everywhere', (x) => Math.log(1 + Math.exp(x)), (x) => 1 / (1 + Math.exp(-x)), -30],
    ['a hair from its double zero', (x) => (x - 1) ** 2, (x) => 2 * (x - 1), 1 + 1e-6],
  ])('%s: the right gradient is no disagreement, the opposite is one', (_, f, g, x) => {
    const check = (sign: number): Report =>
      checkGradient((p: Vector) => f(p[0]!), { at: [x], gradient: (p: Vector) => [sign * g(p[0]!)] })
    expect(check(1).verdict, String(check(1))).not.toBe('disagree')
    expect(check(-1).verdict, String(check(-1))).toBe('disagree')
  })

  test('a gradient of nothing where the function has rounded to zero', () => {
    const naive = (x: Vector): number => Math.log(1 + Math.exp(x[0]!))
    const logistic = (x: Vector): number[] => [1 / (1 + Math.exp(-x[0]!))]
    expect(checkGradient(naive, { at: [-40], gradient: logistic }).verdict).toBe('agree')
  })

  test('without a value is undefined', () => {
    expect(checkGradient((x: Vector) => Math.log(x[0]!), { at: [-1], gradient: () => [1] }).verdict).toBe('undefined')
  })

  test('too noisy to tell is unreliable, never a disagreement', () => {
    let state = 1
    const noise = (): number => {
      state = (state * 16807) % 2147483647
      return state / 2147483647 - 0.5
    }
    const report = checkGradient((x: Vector) => Math.sin(x[0]!) + 0.01 * noise(), { at: [1], gradient: () => [0.541] })
    expect(report.verdict, String(report)).toBe('unreliable')
  })

  test('needs a gradient', () => {
    expect(() => checkGradient(f, { at: [1, 2, 3] })).toThrow(
      expect.objectContaining({ code: 'gradcheck/missing-gradient' }),
    )
  })

  test('a gradient of the wrong length is refused', () => {
    expect(() => checkGradient(f, { at: [1, 2, 3], gradient: () => [1, 2] })).toThrow(/2 entries.*3/)
  })

  test('the same seed gives the same report', () => {
    const at = Float64Array.from({ length: 400 }, (_, i) => Math.sin(i))
    const sum = (x: Vector): number => x.reduce((total, value) => total + value ** 3, 0)
    const cubes = (x: Vector): Vector => x.map((value) => 3 * value * value)
    const text = (seed: number): string => String(checkGradient(sum, { at, gradient: cubes, seed }))
    expect(text(7)).toBe(text(7))
    expect(text(7)).not.toBe(text(8))
  })
})

describe('why a point is undefined', () => {
  const note = (formula: string, at: Record<string, number>, expected: string): void =>
    test(formula, () => expect(checkGradient(formula, { at }).notes[0]).toBe(expected))
  note('log(x - 1.2) * y', { x: 1, y: 2 }, 'no value: log(u) at u = -0.2, u = x - 1.2')
  note('y / (x - 1)', { x: 1, y: 2 }, 'no value: 1 / u at u = 0, u = x - 1')
  note('asin(2 * x)', { x: 0.7 }, 'no value: asin(u) at u = 1.4, u = 2 * x')
  note('sqrt(x)', { x: 0 }, 'border of the domain: no value just below this point in x: sqrt(x) at x = -1e-7')
  note('floor(x)', { x: 2 }, 'the slope grows without end towards this point in x: a jump or a vertical tangent')
})

describe('likely causes', () => {
  const at = [1, 2, 3]
  const f = (x: Vector): number => x[0]! ** 2 * x[1]! * x[2]! + x[1]! ** 3 + x[2]!
  const right = ([x, y, z]: Vector): number[] => [2 * x! * y! * z!, x! * x! * z! + 3 * y! * y!, x! * x! * y! + 1]
  const cause = (name: string, alter: (g: number[]) => number[], expected: string): void =>
    test(name, () => {
      const report = checkGradient(f, { at, gradient: (x: Vector) => alter(right(x)) })
      expect(report.notes[0]).toBe(`likely cause: ${expected}`)
    })
  cause('sign', (g) => g.map((v) => -v), 'sign: every entry has the opposite sign')
  cause('factor', (g) => g.map((v) => v / 3), 'factor: every entry is 1/3 times what it should be')
  cause('one sign', ([a, b, c]) => [a!, -b!, c!], 'sign: x[1] has the opposite sign')
  cause('one factor', ([a, b, c]) => [a!, b!, 2 * c!], 'factor: x[2] is 2 times what it should be')
  cause('one missing', ([a, b]) => [a!, b!, 0], 'missing entry: x[2] is zero')
  cause('swapped', ([a, b, c]) => [b!, a!, c!], "swapped: x[0] and x[1] have each other's values")
  cause(
    'shifted',
    ([a, b, c]) => [b!, c!, a!],
    'shifted: the entries are off by one (entry i holds what belongs to entry i + 1)',
  )

  test('a missing term of a formula', () => {
    const gradient = { x: '2 * x', y: 'cos(y)' }
    const report = checkGradient('x^2 + exp(x * y) + sin(y)', { at: { x: 1, y: 0.5 }, gradient })
    expect(report.notes[0]).toBe('likely cause: missing term: the part of exp(x * y) is left out')
  })

  test('a transposed matrix', () => {
    const weights = [
      [1, 2, 3],
      [4, 5, 6],
    ]
    const g = (m: number[][]): number => m.flat().reduce((sum, v, i) => sum + v * weights.flat()[i]!, 0)
    const transpose = (): number[][] => [
      [1, 4],
      [2, 5],
      [3, 6],
    ]
    const report = checkGradient(g, {
      at: [
        [1, 1, 1],
        [1, 1, 1],
      ],
      gradient: transpose,
    })
    expect(report.notes[0]).toBe('likely cause: transposed: x is laid out as its transpose')
  })
})

describe('the report', () => {
  const wrong = checkGradient('x^2 * sin(y)', {
    at: { x: 2, y: 1 },
    gradient: { x: '2 * x * sin(y)', y: '-x^2 * cos(y)' },
  })

  test('reads well in a terminal', () => {
    expect(String(wrong).replace(/ [\d.]+e-\d+ /g, (digits) => digits.replace(/[^ ]/g, '~'))).toMatchInlineSnapshot(`
      "DISAGREES: gradient of x ^ 2 * sin(y) at x = 2, y = 1 (2 entries checked, 1 pass)
        entry         given     symbolic     compiled      complex      numeric  ± error  difference  verdict
        ─────  ────────────  ───────────  ───────────  ───────────  ───────────  ───────  ──────────  ───────────────────────
        x       3.365883939  3.365883939  3.365883939  3.365883939  3.365883939  ~~~~~~~           0  agree
        y      -2.161209223  2.161209223  2.161209223  2.161209223  2.161209223  ~~~~~~~           2  disagree: given differs
        likely cause: sign: y has the opposite sign"
    `)
  })

  test('is plain data as JSON', () => {
    const data = JSON.parse(JSON.stringify(wrong))
    expect(data).toMatchObject({ ok: false, verdict: 'disagree', size: 2, worst: { path: 'y', verdict: 'disagree' } })
    expect(data.entries).toHaveLength(2)
  })

  test('is thrown by assertGradient', () => {
    expect(() => assertGradient('x^2', { at: { x: 3 }, gradient: '3 * x' })).toThrow(
      expect.objectContaining({ code: 'gradcheck/disagree', report: expect.objectContaining({ ok: false }) }),
    )
    expect(assertGradient('x^2', { at: { x: 3 } }).ok).toBe(true)
  })
})
