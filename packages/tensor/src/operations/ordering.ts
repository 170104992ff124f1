import { toTypedArray } from '../convert.ts'
import { asTensor, cast, empty, type Operand, scalar } from '../create.ts'
import { getDefaultDtype, isFloating } from '../dtype.ts'
import { errors } from '../errors.ts'
import { dropDim, mapLines } from '../lines.ts'
import { type Operation, operation } from '../operation.ts'
import { atLeast } from '../part.ts'
import type { Out } from '../pointwise.ts'
import { type Named, named } from '../results.ts'
import { normaliseDim, reducedShape } from '../shape.ts'
import { sortLine } from '../sorting.ts'
import { Tensor } from '../tensor.ts'
import { maximum, minimum } from './arithmetic.ts'
import { amax, amin } from './reductions.ts'
import { movedim, ravel, reshape } from './views.ts'

/** Options that name a dimension and whether to keep it. */
export interface DimOptions {
  readonly dim?: number | null
  readonly keepdim?: boolean
}

/** Elements found along a dimension, and where. */
export type ValuesAndIndices = Named<{ values: Tensor; indices: Tensor }>

/** Along a dimension, the first extremum (or the first NaN) and where it is; the dimension is kept. */
function extremes(name: string, x: Tensor, dim: number): ValuesAndIndices {
  const d = normaliseDim(name, dim, x.ndim, x.shape)
  if (x.shape[d] === 0) throw errors.emptyReduction(name, x.shape, d)
  const sign = name.endsWith('max') ? 1 : -1
  const [values, indices] = mapLines(name, x, d, 1, [x.dtype, 'int32'], (line, [value, place]) => {
    let best = 0
    let most = sign * line[0]!
    for (let i = 1; i < line.length && !Number.isNaN(most); i++) {
      const next = sign * line[i]!
      if (next > most || Number.isNaN(next)) {
        best = i
        most = next
      }
    }
    value![0] = line[best]!
    place![0] = best
  }) as [Tensor, Tensor]
  return named({ values, indices })
}

function place(name: 'argmax' | 'argmin', x: Tensor, { dim, keepdim = false }: DimOptions): Tensor {
  if (dim != null) {
    const { indices } = extremes(name, x, dim)
    return keepdim ? indices : dropDim(indices, dim)
  }
  if (x.numel() === 0) throw errors.emptyReduction(name, x.shape)
  const shape = keepdim ? x.shape.map(() => 1) : []
  return extremes(name, ravel(x), 0).indices.withLayout(shape, shape)
}

/** An operation that finds a place along a dimension, or in the tensor row by row when none is named. */
export type PlaceOperation = Operation<[x: Operand], ['dim', 'keepdim'], DimOptions, Tensor>

/**
 * Where the largest element is, the first of equals; NaN counts as the largest.
 *
 * @example
 * argmax(tensor([[1, 5], [7, 2]]), 1) // => tensor([1, 0])
 */
export const argmax: PlaceOperation = operation('argmax(x; dim?, keepdim?)', (x, options) =>
  place('argmax', x, options),
)

/**
 * Where the smallest element is, the first of equals; NaN counts as the smallest.
 *
 * @example
 * argmin(tensor([[1, 5], [7, 2]]), 1) // => tensor([0, 1])
 */
export const argmin: PlaceOperation = operation('argmin(x; dim?, keepdim?)', (x, options) =>
  place('argmin', x, options),
)

/** `max` and `min` as methods. */
export interface ExtremumMethod {
  (options?: Out): Tensor
  (other: Tensor, options?: Out): Tensor
  (dim: number, keepdim?: boolean | DimOptions): ValuesAndIndices
  (options: DimOptions & { readonly dim: number }): ValuesAndIndices
}

/** `max` and `min`: of all elements, along a dimension with their places, or of two tensors element by element. */
export interface Extremum {
  (x: Operand, options?: Out): Tensor
  (x: Operand, other: Tensor, options?: Out): Tensor
  (x: Operand, dim: number, keepdim?: boolean | DimOptions): ValuesAndIndices
  (x: Operand, options: DimOptions & { readonly dim: number }): ValuesAndIndices
  readonly asMethod?: ExtremumMethod
}

interface ExtremumOptions extends DimOptions, Out {}

