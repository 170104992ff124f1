import { toTypedArray } from '../convert.ts'
import { asTensor, cast, contiguousOf, copyOf, empty, type Operand, toInt32 } from '../create.ts'
import { errors } from '../errors.ts'
import { checkedIndices, integersOf } from '../indices.ts'
import { walk } from '../iterate.ts'
import { type Operation, operation } from '../operation.ts'
import { part } from '../part.ts'
import { pick } from '../pick.ts'
import { pointwise } from '../pointwise.ts'
import { broadcastShapes, checkRank, normaliseDim, type Shape, sameShape } from '../shape.ts'
import { isOptions } from '../signature.ts'
import type { Tensor } from '../tensor.ts'
import { expand, ravel, reshape } from './views.ts'

/** Options that name a dimension and give indices along it. */
export interface IndexOptions {
  readonly dim: number
  readonly index: Operand
}

/** An operation that takes `(x, dim, index)`, or `(x, index, { dim })`. */
export type IndexOperation = ((x: Tensor, dim: number, index: Operand) => Tensor) &
  ((x: Tensor, index: Operand, options: { readonly dim: number }) => Tensor) &
  ((x: Tensor, options: IndexOptions) => Tensor) & { readonly asMethod?: IndexMethod }

/** {@link IndexOperation} as a method. */
export type IndexMethod = ((dim: number, index: Operand) => Tensor) &
  ((index: Operand, options: { readonly dim: number }) => Tensor) &
  ((options: IndexOptions) => Tensor)

type Call = (x: Tensor, ...rest: unknown[]) => Tensor

/** An operation that takes a dimension and an index in either order, as two signatures say. */
function inEitherOrder<Values>(dimFirst: string, indexFirst: string, run: (x: Tensor, values: Values) => Tensor): Call {
  const calledAs = (signature: string): Call =>
    operation<[x: Tensor], [], object, Tensor>(signature, run as never) as unknown as Call
  const [one, other] = [calledAs(dimFirst), calledAs(indexFirst)]
  return (x, ...rest) => (typeof rest[0] === 'number' || isOptions(rest[0]) ? one : other)(x, ...rest)
}

function indexOperation(name: string, run: (x: Tensor, dim: number, index: Tensor) => Tensor): IndexOperation {
  return inEitherOrder<IndexOptions>(`${name}(x; dim, index)`, `${name}(x; index, dim)`, (x, { dim, index }) =>
    run(x, dim, asTensor(name, index)),
  ) as IndexOperation
}

/**
 * Slices along a dimension at the indices of a vector.
 *
 * @example
 * indexSelect(tensor([[1, 2], [3, 4]]), 1, tensor([1, 1])).tolist() // => [[2, 2], [4, 4]]
 */
export const indexSelect: IndexOperation = indexOperation('indexSelect', (x, dim, index) => {
  if (index.ndim > 1) throw errors.dimensions('indexSelect', index.shape, 'a vector of indices')
  const d = normaliseDim('indexSelect', dim, x.ndim, x.shape)
  const whole = x.ndim === 0 ? reshape(x, [1]) : x
  const places = checkedIndices('indexSelect', integersOf('indexSelect', index), d, whole.shape[d]!, false)
  const picked = pick(whole, d, places)
  return x.ndim === 0 ? reshape(picked, []) : picked
})

/** Visits the elements of an index tensor with their place in `x`, which is like it but for the size of `dim`. */
function alongIndex(
  name: string,
  x: Tensor,
  dim: number,
  index: Tensor,
  visit: (place: number, element: number, index: readonly number[]) => void,
): void {
  const d = normaliseDim(name, dim, x.ndim, x.shape)
  if (index.ndim !== x.ndim && !(x.ndim === 0 || index.ndim === 0)) {
    throw errors.shapeMismatch(name, x.shape, index.shape, 'the index must have as many dimensions')
  }
  const fits = index.shape.every((n, e) => e === d || n <= (x.shape[e] ?? 1))
  if (!fits && index.numel() > 0)
    throw errors.shapeMismatch(name, x.shape, index.shape, `index sizes must not be larger, except in dimension ${d}`)
  const places = checkedIndices(name, integersOf(name, index), d, x.shape[d] ?? 1, false)
  const step = x.strides[d] ?? 0
  const strides = index.shape.map((_, e) => (e === d ? 0 : (x.strides[e] ?? 0)))
  let element = 0
  walk({ shape: index.shape, strides: [strides] }, [x.offset], (at) => {
    visit(at[0]! + places[element]! * step, element, at)
    element++
  })
}

