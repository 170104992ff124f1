import { parse } from '@fluxion/symbolic'
import { describe, expect, test } from 'vitest'
import { type Method, minimize, minimizeAsync } from './minimize.ts'

type Vector = Float64Array

const banana = '(1 - x)^2 + 100 * (y - x^2)^2'
const start = { x: -1.2, y: 1 }
const methods: readonly Method[] = ['lbfgs', 'newton', 'gradientDescent', 'adam']
const rosenbrock = (x: Vector): number => {
  let sum = 0
  for (let i = 0; i + 1 < x.length; i++) sum += 100 * (x[i + 1]! - x[i]! ** 2) ** 2 + (1 - x[i]!) ** 2
  return sum
}

describe('a formula', () => {
  test.each(methods)('%s reaches the minimum of Rosenbrock', (method) => {
    const { x, value, converged, gradientNorm, trace, iterations } = minimize(banana, { start, method })
    expect(converged).toBe(true)
    expect(x.x).toBeCloseTo(1, 6)
    expect(x.y).toBeCloseTo(1, 6)
    expect(value).toBeLessThan(1e-12)
    expect(gradientNorm).toBeLessThan(1e-6)
    expect(trace[0]).toMatchObject({ iteration: 0, value: 24.199999999999996, stepLength: 0 })
    expect(trace).toHaveLength(iterations + 1)
  })

  test('lbfgs and newton never go up', () => {
    for (const method of ['lbfgs', 'newton'] as const) {
      const values = minimize(banana, { start, method }).trace.map((row) => row.value)
      values.slice(1).forEach((value, i) => {
        expect(value).toBeLessThanOrEqual(values[i]! * (1 + 1e-12))
      })
    }
  })

  test('vectors and matrices are variables, too', () => {
    const f = parse('norm(A * x - b)^2', { shapes: { A: [3, 2], x: [2], b: [3] } })
    const data = {
      A: [
        [1, 0],
        [1, 1],
        [1, 2],
      ],
      b: [1, 3, 5],
    }
    const { x } = minimize(f, { start: { x: [0, 0] }, data })
    expect(Array.from(x.x as Vector, (value) => Math.round(value * 1e6) / 1e6)).toEqual([1, 2])
  })

  test('columns of data are summed over', () => {
    const data = { t: [-2, -1, 0, 1, 2, 3], c: [0, 0, 1, 0, 1, 1] }
    const loss = 'log(1 + exp(a + b * t)) - c * (a + b * t)'
    const { x, converged } = minimize(loss, { start: { a: 0, b: 0 }, data })
    expect(converged).toBe(true)
    expect(x.a).toBeCloseTo(-0.607, 2)
    expect(x.b).toBeGreaterThan(1)
  })

  test('a hundred variables', () => {
    const names = Array.from({ length: 100 }, (_, i) => `x${i}`)
    const terms = names.slice(1).map((name, i) => `100 * (${name} - x${i}^2)^2 + (1 - x${i})^2`)
    const from = Object.fromEntries(names.map((name, i) => [name, i % 2 === 0 ? -1.2 : 1]))
    const { value, converged } = minimize(terms.join(' + '), { start: from, maxIterations: 5000 })
    expect(converged).toBe(true)
    expect(value < 1e-10 || Math.abs(value - 3.98658) < 1e-3).toBe(true)
  })

  test('a saddle is left by newton', () => {
    const { value } = minimize('x^2 + y^4 - y^2', { start: { x: 1, y: 0.01 }, method: 'newton' })
    expect(value).toBeCloseTo(-0.25, 10)
  })
})

describe('bounds', () => {
  test.each(methods)('%s ends on the bound', (method) => {
    const { x, converged } = minimize(banana, { start, method, bounds: { x: [-2, 0.5] } })
    expect(converged).toBe(true)
    expect(x.x).toBe(0.5)
    expect(x.y).toBeCloseTo(0.25, 5)
  })

  test('a start outside is moved inside before its value is asked for; null is no bound', () => {
    expect(minimize('x - log(x)', { start: { x: -3 }, bounds: { x: [0.1, null] } }).x.x).toBeCloseTo(1, 6)
  })

  test('a start outside is moved inside; a bound on nothing is refused', () => {
    expect(minimize('(x - 5)^2', { start: { x: 100 }, bounds: { x: [0, 2] } }).x.x).toBe(2)
    expect(() => minimize('x^2', { start: { x: 1 }, bounds: { y: [0, 1] } })).toThrow(/bounds names y/)
    expect(() => minimize('x^2', { start: { x: 1 }, bounds: { x: [2, 1] } })).toThrow(/\[2, 1\]/)
  })
})

