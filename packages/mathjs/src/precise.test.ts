import { evaluate, FluxionError } from '@fluxion/symbolic'
import { describe, expect, test } from 'vitest'
import { evaluateComplex } from './complex.ts'
import { evaluatePrecise } from './precise.ts'

// 40 digits, computed with mpmath
const values = [
  ['pi', {}, '3.141592653589793238462643383279502884197'],
  ['exp(1)', {}, '2.718281828459045235360287471352662497757'],
  ['1/3 + 1/7', {}, '0.4761904761904761904761904761904761904762'],
  ['sqrt(2) * x', { x: '0.1' }, '0.1414213562373095048801688724209698078570'],
  ['sin(1e10)', {}, '-0.4875060250875106915277942943481060416764'],
  ['log(3)/log(2)', {}, '1.584962500721156181453738943947816508760'],
  ['gamma(1/3)', {}, '2.678938534707747633655692940974677644129'],
  ['gamma(-5/2)', {}, '-0.9453087204829418812256893244486107641587'],
  ['lgamma(100)', {}, '359.1342053695753987760440104602869096126'],
  ['digamma(1)', {}, '-0.5772156649015328606065120900824024310422'],
  ['erf(1/2)', {}, '0.5204998778130465376827466538919645287365'],
  ['erfc(5)', {}, '1.537459794428034850188343485383378890118e-12'],
  ['erfc(30)', {}, '2.564656203756111600033397277501447146549e-393'],
  ['lambertw(1)', {}, '0.5671432904097838729999686622103555497539'],
  ['besselj(0, 10)', {}, '-0.2459357644513483351977608624853287538296'],
  ['atanh(1/2)', {}, '0.5493061443340548456976226184612628523238'],
  ['cbrt(-2)', {}, '-1.259921049894873164767210607278228350570'],
] as const

describe('to forty digits', () => {
  test.each(values)('%s', (formula, at, wanted) => {
    const value = evaluatePrecise(formula, at, { digits: 40 })
    expect(value.minus(wanted).abs().div(value.abs()).toNumber()).toBeLessThan(2e-40)
  })
})

test('cancellation costs no digits', () => {
  expect(evaluatePrecise('exp(x) - 1 - x', { x: '1e-30' }, { digits: 20 }).toString()).toBe('5e-61')
})

test.each(['sin(1)', 'log(2)', 'atan(1/3)', '2^(1/3)', 'exp(sin(x))'])('%s beyond a thousand digits', (formula) => {
  const [long, longer] = [1100, 1400].map((digits) => evaluatePrecise(formula, { x: 2 }, { digits }).toString())
  expect(long?.length).toBeGreaterThan(1095)
  expect(longer?.slice(0, 1090)).toBe(long?.slice(0, 1090))
})

test.each([
  ['exp(x)^2 - exp(2 * x)', '0'],
  ['tan(x * pi / 2)', 'NaN'],
  ['cos(10^30)', '-0.9959311944053957023942486'],
  ['atan2(1, -10^-30)', '1.570796326794896619231322'],
  ['sinh(10^-30)', '1e-30'],
  ['asinh(-10^10)', '-23.71899811050040214959965'],
])('%s is %s', (formula, value) => {
  expect(evaluatePrecise(formula, { x: 1 }, { digits: 25 }).toString()).toBe(value)
})

test('more digits are the same number continued', () => {
  const long = evaluatePrecise('exp(sqrt(2))', {}, { digits: 200 }).toString()
  expect(long.startsWith(evaluatePrecise('exp(sqrt(2))', {}, { digits: 50 }).toString().slice(0, -1))).toBe(true)
  expect(long.length).toBe(201)
})

test.each(['sqrt(x)', 'log(x)', 'asin(x - 3)', 'acosh(x)', 'x^(1/3)', '1/(x + 2)', 'gamma(x)'])(
  '%s is NaN at -2, as in double precision',
  (formula) => {
    expect(evaluatePrecise(formula, { x: -2 }).isNaN()).toBe(true)
    expect(evaluate(formula, { x: -2 })).toBeNaN()
  },
)

