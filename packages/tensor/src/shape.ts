import { errors } from './errors.ts'

/** Sizes of the dimensions, outermost first; `[]` is a single number. */
export type Shape = readonly number[]

/** The number of elements of a shape. */
export function sizeOf(shape: Shape): number {
  let size = 1
  for (const n of shape) size *= n
  return size
}

/** The strides, in elements, of a shape laid out row by row. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length)
  let step = 1
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = step
    step *= Math.max(shape[d]!, 1)
  }
  return strides
}

/** True when elements lie row by row without gaps. */
export function isContiguous(shape: Shape, strides: readonly number[]): boolean {
  let step = 1
  for (let d = shape.length - 1; d >= 0; d--) {
    const n = shape[d]!
    if (n === 0) return true
    if (n !== 1 && strides[d] !== step) return false
    step *= n
  }
  return true
}

/** True when two shapes are the same. */
export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  for (let d = 0; d < a.length; d++) if (a[d] !== b[d]) return false
  return true
}

/** Checks sizes given by the user. */
export function checkSizes(operation: string, sizes: unknown): number[] {
  if (!Array.isArray(sizes) || !sizes.every((n) => Number.isInteger(n) && (n as number) >= 0)) {
    throw errors.badSize(operation, sizes)
  }
  return sizes.slice()
}

/** Checks the number of dimensions. */
export function checkRank(operation: string, shape: Shape, rank: number): void {
  if (shape.length !== rank) throw errors.dimensions(operation, shape, `${rank} dimension${rank === 1 ? '' : 's'}`)
}

/** A dimension counted from the front; -1 is the last. A tensor without dimensions has dimension 0, as in PyTorch. */
export function normaliseDim(operation: string, dim: number, rank: number, shape?: Shape): number {
  const range = Math.max(rank, 1)
  if (!Number.isInteger(dim) || dim < -range || dim >= range) throw errors.dimOutOfRange(operation, dim, rank, shape)
  return dim < 0 ? dim + range : dim
}

/** Distinct dimensions counted from the front, in the order given; undefined means all. */
export function normaliseDims(operation: string, dims: number | readonly number[] | undefined, rank: number): number[] {
  if (dims === undefined || dims === null) {
    const all: number[] = []
    for (let d = 0; d < rank; d++) all.push(d)
    return all
  }
  if (typeof dims === 'number') return [normaliseDim(operation, dims, rank)]
  const found = dims.map((dim) => normaliseDim(operation, dim, rank))
  if (new Set(found).size !== found.length) throw errors.repeatedDim(operation, dims)
  return found
}

/** The shape that both shapes broadcast to: aligned from the right, sizes are equal or 1. */
export function broadcastShapes(operation: string, a: Shape, b: Shape): Shape {
  if (sameShape(a, b)) return a
  const rank = Math.max(a.length, b.length)
  const shape = new Array<number>(rank)
  for (let d = 0; d < rank; d++) {
    const m = a[d - rank + a.length] ?? 1
    const n = b[d - rank + b.length] ?? 1
    if (m !== n && m !== 1 && n !== 1) throw errors.broadcast(operation, a, b, d)
    shape[d] = m === 1 ? n : m
  }
  return shape
}

/** The strides that make a tensor look like a larger shape: stride 0 along new dimensions and those of size 1. */
export function broadcastStrides(operation: string, from: Shape, strides: readonly number[], to: Shape): number[] {
  const extra = to.length - from.length
  const result = new Array<number>(to.length).fill(0)
  if (extra < 0) throw errors.broadcast(operation, from, to, 0)
  for (let d = 0; d < from.length; d++) {
    const n = from[d]!
    if (n === to[d + extra]) result[d + extra] = n === 1 ? 0 : strides[d]!
    else if (n !== 1) throw errors.broadcast(operation, from, to, d + extra)
  }
  return result
}

/** The sizes of `expand`: -1 keeps a size, new dimensions come first. */
export function expandShape(operation: string, from: Shape, to: Shape): number[] {
  const extra = to.length - from.length
  if (extra < 0) throw errors.reshape(operation, from, to)
  return to.map((n, d) => {
    const kept = from[d - extra]
    if (n === -1 && kept !== undefined) return kept
    if (!Number.isInteger(n) || n < 0) throw errors.badSize(operation, to)
    if (kept !== undefined && kept !== 1 && kept !== n) throw errors.broadcast(operation, from, to, d)
    return n
  })
}

/** The sizes of `reshape`: one of them may be -1 and is what the others leave. */
export function inferShape(operation: string, from: Shape, to: Shape): number[] {
  const size = sizeOf(from)
  const open = to.indexOf(-1)
  const shape = to.slice()
  if (open >= 0) {
    const rest = to.reduce((product, n, d) => (d === open ? product : product * n), 1)
    if (rest === 0 || size % rest !== 0) throw errors.reshape(operation, from, to)
    shape[open] = size / rest
  }
  if (!shape.every((n) => Number.isInteger(n) && n >= 0) || sizeOf(shape) !== size) {
    throw errors.reshape(operation, from, to)
  }
  return shape
}

/**
 * The strides that show the same elements in another shape without a copy, or undefined when there are none.
 * Dimensions that lie behind each other form a chunk; each chunk must be filled by whole dimensions of the new shape.
 */
export function viewStrides(from: Shape, strides: readonly number[], to: Shape): number[] | undefined {
  if (sizeOf(from) === 0) return stridesOf(to)
  const result = new Array<number>(to.length).fill(1)
  let next = to.length - 1
  let base = strides.at(-1) ?? 1
  let chunk = 1
  let filled = 1
  for (let d = from.length - 1; d >= 0; d--) {
    chunk *= from[d]!
    if (d > 0 && (from[d - 1] === 1 || strides[d - 1] === chunk * base)) continue
    while (next >= 0 && (filled < chunk || to[next] === 1)) {
      result[next] = filled * base
      filled *= to[next]!
      next--
    }
    if (filled !== chunk) return undefined
    if (d > 0) base = strides[d - 1]!
    chunk = 1
    filled = 1
  }
  return result
}

/** The shape after a reduction: reduced dimensions are dropped, or kept with size 1. */
export function reducedShape(shape: Shape, dims: readonly number[], keepdim: boolean): number[] {
  const kept: number[] = []
  for (let d = 0; d < shape.length; d++) {
    if (!dims.includes(d)) kept.push(shape[d]!)
    else if (keepdim) kept.push(1)
  }
  return kept
}
