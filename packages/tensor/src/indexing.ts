import { asTensor, copyOf, empty, type Operand } from './create.ts'
import { errors } from './errors.ts'
import { checkedIndices, integersOf } from './indices.ts'
import { copyElements } from './iterate.ts'
import { nonzero } from './operations/selecting.ts'
import { expand } from './operations/views.ts'
import { broadcastShapes, broadcastStrides, type Shape, sizeOf } from './shape.ts'
import { type NestedArray, Tensor } from './tensor.ts'

/**
 * A range of indices with a step, as Python's `start:stop:step`; open bounds are undefined or null. {@link slice} makes one.
 *
 * @example
 * slice(1, 3) instanceof Slice // => true
 * slice(1, 3).step // => 1
 */
export class Slice {
  readonly start: number | null | undefined
  readonly stop: number | null | undefined
  readonly step: number

  constructor(start?: number | null, stop?: number | null, step?: number | null) {
    this.start = start
    this.stop = stop
    this.step = step ?? 1
  }
}

/**
 * The indices from start up to, not including, stop, with a step that may be negative. Bounds count from the end when negative;
 * undefined and null are open bounds.
 *
 * @example
 * arange(6).at(slice(1, 4)) // => tensor([1, 2, 3])
 * arange(6).at(slice(null, null, -2)) // => tensor([5, 3, 1])
 */
export function slice(start?: number | null, stop?: number | null, step?: number | null): Slice {
  return new Slice(start, stop, step)
}

/**
 * What selects along dimensions: an integer, a {@link slice}, `':'` (or another `'start:stop:step'`), `'...'` for all dimensions not
 * mentioned, null for a new dimension, a mask of truth values, or a tensor (or array) of integers.
 */
export type Index = number | Slice | string | null | Tensor | readonly NestedArray[]

/** Where one dimension of the indexed tensor, or several under a mask, is indexed by a tensor of integers. */
interface Advanced {
  readonly index: Tensor
  /** Dimension of the tensor that is indexed. */
  readonly dim: number
}

/** What basic indices leave: a view, and dimensions of it that tensors of integers index. */
interface Selection {
  readonly view: Tensor
  readonly advanced: readonly Advanced[]
  /** True when index tensors stand side by side: their dimensions then take that place, else they come first. */
  readonly adjacent: boolean
}

const slicePattern = /^\s*(-?\d+)?\s*:\s*(-?\d+)?\s*(?::\s*(-?\d+)?\s*)?$/

function readIndex(index: Index): Index {
  if (typeof index === 'string' && index !== '...') {
    const match = slicePattern.exec(index)
    if (match === null) throw errors.badIndex('at', `'${index}'`)
    const bound = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text))
    return slice(bound(match[1]), bound(match[2]), bound(match[3]))
  }
  return Array.isArray(index) ? asTensor('at', index as NestedArray) : index
}

const isMask = (index: Index): index is Tensor => index instanceof Tensor && index.dtype === 'bool'

/** How many dimensions of the tensor an index uses up. */
function uses(index: Index): number {
  if (index === null || index === '...') return 0
  return isMask(index) ? index.ndim : 1
}

function selection(name: string, x: Tensor, given: readonly Index[]): Selection {
  if (!(x instanceof Tensor)) throw errors.argument(name, typeof x, 'a tensor')
  const indices = given.map(readIndex)
  const used = indices.reduce((count: number, index) => count + uses(index), 0)
  if (used > x.ndim) throw errors.tooManyIndices(name, used, x.shape)
  const dots = indices.indexOf('...')
  if (dots >= 0 && indices.indexOf('...', dots + 1) >= 0) throw errors.badIndex(name, "a second '...'")
  const open = new Array<Index>(x.ndim - used).fill(slice())
  const full = dots < 0 ? [...indices, ...open] : indices.toSpliced(dots, 1, ...open)
  // Dots that stand for no dimension still stand between the indices around them.
  const gap = dots >= 0 && open.length === 0 ? dots : full.length

  const shape: number[] = []
  const strides: number[] = []
  const advanced: Advanced[] = []
  const positions: number[] = []
  let offset = x.offset
  let dim = 0
  const keep = (size: number, stride: number): void => {
    shape.push(size)
    strides.push(stride)
  }
  const hasTensors = full.some((index) => index instanceof Tensor)
  full.forEach((index, place) => {
    const position = place < gap ? place : place + 1
    if (index === null) {
      keep(1, 0)
    } else if (index instanceof Slice) {
      const range = sliceRange(index, x.shape[dim]!)
      keep(range.length, range.step * x.strides[dim]!)
      offset += range.start * x.strides[dim]!
      dim++
    } else if (isMask(index)) {
      index.shape.forEach((n, d) => {
        if (n !== x.shape[dim + d])
          throw errors.shapeMismatch(name, x.shape, index.shape, `a mask of dimensions ${dim} …`)
      })
      const places = nonzero(index)
      positions.push(position)
      for (let d = 0; d < index.ndim; d++, dim++) {
        advanced.push({
          index: places.T.withLayout([places.shape[0]!], [places.strides[0]!], places.offset + d),
          dim: shape.length,
        })
        keep(x.shape[dim]!, x.strides[dim]!)
      }
    } else if (index instanceof Tensor) {
      advanced.push({ index, dim: shape.length })
      positions.push(position)
      keep(x.shape[dim]!, x.strides[dim]!)
      dim++
    } else if (typeof index === 'number' && Number.isInteger(index)) {
      const size = x.shape[dim]!
      const at = index < 0 ? index + size : index
      if (!(at >= 0 && at < size)) throw errors.indexOutOfRange(name, index, dim, size)
      if (hasTensors) positions.push(position)
      offset += at * x.strides[dim]!
      dim++
    } else {
      throw errors.badIndex(name, index)
    }
  })
  const adjacent = positions.every((position, i) => i === 0 || position === positions[i - 1]! + 1)
  return { view: x.withLayout(shape, strides, offset), advanced, adjacent }
}

