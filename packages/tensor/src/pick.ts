import { empty } from './create.ts'
import { walk } from './iterate.ts'
import { sizeOf } from './shape.ts'
import type { Tensor } from './tensor.ts'

/** A copy of the slices along dimension `dim` at checked places. */
export function pick(x: Tensor, dim: number, places: ArrayLike<number>): Tensor {
  const to = empty(x.dtype, x.shape.with(dim, places.length))
  const row = sizeOf(x.shape.slice(dim + 1))
  if (!x.isContiguous() || row < 8) {
    const rest = { shape: to.shape.toSpliced(dim, 1), strides: [to, x].map((t) => t.strides.toSpliced(dim, 1)) }
    const [toStep, step] = [to.strides[dim]!, x.strides[dim]!]
    walk(rest, [to.offset, x.offset], ([t, f]) => {
      for (let i = 0; i < places.length; i++) to.data[t! + i * toStep] = x.data[f! + places[i]! * step]!
    })
    return to
  }
  const outer = sizeOf(x.shape.slice(0, dim))
  const size = x.shape[dim]!
  for (let o = 0, at = 0; o < outer; o++) {
    for (let i = 0; i < places.length; i++, at += row) {
      const start = x.offset + (o * size + places[i]!) * row
      to.data.set(x.data.subarray(start, start + row), at)
    }
  }
  return to
}
