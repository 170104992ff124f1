import type { Tensor } from './tensor.ts'

/** A view of `length` elements along a dimension, without checks. */
export function part(x: Tensor, dim: number, start: number, length: number): Tensor {
  return x.withLayout(x.shape.with(dim, length), x.strides, x.offset + start * x.strides[dim]!)
}

/** A view with as many dimensions as wanted: new ones of size 1 come first. */
export function atLeast(x: Tensor, rank: number): Tensor {
  const missing = Math.max(0, rank - x.ndim)
  const ones = new Array<number>(missing).fill(1)
  return missing === 0 ? x : x.withLayout([...ones, ...x.shape], [...ones, ...x.strides])
}
