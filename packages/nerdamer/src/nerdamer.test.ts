import { FluxionError, toText } from '@fluxion/symbolic'
import { describe, expect, test } from 'vitest'
import { callNerdamer } from './engine.ts'
import { factor, integrate, laplace, limit, partialFractions, solve, solveSystem } from './index.ts'

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise
  } catch (error) {
    return error instanceof FluxionError ? error.code : String(error)
  }
  return 'nothing was thrown'
}

describe('integrals that are proved', () => {
  test.each([
    'x * exp(x)',
    '1 / (x^2 + 1)',
    'sin(x)^3',
    '1 / x',
    'x / sqrt(2 * pi)',
    'log(x)',
    'x^2 * cos(3 * x)',
    '1 / (a + b * x)',
    'sec(x)',
    'e * x + i * x',
    'log10(x)',
  ])('%s', async (f) => expect((await integrate(f, 'x')).verified).toBe(true))

  test.each([
    ['x^2', 0, 3, '9'],
    ['exp(-x)', 0, 'infinity', '1'],
    ['1 / (1 + x^2)', 0, 1, 'pi / 4'],
    ['a * x', 0, 2, '2 * a'],
    ['x^2', 3, 0, '-9'],
    ['x^2', 0, 'x', 'x ^ 3 / 3'],
    ['1 / x', -2, -1, '-log(2)'],
    ['log(x)', 0, 1, '-1'],
    ['x^n', 0, 1, '1 / (n + 1)'],
    ['exp(-a*x)', 0, 'infinity', '1 / a'],
    ['exp(-x^2)', '-infinity', 'infinity', 'sqrt(pi)'],
    ['1 / (1 + x^2)^2', '-infinity', 'infinity', 'pi / 2'],
    ['1 / sqrt(1 - x^2)', -1, 1, 'pi'],
    ['1 / (2 + cos(x))', 0, '2*pi', '2 * sqrt(3) * pi / 3'],
    ['1e-12 * x', 0, 1, '5e-13'],
    ['abs(x)', -1, 2, '5 / 2'],
    ['sin(x)^4 * cos(x)^2', 0, 'pi', 'pi / 16'],
  ])('%s from %s to %s', async (f, from, to, wanted) => {
    expect(toText((await integrate(f, 'x', { from, to })).result)).toBe(wanted)
  })
})

test.each([
  ['x > 1 ? x : x^2', 0, 3, '13 / 3'],
  ['max(x, 1 - x)', 0, 1, '3 / 4'],
  ['exp(-x^2)', 0, 'Infinity', 'sqrt(pi) / 2'],
])('the integral of %s from %s to %s', async (f, from, to, wanted) =>
  expect(String((await integrate(f, 'x', { from, to })).result)).toBe(wanted),
)

describe('answers of nerdamer that are wrong or none do not get out', () => {
  test.each(['x / sin(x)', 'sqrt(x + tan(x))', 'sqrt(x + sqrt(x^2 + x))', 'sqrt(x + exp(x) + 1)'])(
    'a wrong antiderivative: %s',
    async (f) => expect(await codeOf(integrate(f, 'x'))).toBe('nerdamer/unverified'),
  )
  test.each([
    ['1 / x', -1, 1],
    ['1 / x', -1, 1.3],
    ['1 / x', 1, 'infinity'],
    ['1 / x^2', -1, 1],
    ['1 / (x - 1)^2', 0, 3],
    ['tan(x)', 0, 3],
    ['x / (x^2 - 1)', 0, 2],
    ['sin(x)', 0, 'infinity'],
    ['sqrt(x)', -1, 1],
  ])('an integral that does not exist: %s from %s to %s', async (f, from, to) =>
    expect(await codeOf(integrate(f, 'x', { from, to }))).toBe('nerdamer/unverified'),
  )
  test('no antiderivative', async () => expect(await codeOf(integrate('exp(-x^3)', 'x'))).toBe('nerdamer/unsolved'))
  test('what nerdamer said is in the message', async () => {
    await expect(integrate('exp(-x^3)', 'x')).rejects.toThrow('integrate(')
  })
})

