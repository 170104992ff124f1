import type { Operand } from '../create.ts'
import { errors } from '../errors.ts'
import { broadcasting, type Operation } from '../operation.ts'
import { type Body, type Out, pointwise } from '../pointwise.ts'
import type { Tensor } from '../tensor.ts'
import { type Binary, binary, constant, instruction, onFloat, type Unary, unary } from './elementwise.ts'

/**
 * x = y, as a truth value.
 *
 * @example
 * eq(tensor([1, 2]), 2) // => tensor([False,  True])
 */
export const eq: Binary = binary('eq', instruction('eq'), 'common', 'bool')

/**
 * x ≠ y, as a truth value.
 *
 * @example
 * ne(tensor([1, 2]), 2) // => tensor([ True, False])
 */
export const ne: Binary = binary('ne', instruction('ne'), 'common', 'bool')

/**
 * x < y, as a truth value.
 *
 * @example
 * lt(tensor([1, 2, 3]), 2) // => tensor([ True, False, False])
 */
export const lt: Binary = binary('lt', instruction('lt'), 'common', 'bool')

/**
 * x ≤ y, as a truth value.
 *
 * @example
 * le(tensor([1, 2, 3]), 2) // => tensor([ True,  True, False])
 */
export const le: Binary = binary('le', instruction('le'), 'common', 'bool')

/**
 * x > y, as a truth value.
 *
 * @example
 * gt(tensor([1, 2, 3]), 2) // => tensor([False, False,  True])
 */
export const gt: Binary = binary('gt', instruction('gt'), 'common', 'bool')

/**
 * x ≥ y, as a truth value.
 *
 * @example
 * ge(tensor([1, 2, 3]), 2) // => tensor([False,  True,  True])
 */
export const ge: Binary = binary('ge', instruction('ge'), 'common', 'bool')

const logical =
  (op: 'and' | 'or' | 'xor'): Body =>
  (k, x, y) =>
    k.op(op, k.convert(x!, 'bool'), k.convert(y!, 'bool'))

/**
 * x and y, where what is not 0 is true.
 *
 * @example
 * logicalAnd(tensor([0, 1, 2]), tensor([1, 1, 0])) // => tensor([False,  True, False])
 */
export const logicalAnd: Binary = binary('logicalAnd', logical('and'), 'common', 'bool')

/**
 * x or y, where what is not 0 is true.
 *
 * @example
 * logicalOr(tensor([0, 1, 0]), tensor([1, 1, 0])) // => tensor([ True,  True, False])
 */
export const logicalOr: Binary = binary('logicalOr', logical('or'), 'common', 'bool')

/**
 * Either x or y but not both, where what is not 0 is true.
 *
 * @example
 * logicalXor(tensor([0, 1, 0]), tensor([1, 1, 0])) // => tensor([ True, False, False])
 */
export const logicalXor: Binary = binary('logicalXor', logical('xor'), 'common', 'bool')

/**
 * True where x is 0.
 *
 * @example
 * logicalNot(tensor([0, 1, 2])) // => tensor([ True, False, False])
 */
export const logicalNot: Unary = unary('logicalNot', (k, x) => k.op('not', k.convert(x!, 'bool')), 'common', 'bool')

const bitwise =
  (op: 'and' | 'or' | 'xor' | 'not'): Body =>
  (k, ...operands) => {
    if (onFloat(k, operands[0]!)) throw errors.dtype(`bitwise ${op}`, 'a floating tensor', 'int32 or bool')
    return k.op(op, ...operands)
  }

/**
 * Bits in both.
 *
 * @example
 * bitwiseAnd(tensor([6, 12], { dtype: 'int32' }), 4) // => tensor([4, 4])
 */
export const bitwiseAnd: Binary = binary('bitwiseAnd', bitwise('and'))

/**
 * Bits in either.
 *
 * @example
 * bitwiseOr(tensor([6, 12], { dtype: 'int32' }), 1) // => tensor([ 7, 13])
 */
export const bitwiseOr: Binary = binary('bitwiseOr', bitwise('or'))

/**
 * Bits in one but not in both.
 *
 * @example
 * bitwiseXor(tensor([6, 12], { dtype: 'int32' }), 4) // => tensor([2, 8])
 */
export const bitwiseXor: Binary = binary('bitwiseXor', bitwise('xor'))

/**
 * All bits the other way; `not` for truth values.
 *
 * @example
 * bitwiseNot(tensor([0, 5], { dtype: 'int32' })) // => tensor([-1, -6])
 */
export const bitwiseNot: Unary = unary('bitwiseNot', bitwise('not'))

/**
 * True where x is NaN.
 *
 * @example
 * isnan(tensor([1, NaN])) // => tensor([False,  True])
 */
export const isnan: Unary = unary('isnan', (k, x) => k.op('ne', x!, x!), 'common', 'bool')

const infinite: Body = (k, x) =>
  onFloat(k, x!) ? k.op('eq', k.op('abs', x!), constant(k, Infinity, x!)) : k.op('ne', x!, x!)

/**
 * True where x is ±∞.
 *
 * @example
 * isinf(tensor([1, -Infinity])) // => tensor([False,  True])
 */
export const isinf: Unary = unary('isinf', infinite, 'common', 'bool')

/**
 * True where x is neither NaN nor ±∞.
 *
 * @example
 * isfinite(tensor([1, NaN, Infinity])) // => tensor([ True, False, False])
 */
export const isfinite: Unary = unary(
  'isfinite',
  (k, x) => (onFloat(k, x!) ? k.op('lt', k.op('abs', x!), constant(k, Infinity, x!)) : k.op('eq', x!, x!)),
  'common',
  'bool',
)

/** How near is equal: `|x − y| ≤ atol + rtol · |y|`; NaN equals NaN only with `equalNan`. */
export interface Closeness {
  readonly rtol?: number
  readonly atol?: number
  readonly equalNan?: boolean
}

const close: Body = (k, x, y, rtol, atol, nan) => {
  const equal = k.op('eq', x!, y!)
  const bound = k.op('add', atol!, k.op('mul', rtol!, k.op('abs', y!)))
  const gap = k.op('abs', k.op('sub', x!, y!))
  const finite = k.op('lt', gap, constant(k, Infinity, x!))
  const bothNaN = k.op('and', k.op('ne', x!, x!), k.op('ne', y!, y!))
  const near = k.op('and', finite, k.op('le', gap, bound))
  return k.op('or', k.op('or', equal, near), k.op('and', bothNaN, k.convert(nan!, 'bool')))
}

/**
 * True where two numbers are near: `|x − y| ≤ atol + rtol · |y|`.
 *
 * @example
 * isclose(tensor([1, 2]), tensor([1 + 1e-9, 2.1])) // => tensor([ True, False])
 */
export const isclose: Operation<[x: Operand, y: Operand], ['rtol', 'atol', 'equalNan'], Closeness & Out, Tensor> =
  broadcasting(
    'isclose(x, y; rtol?, atol?, equalNan?; out?)',
    (x, y, { rtol = 1e-5, atol = 1e-8, equalNan = false, out }) =>
      pointwise('isclose', close, [x, y, rtol, atol, equalNan], 'float', 'bool', out),
  )
