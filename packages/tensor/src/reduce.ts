import type { LoopBuilder, LoopKernel, NestedView, Reduction } from '@fluxion/kernel'
import { empty, toInt32 } from './create.ts'
import { type DType, laneOf } from './dtype.ts'
import { errors } from './errors.ts'
import { coalesce, inwards, type Layout } from './iterate.ts'
import { type Body, digitOf, isAligned, kernelStore } from './pointwise.ts'
import { broadcastStrides, normaliseDims, reducedShape, type Shape, sizeOf } from './shape.ts'
import { Tensor } from './tensor.ts'

/** How partial results combine, and the result over no elements. */
export type Fold = 'sum' | 'prod' | 'min' | 'max' | 'any' | 'all'

const folds: Readonly<Record<Fold, { readonly digit: number; readonly join: Body; readonly start: number }>> = {
  sum: { digit: 0, join: (k, a, b) => k.op('add', a!, b!), start: 0 },
  prod: { digit: 1, join: (k, a, b) => k.op('mul', a!, b!), start: 1 },
  min: { digit: 2, join: (k, a, b) => k.op('min', a!, b!), start: Infinity },
  max: { digit: 3, join: (k, a, b) => k.op('max', a!, b!), start: -Infinity },
  any: { digit: 4, join: (k, a, b) => k.op('or', a!, b!), start: 0 },
  all: { digit: 5, join: (k, a, b) => k.op('and', a!, b!), start: 1 },
}

/** What is folded: a value computed from the elements of tensors that broadcast to the first. */
export interface Mapped {
  /** Names the body: equal names must mean equal bodies. */
  readonly name: string
  readonly body: Body
  readonly operands: readonly Tensor[]
  /** The dtype the body computes in. */
  readonly computed: DType
  /** The dtype of what it yields, which is folded. */
  readonly yields: DType
}

const unroll = 8

/** Up to so many elements, to gather rows takes longer to prepare than to walk along a reduced dimension, in whatever steps. */
const small = 2048

const rowFold = kernelStore()
const gathering = kernelStore(true)

/**
 * Folds over dimensions. Runs along the longest dimension of the coalesced layout: where that is reduced, as a reduction of the
 * kernel for each row; where it is kept, as an elementwise kernel that takes in eight rows at a time.
 */
export function reduce(fold: Fold, mapped: Mapped, dims: readonly number[], keepdim: boolean): Tensor {
  const { operands, yields } = mapped
  const shape = operands[0]!.shape
  // Sums and products are accumulated in double.
  const held: DType = yields !== 'bool' && (fold === 'sum' || fold === 'prod') ? 'float64' : yields
  const kept = empty(held, reducedShape(shape, dims, true))
  const { start } = folds[fold]
  if (start !== 0) kept.data.fill(held === 'int32' ? Math.max(-(2 ** 31), Math.min(start, 2 ** 31 - 1)) : start)
  if (sizeOf(shape) > 0) foldInto(kept, fold, mapped, dims)
  const finalShape = reducedShape(shape, dims, keepdim)
  if (held === yields) return new Tensor(kept.data, yields, finalShape)
  if (yields === 'int32') {
    // An infinite product of some factors times 0.
    const exact = kept.data.map((value) => (Number.isNaN(value) ? 0 : value))
    return toInt32(fold, new Tensor(exact, held, finalShape))
  }
  const result = empty(yields, finalShape)
  result.data.set(kept.data)
  return result
}

