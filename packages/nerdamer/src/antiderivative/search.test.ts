import { derivative, equivalent, evaluate, parse } from '@fluxion/symbolic'
import { describe, expect, test } from 'vitest'
import { Search } from './search.ts'

const find = (f: string): ReturnType<Search['find']> => new Search(Date.now() + 5_000).find(parse(f), 'x')

describe('integrals that reduce to the table', () => {
  test.each([
    ['a power of a linear formula', '(a + b*x)^(7/3)'],
    ['a polynomial beside one', 'x^3 * (a + b*x)^(5/2)'],
    ['constants and sums', 'a * (3*x^2 + sin(2*x)) - b'],
    ['partial fractions', '(A + B*x) / ((a + b*x)^3 * (c + d*x)^2)'],
    ['an improper fraction', 'x^6 / ((x - 1) * (x + 2))'],
    ['a linear and a quadratic factor', '1 / ((x + 1) * (x^2 + x + 1))'],
    ['fractions of squares', '1 / (x^2 * (a + b*x^2)^2 * (c + d*x^2))'],
    ['a power of a quadratic formula', '1 / (x^2 + 2*x + 3)^3'],
    ['an inverse root', '1 / sqrt(a + b*x^2)'],
    ['a root of a difference', 'sqrt(4 - 9*x^2)'],
    ['a root beside powers', 'sqrt(a + b*x^2) / x^4'],
    ['powers of a power', 'x^7 / (a + b*x^4)^(3/2)'],
    ['roots of x', 'atan(sqrt(x)) / sqrt(x)'],
    ['a root among fractions', 'sqrt(x + 1) / (x + 5)'],
    ['the chain rule backwards', 'exp(sin(x)) * cos(x)'],
    ['powers of trigonometric functions', 'tan(x)^5 + sec(2*x)^4'],
    ['an odd power of the sine', 'sin(x)^3 * cos(x)^4'],
    ['a rational formula of the cosine', '1 / (5 + 3*cos(x))'],
    ['hyperbolic functions', 'sinh(x)^3 / cosh(x)'],
    ['parts, with a polynomial', 'x^4 * cos(a*x)'],
    ['parts, with a logarithm', 'x^5 * log(x)^2'],
    ['parts, with an inverse function', 'x^2 * asin(a*x)'],
    ['waves of several lengths', 'cos(c + d*x) * sin(a + b*x)^3'],
    ['a polynomial on a growing wave', 'x * exp(a*x) * cos(b*x)'],
    ['an even power of sine and cosine', 'cos(x)^2 * sin(x)^4'],
    ['a wave of the logarithm', 'sin(a + b*log(c*x^n))^2 / x^2'],
    ['a root of one plus the sine', '(a + a*sin(c + d*x))^(5/2)'],
    ['a root of one plus the secant', 'cos(x) * sqrt(a + a*sec(x))'],
    ['half a power of the tangent', 'tan(x)^(3/2) * (a + b*tan(x))'],
    ['a sum of fourth powers', '1 / (x^4 + 1)'],
    ['a difference of cubes', '(x^2 - 3) / (x^3 - 1)'],
    ['a square of a fourth power', '(1 + x^4) / (1 + 2*x^4 + x^8)'],
    ['a repeated quadratic factor', '1 / ((3 - x + 2*x^2) * (2 + 3*x + 5*x^2)^2)'],
    ['factors that differ by a constant', 'x * atan(a*x)^2 / (1 + a^2*x^2)^3'],
    ['a root beside a linear denominator', '1 / ((x + 1) * sqrt(x^2 + x + 3))'],
    ['a root with a common factor', 'x^4 / sqrt(a*x^2 + b*x^3)'],
    ['a root of a square', 'x * sqrt(a^2 + 2*a*b*x + b^2*x^2)'],
    ['a constant under two roots', 'sqrt(b*cos(x)) / sqrt(cos(x))'],
    ['an absolute value', 'x * abs(x - 1)'],
    ['the inverse secant', 'x^3 * (a + b*asec(c*x))'],
    ['a bell curve', '(x^3 + 1) * exp(-2*x^2 + 3*x + 1)'],
    ['a bell curve of a parameter', 'x^2 * exp(-a*x^2)'],
    ['an odd power on a rising bell', 'x^3 * exp(x^2)'],
    ['an error function', 'x * erf(2*x)'],
    ['a rational formula of exponentials', 'exp(3*x) / (1 + exp(x))'],
    ['a sigmoid', 'sigmoid(2*x + 1) + 1 / (2 + 3*exp(-x/2))'],
    ['a root of a quotient', 'sqrt((1 - x) / (1 + x))'],
    ['a long power beside a polynomial', 'x^2 * (2*x + 3)^20'],
    ['cases', 'x < -1 ? sin(x) : x < 2 ? x : exp(-x)'],
    ['the larger of two lines', 'x * max(1 - x, 2*x)'],
    ['a rectifier', 'x * relu(3 - x)'],
  ])('%s: %s', (_, f) => {
    const found = find(f)
    expect(found).toBeDefined()
    expect(equivalent(derivative(found!, 'x'), parse(f)).verdict).toBe('equal')
  })
})

test.each(['exp(x^2)', 'exp(-x^3)', 'sin(x) / x', 'x^x', 'sqrt(1 + x^3)'])('%s has no elementary antiderivative', (f) =>
  expect(find(f)).toBeUndefined(),
)

test('a deadline that has passed ends the search', () =>
  expect(new Search(Date.now() - 1).find(parse('x^3 * (a + b*x)^(5/2)'), 'x')).toBeUndefined())

test('the antiderivative of cases is continuous where they meet', () => {
  const F = find('x < -1 ? 1 : x < 2 ? x : x^2')!
  for (const x of [-1, 2]) expect(evaluate(F, { x: x - 1e-9 })).toBeCloseTo(evaluate(F, { x }), 7)
})

test('a long power is not multiplied out', () =>
  expect(String(find('x * (x + 1)^30'))).toBe('(x + 1) ^ 32 / 32 - (x + 1) ^ 31 / 31'))