test.each([
  ['sqrt(x)', { x: -4 }, '2i'],
  ['log(x)', { x: -1 }, '3.141592653589793i'],
  ['exp(i * pi)', {}, '-1'],
  ['x^2', { x: { re: 1, im: 1 } }, '2i'],
  ['x * y', { x: { re: 0, im: 1 }, y: 3 }, '3i'],
])('%s over the complex numbers', (formula, at, wanted) => {
  expect(evaluateComplex(formula, at).toString()).toBe(wanted)
})

test.each([
  [() => evaluatePrecise('x', {}), 'evaluate/unbound-symbol'],
  [() => evaluatePrecise('x', { x: 1 }, { digits: 0 }), 'mathjs/bad-digits'],
  [() => evaluatePrecise('x', { x: 'one' }), 'evaluate/bad-value'],
  [() => evaluatePrecise('bessely(0, x)', { x: 1 }), 'mathjs/unsupported-expression'],
  [() => evaluateComplex('floor(x)', { x: { re: 1, im: 1 } }), 'mathjs/unsupported-expression'],
])('%s is refused with %s', (run, code) => {
  expect(run).toThrow(FluxionError)
  expect(run).toThrow(expect.objectContaining({ code }))
})

// on the cuts as SymPy and mathjs have it
test.each([
  ['sqrt', { re: -2, im: 0 }, '1.4142136i'],
  ['asin', { re: 2, im: 0 }, '1.5707963 - 1.3169579i'],
  ['asin', { re: -2, im: 0 }, '-1.5707963 + 1.3169579i'],
  ['acos', { re: 2, im: 0 }, '1.3169579i'],
  ['acosh', { re: -2, im: 0 }, '1.3169579 + 3.1415927i'],
  ['atanh', { re: 2, im: 0 }, '0.5493061 - 1.5707963i'],
  ['asinh', { re: 0, im: -2 }, '-1.3169579 - 1.5707963i'],
  ['atan', { re: 0, im: 2 }, '1.5707963 + 0.5493061i'],
  ['acot', { re: -2, im: 0 }, '-0.4636476'],
  ['csc', { re: 1e-8, im: 1e-8 }, '50000000.0000000 - 50000000.0000000i'],
])('%s of %o', (name, z, wanted) =>
  expect(evaluateComplex(`${name}(z)`, { z }).format({ notation: 'fixed', precision: 7 } as never)).toBe(wanted),
)

// computed with mpmath
test.each([
  ['tanh(x)', { x: { re: 0.7, im: -1.3 } }, [1.47162844587362, -0.398375195356978]],
  ['tanh(x)', { x: 1000 }, [1, 0]],
  ['tan(x)', { x: { re: 0, im: 1000 } }, [0, 1]],
  ['expm1(x)', { x: 1e-10 }, [1.00000000005e-10, 0]],
  ['log1p(x)', { x: { re: 0.7, im: -1.3 } }, [0.760849499063047, -0.652846631100774]],
  ['x^3', { x: -2 }, [-8, 0]],
  ['x^-2', { x: { re: 0.7, im: -1.3 } }, [-0.252503997979968, 0.382964396936285]],
  ['sqrt(x)', { x: -4 }, [0, 2]],
  ['gamma(x)', { x: { re: 0.7, im: -1.3 } }, [0.276128714079856, 0.200369408382255]],
  ['lgamma(x)', { x: -0.5 }, [1.26551212348465, -Math.PI]],
  ['beta(x, 2)', { x: { re: 0.7, im: -1.3 } }, [-0.0500781218701174, 0.312487480469532]],
  ['erf(x)', { x: 1 }, [0.842700792949715, 0]],
  ['x < 0 ? 1 : 2', { x: -3 }, [1, 0]],
] as const)('%s at %j', (formula, at, [re, im]) => {
  const value = evaluateComplex(formula, at)
  expect(value.re).toBeCloseTo(re, 12)
  expect(value.im).toBeCloseTo(im, 12)
})

test.each(['erf(x)', 'lambertw(x)', 'x < 0 ? 1 : 2'])('%s off the real line is refused', (formula) => {
  expect(() => evaluateComplex(formula, { x: { re: -1, im: 1 } })).toThrow('no counterpart')
})