/** Folds at least one element into each of those that `to` holds, whose reduced dimensions have size 1. */
function foldInto(to: Tensor, fold: Fold, mapped: Mapped, dims: readonly number[]): void {
  const { operands } = mapped
  const { shape } = operands[0]!
  const held = to.dtype
  const data = [to, ...operands]
  const size = sizeOf(shape)
  if (to.data.length === 1 && operands.every((x) => isAligned(x, shape))) {
    foldRows(fold, mapped, held, { shape: [size], strides: data.map((_, i) => (i === 0 ? [0] : [1])) }, data)
    return
  }
  const toStrides = to.strides.map((step, d) => (dims.includes(d) ? 0 : step))
  const all = [toStrides, ...operands.map((x) => broadcastStrides(mapped.name, x.shape, x.strides, shape))]
  const layout = coalesce(shape, withMarks(all, shape, dims))
  const marks = layout.strides.at(-1)!
  const reduced = longestReduced(layout)
  const inner = size <= small && reduced >= 0 ? reduced : longest(layout.shape, marks)
  if (inner < 0 || marks[inner]! !== 0) foldRows(fold, mapped, held, inwards(layout, inner), data)
  else accumulate(fold, mapped, held, layout, inner, data)
}

/** Adds a list that keeps reduced dimensions (marked by a step) from merging with kept ones. */
function withMarks(
  strides: readonly (readonly number[])[],
  shape: Shape,
  dims: readonly number[],
): readonly (readonly number[])[] {
  let step = 1
  const marks = new Array<number>(shape.length).fill(0)
  for (let d = shape.length - 1; d >= 0; d--) {
    if (!dims.includes(d)) continue
    marks[d] = step
    step *= shape[d]!
  }
  return [...strides, marks]
}

/** The dimension to run along: the innermost when it is not short, else the longest. */
function longest(shape: Shape, marks: readonly number[]): number {
  const last = shape.length - 1
  if (last < 0) return last
  let best = last
  for (let d = last - 1; d >= 0; d--) {
    // A kept dimension takes in eight rows at a call, so it may be shorter.
    const gain = shape[last]! >= 32 ? Infinity : 2
    if (shape[d]! * (marks[d] === 0 ? 2 : 1) > gain * shape[best]! * (marks[best] === 0 ? 2 : 1)) best = d
  }
  return best
}

/** A reducing kernel along the last dimension, which is reduced: each row joins what the output holds. */
function foldRows(fold: Fold, mapped: Mapped, held: DType, { shape, strides }: Layout, data: readonly Tensor[]): void {
  // What stands still along a row enters as a scalar.
  const still = mapped.operands.map((_, i) => strides[i + 1]!.at(-1) === 0)
  const variant = still.reduce((bits, stands) => 2 * bits + Number(stands), 0)
  const kernel = rowFold(mapped.name, signatureOf(variant, fold, mapped, held), (k) => {
    k.output(k.convert(mappedValue(k, mapped, still), laneOf[held]), fold satisfies Reduction)
  })
  const views = data.map((x, i): NestedView => ({ data: x.data, offset: x.offset, strides: strides[i]! }))
  kernel.runNest(shape, views.slice(1), [views[0]!])
}

/** Elementwise kernels along a kept dimension: the output takes in up to eight rows of the operands at a call. */
function accumulate(
  fold: Fold,
  mapped: Mapped,
  held: DType,
  layout: Layout,
  inner: number,
  data: readonly Tensor[],
): void {
  const { join } = folds[fold]
  const kernel = (rows: number): LoopKernel =>
    gathering(mapped.name, signatureOf(rows, fold, mapped, held), (k) => {
      const into = k.array('accumulated', laneOf[held])
      let values = Array.from({ length: rows }, () => k.convert(mappedValue(k, mapped), laneOf[held]))
      // Pairs of pairs: short chains of operations, and less rounding.
      while (values.length > 1) values = pairs(values).map(([a, b]) => (b === undefined ? a : join(k, a, b)))
      k.output(join(k, into, values[0]!))
    })
  // The longest reduced dimension supplies the rows: it is split into groups of eight and a rest.
  const along = longestReduced(layout)
  const count = along < 0 ? 1 : layout.shape[along]!
  const length = layout.shape[inner]!
  const steps = (i: number, dim: number): number => (dim < 0 ? 0 : layout.strides[i]![dim]!)
  const others = layout.shape.map((_, d) => d).filter((d) => d !== inner && d !== along)
  const accumulateRows = (first: number, groups: number, rows: number, start: number): void => {
    if (groups === 0) return
    const sizes = [...others.map((d) => layout.shape[d]!), groups, Math.min(block, length - start)]
    const views = data.map((x, i) => {
      const strides = [...others.map((d) => steps(i, d)), rows * steps(i, along), steps(i, inner)]
      const at = (r: number): NestedView => ({
        data: x.data,
        offset: x.offset + (first + r) * steps(i, along) + start * steps(i, inner),
        strides,
      })
      return at
    })
    const [to, ...from] = views as [(r: number) => NestedView, ...((r: number) => NestedView)[]]
    const inputs = Array.from({ length: rows }, (_, r) => from.map((at) => at(r))).flat()
    kernel(rows).runNest(sizes, [to(0), ...inputs], [to(0)])
  }
  const whole = Math.floor(count / unroll)
  // Blocks of the kept dimension stay in the cache while all rows pass.
  for (let start = 0; start < length; start += block) {
    accumulateRows(0, whole, unroll, start)
    accumulateRows(whole * unroll, count % unroll === 0 ? 0 : 1, count % unroll, start)
  }
}

