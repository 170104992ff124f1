import { cast, contiguousOf, copyOf } from '../create.ts'
import type { DType } from '../dtype.ts'
import { errors } from '../errors.ts'
import { type Operation, operation } from '../operation.ts'
import { part } from '../part.ts'
import {
  broadcastStrides,
  expandShape,
  inferShape,
  normaliseDim,
  normaliseDims,
  sizeOf,
  stridesOf,
  viewStrides,
} from '../shape.ts'
import type { Tensor } from '../tensor.ts'

/** Options that name the dimensions to work on. */
export interface DimsOptions {
  readonly dims: readonly number[]
}

/** Options that give sizes. */
export interface ShapeOptions {
  readonly shape: readonly number[]
}

/** An operation that takes sizes: as numbers, as one array, or as `{ shape }`. */
export type Reshaping = Operation<[x: Tensor], ['...shape'], ShapeOptions, Tensor>

/** An operation on one dimension. */
export type OneDim = Operation<[x: Tensor], ['dim'], { readonly dim: number }, Tensor>

function reshaped(name: string, x: Tensor, to: readonly number[]): Tensor {
  const shape = inferShape(name, x.shape, to)
  const strides = viewStrides(x.shape, x.strides, shape)
  return strides === undefined ? copyOf(x).withLayout(shape, stridesOf(shape)) : x.withLayout(shape, strides)
}

/**
 * The elements, row by row, in another shape: a view where strides allow, else a copy. One size may be -1.
 *
 * @example
 * reshape(arange(6), 2, -1).tolist() // => [[0, 1, 2], [3, 4, 5]]
 */
export const reshape: Reshaping = operation('reshape(x; ...shape)', (x, { shape }) => reshaped('reshape', x, shape))

/**
 * The elements in another shape without a copy, or an error.
 *
 * @example
 * arange(6).view(3, 2).shape // => [3, 2]
 */
export const view: Reshaping = operation('view(x; ...shape)', (x, options) => {
  const shape = inferShape('view', x.shape, options.shape)
  const strides = viewStrides(x.shape, x.strides, shape)
  if (strides === undefined) throw errors.viewStrides(x.shape, x.strides, shape)
  return x.withLayout(shape, strides)
})

/**
 * A view with the dimensions in another order.
 *
 * @example
 * permute(zeros(2, 3, 4), 2, 0, 1).shape // => [4, 2, 3]
 */
export const permute: Operation<[x: Tensor], ['...dims'], DimsOptions, Tensor> = operation(
  'permute(x; ...dims)',
  (x, { dims }) => {
    const order = normaliseDims('permute', dims, x.ndim)
    if (order.length !== x.ndim) {
      throw errors.argument('permute', `${order.length} dimensions`, `all ${x.ndim} of shape [${x.shape.join(', ')}]`)
    }
    return x.withLayout(
      order.map((d) => x.shape[d]!),
      order.map((d) => x.strides[d]!),
    )
  },
)

/** Options of {@link transpose}: the two dimensions to exchange. */
export interface TransposeOptions {
  readonly dim0: number
  readonly dim1: number
}

/**
 * A view with two dimensions exchanged.
 *
 * @example
 * transpose(tensor([[1, 2], [3, 4]]), 0, 1).tolist() // => [[1, 3], [2, 4]]
 */
export const transpose: Operation<[x: Tensor], ['dim0', 'dim1'], TransposeOptions, Tensor> = operation(
  'transpose(x; dim0, dim1)',
  (x, { dim0, dim1 }) => {
    const a = normaliseDim('transpose', dim0, x.ndim, x.shape)
    const b = normaliseDim('transpose', dim1, x.ndim, x.shape)
    const swap = <V>(list: readonly V[]): V[] => list.map((v, d) => (d === a ? list[b]! : d === b ? list[a]! : v))
    return x.withLayout(swap(x.shape), swap(x.strides))
  },
)

/** Options of {@link movedim}. */
export interface MovedimOptions {
  readonly source: number | readonly number[]
  readonly destination: number | readonly number[]
}

/**
 * A view with dimensions moved to other places.
 *
 * @example
 * movedim(zeros(2, 3, 4), 0, -1).shape // => [3, 4, 2]
 */
