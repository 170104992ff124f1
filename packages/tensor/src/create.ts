import {
  allocate,
  type DType,
  dtypeOfArray,
  dtypeOfNumber,
  getDefaultDtype,
  isFloating,
  type TypedArray,
} from './dtype.ts'
import { errors } from './errors.ts'
import { copyElements } from './iterate.ts'
import { type Shape, sizeOf } from './shape.ts'
import { type NestedArray, Tensor } from './tensor.ts'

/** A zeroed tensor. */
export function empty(dtype: DType, shape: Shape): Tensor {
  return new Tensor(allocate(dtype, sizeOf(shape)), dtype, shape)
}

/** A tensor of shape `[]`. */
export function scalar(value: number, dtype: DType): Tensor {
  const x = empty(dtype, [])
  x.data[0] = value
  return x
}

/** A copy with elements row by row, of the tensor's dtype or another. */
export function copyOf(x: Tensor, dtype: DType = x.dtype): Tensor {
  const to = empty(dtype, x.shape)
  copyElements(to, x, dtype === 'bool' && x.dtype !== 'bool')
  return to
}

/** The tensor itself where its elements lie row by row, else a copy. */
export function contiguousOf(x: Tensor): Tensor {
  return x.isContiguous() ? x : copyOf(x)
}

/** The tensor itself where it has the dtype, else a copy of that dtype; floating numbers lose their fraction as int32, which must hold the rest. */
export function cast(x: Tensor, dtype: DType): Tensor {
  if (x.dtype === dtype) return x
  return dtype === 'int32' && isFloating(x.dtype) ? toInt32('to', copyOf(x, 'float64')) : copyOf(x, dtype)
}

/** The whole numbers of a new float64 tensor as int32, which must hold them. */
export function toInt32(operation: string, x: Tensor): Tensor {
  const to = empty('int32', x.shape)
  const [from, into] = [x.data as Float64Array, to.data as Int32Array]
  for (let i = 0; i < from.length; i++) {
    const value = from[i]!
    if (!(value < 0x80000000 && value > -0x80000001)) throw errors.overflow(operation, value)
    into[i] = value
  }
  return to
}

/** What stands for a tensor in an operation: a tensor, a number or truth value, nested arrays, a typed array. */
export type Operand = Tensor | TypedArray | NestedArray

/** The tensor an operand stands for. */
export function asTensor(operation: string, operand: unknown): Tensor {
  if (operand instanceof Tensor) return operand
  if (typeof operand === 'number' || typeof operand === 'boolean')
    return scalar(Number(operand), dtypeOfNumber(operand))
  if (ArrayBuffer.isView(operand)) return fromTyped(operation, operand)
  if (Array.isArray(operand)) return fromNested(operation, operand as NestedArray)
  const found = operand === null ? 'null' : typeof operand === 'object' ? 'an object' : `a ${typeof operand}`
  throw errors.argument(operation, found, 'a tensor')
}

/** A tensor of one dimension over a typed array of a dtype; a copy of any other one that holds numbers. */
export function fromTyped(operation: string, array: ArrayBufferView): Tensor {
  const dtype = dtypeOfArray(array)
  if (dtype !== undefined) {
    const data = array as TypedArray
    if (dtype === 'bool') checkTruth(operation, data)
    return new Tensor(data, dtype, [data.length])
  }
  const small = array instanceof Int8Array || array instanceof Int16Array || array instanceof Uint16Array
  if (small || array instanceof Uint8ClampedArray) return new Tensor(Int32Array.from(array), 'int32', [array.length])
  if (array instanceof Uint32Array) return new Tensor(Float64Array.from(array), 'float64', [array.length])
  throw errors.argument(operation, Object.prototype.toString.call(array).slice(8, -1), 'a typed array of numbers')
}

/** Refuses bytes other than 0 and 1 as truth values. */
export function checkTruth(operation: string, data: TypedArray): void {
  const odd = data.find((value: number) => value > 1)
  if (odd !== undefined) throw errors.truth(operation, odd)
}

/** As many dimensions as NumPy has: an array that contains itself has no end of them. */
const DEEPEST = 64

/** A tensor from nested arrays: of dtype bool when all are truth values, else of the default dtype, unless one is given. */
export function fromNested(operation: string, nested: NestedArray, wanted?: DType): Tensor {
  const shape: number[] = []
  for (let level: unknown = nested; Array.isArray(level); level = level[0]) {
    shape.push(level.length)
    if (shape.length > DEEPEST) throw errors.tooNested(operation, DEEPEST)
    if (level.length === 0) break
  }
  const values = new Float64Array(sizeOf(shape))
  let truth = values.length > 0
  let next = 0
  const read = (level: unknown, dim: number, place: string): void => {
    if (dim === shape.length) {
      if (typeof level !== 'number' && typeof level !== 'boolean') {
        const found = Array.isArray(level) ? 'an array' : `a ${typeof level}`
        throw errors.ragged(operation, place, found, 'a number')
      }
      truth &&= typeof level === 'boolean'
      values[next++] = Number(level)
      return
    }
    const size = shape[dim]!
    if (!Array.isArray(level) || level.length !== size) {
      const found = Array.isArray(level) ? `an array of ${level.length}` : `a ${typeof level}`
      throw errors.ragged(operation, place, found, `an array of ${size}`)
    }
    for (let i = 0; i < size; i++) read(level[i], dim + 1, `${place}[${i}]`)
  }
  read(nested, 0, shape.length === 0 ? 'the value' : 'element ')
  const x = new Tensor(values, 'float64', shape)
  return cast(x, wanted ?? (truth ? 'bool' : getDefaultDtype()))
}