const block = 4096

function longestReduced({ shape, strides }: Layout): number {
  return strides
    .at(-1)!
    .reduce((best, mark, d) => (mark !== 0 && (best < 0 || shape[d]! > shape[best]!) ? d : best), -1)
}

function pairs<T>(list: readonly T[]): [T, T | undefined][] {
  return list.flatMap((a, i): [T, T | undefined][] => (i % 2 === 0 ? [[a, list[i + 1]]] : []))
}

/** What tells apart the loops of a body: `variant`, the fold and the dtypes. How many operands there are follows from its name. */
function signatureOf(variant: number, fold: Fold, { operands, computed, yields }: Mapped, held: DType): number {
  let signature = (variant * 8 + folds[fold].digit) * 64 + digitOf[held] * 16 + digitOf[computed] * 4 + digitOf[yields]
  for (const x of operands) signature = signature * 4 + digitOf[x.dtype]
  return signature
}

/** The instructions of the mapped value, on the lane of its dtype. */
function mappedValue(
  k: LoopBuilder,
  { body, operands, computed, yields }: Mapped,
  still: readonly boolean[] = [],
): number {
  const loads = operands.map((x, i) => {
    const lane = laneOf[x.dtype]
    return k.convert(still[i] ? k.scalar('operand', lane) : k.array('operand', lane), laneOf[computed])
  })
  return k.convert(body(k, ...loads), laneOf[yields])
}

/** One dimension or several; none means all. */
export type Dims = number | readonly number[] | null

/** Dimensions to reduce; an empty list means all, as in PyTorch. */
export function reducedDims(name: string, dim: Dims | undefined, x: Tensor): number[] {
  const list = dim === null || (Array.isArray(dim) && dim.length === 0) ? undefined : (dim ?? undefined)
  const dims = normaliseDims(name, list, x.ndim)
  return x.ndim === 0 ? [] : dims
}

/** Refuses dimensions without elements, of which there is no extremum. */
export function checkNotEmpty(name: string, x: Tensor, dims: readonly number[]): void {
  const dim = dims.find((d) => x.shape[d] === 0)
  if (dim !== undefined) throw errors.emptyReduction(name, x.shape, dim)
}

/** How many elements are folded into one. */
export const countOf = (x: Tensor, dims: readonly number[]): number => dims.reduce((n, d) => n * x.shape[d]!, 1)

/** The body that takes elements as they are. */
export const same: Body = (_, x) => x!

/** {@link reduce} of one tensor: of its elements brought to a dtype, or of what a body makes of them in their own. */
export function fold(
  kind: Fold,
  name: string,
  x: Tensor,
  dims: readonly number[],
  keepdim: boolean,
  yields: DType,
  body: Body = same,
): Tensor {
  const computed = body === same ? yields : x.dtype
  return reduce(kind, { name: body === same ? 'same' : name, body, operands: [x], computed, yields }, dims, keepdim)
}
