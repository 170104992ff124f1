import type { Tensor } from '@fluxion/tensor'
import { broadcastStrides, sizeOf } from './broadcast.ts'

/** Whether two tensors may have memory in common: their ranges of one buffer meet. */
export function overlaps(a: Tensor, b: Tensor): boolean {
  if (a.data.buffer !== b.data.buffer || a.shape.includes(0) || b.shape.includes(0)) return false
  const [aFrom, aTo] = range(a)
  const [bFrom, bTo] = range(b)
  return aFrom < bTo && bFrom < aTo
}

/**
 * Whether a loop over a shape that writes `to` would change elements of `from` before it reads them. It would not where each
 * element is written over itself only.
 */
export function wouldOverwrite(to: Tensor, from: Tensor, shape: readonly number[]): boolean {
  if (!overlaps(to, from)) return false
  const inPlace = start(to) === start(from) && sizeOf(to.shape) === sizeOf(from.shape)
  const steps = broadcastStrides(from, shape)
  return !inPlace || broadcastStrides(to, shape).some((step, d) => step !== steps[d] && shape[d] !== 1)
}

const start = ({ data, offset }: Tensor): number => data.byteOffset + offset * data.BYTES_PER_ELEMENT

/** The bytes from the first to the last element. */
function range(x: Tensor): readonly [number, number] {
  let [from, to] = [x.offset, x.offset + 1]
  x.shape.forEach((n, d) => {
    const reach = (n - 1) * x.strides[d]!
    if (reach < 0) from += reach
    else to += reach
  })
  const { byteOffset, BYTES_PER_ELEMENT } = x.data
  return [byteOffset + from * BYTES_PER_ELEMENT, byteOffset + to * BYTES_PER_ELEMENT]
}