/**
 * Elements at indices along a dimension: result[i][j] is x[index[i][j]][j] for dimension 0.
 *
 * @example
 * gather(tensor([[1, 2], [3, 4]]), 1, tensor([[0, 0], [1, 0]])).tolist() // => [[1, 1], [4, 3]]
 */
export const gather: IndexOperation = indexOperation('gather', (x, dim, index) => {
  const to = empty(x.dtype, index.shape)
  alongIndex('gather', x, dim, index, (place, element) => {
    to.data[element] = x.data[place]!
  })
  return to
})

/** An {@link IndexOperation} that can do without a dimension: `(x, index, dim?)`. */
export type TakeAlongDim = IndexOperation &
  ((x: Tensor, index: Operand, dim?: number | null) => Tensor) & {
    readonly asMethod?: IndexMethod & ((index: Operand, dim?: number | null) => Tensor)
  }

/**
 * Elements at indices along a dimension, where the other dimensions broadcast; indices as `argsort` and `argmax` give them.
 * Without a dimension, the elements at places of the tensor read row by row.
 *
 * @example
 * const x = tensor([3, 1, 2])
 * takeAlongDim(x, argsort(x), 0) // => tensor([1., 2., 3.])
 */
export const takeAlongDim: TakeAlongDim = inEitherOrder<{ readonly dim?: number | null; readonly index: Operand }>(
  'takeAlongDim(x; dim, index)',
  'takeAlongDim(x; index, dim?)',
  (x, options) => {
    const index = asTensor('takeAlongDim', options.index)
    if (options.dim == null) return gather(ravel(x), 0, ravel(index))
    const d = normaliseDim('takeAlongDim', options.dim, x.ndim, x.shape)
    if (x.ndim === 0 || index.ndim !== x.ndim) {
      throw errors.shapeMismatch('takeAlongDim', x.shape, index.shape, 'the index must have as many dimensions')
    }
    const one = (shape: Shape): Shape => shape.with(d, 1)
    const shape = broadcastShapes('takeAlongDim', one(x.shape), one(index.shape))
    return gather(expand(x, shape.with(d, x.shape[d]!)), d, expand(index, shape.with(d, index.shape[d]!)))
  },
) as TakeAlongDim

/** Options of {@link scatter} and {@link scatterAdd}. */
export interface ScatterOptions {
  readonly dim: number
  readonly index: Operand
  readonly src?: Operand
  /** One number for all places, in place of `src`. */
  readonly value?: Operand
}

/** An operation that writes elements of `src` at indices: it takes `(x, dim, index, src)`, or `(x, index, src, { dim })`. */
export type ScatterOperation = ((x: Tensor, dim: number, index: Operand, src: Operand | ScatterValue) => Tensor) &
  ((x: Tensor, index: Operand, src: Operand, options: { readonly dim: number }) => Tensor) &
  ((x: Tensor, options: ScatterOptions) => Tensor) &
  ((x: Tensor, index: Operand, options: ScatterValue & { readonly dim: number }) => Tensor) & {
    readonly asMethod?: ScatterMethod
  }

/** {@link ScatterOperation} as a method. */
export type ScatterMethod = ((dim: number, index: Operand, src: Operand | ScatterValue) => Tensor) &
  ((index: Operand, src: Operand, options: { readonly dim: number }) => Tensor) &
  ((options: ScatterOptions) => Tensor) &
  ((index: Operand, options: ScatterValue & { readonly dim: number }) => Tensor)

type ScatterValue = Pick<ScatterOptions, 'src' | 'value'>

const scattering = (name: string, join: (old: number, next: number) => number): ScatterOperation =>
  inEitherOrder<ScatterOptions>(
    `${name}(x; dim, index, src?; value?)`,
    `${name}(x; index, src?; dim, value?)`,
    (x, { dim, index, src, value }) => {
      const at = asTensor(name, index)
      if (src === undefined && value === undefined) throw errors.argument(name, 'no source', 'src or value')
      const given = asTensor(name, src ?? value!)
      const source = given.ndim === 0 ? expand(given, at.shape) : given
      if (source.ndim !== at.ndim || at.shape.some((n, d) => n > source.shape[d]!)) {
        throw errors.shapeMismatch(name, at.shape, source.shape, 'the source must not be smaller than the index')
      }
      const used = at.shape.reduce((view, n, d) => part(view, d, 0, n), source)
      const values = contiguousOf(used)
      const to = copyOf(x, x.dtype === 'float32' ? 'float32' : 'float64')
      alongIndex(name, to, dim, at, (place, element) => {
        to.data[place] = join(to.data[place]!, values.data[values.offset + element]!)
      })
      return x.dtype === 'int32' ? toInt32(name, to) : cast(to, x.dtype)
    },
  ) as ScatterOperation