describe('roots', () => {
  test('of a quadratic', async () =>
    expect((await solve('x^2 - 5*x + 6 = 0', 'x')).result.map(toText)).toEqual(['2', '3']))
  test('with parameters', async () =>
    expect((await solve('a * x + b = 0', 'x')).result.map(toText)).toEqual(['-b / a']))
  test.each([
    ['x^2 + 1', []],
    ['sqrt(97)*x^2 - sqrt(13)*x + sqrt(14)*x + sqrt(43)*x^2 + sqrt(303)', []],
    ['(x^2 - 1) / (x - 1)', ['-1']],
    ['(x^2 - 2) / (exp(x) - 1)', ['-sqrt(2)', 'sqrt(2)']],
    ['exp(2*x) - 3*exp(x) + 2', ['0', 'log(2)']],
    ['abs(x - 1) = 3', ['-2', '4']],
    ['sqrt(x) = -1', []],
    ['x + sqrt(x) = 1', ['3 / 2 - sqrt(5) / 2']],
    ['a * x^2 + b', ['sqrt(-b / a)', '-sqrt(-b / a)']],
    ['x^3 - 10*x^2 + 31*x - 30', ['2', '3', '5']],
  ])('real ones only, all of them: %s', async (f, wanted) =>
    expect((await solve(f, 'x')).result.map(toText)).toEqual(wanted),
  )
  test.each([
    ['cos(x) = x', [0.7390851332151607]],
    ['x * exp(x) = 1', [0.5671432904097838]],
    ['x^3 - 3*x + 1', [-1.879385241571817, 0.3472963553338607, 1.532088886237956]],
  ])('approximate ones are refined: %s', async (f, wanted) => {
    const { result } = await solve(f, 'x')
    expect(result).toHaveLength(wanted.length)
    wanted.forEach((root, i) => {
      expect(result[i]?.value).toBeCloseTo(root, 14)
    })
  })
  test.each([
    ['2 * sin(x) = 1', ['pi / 6', '5 * pi / 6'], '2 * pi'],
    ['sin(2*x) = 1/2', ['pi / 12', '5 * pi / 12'], 'pi'],
    ['tan(3*x) = 1', ['pi / 12'], 'pi / 3'],
    ['sin(x) = cos(x)', ['pi / 4'], 'pi'],
    ['sin(x)^2 + cos(x) = 1', ['0', 'pi / 2', '3 * pi / 2'], '2 * pi'],
    ['sin(x) = a', ['asin(a)', 'pi - asin(a)'], '2 * pi'],
  ])('within one period: %s', async (f, wanted, turn) => {
    const { result, period } = await solve(f, 'x')
    expect(result.map(toText)).toEqual(wanted)
    expect(period && toText(period)).toBe(turn)
  })
  test('without a period where the equation has none', async () =>
    expect(await solve('x * sin(x)', 'x')).not.toHaveProperty('period'))
  test('of a system', async () => {
    const { result } = await solveSystem(['x + y = 3', 'x - y = 1'], ['x', 'y'])
    expect(Object.entries(result).map(([name, value]) => `${name} = ${toText(value)}`)).toEqual(['x = 2', 'y = 1'])
  })
  test('of something else', async () =>
    expect(await codeOf(Promise.resolve().then(() => solve('y^2', 'x')))).toBe('nerdamer/not-a-variable'))
})

test('a polynomial is factored', async () => expect(toText((await factor('x^2 - 1')).result)).toBe('(x - 1) * (x + 1)'))
test('a rational function is split', async () =>
  expect((await partialFractions('(x + 1) / (x^2 * (x - 1))', 'x')).verified).toBe(true))
test('a limit', async () => expect(toText((await limit('sin(x) / x', 'x', 0)).result)).toBe('1'))
test('a limit at infinity', async () => expect(toText((await limit('(1 + 1/x)^x', 'x', 'infinity')).result)).toBe('e'))
test.each([
  ['1 / x^2', 0, 'infinity'],
  ['-x^2', 'infinity', '-infinity'],
  ['exp(-x) + 2', 'infinity', '2'],
  ['(2*x + log(x)) / (x * log(x))', 'infinity', '0'],
  ['x + sin(x)', 'infinity', 'infinity'],
  ['(tan(x) - sin(x)) / x^3', 0, '1 / 2'],
  ['(1 + a/x)^x', 'infinity', 'exp(a)'],
  ['(3*x^2 + 1) / (2*x^2 - x)', 'infinity', '3 / 2'],
  ['log(log(x))', 'infinity', 'infinity'],
])('the limit of %s at %s', async (f, to, wanted) =>
  expect(toText((await limit(f, 'x', to)).result).toLowerCase()).toBe(wanted),
)
test.each([
  ['abs(x) / x', 0, '-1', '1'],
  ['1 / x', 0, '-Infinity', 'Infinity'],
  ['exp(1 / x)', 0, '0', 'Infinity'],
  ['floor(x)', 2, '1', '2'],
  ['tan(x)', 'pi / 2', 'Infinity', '-Infinity'],
])('the limits of %s at %s from both sides', async (f, to, left, right) => {
  expect(toText((await limit(f, 'x', to, { from: 'left' })).result)).toBe(left)
  expect(toText((await limit(f, 'x', to, { from: 'right' })).result)).toBe(right)
  expect(await codeOf(limit(f, 'x', to))).toBe('nerdamer/sides-differ')
})
test.each([
  ['sin(1 / x)', 0],
  ['sin(pi / x)', 0],
  ['cos(2 * pi * x)', 'infinity'],
  ['sqrt(x)', -1],
])('%s has no limit at %s', async (f, to) => expect(await codeOf(limit(f, 'x', to))).toMatch(/unsolved|unverified/))
test('a Laplace transform of a growing function', async () =>
  expect((await laplace('sinh(a * t)', 't', 's')).verified).toBe(true))
test('a Laplace transform', async () => expect((await laplace('t * exp(-2 * t)', 't', 's')).verified).toBe(true))

describe('the worker', () => {
  test('is stopped when it takes too long, and the next call finds a new one', async () => {
    const endless = callNerdamer({ name: 'expand', args: ['(a+b+c+d+f)^90'] }, 150)
    expect(await codeOf(endless)).toBe('nerdamer/timeout')
    expect(await callNerdamer({ name: 'factor', args: ['x^2-1'] }, 10_000)).toContain('(1+x)')
  })
  test('answers calls in order', async () => {
    const said = await Promise.all(['x', 'x^2'].map((f) => callNerdamer({ name: 'integrate', args: [f, 'x'] }, 10_000)))
    expect(said).toEqual(['(1/2)*x^2', '(1/3)*x^3'])
  })
  test('refuses what nerdamer cannot read', async () =>
    expect(await codeOf(callNerdamer({ name: 'factor', args: ['(x'] }, 10_000))).toBe('nerdamer/failed'))
  test('formulas nerdamer does not know', async () =>
    expect(await codeOf(integrate('besselj(0, x)', 'x'))).toBe('nerdamer/unsupported'))
})