function extremum(name: 'max' | 'min'): Extremum {
  const [ofAll, ofTwo] = name === 'max' ? [amax, maximum] : [amin, minimum]
  const along = operation<[Operand], ['dim', 'keepdim'], ExtremumOptions, Tensor | ValuesAndIndices>(
    `${name}(x; dim?, keepdim?; out?)`,
    (x, { dim, keepdim = false, out }) =>
      dim == null ? ofAll(x, out === undefined ? {} : { out }) : dropped(extremes(name, x, dim), dim, keepdim),
  )
  const choose = (x: Operand, ...rest: [Tensor, Out?]): unknown =>
    rest[0] instanceof Tensor ? ofTwo(x, ...(rest as [Tensor])) : along(x, ...(rest as unknown as [ExtremumOptions]))
  return choose as Extremum
}

/**
 * The largest element; along a dimension `{ values, indices }`; of two tensors element by element.
 *
 * @example
 * max(tensor([[1, 5], [7, 2]])) // => tensor(7.)
 * max(tensor([[1, 5], [7, 2]]), 1).indices // => tensor([1, 0])
 */
export const max: Extremum = extremum('max')

/**
 * The smallest element; along a dimension `{ values, indices }`; of two tensors element by element.
 *
 * @example
 * min(tensor([[1, 5], [7, 2]])) // => tensor(1.)
 * min(tensor([[1, 5], [7, 2]]), 1).values // => tensor([1., 2.])
 */
export const min: Extremum = extremum('min')

/** `median` as a method. */
export interface MedianMethod {
  (): Tensor
  (dim: number, keepdim?: boolean | DimOptions): ValuesAndIndices
  (options: DimOptions & { readonly dim: number }): ValuesAndIndices
}

/** `median`: of all elements, or along a dimension with the places. */
export interface Median {
  (x: Operand): Tensor
  (x: Operand, dim: number, keepdim?: boolean | DimOptions): ValuesAndIndices
  (x: Operand, options: DimOptions & { readonly dim: number }): ValuesAndIndices
  readonly asMethod?: MedianMethod
}

/** The element that stands at `rank` among n sorted ones along a dimension; a NaN where there is one and `nanFirst`. */
function ranked(
  name: string,
  x: Tensor,
  dim: number,
  rank: (n: number) => number,
  nanFirst: boolean,
): ValuesAndIndices {
  const d = normaliseDim(name, dim, x.ndim, x.shape)
  if (x.shape[d] === 0) throw errors.emptyReduction(name, x.shape, d)
  const n = x.shape[d] ?? 1
  const indices = new Float64Array(n)
  const [values, found] = mapLines(name, x, d, 1, [x.dtype, 'int32'], (line, [value, index]) => {
    const nan = nanFirst ? line.findIndex(Number.isNaN) : -1
    indices.forEach((_, i) => {
      indices[i] = i
    })
    if (nan < 0) sortLine(line, indices, false)
    const at = nan < 0 ? rank(n) : nan
    value![0] = line[at]!
    index![0] = indices[at]!
  }) as [Tensor, Tensor]
  return named({ values, indices: found })
}

function dropped({ values, indices }: ValuesAndIndices, dim: number, keepdim: boolean): ValuesAndIndices {
  return keepdim ? named({ values, indices }) : named({ values: dropDim(values, dim), indices: dropDim(indices, dim) })
}

/**
 * The median, the lower one of two; along a dimension `{ values, indices }`. NaN where an element is NaN.
 *
 * @example
 * median(tensor([3, 1, 2])) // => tensor(2.)
 * median(tensor([[1, 5, 2], [7, 2, 4]]), 1).values // => tensor([2., 4.])
 */
export const median: Median = operation<[Operand], ['dim', 'keepdim'], DimOptions, Tensor | ValuesAndIndices>(
  'median(x; dim?, keepdim?)',
  (x, { dim, keepdim = false }) => {
    const lower = (n: number): number => (n - 1) >> 1
    if (dim != null) return dropped(ranked('median', x, dim, lower, true), dim, keepdim)
    if (x.numel() === 0) return scalar(Number.NaN, x.dtype)
    return dropDim(ranked('median', ravel(x), 0, lower, true).values, 0)
  },
) as Median

/** Options of {@link kthvalue}. */
export interface KthvalueOptions extends DimOptions {
  readonly k: number
}

/**
 * The k-th smallest element along a dimension, counted from 1, and where it is.
 *
 * @example
 * kthvalue(tensor([3, 1, 2]), 2).values // => tensor(2.)
 */