/** The first place, the step and the number of indices of a slice over `size` elements, as in CPython's `PySlice_AdjustIndices`. */
function sliceRange({ start, stop, step }: Slice, size: number): { start: number; step: number; length: number } {
  if (!Number.isInteger(step) || step === 0) throw errors.badIndex('slice', `step ${step}`)
  const [least, most] = step > 0 ? [0, size] : [-1, size - 1]
  const bound = (value: number | null | undefined, open: number): number => {
    if (value == null) return open
    if (!Number.isInteger(value)) throw errors.badIndex('slice', String(value))
    return Math.min(Math.max(value < 0 ? value + size : value, least), most)
  }
  const first = bound(start, step > 0 ? least : most)
  const end = bound(stop, step > 0 ? most : least)
  const length = Math.max(0, Math.ceil((end - first) / step))
  return { start: length === 0 ? 0 : first, step, length }
}

/** The shape that index tensors broadcast to, the shape of the result, and the places in the data in its order. */
function advancedPlaces(name: string, { view, advanced, adjacent }: Selection): { shape: Shape; places: Int32Array } {
  const common = advanced.reduce((shape: Shape, { index }) => broadcastShapes(name, shape, index.shape), [])
  const count = sizeOf(common)
  const base = new Int32Array(count)
  for (const { index, dim } of advanced) {
    const whole = expand(index, common)
    const at = checkedIndices(name, integersOf(name, whole), dim, view.shape[dim]!, true)
    const step = view.strides[dim]!
    for (let i = 0; i < count; i++) base[i]! += at[i]! * step
  }
  const indexed = advanced.map(({ dim }) => dim)
  const rest = view.shape.map((_, d) => d).filter((d) => !indexed.includes(d))
  const first = adjacent ? rest.filter((d) => d < indexed[0]!) : []
  const last = rest.filter((d) => !first.includes(d))
  const [before, after] = [offsetsOf(view, first), offsetsOf(view, last)]
  const places = new Int32Array(before.length * count * after.length)
  let at = 0
  for (const a of before) for (const b of base) for (const c of after) places[at++] = view.offset + a + b + c
  const sizes = (dims: readonly number[]): number[] => dims.map((d) => view.shape[d]!)
  return { shape: [...sizes(first), ...common, ...sizes(last)], places }
}

/** Offsets of all indices of some dimensions, row by row. */
function offsetsOf(x: Tensor, dims: readonly number[]): Int32Array {
  let offsets = Int32Array.of(0)
  for (const d of dims) {
    const n = x.shape[d]!
    const next = new Int32Array(offsets.length * n)
    for (let i = 0, at = 0; i < offsets.length; i++)
      for (let j = 0; j < n; j++) next[at++] = offsets[i]! + j * x.strides[d]!
    offsets = next
  }
  return offsets
}

/**
 * Elements at indices, as NumPy's `x[i, j, …]`: a view for integers, slices, `':'`, `'...'` and null; a copy for masks and tensors of
 * integers, which broadcast.
 *
 * @example
 * const x = arange(6).reshape(2, 3)
 * at(x, -1) // => tensor([3, 4, 5])
 * at(x, ':', slice(1, null)).tolist() // => [[1, 2], [4, 5]]
 * at(x, x.gt(2)) // => tensor([3, 4, 5])
 */
export function at(x: Tensor, ...indices: Index[]): Tensor {
  const found = selection('at', x, indices)
  if (found.advanced.length === 0) return found.view
  const { shape, places } = advancedPlaces('at', found)
  const to = empty(x.dtype, shape)
  for (let i = 0; i < places.length; i++) to.data[i] = x.data[places[i]!]!
  return to
}

/** A view without the dimensions of size 1 in front. */
function withoutLeadingOnes(x: Tensor): Tensor {
  const first = x.shape.findIndex((n) => n !== 1)
  const ones = first < 0 ? x.ndim : first
  return x.withLayout(x.shape.slice(ones), x.strides.slice(ones))
}

/**
 * Writes a value, which broadcasts, at indices as {@link at} reads them. Changes the tensor (and its views) and returns it.
 *
 * @example
 * set(zeros(4), 7, slice(1, 3)) // => tensor([0., 7., 7., 0.])
 */
export function set(x: Tensor, value: Operand, ...indices: Index[]): Tensor {
  const found = selection('set', x, indices)
  const given = withoutLeadingOnes(asTensor('set', value))
  const source = given.data.buffer === x.data.buffer ? copyOf(given) : given
  const truth = x.dtype === 'bool' && source.dtype !== 'bool'
  const spread = (shape: Shape): Tensor =>
    source.withLayout(shape, broadcastStrides('set', source.shape, source.strides, shape))
  if (found.advanced.length === 0) {
    copyElements(found.view, spread(found.view.shape), truth)
    return x
  }
  const { shape, places } = advancedPlaces('set', found)
  const values = empty(x.dtype, shape)
  copyElements(values, spread(shape), truth)
  for (let i = 0; i < places.length; i++) x.data[places[i]!] = values.data[i]!
  return x
}