export const movedim: Operation<[x: Tensor], ['source', 'destination'], MovedimOptions, Tensor> = operation(
  'movedim(x; source, destination)',
  (x, { source, destination }) => {
    const from = normaliseDims('movedim', source, x.ndim)
    const to = normaliseDims('movedim', destination, x.ndim)
    if (from.length !== to.length)
      throw errors.argument('movedim', `${from.length} and ${to.length} dimensions`, 'as many')
    const rest = x.shape.map((_, d) => d).filter((d) => !from.includes(d))
    const order = x.shape.map((_, d) => (to.includes(d) ? from[to.indexOf(d)]! : rest.shift()!))
    return permute(x, order)
  },
)

/**
 * A view without dimensions of size 1: all of them, or those named when their size is 1.
 *
 * @example
 * squeeze(zeros(1, 3, 1)).shape // => [3]
 */
export const squeeze: Operation<[x: Tensor], ['dim'], { readonly dim?: number | readonly number[] }, Tensor> =
  operation('squeeze(x; dim?)', (x, { dim }) => {
    const dims = normaliseDims('squeeze', dim, x.ndim)
    const keep = x.shape.map((_, d) => d).filter((d) => !(dims.includes(d) && x.shape[d] === 1))
    return x.withLayout(
      keep.map((d) => x.shape[d]!),
      keep.map((d) => x.strides[d]!),
    )
  })

/**
 * A view with a new dimension of size 1.
 *
 * @example
 * unsqueeze(zeros(3), 0).shape // => [1, 3]
 */
export const unsqueeze: OneDim = operation('unsqueeze(x; dim)', (x, { dim }) => {
  const at = normaliseDim('unsqueeze', dim, x.ndim + 1, x.shape)
  return x.withLayout(x.shape.toSpliced(at, 0, 1), x.strides.toSpliced(at, 0, 1))
})

/** Options of {@link flatten}: the first and the last dimension to merge. */
export interface FlattenOptions {
  readonly startDim?: number
  readonly endDim?: number
}

/**
 * Dimensions from `startDim` to `endDim` merged into one: a view where strides allow.
 *
 * @example
 * flatten(zeros(2, 3, 4), 1).shape // => [2, 12]
 */
export const flatten: Operation<[x: Tensor], ['startDim', 'endDim'], FlattenOptions, Tensor> = operation(
  'flatten(x; startDim?, endDim?)',
  (x, { startDim = 0, endDim = -1 }) => {
    const start = normaliseDim('flatten', startDim, x.ndim, x.shape)
    const end = normaliseDim('flatten', endDim, x.ndim, x.shape)
    if (start > end) throw errors.argument('flatten', `startDim ${startDim} after endDim ${endDim}`, 'them in order')
    if (x.ndim === 0) return reshaped('flatten', x, [1])
    const merged = sizeOf(x.shape.slice(start, end + 1))
    return reshaped('flatten', x, x.shape.toSpliced(start, end - start + 1, merged))
  },
)

/** Options of {@link unflatten}. */
export interface UnflattenOptions {
  readonly dim: number
  readonly sizes: readonly number[]
}

/**
 * One dimension split into several.
 *
 * @example
 * unflatten(zeros(2, 6), 1, [2, 3]).shape // => [2, 2, 3]
 */
export const unflatten: Operation<[x: Tensor], ['dim', 'sizes'], UnflattenOptions, Tensor> = operation(
  'unflatten(x; dim, sizes)',
  (x, { dim, sizes }) => {
    const at = normaliseDim('unflatten', dim, x.ndim, x.shape)
    return reshaped(
      'unflatten',
      x,
      x.shape.toSpliced(at, 1, ...inferShape('unflatten', [x.shape[at]!], [sizes].flat())),
    )
  },
)

/**
 * All elements in one dimension, row by row.
 *
 * @example
 * ravel(tensor([[1, 2], [3, 4]])) // => tensor([1., 2., 3., 4.])
 */
export const ravel: Operation<[x: Tensor], [], object, Tensor> = operation('ravel(x)', (x) =>
  reshaped('ravel', x, [-1]),
)