export const kthvalue: Operation<[x: Tensor], ['k', 'dim', 'keepdim'], KthvalueOptions, ValuesAndIndices> = operation(
  'kthvalue(x; k, dim?, keepdim?)',
  (x, { k, dim, keepdim = false }) => {
    const along = dim ?? -1
    const size = x.shape.at(along) ?? 1
    if (!(Number.isInteger(k) && k >= 1 && k <= size)) throw errors.range('kthvalue', `k ${k}`, `1 … ${size}`)
    return dropped(
      ranked('kthvalue', x, along, () => k - 1, false),
      along,
      keepdim,
    )
  },
)

/** Options of {@link sort} and {@link argsort}. */
export interface SortOptions {
  readonly dim?: number
  readonly descending?: boolean
  /** Accepted for PyTorch's sake: the sort is always stable. */
  readonly stable?: boolean
}

/**
 * Elements in ascending order along a dimension (the last unless given), and where they were. Stable; NaN stands last.
 *
 * @example
 * const { values, indices } = sort(tensor([3, 1, 2]))
 * values // => tensor([1., 2., 3.])
 * indices // => tensor([1, 2, 0])
 */
export const sort: Operation<[x: Tensor], ['dim', 'descending'], SortOptions, ValuesAndIndices> = operation(
  'sort(x; dim?, descending?; stable?)',
  (x, { dim = -1, descending = false }) => {
    const [values, indices] = mapLines(
      'sort',
      x,
      dim,
      (n) => n,
      [x.dtype, 'int32'],
      (line, [keys, places]) => {
        keys!.set(line)
        for (let i = 0; i < line.length; i++) places![i] = i
        sortLine(keys!, places!, descending)
      },
    ) as [Tensor, Tensor]
    return named({ values, indices })
  },
)

/**
 * Where the elements in ascending order are along a dimension.
 *
 * @example
 * argsort(tensor([3, 1, 2])) // => tensor([1, 2, 0])
 */
export const argsort: Operation<[x: Tensor], ['dim', 'descending'], SortOptions, Tensor> = operation(
  'argsort(x; dim?, descending?; stable?)',
  (x, options) => sort(x, options).indices,
)

/** Options of {@link topk}. */
export interface TopkOptions {
  readonly k: number
  readonly dim?: number
  readonly largest?: boolean
  readonly sorted?: boolean
}

/**
 * The k largest elements along a dimension in descending order, and where they are; with `largest: false` the smallest.
 *
 * @example
 * topk(tensor([3, 1, 2]), 2).values // => tensor([3., 2.])
 */
export const topk: Operation<[x: Tensor], ['k', 'dim', 'largest'], TopkOptions, ValuesAndIndices> = operation(
  'topk(x; k, dim?, largest?, sorted?)',
  (x, { k, dim = -1, largest = true }) => {
    const size = x.shape[normaliseDim('topk', dim, x.ndim, x.shape)] ?? 1
    if (!(Number.isInteger(k) && k >= 0 && k <= size)) {
      throw errors.range('topk', `k ${k} for shape [${x.shape.join(', ')}]`, `0 … ${size}`)
    }
    const places = new Float64Array(size)
    const [values, indices] = mapLines('topk', x, dim, k, [x.dtype, 'int32'], (line, [best, at]) => {
      for (let i = 0; i < size; i++) places[i] = i
      sortLine(line, places, largest)
      best!.set(line.subarray(0, k))
      at!.set(places.subarray(0, k))
    }) as [Tensor, Tensor]
    return named({ values, indices })
  },
)

/** Options of {@link quantile}. */
export interface QuantileOptions {
  /** A number between 0 and 1, or a vector of them, along which the result's first dimension goes. */
  readonly q: Operand
  readonly dim?: number | null
  readonly keepdim?: boolean
  /** What is taken between two elements; a point on the line through them unless given. */
  readonly interpolation?: Interpolation
}

type Interpolation = 'linear' | 'lower' | 'higher' | 'midpoint' | 'nearest'

/** How far from the lower neighbour to the upper one the quantile is, for a place that is `low + fraction`. */
const weights: Readonly<Record<Interpolation, (fraction: number, low: number) => number>> = {
  linear: (fraction) => fraction,
  lower: () => 0,
  higher: () => 1,
  midpoint: () => 0.5,
  nearest: (fraction, low) => (fraction === 0.5 ? low % 2 : Math.round(fraction)),
}

