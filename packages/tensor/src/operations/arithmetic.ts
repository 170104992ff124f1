import { toTypedArray } from '../convert.ts'
import { asTensor, type Operand } from '../create.ts'
import { isFloating } from '../dtype.ts'
import { errors } from '../errors.ts'
import { broadcasting, type Operation } from '../operation.ts'
import { type Body, computeType, type Out, participantOf, pointwise } from '../pointwise.ts'
import { Tensor } from '../tensor.ts'
import { type Binary, binary, constant, instruction, throughFloat, type Unary, unary } from './elementwise.ts'

/** Options of {@link add} and {@link sub}: the second tensor enters `alpha` times. */
export interface AlphaOptions extends Out {
  readonly alpha?: number
}

/** Options of {@link div}: the quotient as it is, rounded towards zero, or rounded down. */
export interface DivOptions extends Out {
  readonly roundingMode?: 'trunc' | 'floor'
}

const onBool =
  (logic: 'and' | 'or', arithmetic: Body): Body =>
  (k, x, y) =>
    k.lane(x!) === 'bool' ? k.op(logic, x!, y!) : arithmetic(k, x!, y!)

const sum: Body = onBool('or', instruction('add'))
const difference: Body = instruction('sub')

/** Refuses truth values, of which PyTorch makes no difference. */
function checkNumbers(...operands: readonly Operand[]): void {
  const truth = operands.some((x) => x === true || x === false || (x instanceof Tensor && x.dtype === 'bool'))
  if (truth) throw errors.dtype('sub', 'bool', 'numbers; use logicalXor or logicalNot')
}

const scaled =
  (body: Body): Body =>
  (k, x, y, alpha) =>
    body(k, x!, k.op('mul', y!, alpha!))

/**
 * The sum x + alpha · y; truth values are joined by *or*.
 *
 * @example
 * add(tensor([[1], [2]]), tensor([10, 20]), { alpha: 2 }).tolist() // => [[21, 41], [22, 42]]
 */
export const add: Operation<[x: Operand, y: Operand], [], AlphaOptions, Tensor> = broadcasting(
  'add(x, y; ; alpha?, out?)',
  (x, y, { alpha, out }) =>
    alpha === undefined
      ? pointwise('add', sum, [x, y], 'common', undefined, out)
      : pointwise('add alpha', scaled(sum), [x, y, alpha], 'number', undefined, out),
)

/**
 * The difference x − alpha · y.
 *
 * @example
 * sub(tensor([5, 7]), 2) // => tensor([3., 5.])
 */
export const sub: Operation<[x: Operand, y: Operand], [], AlphaOptions, Tensor> = broadcasting(
  'sub(x, y; ; alpha?, out?)',
  (x, y, { alpha, out }) => {
    checkNumbers(x, y)
    return alpha === undefined
      ? pointwise('sub', difference, [x, y], 'number', undefined, out)
      : pointwise('sub alpha', scaled(difference), [x, y, alpha], 'number', undefined, out)
  },
)

/**
 * The product; truth values are joined by *and*.
 *
 * @example
 * mul(tensor([1, 2, 3]), tensor([4, 5, 6])) // => tensor([ 4., 10., 18.])
 */
export const mul: Binary = binary('mul', onBool('and', instruction('mul')))

const quotient: Body = instruction('div')

/** Refuses zeros among integers to divide by, which no integer stands for. */
function checkDivisor(name: string, x: Operand, y: Operand): void {
  const [dividend, divisor] = [asTensor(name, x), asTensor(name, y)]
  if (isFloating(dividend.dtype) || isFloating(divisor.dtype) || dividend.numel() === 0) return
  if (toTypedArray(divisor).includes(0)) throw errors.zeroDivision(name)
}

/** A division whose result for integers is an integer. */
const dividing = (name: string, body: Body): Binary =>
  broadcasting(`${name}(x, y; ; out?)`, (x, y, { out }) => {
    checkDivisor(name, x, y)
    return pointwise(name, body, [x, y], 'number', undefined, out)
  })

