import { contiguousOf } from './create.ts'
import { errors } from './errors.ts'
import type { Tensor } from './tensor.ts'

/** The elements of an index tensor row by row, as integers; floating tensors may hold integers too. */
export function integersOf(operation: string, x: Tensor): ArrayLike<number> {
  if (x.dtype === 'bool') throw errors.badIndex(operation, 'a tensor of truth values')
  const { data, offset } = contiguousOf(x)
  const values = data.subarray(offset, offset + x.numel())
  const odd = x.dtype === 'int32' ? undefined : values.find((v: number) => !Number.isInteger(v))
  if (odd !== undefined) throw errors.badIndex(operation, String(odd))
  return values
}

/** Indices counted from the front; negative ones count from the end where `negative` is allowed. */
export function checkedIndices(
  operation: string,
  values: ArrayLike<number>,
  dim: number,
  size: number,
  negative: boolean,
): Int32Array {
  const result = new Int32Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const index = values[i]!
    const at = negative && index < 0 ? index + size : index
    if (!(at >= 0 && at < size)) throw errors.indexOutOfRange(operation, index, dim, size)
    result[i] = at
  }
  return result
}
