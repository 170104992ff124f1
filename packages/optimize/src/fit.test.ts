import { describe, expect, test } from 'vitest'
import { type FitOptions, fit, fitAsync } from './fit.ts'

const x = Array.from({ length: 30 }, (_, i) => i / 10)
const curve = (a: number, k: number, c: number): number[] =>
  x.map((t, i) => a * Math.exp(-k * t) + c + 0.01 * Math.sin(12.9898 * i * i))
const decay: FitOptions = {
  data: { x, y: curve(3, 1.5, 0.5) },
  response: 'y',
  start: { a: 1, k: 1, c: 0 },
}
const model = 'a * exp(-k * x) + c'

describe('fit', () => {
  test('recovers a decay', () => {
    const { parameters, standardErrors, converged, rSquared, degreesOfFreedom } = fit(model, decay)
    expect(converged).toBe(true)
    expect(parameters.a).toBeCloseTo(3, 1)
    expect(parameters.k).toBeCloseTo(1.5, 1)
    expect(standardErrors.k).toBeLessThan(0.02)
    expect(rSquared).toBeGreaterThan(0.999)
    expect(degreesOfFreedom).toBe(27)
  })

  test('a straight line has the textbook values', () => {
    const line = fit('a + b * x', { data: { x: [0, 1, 2, 3], y: [1, 3, 5, 8] }, response: 'y', start: { a: 0, b: 0 } })
    expect(line.parameters.a).toBeCloseTo(0.8, 12)
    expect(line.parameters.b).toBeCloseTo(2.3, 12)
    expect(line.residualSumOfSquares).toBeCloseTo(0.3, 12)
    expect(line.standardErrors.b).toBeCloseTo(Math.sqrt(0.3 / 2 / 5), 12)
    expect(line.covariance[0]![1]).toBeCloseTo((-0.15 * 1.5) / 5, 12)
    expect(line.correlation[0]![1]).toBeCloseTo(-1.5 / Math.sqrt(3.5), 12)
    const [low, high] = line.confidenceIntervals().b!
    expect(high - low).toBeCloseTo(2 * 4.302652729911275 * Math.sqrt(0.03), 9)
    expect(Array.from(line.residuals, (r) => Math.round(r * 10) / 10)).toEqual([0.2, -0.1, -0.4, 0.3])
  })

  test('the response may be a formula of columns', () => {
    const y = x.map((t) => Math.exp(1 + 2 * t))
    const { parameters } = fit('a + b * x', { data: { x, y }, response: 'log(y)', start: { a: 0, b: 0 } })
    expect(parameters.a).toBeCloseTo(1, 10)
    expect(parameters.b).toBeCloseTo(2, 10)
  })

  test('weights: a weight of two counts a row twice, a weight of zero not at all', () => {
    const data = { x: [0, 1, 2, 3, 9], y: [1, 3, 5, 8, Number.NaN] }
    const options = { response: 'y', start: { a: 0, b: 0 } }
    const weighted = fit('a + b * x', { data, ...options, weights: [1, 2, 1, 1, 0] })
    const twice = fit('a + b * x', { data: { x: [0, 1, 1, 2, 3], y: [1, 3, 3, 5, 8] }, ...options })
    expect(weighted.parameters.b).toBeCloseTo(twice.parameters.b!, 12)
    expect(weighted.residualSumOfSquares).toBeCloseTo(twice.residualSumOfSquares, 12)
  })

  test('weights by a column', () => {
    const data = { x: [0, 1, 2, 3], y: [1, 3, 5, 8], sd: [1, 2, 1, 1] }
    const byFormula = fit('a + b * x', { data, response: 'y', start: { a: 0, b: 0 }, weights: '1 / sd^2' })
    const byNumbers = fit('a + b * x', { data, response: 'y', start: { a: 0, b: 0 }, weights: [1, 0.25, 1, 1] })
    expect(byFormula.parameters).toEqual(byNumbers.parameters)
  })

  test('bounds hold, and the held parameter has no standard error', () => {
    const { parameters, standardErrors, warnings, converged } = fit(model, { ...decay, bounds: { k: [0, 1.2] } })
    expect(converged).toBe(true)
    expect(parameters.k).toBe(1.2)
    expect(standardErrors.k).toBeNaN()
    expect(standardErrors.a).toBeGreaterThan(0)
    expect(warnings[0]).toMatch(/at a bound: k/)
  })

  test('fixed parameters stay', () => {
    const byName = fit(model, { ...decay, start: { a: 1, k: 1, c: 0.5 }, fixed: ['c'] })
    const byValue = fit(model, { ...decay, start: { a: 1, k: 1 }, fixed: { c: 0.5 } })
    expect(byName.parameters).toEqual(byValue.parameters)
    expect(byName.parameters.c).toBe(0.5)
    expect(byName.standardErrors.c).toBe(0)
    expect(byName.names).toEqual(['a', 'k'])
  })

  test('predict draws confidence and prediction bands', () => {
    const result = fit(model, decay)
    const confidence = result.predict({ x: [0, 1, 2] })
    expect(confidence.value[1]).toBeCloseTo(3 * Math.exp(-1.5) + 0.5, 1)
    const prediction = result.predict({ x: [0, 1, 2] }, { interval: 'prediction' })
    expect(prediction.standardError[1]).toBeCloseTo(
      Math.hypot(confidence.standardError[1]!, result.residualStandardError),
      12,
    )
    expect(confidence.lower[0]).toBeLessThan(confidence.value[0]!)
    expect(result.predict({ x: [1] }, { level: 0.5 }).upper[0]).toBeLessThan(confidence.upper[1]!)
  })

  test('derived quantities carry their standard error', () => {
    const result = fit(model, decay)
    const half = result.derived('log(2) / k')
    expect(half.value).toBeCloseTo(Math.log(2) / result.parameters.k!, 12)
    expect(half.standardError).toBeCloseTo((half.value / result.parameters.k!) * result.standardErrors.k!, 12)
  })

  test('many blocks of rows give what one block gives', () => {
    const n = 10_000
    const t = Float64Array.from({ length: n }, (_, i) => i / n)
    const y = t.map((value, i) => 2 * Math.exp(1.5 * value) + 0.1 * Math.sin(i))
    const { parameters, rSquared } = fit('a * exp(b * t)', { data: { t, y }, response: 'y', start: { a: 1, b: 1 } })
    expect(parameters.a).toBeCloseTo(2, 2)
    expect(parameters.b).toBeCloseTo(1.5, 2)
    expect(rSquared).toBeGreaterThan(0.99)
  })

  test('a start that overflows on the way is survived', () => {
    const y = x.map((t) => 2 * Math.exp(3 * t))
    const { parameters } = fit('a * exp(b * x)', { data: { x, y }, response: 'y', start: { a: 1, b: 50 } })
    expect(parameters.b).toBeCloseTo(3, 8)
  })

  test('parameters that cannot be told apart are named', () => {
    const result = fit('(a + b) * x', { data: { x: [1, 2, 3], y: [2, 4, 6.1] }, response: 'y', start: { a: 1, b: 0 } })
    expect(result.parameters.a! + result.parameters.b!).toBeCloseTo(2.0214, 3)
    expect(result.warnings.join()).toMatch(/not determined/)
    expect(result.standardErrors.a).toBeNaN()
  })
})