/** Division rounded down, exact for operands whose quotient is close to an integer: CPython's `float_floor_div`. */
const floorQuotient: Body = throughFloat((k, x, y) => {
  const zero = constant(k, 0, x!)
  const one = constant(k, 1, x!)
  const remainder = k.op('rem', x!, y!)
  const wrong = k.op('and', k.op('ne', remainder, zero), k.op('xor', k.op('lt', y!, zero), k.op('lt', remainder, zero)))
  const plain = k.op('div', x!, y!)
  const exact = k.op('div', k.op('sub', x!, remainder), y!)
  const shifted = k.op('select', wrong, k.op('sub', exact, one), exact)
  const floor = k.op('floor', shifted)
  const short = k.op('gt', k.op('sub', shifted, floor), constant(k, 0.5, x!))
  const rounded = k.op('select', short, k.op('add', floor, one), floor)
  const signed = k.op('select', k.op('ne', shifted, zero), rounded, k.op('copysign', zero, plain))
  return k.op('select', k.op('eq', y!, zero), plain, signed)
})

const truncatedQuotient: Body = throughFloat((k, x, y) => k.op('trunc', k.op('div', x!, y!)))

/**
 * The quotient, floating also for integers; with `roundingMode` rounded, and integers stay integers.
 *
 * @example
 * div(tensor([7, -7]), 2) // => tensor([ 3.5000, -3.5000])
 * div(tensor([7, -7]), 2, { roundingMode: 'floor' }) // => tensor([ 3., -4.])
 */
export const div: Operation<[x: Operand, y: Operand], [], DivOptions, Tensor> = broadcasting(
  'div(x, y; ; roundingMode?, out?)',
  (x, y, { roundingMode, out }) => {
    if (roundingMode !== undefined) checkDivisor('div', x, y)
    if (roundingMode === 'floor') return pointwise('floorDivide', floorQuotient, [x, y], 'number', undefined, out)
    if (roundingMode === 'trunc') return pointwise('div trunc', truncatedQuotient, [x, y], 'number', undefined, out)
    return pointwise('div', quotient, [x, y], 'float', undefined, out)
  },
)

/**
 * The quotient rounded down.
 *
 * @example
 * floorDivide(tensor([7, -7]), 2) // => tensor([ 3., -4.])
 */
export const floorDivide: Binary = dividing('floorDivide', floorQuotient)

/**
 * The remainder with the sign of the divisor, as Python's `%`.
 *
 * @example
 * remainder(tensor([7, -7]), 3) // => tensor([1., 2.])
 */
export const remainder: Binary = dividing('remainder', instruction('mod'))

/**
 * The remainder with the sign of the dividend, as C's `fmod`.
 *
 * @example
 * fmod(tensor([7, -7]), 3) // => tensor([ 1., -1.])
 */
export const fmod: Binary = dividing('fmod', instruction('rem'))

/** As in PyTorch, what would be a fraction is 0, and so is a negative power of 0. */
const integerPower: Body = (k, x, y) => {
  const zero = constant(k, 0, x!)
  const infinite = k.op('and', k.op('eq', x!, zero), k.op('lt', y!, zero))
  return k.op('select', infinite, zero, k.op('pow', x!, y!))
}
const powers: Readonly<Record<number, Body>> = {
  2: (k, x) => k.op('mul', x!, x!),
  3: (k, x) => k.op('mul', k.op('mul', x!, x!), x!),
}

/**
 * The power x ^ exponent. Integers give integers and refuse a negative integer exponent.
 *
 * @example
 * pow(tensor([1, 2, 3]), 2) // => tensor([1., 4., 9.])
 */
export const pow: Operation<[x: Operand], ['exponent'], Out & { readonly exponent: Operand }, Tensor> = broadcasting(
  'pow(x; exponent; out?)',
  (x, { exponent, out }) => {
    const simple = typeof exponent === 'number' ? powers[exponent] : undefined
    if (simple !== undefined) return pointwise(`pow ${exponent}`, simple, [x], 'number', undefined, out)
    const given = [x, typeof exponent === 'object' ? asTensor('pow', exponent) : exponent]
    if (isFloating(computeType('number', given.map(participantOf)))) {
      return pointwise('pow', instruction('pow'), given, 'number', undefined, out)
    }
    if (Number(exponent) < 0) throw errors.dtype('pow', `an integer to the power ${exponent}`, 'a floating base')
    return pointwise('pow of integers', integerPower, given, 'number', undefined, out)
  },
)

