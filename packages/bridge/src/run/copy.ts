import type { Tensor } from '@fluxion/tensor'
import { broadcastStrides, coalesce, walk } from './broadcast.ts'

/** Fills `to` with the elements of `from`, which has the same shape. */
export function copyInto(to: Tensor, from: Tensor): void {
  const offsets = [to.offset, from.offset]
  walk(coalesce(to.shape, [to.strides, from.strides]), offsets, () => {
    to.data[offsets[0]!] = from.data[offsets[1]!]!
  })
}

/** Fills `to` with `from` summed over the axes along which `to` would broadcast to it. */
export function sumInto(to: Tensor, from: Tensor): void {
  const sums = new Float64Array(to.data.length)
  const offsets = [to.offset, from.offset]
  walk(coalesce(from.shape, [broadcastStrides(to, from.shape), from.strides]), offsets, () => {
    sums[offsets[0]!]! += from.data[offsets[1]!]!
  })
  const places = [to.offset]
  walk(coalesce(to.shape, [to.strides]), places, () => {
    to.data[places[0]!] = sums[places[0]!]!
  })
}
