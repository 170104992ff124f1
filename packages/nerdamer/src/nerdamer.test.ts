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
  ])('%s from %s to %s', async (f, from, to, wanted) => {
    expect(toText((await integrate(f, 'x', { from, to })).result)).toBe(wanted)
  })
})

describe('answers of nerdamer that are wrong or none do not get out', () => {
  test('a wrong antiderivative', async () =>
    expect(await codeOf(integrate('sqrt(1 + 2*x) / (1 + x + x^2)', 'x'))).toBe('nerdamer/unverified'))
  test('an integral across a pole', async () =>
    expect(await codeOf(integrate('1 / x^2', 'x', { from: -1, to: 1 }))).toBe('nerdamer/unverified'))
  test('no antiderivative', async () => expect(await codeOf(integrate('1 / (x^4 + 1)', 'x'))).toBe('nerdamer/unsolved'))
  test('what nerdamer said is in the message', async () => {
    await expect(integrate('1 / (x^4 + 1)', 'x')).rejects.toThrow('integrate(')
  })
})

describe('roots', () => {
  test('of a quadratic', async () =>
    expect((await solve('x^2 - 5*x + 6 = 0', 'x')).result.map(toText)).toEqual(['2', '3']))
  test('with parameters', async () =>
    expect((await solve('a * x + b = 0', 'x')).result.map(toText)).toEqual(['-b / a']))
  test('complex roots are left out', async () => expect((await solve('x^2 + 1', 'x')).result).toEqual([]))
  test('approximate ones are refined', async () => {
    const [root] = (await solve('cos(x) = x', 'x')).result
    expect(root?.value).toBeCloseTo(0.7390851332151607, 15)
  })
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
])('the limit of %s at %s', async (f, to, wanted) =>
  expect(toText((await limit(f, 'x', to)).result).toLowerCase()).toBe(wanted),
)
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