/**
 * The larger of two; NaN where either is NaN.
 *
 * @example
 * maximum(tensor([1, 5]), tensor([3, 2])) // => tensor([3., 5.])
 */
export const maximum: Binary = binary('maximum', onBool('or', instruction('max')))

/**
 * The smaller of two; NaN where either is NaN.
 *
 * @example
 * minimum(tensor([1, 5]), tensor([3, 2])) // => tensor([1., 2.])
 */
export const minimum: Binary = binary('minimum', onBool('and', instruction('min')))

/** The better of two numbers; the other where one is NaN. */
const orNumber =
  (better: 'lt' | 'gt'): Body =>
  (k, x, y) => {
    const wins = k.op('or', k.op('ne', x!, x!), k.op(better, y!, x!))
    return k.op('select', k.op('and', wins, k.op('eq', y!, y!)), y!, x!)
  }

/**
 * The larger of two; the other where one is NaN.
 *
 * @example
 * fmax(tensor([1, NaN]), tensor([3, 2])) // => tensor([3., 2.])
 */
export const fmax: Binary = binary('fmax', onBool('or', orNumber('gt')))

/**
 * The smaller of two; the other where one is NaN.
 *
 * @example
 * fmin(tensor([1, NaN]), tensor([3, 2])) // => tensor([1., 2.])
 */
export const fmin: Binary = binary('fmin', onBool('and', orNumber('lt')))

/**
 * The angle of the point (y, x): `atan2(y, x)`.
 *
 * @example
 * atan2(tensor([1, -1]), tensor([1, 1])) // => tensor([ 0.7854, -0.7854])
 */
export const atan2: Binary = binary('atan2', instruction('atan2'), 'float')

/**
 * The length of the vector (x, y) without overflow on the way.
 *
 * @example
 * hypot(tensor([3, 5]), tensor([4, 12])) // => tensor([ 5., 13.])
 */
export const hypot: Binary = binary('hypot', instruction('hypot'), 'float')

/**
 * The size of x with the sign of y.
 *
 * @example
 * copysign(tensor([1, 2]), tensor([-0.5, 0.5])) // => tensor([-1.,  2.])
 */
export const copysign: Binary = binary('copysign', instruction('copysign'), 'float')

/**
 * log(eˣ + eʸ) without overflow on the way.
 *
 * @example
 * logaddexp(tensor([0, 1000]), tensor([0, 1000])) // => tensor([6.9315e-01, 1.0007e+03])
 */
export const logaddexp: Binary = binary(
  'logaddexp',
  (k, x, y) => {
    const most = k.op('max', x!, y!)
    const gap = k.op('neg', k.op('abs', k.op('sub', x!, y!)))
    const value = k.op('add', most, k.op('log1p', k.op('exp', gap)))
    return k.op('select', k.op('eq', x!, y!), k.op('add', x!, constant(k, Math.LN2, x!)), value)
  },
  'float',
)

/**
 * x · log(y), and 0 where x is 0.
 *
 * @example
 * xlogy(tensor([0, 2]), tensor([0, 1])) // => tensor([0., 0.])
 */
export const xlogy: Binary = binary(
  'xlogy',
  (k, x, y) => {
    const zero = constant(k, 0, x!)
    const product = k.op('mul', x!, k.op('log', y!))
    return k.op('select', k.op('and', k.op('eq', x!, zero), k.op('eq', y!, y!)), zero, product)
  },
  'float',
)

/**
 * The step function: 0 below 0, 1 above, `values` at 0.
 *
 * @example
 * heaviside(tensor([-1, 0, 1]), tensor(0.5)) // => tensor([0.0000, 0.5000, 1.0000])
 */
