import { fromArray, Tensor, tensor } from '@fluxion/tensor'
import { describe } from '../describe.ts'
import { errors } from '../errors.ts'

/** The dtypes formulas are computed in. */
export type FloatDtype = 'float64' | 'float32'

/** Their names. */
export const dtypes: readonly FloatDtype[] = ['float64', 'float32']

/** Arrays in arrays of numbers. */
export type NestedNumbers = readonly (number | boolean | NestedNumbers)[]

/** Typed arrays whose elements are numbers. */
export type NumericArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Uint32Array
  | Uint8ClampedArray

/** What a symbol may be bound to: a number, nested arrays, a typed array, a tensor. */
export type Argument = number | boolean | NestedNumbers | NumericArray | Tensor

/** The typed array of each dtype. */
export const floatArray: Readonly<{ float64: Float64ArrayConstructor; float32: Float32ArrayConstructor }> = {
  float64: Float64Array,
  float32: Float32Array,
}

/** An argument as a number, or as a tensor of the dtype; a tensor or typed array of that dtype is not copied. */
export function readArgument(name: string, given: unknown, dtype: FloatDtype): number | Tensor {
  if (typeof given === 'number') return given
  if (given instanceof Tensor) return given.dtype === dtype ? given : given.to(dtype)
  if (typeof given === 'boolean') return Number(given)
  if (Array.isArray(given)) return readNested(name, given, dtype)
  if (isNumericArray(given))
    return fromArray(given instanceof floatArray[dtype] ? given : floatArray[dtype].from(given), [given.length])
  throw errors.badArgument(name, describe(given))
}

const isNumericArray = (it: unknown): it is NumericArray =>
  ArrayBuffer.isView(it) &&
  !(it instanceof DataView) &&
  !(it instanceof BigInt64Array) &&
  !(it instanceof BigUint64Array)

function readNested(name: string, given: readonly unknown[], dtype: FloatDtype): Tensor {
  const n = given.length
  const data = new floatArray[dtype](n)
  for (let i = 0; i < n; i++) {
    const value = given[i]
    if (typeof value !== 'number') {
      if (Array.isArray(value)) return tensor(given as NestedNumbers, { dtype })
      if (typeof value !== 'boolean')
        throw errors.badArgument(`${name}[${i}]`, value === null ? 'null' : `a ${typeof value}`)
    }
    data[i] = Number(value)
  }
  return fromArray(data, [n])
}

/** Whether the only argument of a call is an object of named values. */
export function isRecord(given: unknown): given is Readonly<Record<string, unknown>> {
  return (
    typeof given === 'object' &&
    given !== null &&
    !Array.isArray(given) &&
    !ArrayBuffer.isView(given) &&
    !(given instanceof Tensor)
  )
}