describe('small and odd data', () => {
  const t = [1, 2, 3, 4, 5]
  const y = [2.1, 3.9, 6.2, 7.8, 10.1]

  test('a constant is fitted by the mean', () => {
    const mean = fit('a', { data: { t, y }, response: 'y', start: { a: 0 } })
    expect(mean.parameters.a).toBeCloseTo(6.02, 12)
    expect(mean.standardErrors.a).toBeCloseTo(Math.sqrt(39.708 / 4 / 5), 12)
    expect(mean.predict({ t: [7, 8] }).value).toEqual(Float64Array.of(mean.parameters.a!, mean.parameters.a!))
  })
  test('one row, and as many rows as parameters', () => {
    const one = fit('a', { data: { y: [3] }, response: 'y', start: { a: 0 } })
    expect([one.parameters.a, one.residualSumOfSquares, one.warnings]).toEqual([
      3,
      0,
      ['as many parameters as rows: no standard errors'],
    ])
    const two = fit('a + b * t', { data: { t: [1, 2], y: [3, 5] }, response: 'y', start: { a: 0, b: 0 } })
    expect(two.parameters.a).toBeCloseTo(1, 12)
    expect(two.parameters.b).toBeCloseTo(2, 12)
  })
  test('a response that does not vary has no share explained', () => {
    expect(
      fit('a + b * t', { data: { t, y: [2, 2, 2, 2, 2] }, response: 'y', start: { a: 0, b: 0 } }).rSquared,
    ).toBeNaN()
  })
  test('columns that are multiples of each other', () => {
    const data = { t, u: t.map((v) => 2 * v), y }
    const { parameters, standardErrors, warnings } = fit('a + b * t + c * u', {
      data,
      response: 'y',
      start: { a: 0, b: 0, c: 0 },
    })
    expect(parameters.b! + 2 * parameters.c!).toBeCloseTo(1.99, 10)
    expect(standardErrors.a).toBeGreaterThan(0)
    expect([standardErrors.b, standardErrors.c]).toEqual([Number.NaN, Number.NaN])
    expect(warnings.join()).toMatch(/not determined by the data/)
  })
  test.each([1e-150, 1e-20, 1, 1e20, 1e150])('units do not matter: scale %d', (scale) => {
    const data = { t: t.map((v) => v * scale), y: y.map((v) => v * scale) }
    const { parameters, converged } = fit('a + b * t', { data, response: 'y', start: { a: 0, b: 0 } })
    expect(converged).toBe(true)
    expect(parameters.b).toBeCloseTo(1.99, 10)
    expect(parameters.a! / scale).toBeCloseTo(0.05, 10)
  })
  test('null is no bound', () => {
    const { parameters } = fit('a + b * t', {
      data: { t, y },
      response: 'y',
      start: { a: 0, b: 0 },
      bounds: { b: [0, null] },
    })
    expect(parameters.b).toBeCloseTo(1.99, 10)
  })
  test('a prediction at one row may be asked with numbers', () => {
    const line = fit('a + b * t', { data: { t, y }, response: 'y', start: { a: 0, b: 0 } })
    expect(line.predict({ t: 3 })).toEqual(line.predict({ t: [3] }))
    expect(() => line.predict({ u: [3] })).toThrow(/the model uses t/)
    expect(() => line.predict({ t: 3 }, { level: 95 })).toThrow(/level is 95/)
    expect(() => line.confidenceIntervals(95)).toThrow(/level is 95/)
  })
})