/**
 * A copy with elements of `src` written at indices along a dimension.
 *
 * @example
 * scatter(zeros(3), 0, tensor([2, 0]), tensor([5, 7])) // => tensor([7., 0., 5.])
 */
export const scatter: ScatterOperation = scattering('scatter', (_, next) => next)

/**
 * A copy with elements of `src` added at indices along a dimension.
 *
 * @example
 * scatterAdd(zeros(3), 0, tensor([2, 2]), tensor([5, 7])) // => tensor([ 0.,  0., 12.])
 */
export const scatterAdd: ScatterOperation = scattering('scatterAdd', (old, next) => old + next)

/** Where a mask of truth values (or of numbers, not 0) holds, row by row. */
function truePlaces(mask: Tensor): number[] {
  const { data, offset } = contiguousOf(mask)
  const places: number[] = []
  for (let i = 0; i < mask.numel(); i++) if (data[offset + i] !== 0) places.push(i)
  return places
}

/** Options of {@link maskedSelect}. */
export interface MaskOptions {
  readonly mask: Operand
}

/**
 * The elements where a mask holds, in one dimension; tensor and mask broadcast.
 *
 * @example
 * maskedSelect(tensor([1, 2, 3]), tensor([true, false, true])) // => tensor([1., 3.])
 */
export const maskedSelect: Operation<[x: Tensor], ['mask'], MaskOptions, Tensor> = operation(
  'maskedSelect(x; mask)',
  (x, options) => {
    const mask = asTensor('maskedSelect', options.mask)
    const shape = broadcastShapes('maskedSelect', x.shape, mask.shape)
    return pick(ravel(expand(x, shape)), 0, truePlaces(expand(mask, shape)))
  },
)

/** Options of {@link maskedFill}. */
export interface MaskedFillOptions extends MaskOptions {
  readonly value: Operand
}

/**
 * A copy with a value where a mask holds.
 *
 * @example
 * maskedFill(tensor([1, 2, 3]), tensor([true, false, true]), 0) // => tensor([0., 2., 0.])
 */
export const maskedFill: Operation<[x: Tensor], ['mask', 'value'], MaskedFillOptions, Tensor> = operation(
  'maskedFill(x; mask, value)',
  (x, { mask, value }) =>
    pointwise(
      'maskedFill',
      (k, m, v, a) => k.convert(k.op('select', k.convert(m!, 'bool'), v!, a!), k.lane(a!)),
      [mask, value, x],
      'common',
      x.dtype,
    ),
)

/** The elements at places of the tensor read row by row. Negative places count from the end. */
export type Take = Operation<[x: Tensor, index: Operand], [], object, Tensor>

/**
 * The elements at places of the tensor read row by row, in the shape of the index.
 *
 * @example
 * take(tensor([[1, 2], [3, 4]]), tensor([3, 0])) // => tensor([4., 1.])
 */
export const take: Take = operation('take(x, index)', (x, index) => {
  const flat = ravel(x)
  return reshape(pick(flat, 0, checkedIndices('take', integersOf('take', index), 0, x.numel(), true)), index.shape)
})

/**
 * The slices of the first dimension at the indices of a tensor, which may be negative: what `x.at(index)` gives.
 *
 * @example
 * takeRows(tensor([[1, 2], [3, 4]]), tensor([1, 1, -2])).tolist() // => [[3, 4], [3, 4], [1, 2]]
 */
export const takeRows: Take = operation('takeRows(x, index)', (x, index) => {
  const places = checkedIndices('takeRows', integersOf('takeRows', index), 0, x.length, true)
  return reshape(pick(x, 0, places), [...index.shape, ...x.shape.slice(1)])
})

/**
 * The indices of elements that are not 0: one row for each, one column for each dimension.
 *
 * @example
 * nonzero(tensor([[0, 1], [2, 0]])).tolist() // => [[0, 1], [1, 0]]
 */
