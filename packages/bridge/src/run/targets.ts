import { fromArray, Tensor } from '@fluxion/tensor'
import { describe } from '../describe.ts'
import { errors } from '../errors.ts'
import { type FloatDtype, floatArray } from './arguments.ts'
import { sizeOf } from './broadcast.ts'

/** A buffer of the caller's as the tensor to be filled, checked against the result's shape and dtype. */
export function readTarget(given: unknown, shape: readonly number[], dtype: FloatDtype): Tensor | undefined {
  if (given === undefined || given === null) return undefined
  const wanted = `a tensor of shape [${shape.join(', ')}] or a typed array of ${sizeOf(shape)}, of dtype ${dtype}`
  if (given instanceof Tensor) {
    const fits =
      given.dtype === dtype && given.shape.length === shape.length && shape.every((n, d) => given.shape[d] === n)
    if (!fits) throw errors.badOutput('', wanted, describe(given))
    return given
  }
  if (given instanceof floatArray[dtype] && given.length === sizeOf(shape)) return fromArray(given, [...shape])
  throw errors.badOutput('', wanted, describe(given))
}
