import { asTensor, contiguousOf } from './create.ts'
import { dtypeOfArray, type TypedArray } from './dtype.ts'
import { errors } from './errors.ts'
import { sizeOf } from './shape.ts'
import { Tensor } from './tensor.ts'

/** An array of scijs/ndarray: element [i, j, …] is `data[offset + i * stride[0] + j * stride[1] + …]`. */
export interface NdArray {
  readonly data: TypedArray
  readonly shape: readonly number[]
  readonly stride: readonly number[]
  readonly offset: number
}

/**
 * A tensor over the data of a scijs ndarray, without a copy.
 *
 * @example
 * fromNdArray({ data: Float64Array.of(1, 2, 3, 4), shape: [2, 2], stride: [1, 2], offset: 0 }).tolist() // => [[1, 3], [2, 4]]
 */
export function fromNdArray(array: NdArray): Tensor {
  const { data, shape, stride, offset } = { ...array }
  const dtype = dtypeOfArray(data)
  if (dtype === undefined || !Array.isArray(shape) || shape.length !== stride?.length) {
    throw errors.argument('fromNdArray', 'another object', 'an ndarray over a typed array of a dtype')
  }
  const reach = (sign: 1 | -1): number => shape.reduce((sum, n, d) => sum + Math.max(0, sign * (n - 1) * stride[d]!), 0)
  const inside = offset - reach(-1) >= 0 && offset + reach(1) < data.length
  if (sizeOf(shape) > 0 && !inside) throw errors.length('fromNdArray', data.length, shape)
  return new Tensor(data, dtype, [...shape], [...stride], offset)
}

/**
 * The fields from which `ndarray(data, shape, stride, offset)` of scijs makes its array over the same data.
 *
 * @example
 * toNdArray(tensor([[1, 2], [3, 4]]).T).stride // => [1, 2]
 */
export function toNdArray(operand: Tensor): NdArray {
  const x = asTensor('toNdArray', operand)
  return { data: x.data, shape: [...x.shape], stride: [...x.strides], offset: x.offset }
}

/**
 * The elements row by row in a typed array: the tensor's own where it is contiguous and fills it, else a copy.
 *
 * @example
 * toTypedArray(tensor([[1, 2], [3, 4]]).T) // => [1, 3, 2, 4]
 */
export function toTypedArray(operand: Tensor): TypedArray {
  const x = asTensor('toTypedArray', operand)
  const { data, offset } = contiguousOf(x)
  const size = sizeOf(x.shape)
  return offset === 0 && data.length === size ? data : data.slice(offset, offset + size)
}
