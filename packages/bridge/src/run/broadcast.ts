import type { Tensor } from '@fluxion/tensor'
import { errors } from '../errors.ts'

/** The number of elements of a shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

/** Strides of a tensor whose elements lie row by row. */
export function contiguousStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length)
  for (let d = shape.length - 1, step = 1; d >= 0; d--) {
    strides[d] = step
    step *= shape[d]!
  }
  return strides
}

/** The shape that all tensors broadcast to: trailing axes are equal or 1. */
export function broadcastShape(names: readonly string[], values: readonly (number | Tensor)[]): readonly number[] {
  let shape: readonly number[] = []
  values.forEach((value, i) => {
    if (typeof value === 'number') return
    const other = value.shape
    if (other.length === shape.length && other.every((n, d) => n === shape[d])) return
    const rank = Math.max(shape.length, other.length)
    shape = Array.from({ length: rank }, (_, d) => {
      const a = shape[d - rank + shape.length] ?? 1
      const b = other[d - rank + other.length] ?? 1
      if (a !== b && a !== 1 && b !== 1) throw errors.broadcast(names[i]!, other, shape)
      return a === 1 ? b : a
    })
  })
  return shape
}

/** Strides with which a tensor is read over a shape it broadcasts to. */
export function broadcastStrides(value: Tensor, shape: readonly number[]): number[] {
  const missing = shape.length - value.shape.length
  return shape.map((n, d) =>
    d < missing || (value.shape[d - missing] === 1 && n !== 1) ? 0 : value.strides[d - missing]!,
  )
}

/** A shape with the strides of several operands over it. */
export interface Walk {
  readonly shape: readonly number[]
  readonly strides: readonly (readonly number[])[]
}

/** The same walk with the fewest axes: size 1 dropped, neighbours merged where all operands allow. */
export function coalesce(shape: readonly number[], strides: readonly (readonly number[])[]): Walk {
  const sizes: number[] = []
  const steps: number[][] = strides.map(() => [])
  for (let d = 0; d < shape.length; d++) {
    const n = shape[d]!
    if (n === 1) continue
    const last = sizes.length - 1
    if (last >= 0 && strides.every((list, i) => steps[i]![last] === n * list[d]!)) {
      sizes[last] = sizes[last]! * n
      strides.forEach((list, i) => {
        steps[i]![last] = list[d]!
      })
    } else {
      sizes.push(n)
      strides.forEach((list, i) => {
        steps[i]!.push(list[d]!)
      })
    }
  }
  return { shape: sizes, strides: steps }
}

/** Calls `visit` with the offset of each operand for every index of the walk, in row order; `offsets` is changed in place. */
export function walk({ shape, strides }: Walk, offsets: number[], visit: () => void): void {
  if (shape.includes(0)) return
  const index = shape.map(() => 0)
  for (;;) {
    visit()
    let d = shape.length - 1
    for (; d >= 0; d--) {
      const n = shape[d]!
      index[d]!++
      const around = index[d] === n
      for (let i = 0; i < offsets.length; i++) offsets[i]! += around ? (1 - n) * strides[i]![d]! : strides[i]![d]!
      if (!around) break
      index[d] = 0
    }
    if (d < 0) return
  }
}
