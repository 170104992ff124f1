import type { Operand } from '../create.ts'
import { asTensor, copyOf } from '../create.ts'
import { isFloating } from '../dtype.ts'
import { broadcasting, type Operation } from '../operation.ts'
import { type Body, deliver, type Out, pointwise } from '../pointwise.ts'
import type { Tensor } from '../tensor.ts'
import { constant, instruction, onFloat, type Unary, unary } from './elementwise.ts'

/**
 * eˣ.
 *
 * @example
 * exp(tensor([0, 1])) // => tensor([1.0000, 2.7183])
 */
export const exp: Unary = unary('exp', instruction('exp'), 'float')

/**
 * 2ˣ.
 *
 * @example
 * exp2(tensor([0, 3])) // => tensor([1., 8.])
 */
export const exp2: Unary = unary('exp2', instruction('exp2'), 'float')

/**
 * eˣ − 1, accurate near 0.
 *
 * @example
 * expm1(tensor([0, 1])) // => tensor([0.0000, 1.7183])
 */
export const expm1: Unary = unary('expm1', instruction('expm1'), 'float')

/**
 * The natural logarithm; NaN below 0.
 *
 * @example
 * log(tensor([1, 2])) // => tensor([0.0000, 0.6931])
 */
export const log: Unary = unary('log', instruction('log'), 'float')

/**
 * The logarithm to base 2.
 *
 * @example
 * log2(tensor([1, 8])) // => tensor([0., 3.])
 */
export const log2: Unary = unary('log2', instruction('log2'), 'float')

/**
 * The logarithm to base 10.
 *
 * @example
 * log10(tensor([1, 100])) // => tensor([0., 2.])
 */
export const log10: Unary = unary('log10', instruction('log10'), 'float')

/**
 * log(1 + x), accurate near 0.
 *
 * @example
 * log1p(tensor([0, 1])) // => tensor([0.0000, 0.6931])
 */
export const log1p: Unary = unary('log1p', instruction('log1p'), 'float')

/**
 * The square root; NaN below 0.
 *
 * @example
 * sqrt(tensor([4, 2])) // => tensor([2.0000, 1.4142])
 */
export const sqrt: Unary = unary('sqrt', instruction('sqrt'), 'float')

/**
 * The sine of an angle in radians.
 *
 * @example
 * sin(tensor([0, 1])) // => tensor([0.0000, 0.8415])
 */
export const sin: Unary = unary('sin', instruction('sin'), 'float')

/**
 * The cosine of an angle in radians.
 *
 * @example
 * cos(tensor([0, 1])) // => tensor([1.0000, 0.5403])
 */
export const cos: Unary = unary('cos', instruction('cos'), 'float')

/**
 * The tangent of an angle in radians.
 *
 * @example
 * tan(tensor([0, 1])) // => tensor([0.0000, 1.5574])
 */
export const tan: Unary = unary('tan', instruction('tan'), 'float')

/**
 * The angle in [−π/2, π/2] whose sine is x.
 *
 * @example
 * asin(tensor([0, 1])) // => tensor([0.0000, 1.5708])
 */
export const asin: Unary = unary('asin', instruction('asin'), 'float')

/**
 * The angle in [0, π] whose cosine is x.
 *
 * @example
 * acos(tensor([0, 1])) // => tensor([1.5708, 0.0000])
 */
export const acos: Unary = unary('acos', instruction('acos'), 'float')

/**
 * The angle in (−π/2, π/2) whose tangent is x.
 *
 * @example
 * atan(tensor([0, 1])) // => tensor([0.0000, 0.7854])
 */
export const atan: Unary = unary('atan', instruction('atan'), 'float')

/**
 * The hyperbolic sine.
 *
 * @example
 * sinh(tensor([0, 1])) // => tensor([0.0000, 1.1752])
 */
export const sinh: Unary = unary('sinh', instruction('sinh'), 'float')

/**
 * The hyperbolic cosine.
 *
 * @example
 * cosh(tensor([0, 1])) // => tensor([1.0000, 1.5431])
 */
export const cosh: Unary = unary('cosh', instruction('cosh'), 'float')

/**
 * The hyperbolic tangent.
 *
 * @example
 * tanh(tensor([0, 1])) // => tensor([0.0000, 0.7616])
 */
export const tanh: Unary = unary('tanh', instruction('tanh'), 'float')

