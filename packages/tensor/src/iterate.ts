import type { TypedArray } from './dtype.ts'
import type { Shape } from './shape.ts'

/** A shape with the strides of several operands over it. */
export interface Layout {
  readonly shape: Shape
  /** One list of strides for each operand. */
  readonly strides: readonly (readonly number[])[]
}

/** The same elements in the same order with the fewest dimensions: size 1 dropped, neighbours merged where all operands allow. */
export function coalesce(shape: Shape, strides: readonly (readonly number[])[]): Layout {
  const sizes: number[] = []
  const steps: number[][] = strides.map(() => [])
  for (let d = 0; d < shape.length; d++) {
    const n = shape[d]!
    if (n === 1) continue
    const last = sizes.length - 1
    let merges = last >= 0
    for (let k = 0; merges && k < strides.length; k++) merges = steps[k]![last] === n * strides[k]![d]!
    if (merges) {
      sizes[last] = sizes[last]! * n
      for (let k = 0; k < strides.length; k++) steps[k]![last] = strides[k]![d]!
    } else {
      sizes.push(n)
      for (let k = 0; k < strides.length; k++) steps[k]!.push(strides[k]![d]!)
    }
  }
  return { shape: sizes, strides: steps }
}

/** Takes dimension `dim` out of a layout. */
export function without(layout: Layout, dim: number): Layout {
  return { shape: layout.shape.toSpliced(dim, 1), strides: layout.strides.map((list) => list.toSpliced(dim, 1)) }
}

/** Puts dimension `dim` of a layout last; a layout without dimensions becomes one of a single element. */
export function inwards(layout: Layout, dim: number): Layout {
  if (dim >= 0 && dim === layout.shape.length - 1) return layout
  const move = (list: readonly number[], single: number): readonly number[] =>
    list.length === 0 ? [single] : [...list.toSpliced(dim, 1), list[dim]!]
  return { shape: move(layout.shape, 1), strides: layout.strides.map((list) => move(list, 1)) }
}

/**
 * The one strided loop: calls `visit` for every index of a layout, in row order, with the place of each operand.
 * `places` starts at the operands' offsets and is the array handed to `visit`; it is changed in place.
 */
export function walk(layout: Layout, places: number[], visit: (places: readonly number[]) => void): void {
  const { shape, strides } = layout
  const rank = shape.length
  if (shape.includes(0)) return
  const index = new Array<number>(rank).fill(0)
  for (;;) {
    visit(places)
    let d = rank - 1
    for (; d >= 0; d--) {
      const n = shape[d]!
      if (++index[d]! < n) {
        for (let k = 0; k < places.length; k++) places[k] = places[k]! + strides[k]![d]!
        break
      }
      index[d] = 0
      for (let k = 0; k < places.length; k++) places[k] = places[k]! - (n - 1) * strides[k]![d]!
    }
    if (d < 0) return
  }
}

/** The dimension a kernel should run along: the innermost unless it is short, then the longest. */
export function innerDim(shape: Shape): number {
  const last = shape.length - 1
  if (last < 0 || shape[last]! >= 32) return last
  return shape.reduce((best, n, d) => (n > 2 * shape[best]! ? d : best), last)
}

/** Elements of a typed array seen through a shape. */
export interface View {
  readonly data: TypedArray
  readonly shape: Shape
  readonly strides: readonly number[]
  readonly offset: number
}

const tile = 64

/**
 * Copies elements between views of one shape, converting as typed arrays do, and to truth values where `truth` is set.
 * The views must not overlap.
 */
export function copyElements(to: View, from: View, truth: boolean = false): void {
  const layout = coalesce(to.shape, [to.strides, from.strides])
  const { shape } = layout
  const [toSteps, fromSteps] = layout.strides as [readonly number[], readonly number[]]
  if (shape.length === 0) {
    const value = from.data[from.offset]!
    if (!to.shape.includes(0)) to.data[to.offset] = truth ? Number(value !== 0) : value
    return
  }
  const p = shape.length - 1
  const q = fromSteps.reduce((best, step, d) => (d !== p && Math.abs(step) < Math.abs(fromSteps[best]!) ? d : best), p)
  const outer = q === p ? (p > 0 ? p - 1 : p) : q
  const rest = outer === p ? without(layout, p) : without(without(layout, p), outer)
  const rows = outer === p ? 1 : shape[outer]!
  const block: Block = {
    rows,
    columns: shape[p]!,
    toRow: outer === p ? 0 : toSteps[outer]!,
    toColumn: toSteps[p]!,
    fromRow: outer === p ? 0 : fromSteps[outer]!,
    fromColumn: fromSteps[p]!,
  }
  const same = !truth && to.data.constructor === from.data.constructor
  const copy = truth
    ? copyTruth
    : same && block.toColumn === 1 && block.fromColumn === 1 && block.columns >= 16
      ? copyRows
      : copyTiles
  walk(rest, [to.offset, from.offset], ([t, f]) => copy(to.data, t!, from.data, f!, block))
}

interface Block {
  readonly rows: number
  readonly columns: number
  readonly toRow: number
  readonly toColumn: number
  readonly fromRow: number
  readonly fromColumn: number
}

type Copy = (to: TypedArray, t: number, from: TypedArray, f: number, block: Block) => void

const copyRows: Copy = (to, t, from, f, { rows, columns, toRow, fromRow }) => {
  for (let i = 0; i < rows; i++) {
    const start = f + i * fromRow
    to.set(from.subarray(start, start + columns), t + i * toRow)
  }
}

/** Square tiles keep both sides of a transposition in the cache; eight rows at a time share its loop, and a line of the cache. */
const copyTiles: Copy = (to, t, from, f, { rows, columns, toRow, toColumn, fromRow, fromColumn }) => {
  const [to2, to3, to4, to5, to6, to7] = [2 * toRow, 3 * toRow, 4 * toRow, 5 * toRow, 6 * toRow, 7 * toRow]
  const [from2, from3, from4] = [2 * fromRow, 3 * fromRow, 4 * fromRow]
  const [from5, from6, from7] = [5 * fromRow, 6 * fromRow, 7 * fromRow]
  for (let i0 = 0; i0 < rows; i0 += tile) {
    const i1 = Math.min(i0 + tile, rows)
    for (let j0 = 0; j0 < columns; j0 += tile) {
      const j1 = Math.min(j0 + tile, columns)
      let i = i0
      for (; i + 8 <= i1; i += 8) {
        let a = t + i * toRow + j0 * toColumn
        let b = f + i * fromRow + j0 * fromColumn
        for (let j = j0; j < j1; j++) {
          to[a] = from[b]!
          to[a + toRow] = from[b + fromRow]!
          to[a + to2] = from[b + from2]!
          to[a + to3] = from[b + from3]!
          to[a + to4] = from[b + from4]!
          to[a + to5] = from[b + from5]!
          to[a + to6] = from[b + from6]!
          to[a + to7] = from[b + from7]!
          a += toColumn
          b += fromColumn
        }
      }
      for (; i < i1; i++) {
        let a = t + i * toRow + j0 * toColumn
        let b = f + i * fromRow + j0 * fromColumn
        for (let j = j0; j < j1; j++) {
          to[a] = from[b]!
          a += toColumn
          b += fromColumn
        }
      }
    }
  }
}

const copyTruth: Copy = (to, t, from, f, { rows, columns, toRow, toColumn, fromRow, fromColumn }) => {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      to[t + i * toRow + j * toColumn] = from[f + i * fromRow + j * fromColumn] === 0 ? 0 : 1
    }
  }
}