export const heaviside: Binary = binary('heaviside', (k, x, values) => {
  const zero = constant(k, 0, x!)
  const one = constant(k, 1, x!)
  const step = k.op('select', k.op('gt', x!, zero), one, zero)
  return k.op('select', k.op('eq', x!, zero), values!, step)
})

/** From the nearer end, so that weights 0 and 1 give the ends exactly. */
const between: Body = (k, a, b, weight) => {
  const one = constant(k, 1, weight!)
  const gap = k.op('sub', b!, a!)
  const fromStart = k.op('add', a!, k.op('mul', weight!, gap))
  const fromEnd = k.op('sub', b!, k.op('mul', gap, k.op('sub', one, weight!)))
  return k.op('select', k.op('lt', k.op('abs', weight!), constant(k, 0.5, weight!)), fromStart, fromEnd)
}

/**
 * x + weight · (y − x).
 *
 * @example
 * lerp(tensor([0, 10]), tensor([10, 20]), 0.5) // => tensor([ 5., 15.])
 */
export const lerp: Operation<[x: Operand, y: Operand], ['weight'], Out & { readonly weight: Operand }, Tensor> =
  broadcasting('lerp(x, y; weight; out?)', (x, y, { weight, out }) =>
    pointwise('lerp', between, [x, y, weight], 'float', undefined, out),
  )

/** Options of {@link clamp}: bounds, either of which may be left out. */
export interface ClampOptions extends Out {
  readonly min?: Operand | null
  readonly max?: Operand | null
}

/**
 * x limited to [min, max]; NaN stays NaN.
 *
 * @example
 * clamp(tensor([-2, 0.5, 3]), { min: 0, max: 1 }) // => tensor([0.0000, 0.5000, 1.0000])
 */
export const clamp: Operation<[x: Operand], ['min', 'max'], ClampOptions, Tensor> = broadcasting(
  'clamp(x; min?, max?; out?)',
  (x, { min, max, out }) => {
    if (min == null && max == null) throw errors.argument('clamp', 'no bound', 'min, max or both')
    if (max == null) return pointwise('maximum', instruction('max'), [x, min!], 'number', undefined, out)
    if (min == null) return pointwise('minimum', instruction('min'), [x, max], 'number', undefined, out)
    const body: Body = (k, a, low, high) => k.op('min', k.op('max', a!, low!), high!)
    return pointwise('clamp', body, [x, min, max], 'number', undefined, out)
  },
)

/**
 * −x.
 *
 * @example
 * neg(tensor([1, -2])) // => tensor([-1.,  2.])
 */
export const neg: Unary = unary('neg', (k, x) => {
  if (k.lane(x!) === 'bool') throw errors.dtype('neg', 'bool', 'numbers; use logicalNot')
  return k.op('neg', x!)
})

/**
 * |x|.
 *
 * @example
 * abs(tensor([1, -2])) // => tensor([1., 2.])
 */
export const abs: Unary = unary('abs', instruction('abs'), 'number')

/**
 * −1, 0 or 1 by the sign of x; 0 for NaN, as in PyTorch.
 *
 * @example
 * sign(tensor([-3, 0, 5])) // => tensor([-1.,  0.,  1.])
 */
export const sign: Unary = unary('sign', (k, x) => {
  if (k.lane(x!) === 'bool') return x!
  const [zero, one] = [constant(k, 0, x!), constant(k, 1, x!)]
  const notPositive = k.op('select', k.op('lt', x!, zero), k.op('neg', one), zero)
  return k.op('select', k.op('gt', x!, zero), one, notPositive)
})

/**
 * x².
 *
 * @example
 * square(tensor([1, -2])) // => tensor([1., 4.])
 */
export const square: Unary = unary('square', (k, x) => k.op('mul', x!, x!), 'number')

/**
 * 1 / x.
 *
 * @example
 * reciprocal(tensor([2, 4])) // => tensor([0.5000, 0.2500])
 */
export const reciprocal: Unary = unary('reciprocal', (k, x) => k.op('div', constant(k, 1, x!), x!), 'float')