/**
 * The inverse of sinh.
 *
 * @example
 * asinh(tensor([0, 1])) // => tensor([0.0000, 0.8814])
 */
export const asinh: Unary = unary('asinh', instruction('asinh'), 'float')

/**
 * The inverse of cosh, for x ≥ 1.
 *
 * @example
 * acosh(tensor([1, 2])) // => tensor([0.0000, 1.3170])
 */
export const acosh: Unary = unary('acosh', instruction('acosh'), 'float')

/**
 * The inverse of tanh, for |x| ≤ 1.
 *
 * @example
 * atanh(tensor([0, 0.5])) // => tensor([0.0000, 0.5493])
 */
export const atanh: Unary = unary('atanh', instruction('atanh'), 'float')

/**
 * The error function 2/√π ∫₀ˣ e^(−t²) dt.
 *
 * @example
 * erf(tensor([0, 1])) // => tensor([0.0000, 0.8427])
 */
export const erf: Unary = unary('erf', instruction('erf'), 'float')

/**
 * 1 − erf(x), accurate for large x.
 *
 * @example
 * erfc(tensor([0, 1])) // => tensor([1.0000, 0.1573])
 */
export const erfc: Unary = unary('erfc', instruction('erfc'), 'float')

/**
 * log |Γ(x)|.
 *
 * @example
 * lgamma(tensor([1, 5])) // => tensor([0.0000, 3.1781])
 */
export const lgamma: Unary = unary(
  'lgamma',
  (k, x) => {
    const pole = k.op('and', k.op('le', x!, constant(k, 0, x!)), k.op('eq', x!, k.op('floor', x!)))
    return k.op('select', pole, constant(k, Infinity, x!), k.op('lgamma', x!))
  },
  'float',
)

/**
 * The derivative of log Γ.
 *
 * @example
 * digamma(tensor([1, 5])) // => tensor([-0.5772,  1.5061])
 */
export const digamma: Unary = unary(
  'digamma',
  (k, x) => {
    const atZero = k.op('copysign', constant(k, Infinity, x!), k.op('neg', x!))
    return k.op('select', k.op('eq', x!, constant(k, 0, x!)), atZero, k.op('digamma', x!))
  },
  'float',
)

/**
 * 1 / (1 + e^(−x)).
 *
 * @example
 * sigmoid(tensor([0, 2])) // => tensor([0.5000, 0.8808])
 */
export const sigmoid: Unary = unary('sigmoid', instruction('sigmoid'), 'float')

/**
 * 1 / √x.
 *
 * @example
 * rsqrt(tensor([4, 0.25])) // => tensor([0.5000, 2.0000])
 */
export const rsqrt: Unary = unary('rsqrt', (k, x) => k.op('div', constant(k, 1, x!), k.op('sqrt', x!)), 'float')

/** A rounding: integers are left as they are. */
const rounding =
  (op: 'floor' | 'ceil' | 'round' | 'trunc'): Body =>
  (k, x) =>
    onFloat(k, x!) ? k.op(op, x!) : x!

/**
 * The largest integer not above x.
 *
 * @example
 * floor(tensor([1.5, -1.5])) // => tensor([ 1., -2.])
 */
export const floor: Unary = unary('floor', rounding('floor'), 'number')

/**
 * The smallest integer not below x.
 *
 * @example
 * ceil(tensor([1.5, -1.5])) // => tensor([ 2., -1.])
 */
export const ceil: Unary = unary('ceil', rounding('ceil'), 'number')

/**
 * The integer between 0 and x that is nearest to x.
 *
 * @example
 * trunc(tensor([1.5, -1.5])) // => tensor([ 1., -1.])
 */
export const trunc: Unary = unary('trunc', rounding('trunc'), 'number')

/**
 * x without its integer part.
 *
 * @example
 * frac(tensor([1.5, -1.25])) // => tensor([ 0.5000, -0.2500])
 */
export const frac: Unary = unary('frac', (k, x) => k.op('sub', x!, rounding('trunc')(k, x!)), 'number')

/** Options of {@link round}: how many decimals to keep. */
export interface RoundOptions extends Out {
  readonly decimals?: number
}

/**
 * The nearest integer, ties to the even one; or the nearest number with so many decimals.
 *
 * @example
 * round(tensor([0.5, 1.5, 2.6])) // => tensor([0., 2., 3.])
 * round(tensor([0.126, 1.5]), { decimals: 2 }) // => tensor([0.1300, 1.5000])
 */