function expanded(name: string, x: Tensor, to: readonly number[]): Tensor {
  const shape = expandShape(name, x.shape, to)
  return x.withLayout(shape, broadcastStrides(name, x.shape, x.strides, shape))
}

/**
 * A view in which dimensions of size 1 repeat without a copy; -1 keeps a size, new dimensions come first.
 *
 * @example
 * expand(tensor([[1], [2]]), -1, 3).tolist() // => [[1, 1, 1], [2, 2, 2]]
 */
export const expand: Reshaping = operation('expand(x; ...shape)', (x, { shape }) => expanded('expand', x, shape))

/**
 * A view broadcast to a shape.
 *
 * @example
 * broadcastTo(tensor([1, 2]), [2, 2]).tolist() // => [[1, 2], [1, 2]]
 */
export const broadcastTo: Reshaping = operation('broadcastTo(x; ...shape)', (x, { shape }) =>
  expanded('broadcastTo', x, shape),
)

/** Options of {@link narrow}. */
export interface NarrowOptions {
  readonly dim: number
  readonly start: number
  readonly length: number
}

/**
 * A view of `length` elements along a dimension.
 *
 * @example
 * narrow(arange(6), 0, 2, 3) // => tensor([2, 3, 4])
 */
export const narrow: Operation<[x: Tensor], ['dim', 'start', 'length'], NarrowOptions, Tensor> = operation(
  'narrow(x; dim, start, length)',
  (x, { dim, start, length }) => {
    const d = normaliseDim('narrow', dim, x.ndim, x.shape)
    const size = x.shape[d]!
    const first = start < 0 ? start + size : start
    if (!(Number.isInteger(first) && first >= 0 && length >= 0 && first + length <= size)) {
      throw errors.range('narrow', `start ${start} and length ${length}`, `a part of dimension ${d} of size ${size}`)
    }
    return part(x, d, first, length)
  },
)

/** Options of {@link select}. */
export interface SelectOptions {
  readonly dim: number
  readonly index: number
}

/**
 * A view of one index along a dimension.
 *
 * @example
 * select(tensor([[1, 2], [3, 4]]), 1, -1) // => tensor([2., 4.])
 */
export const select: Operation<[x: Tensor], ['dim', 'index'], SelectOptions, Tensor> = operation(
  'select(x; dim, index)',
  (x, { dim, index }) => {
    const d = normaliseDim('select', dim, x.ndim, x.shape)
    const size = x.shape[d] ?? 0
    const at = index < 0 ? index + size : index
    if (!(at >= 0 && at < size)) throw errors.indexOutOfRange('select', index, d, size)
    return x.withLayout(x.shape.toSpliced(d, 1), x.strides.toSpliced(d, 1), x.offset + at * x.strides[d]!)
  },
)

/**
 * The views along a dimension.
 *
 * @example
 * unbind(tensor([[1, 2], [3, 4]])).map(String) // => ['tensor([1., 2.])', 'tensor([3., 4.])']
 */
export const unbind: Operation<[x: Tensor], ['dim'], { readonly dim?: number }, Tensor[]> = operation(
  'unbind(x; dim?)',
  (x, { dim = 0 }) => {
    if (x.ndim === 0) throw errors.dimensions('unbind', x.shape, 'at least one dimension')
    const d = normaliseDim('unbind', dim, x.ndim, x.shape)
    return Array.from({ length: x.shape[d]! }, (_, i) => select(x, d, i))
  },
)

/** Options of {@link split}: the length of each part but the last, or all lengths. */
export interface SplitOptions {
  readonly size: number | readonly number[]
  readonly dim?: number
}

/**
 * Views of parts of a dimension: of a length each, or of the lengths given.
 *
 * @example
 * split(arange(5), 2).map(String) // => ['tensor([0, 1])', 'tensor([2, 3])', 'tensor([4])']
 */
