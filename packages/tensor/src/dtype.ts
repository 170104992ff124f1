import type { Lane } from '@fluxion/kernel'
import { errors } from './errors.ts'

/** The types of elements: IEEE double and single, 32-bit signed integer, truth value (a byte 0 or 1). */
export type DType = 'float64' | 'float32' | 'int32' | 'bool'

/** The typed arrays that hold tensors: one for each {@link DType}. */
export type TypedArray = Float64Array | Float32Array | Int32Array | Uint8Array

/** The lane of kernel IR for each dtype. */
export const laneOf: Readonly<Record<DType, Lane>> = { float64: 'f64', float32: 'f32', int32: 'i32', bool: 'bool' }

/** The machine epsilon of the floating dtypes: the gap between 1 and the next number. */
export const epsilon: Readonly<Record<'float64' | 'float32', number>> = { float64: 2 ** -52, float32: 2 ** -23 }

const constructors = { float64: Float64Array, float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const

/** A zeroed typed array for `length` elements of a dtype. */
export function allocate(dtype: DType, length: number): TypedArray {
  try {
    return new constructors[dtype](length)
  } catch {
    throw errors.tooLarge(dtype, length)
  }
}

/** The dtype a typed array holds without conversion, or undefined (a `Uint8Array` holds truth values). */
export function dtypeOfArray(array: unknown): DType | undefined {
  if (array instanceof Float64Array) return 'float64'
  if (array instanceof Float32Array) return 'float32'
  if (array instanceof Int32Array) return 'int32'
  if (array instanceof Uint8Array) return 'bool'
  return undefined
}

/** True for float64 and float32. */
export function isFloating(dtype: DType): dtype is 'float64' | 'float32' {
  return dtype === 'float64' || dtype === 'float32'
}

let defaultDtype: 'float64' | 'float32' = 'float64'

/**
 * Sets the dtype that factories give and that integers become in a function of real numbers.
 *
 * @example
 * setDefaultDtype('float32')
 * const x = zeros(2)
 * setDefaultDtype('float64')
 * x.dtype // => float32
 */
export function setDefaultDtype(dtype: 'float64' | 'float32'): void {
  if (!isFloating(dtype)) throw errors.dtype('setDefaultDtype', dtype, "'float64' or 'float32'")
  defaultDtype = dtype
}

/**
 * The dtype that factories give: float64 unless {@link setDefaultDtype} changed it.
 *
 * @example
 * getDefaultDtype() // => float64
 */
export function getDefaultDtype(): 'float64' | 'float32' {
  return defaultDtype
}

const order: readonly DType[] = ['bool', 'int32', 'float32', 'float64']
const categoryOf: Readonly<Record<DType, number>> = { bool: 0, int32: 1, float32: 2, float64: 2 }

/** The smallest dtype that holds both, as in `torch.promote_types`. */
export function promote(a: DType | undefined, b: DType): DType {
  return a === undefined || order.indexOf(a) < order.indexOf(b) ? b : a
}

/** What takes part in a promotion: the dtype of a tensor, whether it has dimensions, or a number of the user's. */
export interface Participant {
  readonly dtype: DType
  readonly rank: 'tensor' | 'zero-dimensional' | 'number'
}

/** The dtype a JavaScript number or truth value takes part with: bool, int32 for integers, the default dtype otherwise. */
export function dtypeOfNumber(value: number | boolean): DType {
  if (typeof value === 'boolean') return 'bool'
  return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? 'int32' : defaultDtype
}

/**
 * The common dtype of operands, as in `torch.result_type`: tensors with dimensions decide; tensors without dimensions, and after
 * them numbers, only raise the category (bool, integer, floating).
 */
export function resultType(participants: readonly Participant[]): DType {
  let tensor: DType | undefined
  let zeroDimensional: DType | undefined
  let number: DType | undefined
  for (const { dtype, rank } of participants) {
    if (rank === 'tensor') tensor = promote(tensor, dtype)
    else if (rank === 'number') number = promote(number, dtype)
    else zeroDimensional = promote(zeroDimensional, dtype)
  }
  return higherCategory(higherCategory(tensor, zeroDimensional), number) ?? defaultDtype
}

function higherCategory(high: DType | undefined, low: DType | undefined): DType | undefined {
  if (high === undefined || low === undefined) return high ?? low
  return categoryOf[low] > categoryOf[high] ? low : high
}