describe('a function', () => {
  test.each(['lbfgs', 'newton'] as const)('%s without a gradient', (method) => {
    const { x } = minimize(rosenbrock, { start: [-1.2, 1, 0.5], method })
    expect(x).toBeInstanceOf(Float64Array)
    for (const value of x) expect(value).toBeCloseTo(1, 5)
  })

  test('with its gradient', () => {
    const gradient = (x: Vector): number[] => [2 * (x[0]! - 3), 4 * (x[1]! + 1) ** 3]
    const f = (x: Vector): number => (x[0]! - 3) ** 2 + (x[1]! + 1) ** 4
    const { x, converged } = minimize(f, { start: [0, 0], gradient })
    expect(converged).toBe(true)
    expect(x[0]).toBeCloseTo(3, 6)
  })

  test('of a record', () => {
    const { x } = minimize(({ a, b }: { a: number; b: number }) => (a - 1) ** 2 + (b + 2) ** 2, {
      start: { a: 0, b: 0 },
    })
    expect(x.a).toBeCloseTo(1, 6)
    expect(x.b).toBeCloseTo(-2, 6)
  })

  test('that falls without end', () => {
    const { converged, reason } = minimize((x: Vector) => -Math.exp(x[0]!), { start: [0] })
    expect([converged, reason]).toEqual([false, 'unbounded'])
  })
})

describe('a value that falls without end', () => {
  const ends = (method: Method, f: string, from: Record<string, number>, reason: string, options = {}): void => {
    const found = minimize(f, { start: from, method, ...options })
    expect([f, found.reason, found.converged]).toEqual([f, reason, reason === 'gradient'])
  }
  test.each(methods)('is seen by %s', (method) => {
    const steps = method === 'adam' ? { maxIterations: 100 } : {}
    ends(method, '-x', { x: 1 }, 'unbounded', steps)
    ends(method, 'x^3', { x: -1 }, 'unbounded', steps)
    ends(method, '-log(x)', { x: 1 }, 'unbounded', steps)
    ends(method, 'y - x', { x: 1, y: 2 }, 'unbounded', steps)
  })
  test.each(['lbfgs', 'newton', 'gradientDescent'] as const)(
    'is told from a distant minimum or a limit by %s',
    (method) => {
      ends(method, 'x + y^2', { x: 1, y: 1 }, 'unbounded')
      ends(method, '1e-14 * x^2 - x', { x: 1 }, 'gradient')
      ends(method, 'exp(-x)', { x: 1 }, 'gradient')
      ends(method, '1 / (1 + x^2)', { x: 1 }, 'gradient')
      ends(method, '-x', { x: 1 }, 'gradient', { bounds: { x: [0, 1e9] } })
    },
  )
})

describe('when to stop', () => {
  test.each(methods)('%s counts its iterations', (method) => {
    const { iterations, reason, converged, trace } = minimize(banana, { start, method, maxIterations: 3 })
    expect([iterations, reason, converged, trace.length]).toEqual([3, 'iterations', false, 4])
    expect(minimize(banana, { start, method, maxIterations: 0 }).x).toEqual(start)
  })
  test('a smaller gradient takes more steps', () => {
    const rough = minimize(banana, { start, tolerance: 1e-2 })
    const fine = minimize(banana, { start, tolerance: 1e-12 })
    expect(rough.iterations).toBeLessThan(fine.iterations)
    expect(fine.value).toBeLessThan(rough.value)
  })
  test.each(['lbfgs', 'newton', 'gradientDescent'] as const)('%s stops at small gains or steps', (method) => {
    const byValue = minimize(banana, { start, method, valueTolerance: 0.5, tolerance: 0 })
    const byStep = minimize(banana, { start, method, stepTolerance: 0.5, tolerance: 0 })
    expect([byValue.reason, byValue.converged]).toEqual(['value', true])
    expect([byStep.reason, byStep.converged]).toEqual(['step', true])
  })
  test('the best point is returned, not the last', () => {
    const found = minimize('x^2', { start: { x: 1 }, method: 'gradientDescent', learningRate: 1.5, maxIterations: 50 })
    expect(found.value).toBe(1)
    expect(found.converged).toBe(false)
  })
  test.each([
    ['maxIterations', -1],
    ['maxIterations', 2.5],
    ['tolerance', Number.NaN],
    ['valueTolerance', -1],
    ['stepTolerance', '1e-3'],
    ['memory', 0],
    ['learningRate', 0],
  ])('%s cannot be %s', (name, value) => {
    expect(() => minimize(banana, { start, [name]: value })).toThrow(new RegExp(`option ${name} is ${value}`))
  })
})