export const nonzero: Operation<[x: Operand], [], object, Tensor> = operation('nonzero(x)', (x) => {
  const places = truePlaces(x)
  const to = empty('int32', [places.length, x.ndim])
  places.forEach((place, i) => {
    for (let d = x.ndim - 1, rest = place; d >= 0; d--) {
      to.data[i * x.ndim + d] = rest % x.shape[d]!
      rest = Math.floor(rest / x.shape[d]!)
    }
  })
  return to
})

/** Options of {@link bincount}. */
export interface BincountOptions {
  /** What each element counts, in place of 1. */
  readonly weights?: Operand
  readonly minlength?: number
}

/**
 * How often each of 0, 1, 2, … occurs in a vector of integers.
 *
 * @example
 * bincount(tensor([0, 2, 2])) // => tensor([1, 0, 2])
 */
export const bincount: Operation<[x: Tensor], ['weights', 'minlength'], BincountOptions, Tensor> = operation(
  'bincount(x; weights?, minlength?)',
  (x, { weights, minlength = 0 }) => {
    checkRank('bincount', x.shape, 1)
    const given = weights === undefined ? undefined : asTensor('bincount', weights)
    if (given !== undefined && given.shape.join() !== x.shape.join()) {
      throw errors.shapeMismatch('bincount', x.shape, given.shape, 'one weight for each element')
    }
    const values = integersOf('bincount', x)
    let size = minlength
    for (let i = 0; i < values.length; i++) {
      if (values[i]! < 0) throw errors.range('bincount', String(values[i]), 'non-negative integers')
      size = Math.max(size, values[i]! + 1)
    }
    const to = empty(given === undefined ? 'int32' : given.dtype === 'float32' ? 'float32' : 'float64', [size])
    const amounts = given === undefined ? undefined : toTypedArray(given)
    for (let i = 0; i < values.length; i++) to.data[values[i]!]! += amounts?.[i] ?? 1
    return to
  },
)

/** Options of {@link searchsorted}. */
export interface SearchsortedOptions {
  /** Behind equal elements instead of before them. */
  readonly right?: boolean
  /** `'right'` says the same as `right: true`. */
  readonly side?: 'left' | 'right'
}

/**
 * Where values would be inserted in a sorted vector to keep it sorted; each row of values in its row where there are several.
 *
 * @example
 * searchsorted(tensor([1, 3, 5]), tensor([2, 3])) // => tensor([1, 1])
 */
export const searchsorted: Operation<[sorted: Operand, values: Operand], [], SearchsortedOptions, Tensor> = operation(
  'searchsorted(sorted, values; ; right?, side?)',
  (sorted, values, { side, right = side === 'right' }) => {
    if (sorted.ndim === 0) throw errors.dimensions('searchsorted', sorted.shape, 'at least one dimension')
    if (sorted.ndim > 1 && !sameShape(sorted.shape.slice(0, -1), values.shape.slice(0, -1))) {
      throw errors.shapeMismatch('searchsorted', sorted.shape, values.shape, 'sizes must agree except the last')
    }
    const [sequence, wanted] = [toTypedArray(sorted), toTypedArray(values)]
    const n = sorted.shape.at(-1)!
    const perRow = sorted.ndim === 1 ? wanted.length : values.shape.at(-1)!
    const to = empty('int32', values.shape)
    for (let i = 0; i < to.data.length; i++) {
      const start = Math.floor(i / perRow) * n
      let low = start
      let high = start + n
      while (low < high) {
        const middle = (low + high) >> 1
        if (right ? sequence[middle]! <= wanted[i]! : sequence[middle]! < wanted[i]!) low = middle + 1
        else high = middle
      }
      to.data[i] = low - start
    }
    return to
  },
)

/** True when two tensors have the same shape and equal elements. */
function sameElements(x: Tensor, y: Tensor): boolean {
  if (!sameShape(x.shape, y.shape)) return false
  const [a, b] = [contiguousOf(x), contiguousOf(y)]
  for (let i = 0; i < a.numel(); i++) if (a.data[a.offset + i] !== b.data[b.offset + i]) return false
  return true
}

/**
 * True when two tensors have the same shape and equal elements.
 *
 * @example
 * equal(tensor([1, 2]), tensor([1, 2])) // => true
 */
export const equal: Operation<[x: Operand, y: Operand], [], object, boolean> = operation('equal(x, y)', (x, y) =>
  sameElements(x, y),
)