describe('what goes wrong is said', () => {
  const refuses = (name: string, formula: string, change: Partial<FitOptions>, code: string, message: RegExp): void =>
    test(name, () => {
      expect(() => fit(formula, { ...decay, ...change })).toThrow(
        expect.objectContaining({ code, message: expect.stringMatching(message) }),
      )
    })
  refuses('a start without value', 'log(a * x - 1) * k + c', {}, 'optimize/bad-start', /row 0 .*log\(u\) at u = -1/)
  refuses(
    'a start where nothing moves',
    'exp(-exp(k + 40) * (x + 1)) + 0 * a',
    { start: { k: 10 }, fixed: { a: 1 } },
    'optimize/flat-start',
    /does not change with k/,
  )
  refuses('a parameter without start', model, { start: { a: 1, k: 1 } }, 'optimize/unbound-symbol', /contains c/)
  refuses('a start for nothing', model, { start: { a: 1, k: 1, c: 0, d: 1 } }, 'optimize/unknown-name', /d/)
  refuses('columns of different length', model, { data: { x, y: [1] } }, 'optimize/column-length', /1 rows/)
  refuses(
    'missing values',
    model,
    { data: { x, y: x.map((t) => (t === 1 ? Number.NaN : t)) } },
    'optimize/bad-data',
    /row 10/,
  )
  refuses('too few rows', model, { data: { x: [1, 2], y: [1, 2] } }, 'optimize/too-few-rows', /2 rows/)
  refuses('an unknown response', model, { response: 'z' }, 'optimize/unknown-column', /z/)
  refuses('an option nobody knows', model, { weight: [1] } as object, 'optimize/unknown-option', /no option weight/)
  refuses(
    'a start that is no number',
    model,
    { start: { a: Number.NaN, k: 1, c: 0 } },
    'optimize/bad-option',
    /start.a is NaN/,
  )
  refuses('rows for columns', model, { data: [{ x: 1, y: 2 }] as never }, 'optimize/bad-option', /record of columns/)
  refuses('a budget below zero', model, { maxIterations: -1 }, 'optimize/bad-option', /maxIterations is -1/)
  refuses('negative weights', model, { weights: x.map((t) => t - 1) }, 'optimize/bad-weights', /row 0/)
})

describe('watching', () => {
  test('onProgress sees falling sums of squares', () => {
    const seen: number[] = []
    const { trace } = fit(model, {
      ...decay,
      onProgress: ({ value, parameters }) => seen.push(value + 0 * parameters.a!),
    })
    expect(seen).toEqual(trace.map((row) => row.value))
    expect([...seen].sort((a, b) => b - a)).toEqual(seen)
  })

  test('a signal stops it, also from outside', async () => {
    expect(() => fit(model, { ...decay, signal: AbortSignal.abort() })).toThrow(
      expect.objectContaining({ code: 'optimize/aborted' }),
    )
    expect((await fitAsync(model, decay)).parameters).toEqual(fit(model, decay).parameters)
  })
})

test('the result reads well in a terminal, and is plain data as JSON', () => {
  const result = fit('a + b * x', { data: { x: [0, 1, 2, 3], y: [1, 3, 5, 8] }, response: 'y', start: { a: 0, b: 0 } })
  expect(String(result)).toMatchInlineSnapshot(`
    "fit of b * x + a
      parameter  value  standard error  95 % confidence
      ─────────  ─────  ──────────────  ───────────────────
      a            0.8           0.324  -0.594219 … 2.19422
      b            2.3           0.173  1.55476 … 3.04524
      residual standard error 0.3873 on 2 degrees of freedom, R² 0.988785
      converged in 1 iterations, sum of squares 0.3"
  `)
  expect(JSON.parse(JSON.stringify(result))).toMatchObject({ model: 'b * x + a', converged: true, names: ['a', 'b'] })
})
