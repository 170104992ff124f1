import type { LoopKernel, Reduction, Result, StridedView } from '@fluxion/kernel'
import { fromArray, type Tensor } from '@fluxion/tensor'
import { type FloatDtype, floatArray } from './arguments.ts'
import { broadcastStrides, coalesce, contiguousStrides, sizeOf, walk } from './broadcast.ts'

/** Rows shorter than this are copied together first: a run of the loop costs about as much as this many elements. */
const SHORT_ROW = 256

const combine: { readonly [R in Reduction]?: (a: number, b: number) => number } = {
  sum: (a, b) => a + b,
  prod: (a, b) => a * b,
  min: Math.min,
  max: Math.max,
}

/** Where an array output of a loop goes. */
export interface ArrayTarget {
  readonly data: Float64Array | Float32Array
  readonly strides: readonly number[]
  readonly offset: number
}

/**
 * Runs a one-dimensional loop over operands that broadcast to a shape of any rank: in one go where the axes merge to one,
 * row by row where rows are long, on copies otherwise. `targets` has an entry for each array output; results are the
 * numbers of the reductions, in the places of their outputs.
 */
export function runOverArrays(
  loop: LoopKernel,
  shape: readonly number[],
  values: readonly (number | Tensor)[],
  targets: readonly (ArrayTarget | undefined)[],
): (number | undefined)[] {
  if (shape.length === 1) return runOverVectors(loop, shape[0]!, values, targets)
  const tensors = values.map((value) => (typeof value === 'number' ? undefined : value))
  const { outputs } = loop.ir
  const operands = [
    ...tensors.map((tensor) =>
      tensor === undefined
        ? undefined
        : { data: tensor.data, strides: broadcastStrides(tensor, shape), offset: tensor.offset },
    ),
    ...targets,
  ]
  const strided = operands.filter((operand) => operand !== undefined)
  const layout = coalesce(
    shape,
    strided.map((operand) => operand.strides),
  )
  const rank = shape.includes(0) ? 0 : layout.shape.length
  const length = rank === 0 ? sizeOf(shape) : layout.shape[rank - 1]!
  if (rank > 1 && length < SHORT_ROW) return runOnCopies(loop, shape, values, targets)
  const offsets = strided.map((operand) => operand.offset)
  const views = strided.map((operand, i) => ({
    data: operand.data,
    offset: operand.offset,
    stride: rank === 0 ? 1 : layout.strides[i]![rank - 1]!,
  }))
  const places = operands.map((operand) => (operand === undefined ? -1 : strided.indexOf(operand)))
  const viewOf = (i: number): StridedView | undefined => (places[i]! < 0 ? undefined : views[places[i]!])
  const run = (): (number | undefined)[] => {
    for (let i = 0; i < views.length; i++) views[i]!.offset = offsets[i]!
    const inputs = values.map((value, i) => (typeof value === 'number' ? value : viewOf(i)!))
    const results = loop.run(
      length,
      inputs,
      outputs.map((_, i) => viewOf(values.length + i)),
    )
    return numbersOf(results)
  }
  if (rank <= 1) return run()
  let totals: (number | undefined)[] | undefined
  const outer = {
    shape: layout.shape.slice(0, -1),
    strides: layout.strides.map((list) => list.slice(0, -1)),
  }
  walk(outer, offsets, () => {
    const part = run()
    totals =
      totals?.map((total, i) => {
        const reduce = outputs[i]!.reduce
        return total === undefined || reduce === undefined ? undefined : combine[reduce]!(total, part[i]!)
      }) ?? part
  })
  return totals ?? []
}

/** The same where all is one axis: there is nothing to merge, and short vectors must not pay for it. */
function runOverVectors(
  loop: LoopKernel,
  length: number,
  values: readonly (number | Tensor)[],
  targets: readonly (ArrayTarget | undefined)[],
): (number | undefined)[] {
  const inputs = values.map((value) => {
    if (typeof value === 'number') return value
    const { data, offset, shape, strides } = value
    return { data, offset, stride: shape.length === 1 && shape[0] === length ? strides[0]! : 0 }
  })
  const out = targets.map(
    (target) => target && { data: target.data, offset: target.offset, stride: target.strides[0]! },
  )
  return numbersOf(loop.run(length, inputs, out))
}

/** The results of reductions; arrays were written where they belong. */
const numbersOf = (results: readonly Result[]): (number | undefined)[] =>
  results.map((result) => (typeof result === 'number' ? result : undefined))

function runOnCopies(
  loop: LoopKernel,
  shape: readonly number[],
  values: readonly (number | Tensor)[],
  targets: readonly (ArrayTarget | undefined)[],
): (number | undefined)[] {
  const strides = contiguousStrides(shape)
  const copies = values.map((value) => (typeof value === 'number' ? value : value.broadcastTo(shape).contiguous()))
  const flat = targets.map((target) => {
    if (target === undefined) return undefined
    const fits = target.strides.every((step, d) => step === strides[d] || shape[d] === 1)
    return fits
      ? target
      : {
          data: new (target.data instanceof Float64Array ? Float64Array : Float32Array)(sizeOf(shape)),
          strides,
          offset: 0,
        }
  })
  const results = runOverArrays(loop, shape, copies, flat)
  targets.forEach((target, i) => {
    const made = flat[i]
    if (target === undefined || made === undefined || made === target) return
    const walkOffsets = [target.offset, made.offset]
    walk({ shape, strides: [target.strides, made.strides] }, walkOffsets, () => {
      target.data[walkOffsets[0]!] = made.data[walkOffsets[1]!]!
    })
  })
  return results
}

/** A new tensor of a shape and dtype, row by row. */
export function allocate(shape: readonly number[], dtype: FloatDtype): Tensor {
  return fromArray(new floatArray[dtype](sizeOf(shape)), [...shape])
}