export const split: Operation<[x: Tensor], ['size', 'dim'], SplitOptions, Tensor[]> = operation(
  'split(x; size, dim?)',
  (x, { size, dim = 0 }) => {
    const d = normaliseDim('split', dim, x.ndim, x.shape)
    const total = x.shape[d]
    if (total === undefined) throw errors.dimensions('split', x.shape, 'at least one dimension')
    if (typeof size === 'number') {
      if (!(Number.isInteger(size) && (size > 0 || (size === 0 && total === 0)))) {
        throw errors.range('split', `size ${size}`, 'a positive integer')
      }
      const count = Math.max(1, Math.ceil(total / size) || 1)
      return Array.from({ length: count }, (_, i) => part(x, d, i * size, Math.min(size, total - i * size)))
    }
    if (size.reduce((a, b) => a + b, 0) !== total || size.some((n) => n < 0)) {
      throw errors.range('split', `sizes [${size.join(', ')}]`, `sizes that add up to ${total}`)
    }
    let start = 0
    return size.map((n) => {
      start += n
      return part(x, d, start - n, n)
    })
  },
)

/** Options of {@link chunk}. */
export interface ChunkOptions {
  readonly chunks: number
  readonly dim?: number
}

/**
 * At most `chunks` views of equal length (the last may be shorter) along a dimension.
 *
 * @example
 * chunk(arange(5), 2).map(String) // => ['tensor([0, 1, 2])', 'tensor([3, 4])']
 */
export const chunk: Operation<[x: Tensor], ['chunks', 'dim'], ChunkOptions, Tensor[]> = operation(
  'chunk(x; chunks, dim?)',
  (x, { chunks, dim = 0 }) => {
    if (!(Number.isInteger(chunks) && chunks > 0)) throw errors.range('chunk', `${chunks} chunks`, 'a positive integer')
    const d = normaliseDim('chunk', dim, x.ndim, x.shape)
    const size = Math.ceil((x.shape[d] ?? 1) / chunks)
    if (size === 0) return Array.from({ length: chunks }, () => x)
    return split(x, size, d)
  },
)

/** Options of {@link diagonal}. */
export interface DiagonalOptions {
  readonly offset?: number
  readonly dim1?: number
  readonly dim2?: number
}

/**
 * A view of a diagonal, as the last dimension; `offset` counts above the main one.
 *
 * @example
 * diagonal(tensor([[1, 2], [3, 4]])) // => tensor([1., 4.])
 */
export const diagonal: Operation<[x: Tensor], ['offset', 'dim1', 'dim2'], DiagonalOptions, Tensor> = operation(
  'diagonal(x; offset?, dim1?, dim2?)',
  (x, { offset = 0, dim1 = 0, dim2 = 1 }) => {
    const [a, b] = normaliseDims('diagonal', [dim1, dim2], x.ndim) as [number, number]
    const rows = x.shape[a]!
    const columns = x.shape[b]!
    const length = Math.max(0, Math.min(rows + Math.min(offset, 0), columns - Math.max(offset, 0)))
    const start = length === 0 ? 0 : offset < 0 ? -offset * x.strides[a]! : offset * x.strides[b]!
    const keep = x.shape.map((_, d) => d).filter((d) => d !== a && d !== b)
    return x.withLayout(
      [...keep.map((d) => x.shape[d]!), length],
      [...keep.map((d) => x.strides[d]!), x.strides[a]! + x.strides[b]!],
      x.offset + start,
    )
  },
)

/**
 * The tensor itself where its elements lie row by row, else a copy.
 *
 * @example
 * contiguous(tensor([[1, 2], [3, 4]]).T).data // => [1, 3, 2, 4]
 */
export const contiguous: Operation<[x: Tensor], [], object, Tensor> = operation('contiguous(x)', (x) => contiguousOf(x))

/**
 * A copy with elements row by row.
 *
 * @example
 * const x = tensor([1, 2])
 * clone(x).data === x.data // => false
 */
export const clone: Operation<[x: Tensor], [], object, Tensor> = operation('clone(x)', (x) => copyOf(x))

/**
 * The tensor in another dtype; itself where it has it already. Fractions are cut off towards int32; what is not 0 is true.
 *
 * @example
 * to(tensor([1.5, -1.5]), 'int32') // => tensor([ 1, -1])
 */
export const to: Operation<[x: Tensor], ['dtype'], { readonly dtype: DType }, Tensor> = operation(
  'to(x; dtype)',
  (x, { dtype }) => cast(x, dtype),
)