/** Sums of squares from the literature, with their least value. */
describe('classical problems from their standard starts', () => {
  const squares = (...residuals: readonly string[]): string => residuals.map((r) => `(${r})^2`).join(' + ')
  const rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  const problems: readonly [name: string, f: string, start: readonly number[], least: number][] = [
    ['Powell, badly scaled', squares('1e4 * x1 * x2 - 1', 'exp(-x1) + exp(-x2) - 1.0001'), [0, 1], 0],
    ['Brown, badly scaled', squares('x1 - 1e6', 'x2 - 2e-6', 'x1 * x2 - 2'), [1, 1], 0],
    ['Powell, singular', 'x1^2 + (x2 - 2*x3)^4 + 10*(x1 - x4)^4 + 5*(x3 - x4)^2', [3, -1, 0, 1], 0],
    ['Cube', squares('10 * (x2 - x1^3)', '1 - x1'), [-1.2, -1], 0],
    [
      'Jennrich and Sampson',
      squares(...rows.map((i) => `${2 + 2 * i} - exp(${i}*x1) - exp(${i}*x2)`)),
      [0.3, 0.4],
      124.36218,
    ],
    ['McCormick', 'sin(x1 + x2) + (x1 - x2)^2 - 1.5*x1 + 2.5*x2 + 1', [0, 0], -1.91322295],
    [
      'Brown and Dennis',
      squares(
        ...[...rows, ...rows.map((i) => i + 10)].map(
          (i) => `(x1 + ${i / 5}*x2 - exp(${i / 5}))^2 + (x3 + x4*sin(${i / 5}) - cos(${i / 5}))^2`,
        ),
      ),
      [25, 5, -5, -1],
      85822.2016,
    ],
    [
      'two exponentials of five parameters',
      squares(
        ...rows.map(
          (i) =>
            `${0.4 + 2 * Math.exp(-0.1 * i) - 1.5 * Math.exp(-0.2 * i)} - (x1 + x2*exp(-${10 * i}*x4) + x3*exp(-${10 * i}*x5))`,
        ),
      ),
      [0.5, 1.5, -1, 0.01, 0.02],
      0,
    ],
  ]
  describe.each(['lbfgs', 'newton'] as const)('by %s', (method) => {
    test.each(problems)('%s', (_, f, from, least) => {
      const start = Object.fromEntries(from.map((value, i) => [`x${i + 1}`, value]))
      const { value, converged } = minimize(f, { start, method })
      expect(Math.abs(value - least)).toBeLessThanOrEqual(1e-7 * Math.abs(least) + 1e-9)
      expect(converged).toBe(true)
    })
  })
})

describe('what goes wrong is said', () => {
  const refuses = (name: string, run: () => unknown, code: string, message: RegExp): void =>
    test(name, () => {
      expect(run).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }))
    })
  refuses(
    'a start without value',
    () => minimize('log(x) + x', { start: { x: -1 } }),
    'optimize/bad-start',
    /log\(x\) at x = -1/,
  )
  refuses(
    'a variable without start',
    () => minimize('x * y', { start: { x: 1 } }),
    'optimize/unbound-symbol',
    /contains y/,
  )
  refuses(
    'a method nobody knows',
    () => minimize('x^2', { start: { x: 1 }, method: 'magic' as Method }),
    'optimize/unknown-method',
    /magic/,
  )
  refuses(
    'an option nobody knows',
    () => minimize('x^2', { start: { x: 1 }, maxiter: 5 } as never),
    'optimize/unknown-option',
    /no option maxiter/,
  )
  refuses(
    'a start that is no number',
    () => minimize('x^2', { start: { x: Number.NaN } }),
    'optimize/bad-start',
    /x is NaN/,
  )
  refuses(
    'a Hessian of the wrong size',
    () => minimize((x: Vector) => x[0]! ** 2, { start: [1], method: 'newton', hessian: () => [1, 2] }),
    'optimize/hessian-size',
    /2 entries, wanted 1 by 1/,
  )
  refuses('an array for a formula', () => minimize('x^2', { start: [1] }), 'optimize/bad-option', /start/)
  refuses(
    'a gradient for a formula',
    () => minimize('x^2', { start: { x: 1 }, gradient: () => [2] }),
    'optimize/bad-option',
    /gradient/,
  )
})

describe('watching', () => {
  test('onProgress sees every iteration', () => {
    const seen: number[] = []
    const { iterations } = minimize(banana, { start, onProgress: ({ iteration, x }) => seen.push(iteration + 0 * x.x) })
    expect(seen).toEqual(Array.from({ length: iterations + 1 }, (_, i) => i))
  })

  test('a signal stops it', async () => {
    const controller = new AbortController()
    const onProgress = ({ iteration }: { iteration: number }): void => {
      if (iteration === 5) controller.abort()
    }
    const options = { start, signal: controller.signal, onProgress }
    expect(() => minimize(banana, options)).toThrow(expect.objectContaining({ code: 'optimize/aborted' }))
    await expect(minimizeAsync(banana, { start, signal: AbortSignal.abort() })).rejects.toThrow(/stopped by its signal/)
  })

  test('minimizeAsync gives the same answer', async () => {
    expect((await minimizeAsync(banana, { start })).x).toEqual(minimize(banana, { start }).x)
  })
})