/** The q-quantile of sorted numbers; NaN where one is NaN, which stands last. */
function quantileOf(sorted: ArrayLike<number>, q: number, interpolation: Interpolation): number {
  const last = sorted.length - 1
  if (Number.isNaN(sorted[last]!)) return Number.NaN
  const low = Math.floor(q * last)
  const fraction = q * last - low
  const weight = fraction === 0 ? 0 : weights[interpolation](fraction, low)
  const [lower, upper] = [sorted[low]!, sorted[Math.min(low + 1, last)]!]
  if (weight === 0 || weight === 1) return weight === 0 ? lower : upper
  return weight < 0.5 ? lower + weight * (upper - lower) : upper - (1 - weight) * (upper - lower)
}

/**
 * The q-quantile of all elements, or along a dimension, interpolated linearly between the nearest two; NaN where one is NaN.
 *
 * @example
 * quantile(tensor([1, 2, 3, 4]), 0.5) // => tensor(2.5000)
 * quantile(tensor([1, 2, 3, 4]), [0, 1]) // => tensor([1., 4.])
 */
export const quantile: Operation<[x: Operand], ['q', 'dim', 'keepdim'], QuantileOptions, Tensor> = operation(
  'quantile(x; q, dim?, keepdim?; interpolation?)',
  (given, { q, dim, keepdim = false, interpolation = 'linear' }) => {
    const wanted = asTensor('quantile', q)
    if (wanted.ndim > 1) throw errors.dimensions('quantile', wanted.shape, 'a number or a vector of them as q')
    const levels: number[] = [...toTypedArray(wanted)]
    const odd = levels.find((level) => !(level >= 0 && level <= 1))
    if (odd !== undefined) throw errors.range('quantile', `q ${odd}`, '0 … 1')
    const x = cast(given, isFloating(given.dtype) ? given.dtype : getDefaultDtype())
    const whole = dim == null ? ravel(x) : atLeast(x, 1)
    const d = normaliseDim('quantile', dim ?? 0, x.ndim, x.shape)
    if (whole.shape[d] === 0) throw errors.emptyReduction('quantile', x.shape, d)
    const indices = new Float64Array(whole.shape[d]!)
    const [found] = mapLines('quantile', whole, d, levels.length, [x.dtype], (line, [values]) => {
      sortLine(line, indices, false)
      for (const [i, level] of levels.entries()) values![i] = quantileOf(line, level, interpolation)
    }) as [Tensor]
    const dims = dim == null ? x.shape.map((_, e) => e) : [d]
    const rest = reducedShape(x.shape, dims, keepdim)
    return reshape(movedim(found, d, 0), wanted.ndim === 0 ? rest : [levels.length, ...rest])
  },
)

/** Options of {@link unique}. */
export interface UniqueOptions {
  readonly returnInverse?: boolean
  readonly returnCounts?: boolean
}

/** Distinct elements in ascending order, the place among them of every element, and how often each occurs. */
export type UniqueResult = Named<{ output: Tensor; inverseIndices: Tensor; counts: Tensor }>

/** `unique` as a method. */
export interface UniqueMethod {
  (options?: { readonly returnInverse?: false; readonly returnCounts?: false }): Tensor
  (options: UniqueOptions): UniqueResult
}

/** `unique`: the distinct elements, or with options also where they are and how many. */
export interface Unique {
  (x: Operand, options?: { readonly returnInverse?: false; readonly returnCounts?: false }): Tensor
  (x: Operand, options: UniqueOptions): UniqueResult
  readonly asMethod?: UniqueMethod
}

/**
 * The distinct elements in ascending order; with options `{ output, inverseIndices, counts }`.
 *
 * @example
 * unique(tensor([2, 1, 2])) // => tensor([1., 2.])
 * unique(tensor([2, 1, 2]), { returnCounts: true }).counts // => tensor([1, 2])
 */
export const unique: Unique = operation<[Operand], [], UniqueOptions, Tensor | UniqueResult>(
  'unique(x; ; sorted?, returnInverse?, returnCounts?)',
  (x, options) => {
    const { values, indices } = sort(ravel(x))
    const inverse = empty('int32', x.shape)
    const distinct: number[] = []
    const counts: number[] = []
    values.data.forEach((value, i) => {
      const last = distinct.at(-1)
      if (distinct.length === 0 || value !== last) {
        distinct.push(value)
        counts.push(0)
      }
      counts[counts.length - 1]!++
      inverse.data[indices.data[i]!] = distinct.length - 1
    })
    const output = empty(x.dtype, [distinct.length])
    output.data.set(distinct)
    if (options.returnInverse !== true && options.returnCounts !== true) return output
    const times = empty('int32', [counts.length])
    times.data.set(counts)
    return named({ output, inverseIndices: inverse, counts: times })
  },
) as Unique
