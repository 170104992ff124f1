import type { LoopBuilder, LoopKernel, Reduction, StridedView } from '@fluxion/kernel'
import { empty } from './create.ts'
import { type DType, laneOf } from './dtype.ts'
import { errors } from './errors.ts'
import { coalesce, type Layout, walk, without } from './iterate.ts'
import { type Body, kernelOf } from './pointwise.ts'
import { broadcastStrides, normaliseDims, reducedShape, type Shape, sizeOf, stridesOf } from './shape.ts'
import type { Tensor } from './tensor.ts'

/** How partial results combine, and the result over no elements. */
export type Fold = 'sum' | 'prod' | 'min' | 'max' | 'any' | 'all'

const folds: Readonly<Record<Fold, { readonly join: Body; readonly start: number }>> = {
  sum: { join: (k, a, b) => k.op('add', a!, b!), start: 0 },
  prod: { join: (k, a, b) => k.op('mul', a!, b!), start: 1 },
  min: { join: (k, a, b) => k.op('min', a!, b!), start: Infinity },
  max: { join: (k, a, b) => k.op('max', a!, b!), start: -Infinity },
  any: { join: (k, a, b) => k.op('or', a!, b!), start: 0 },
  all: { join: (k, a, b) => k.op('and', a!, b!), start: 1 },
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

/**
 * Folds over dimensions. Runs along the longest dimension of the coalesced layout: where that is reduced, as a reduction of the
 * kernel for each row; where it is kept, as an elementwise kernel that takes in eight rows at a time.
 */
export function reduce(fold: Fold, mapped: Mapped, dims: readonly number[], keepdim: boolean): Tensor {
  const { operands, yields } = mapped
  const shape = operands[0]!.shape
  // float32 is accumulated in double.
  const held: DType = yields === 'float32' && (fold === 'sum' || fold === 'prod') ? 'float64' : yields
  const to = empty(held, reducedShape(shape, dims, true))
  const finish = (x: Tensor): Tensor => {
    const result = empty(yields, reducedShape(shape, dims, keepdim))
    if (held === yields) return x.withLayout(result.shape, result.strides)
    result.data.set(x.data)
    return result
  }
  const start = folds[fold].start
  to.data.fill(held === 'int32' ? Math.max(-(2 ** 31), Math.min(start, 2 ** 31 - 1)) : start)
  if (sizeOf(shape) === 0) return finish(to)

  const toStrides = stridesOf(to.shape).map((step, d) => (dims.includes(d) ? 0 : step))
  const all = [toStrides, ...operands.map((x) => broadcastStrides(mapped.name, x.shape, x.strides, shape))]
  const layout = coalesce(shape, withMarks(all, shape, dims))
  const marks = layout.strides.at(-1)!
  const inner = longest(layout.shape, marks)
  const data = [to, ...operands]
  const places = [...data.map((x) => x.offset), 0]
  if (inner < 0 || marks[inner]! !== 0) foldRows(fold, mapped, layout, inner, data, places)
  else accumulate(fold, mapped, held, layout, inner, data, places)
  return finish(to)
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
    const gain = shape[last]! >= 256 ? Infinity : 2
    if (shape[d]! * (marks[d] === 0 ? 2 : 1) > gain * shape[best]! * (marks[best] === 0 ? 2 : 1)) best = d
  }
  return best
}

const view = (x: Tensor, offset: number, stride: number): StridedView => ({ data: x.data, offset, stride })

/** One call of a reducing kernel for each row along a reduced dimension; its number joins what the output holds. */
function foldRows(
  fold: Fold,
  mapped: Mapped,
  layout: Layout,
  inner: number,
  data: readonly Tensor[],
  places: number[],
): void {
  const kernel = kernelOf(`fold ${fold} ${describe(mapped)}`, (k) => {
    k.output(mappedValue(k, mapped), fold satisfies Reduction)
  })
  const [to, ...operands] = data as [Tensor, ...Tensor[]]
  const length = inner < 0 ? 1 : layout.shape[inner]!
  const steps = layout.strides.map((list) => list[inner] ?? 0)
  const join = joinNumbers[fold]
  walk(inner < 0 ? layout : without(layout, inner), places, (at) => {
    const [value] = kernel.run(
      length,
      operands.map((x, i) => view(x, at[i + 1]!, steps[i + 1]!)),
    )
    const place = at[0]!
    to.data[place] = join(to.data[place]!, Number(value))
  })
}

const joinNumbers: Readonly<Record<Fold, (a: number, b: number) => number>> = {
  sum: (a, b) => a + b,
  prod: (a, b) => a * b,
  min: Math.min,
  max: Math.max,
  any: (a, b) => a | b,
  all: (a, b) => a & b,
}

/** Elementwise kernels along a kept dimension: the output takes in up to eight rows of the operands at a call. */
function accumulate(
  fold: Fold,
  mapped: Mapped,
  held: DType,
  layout: Layout,
  inner: number,
  data: readonly Tensor[],
  places: number[],
): void {
  const { join } = folds[fold]
  const kernel = (rows: number): LoopKernel =>
    kernelOf(
      `accumulate ${fold} ${held} ${rows} ${describe(mapped)}`,
      (k) => {
        let value = k.array('accumulated', laneOf[held])
        for (let r = 0; r < rows; r++) value = join(k, value, k.convert(mappedValue(k, mapped), laneOf[held]))
        k.output(value)
      },
      true,
    )
  const [to, ...operands] = data as [Tensor, ...Tensor[]]
  const length = layout.shape[inner]!
  const steps = layout.strides.map((list) => list[inner]!)
  const rest = without(layout, inner)
  // The longest reduced dimension supplies the rows.
  const marks = rest.strides.at(-1)!
  const along = marks.reduce(
    (best, mark, d) => (mark !== 0 && (best < 0 || rest.shape[d]! > rest.shape[best]!) ? d : best),
    -1,
  )
  const count = along < 0 ? 1 : rest.shape[along]!
  const rowSteps = rest.strides.map((list) => list[along] ?? 0)
  walk(along < 0 ? rest : without(rest, along), places, (at) => {
    // Blocks of the kept dimension stay in the cache while all rows pass.
    for (let start = 0; start < length; start += block) {
      const size = Math.min(block, length - start)
      const target = view(to, at[0]! + start * steps[0]!, steps[0]!)
      for (let r = 0; r < count; r += unroll) {
        const rows = Math.min(unroll, count - r)
        const inputs: StridedView[] = [target]
        for (let i = r; i < r + rows; i++) {
          operands.forEach((x, o) => {
            const step = steps[o + 1]!
            inputs.push(view(x, at[o + 1]! + i * rowSteps[o + 1]! + start * step, step))
          })
        }
        kernel(rows).run(size, inputs, [target])
      }
    }
  })
}

const block = 4096

function describe({ name, operands, computed, yields }: Mapped): string {
  return `${name} ${operands.map((x) => x.dtype).join()} ${computed} ${yields}`
}

/** The instructions of the mapped value, on the lane of its dtype. */
function mappedValue(k: LoopBuilder, { body, operands, computed, yields }: Mapped): number {
  const loads = operands.map((x) => k.convert(k.array('operand', laneOf[x.dtype]), laneOf[computed]))
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