export const round: Operation<[x: Operand], [], RoundOptions, Tensor> = broadcasting(
  'round(x; ; decimals?, out?)',
  (x, { decimals = 0, out }) => {
    if (decimals === 0) return pointwise('round', rounding('round'), [x], 'number', undefined, out)
    const scale = 10 ** Math.abs(decimals)
    const [before, after] = decimals > 0 ? (['mul', 'div'] as const) : (['div', 'mul'] as const)
    const body: Body = (k, a, s) => k.op(after, k.op('round', k.op(before, a!, s!)), s!)
    return pointwise(`round ${before}`, body, [x, scale], 'float', undefined, out)
  },
)

/**
 * Radians from degrees.
 *
 * @example
 * deg2rad(tensor([180])) // => tensor([3.1416])
 */
export const deg2rad: Unary = unary('deg2rad', (k, x) => k.op('mul', x!, constant(k, Math.PI / 180, x!)), 'float')

/**
 * Degrees from radians.
 *
 * @example
 * rad2deg(tensor([Math.PI])) // => tensor([180.])
 */
export const rad2deg: Unary = unary('rad2deg', (k, x) => k.op('mul', x!, constant(k, 180 / Math.PI, x!)), 'float')

/**
 * sin(πx) / (πx), and 1 at 0.
 *
 * @example
 * sinc(tensor([0, 0.5])) // => tensor([1.0000, 0.6366])
 */
export const sinc: Unary = unary(
  'sinc',
  (k, x) => {
    const angle = k.op('mul', x!, constant(k, Math.PI, x!))
    const quotient = k.op('div', k.op('sin', angle), angle)
    return k.op('select', k.op('eq', x!, constant(k, 0, x!)), constant(k, 1, x!), quotient)
  },
  'float',
)

/** Options of {@link logit}: how near to 0 and 1 the argument may come. */
export interface LogitOptions extends Out {
  readonly eps?: number
}

const logOdds: Body = (k, x, low, high) => {
  const limited = k.op('min', k.op('max', x!, low!), high!)
  return k.op('log', k.op('div', limited, k.op('sub', constant(k, 1, x!), limited)))
}

/**
 * log(x / (1 − x)), the inverse of the sigmoid.
 *
 * @example
 * logit(tensor([0.5, 0.9])) // => tensor([0.0000, 2.1972])
 */
export const logit: Operation<[x: Operand], ['eps'], LogitOptions, Tensor> = broadcasting(
  'logit(x; eps?; out?)',
  (x, { eps = Number.NEGATIVE_INFINITY, out }) =>
    pointwise('logit', logOdds, [x, eps, 1 - eps], 'float', undefined, out),
)

/** Options of {@link nanToNum}: what stands for NaN, +∞ and −∞. */
export interface NanToNumOptions extends Out {
  readonly nan?: number
  readonly posinf?: number
  readonly neginf?: number
}

const replaceSpecial: Body = (k, x, nan, positive, negative) => {
  const low = k.op('select', k.op('eq', x!, constant(k, -Infinity, x!)), negative!, x!)
  const high = k.op('select', k.op('eq', x!, constant(k, Infinity, x!)), positive!, low)
  return k.op('select', k.op('ne', x!, x!), nan!, high)
}

/**
 * Numbers in place of NaN (0) and of ±∞ (the largest finite number).
 *
 * @example
 * nanToNum(tensor([NaN, 1]), { nan: -1 }) // => tensor([-1.,  1.])
 */
export const nanToNum: Operation<[x: Operand], ['nan', 'posinf', 'neginf'], NanToNumOptions, Tensor> = broadcasting(
  'nanToNum(x; nan?, posinf?, neginf?; out?)',
  (operand, { nan = 0, posinf, neginf, out }) => {
    const x = asTensor('nanToNum', operand)
    if (!isFloating(x.dtype)) return deliver('nanToNum', copyOf(x), out)
    const largest = x.dtype === 'float32' ? (2 - 2 ** -23) * 2 ** 127 : Number.MAX_VALUE
    return pointwise(
      'nanToNum',
      replaceSpecial,
      [x, nan, posinf ?? largest, neginf ?? -largest],
      'float',
      undefined,
      out,
    )
  },
)
