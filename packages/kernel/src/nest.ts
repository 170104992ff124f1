import { errors } from './errors.ts'
import type { Lane, LoopIR, TypedArray } from './ir.ts'
import { arrayOf, onLane } from './operands.ts'
import { reductions } from './reduction.ts'
import type { LoadedLoop } from './targets/target.ts'

/** Elements `data[offset + Σ index[d] * strides[d]]` of a typed array over the dimensions of a nest. */
export interface NestedView {
  readonly data: TypedArray
  readonly offset: number
  /** One step for each size of the nest. */
  readonly strides: readonly number[]
}

/** A view whose offset moves from row to row. */
interface Cursor {
  readonly data: TypedArray
  readonly strides: readonly number[]
  readonly stride: number
  offset: number
}

/** Runs a loop along the last dimension of a nest, for every index of the others. See `LoopKernel.runNest`. */
export type NestRunner = (
  sizes: readonly number[],
  inputs: readonly (NestedView | number)[],
  out: readonly NestedView[],
) => void

/** Checks a view once for all rows (`along` them, or one element of it a row): the least and the greatest index it reaches must lie inside its data. */
function cursorOf(
  view: NestedView | number | undefined,
  name: string,
  lane: Lane,
  sizes: readonly number[],
  along: boolean,
): Cursor {
  if (view === undefined || typeof view === 'number') {
    throw errors.operandType(name, view === undefined ? 'missing' : 'a number', `a view of a ${arrayOf[lane].name}`)
  }
  const { data, offset, strides } = view
  if (!(data instanceof arrayOf[lane])) {
    const found = Object.prototype.toString.call(data).slice(8, -1)
    throw errors.operandType(name, found, `a view of a ${arrayOf[lane].name}`)
  }
  const last = sizes.length - 1
  let least = offset
  let greatest = offset
  for (let d = along ? last : last - 1; d >= 0; d--) {
    const reach = (sizes[d]! - 1) * strides[d]!
    if (reach < 0) least += reach
    else greatest += reach
  }
  if (!(least >= 0)) throw errors.outOfBounds(name, least, data.length)
  if (!(greatest < data.length)) throw errors.outOfBounds(name, greatest, data.length)
  return { data, strides, stride: strides[last]!, offset }
}

/** The nest runner of a loop. */
export function nestRunner(ir: LoopIR, loaded: LoadedLoop): NestRunner {
  const outputNames = ir.outputs.map((_, j) => `output ${j}`)
  /** What a row of each reduction starts from, where that is not what its output holds. */
  const starts = ir.outputs.map(({ reduce }) =>
    reduce === 'argmin' || reduce === 'argmax' ? reductions[reduce].identity : undefined,
  )
  // Doubles from the start: an array of small integers would change its kind at every first row.
  const blank = ir.outputs.map(() => Number.NaN)
  return (sizes, inputs, out) => {
    let empty = sizes.length === 0
    for (const size of sizes) {
      if (!(Number.isInteger(size) && size >= 0)) throw errors.badLength(size)
      if (size === 0) empty = true
    }
    if (inputs.length !== ir.inputs.length) throw errors.operandCount(inputs.length, ir.inputs.length)
    if (sizes.length === 0) throw errors.badLength(0)
    if (empty) return
    const arrays: (Cursor | undefined)[] = []
    const scalars: number[] = []
    const targets: (Cursor | undefined)[] = []
    const cursors: Cursor[] = []
    const perRow: (Cursor | undefined)[] = []
    const reduced: (Cursor | undefined)[] = []
    let contiguous = true
    for (let i = 0; i < inputs.length; i++) {
      const { name, kind, type } = ir.inputs[i]!
      const operand = inputs[i]!
      const isArray = kind === 'array'
      const cursor = isArray || typeof operand !== 'number' ? cursorOf(operand, name, type, sizes, isArray) : undefined
      if (cursor !== undefined) cursors.push(cursor)
      if (isArray && cursor!.stride !== 1) contiguous = false
      arrays.push(isArray ? cursor : undefined)
      scalars.push(typeof operand === 'number' ? onLane(operand, type) : 0)
      if (!isArray && cursor !== undefined) perRow[i] = cursor
    }
    for (let j = 0; j < ir.outputs.length; j++) {
      const { type, reduce } = ir.outputs[j]!
      // A reduction writes one element a row: along the row its view stands still.
      const cursor = cursorOf(out[j], outputNames[j]!, type, sizes, reduce === undefined)
      cursors.push(cursor)
      targets.push(reduce === undefined ? cursor : undefined)
      if (reduce === undefined && cursor.stride !== 1) contiguous = false
      if (reduce !== undefined) reduced[j] = cursor
    }
    const operands = { arrays, scalars, targets, contiguous }
    const results = blank.slice()
    const last = sizes.length - 1
    const length = sizes[last]!
    const index = last > 0 ? new Array<number>(last).fill(0) : blank
    for (;;) {
      for (let i = 0; i < perRow.length; i++) {
        const cursor = perRow[i]
        if (cursor !== undefined) scalars[i] = cursor.data[cursor.offset]!
      }
      for (let j = 0; j < reduced.length; j++) {
        const cursor = reduced[j]
        if (cursor !== undefined) results[j] = starts[j] ?? cursor.data[cursor.offset]!
      }
      loaded.run(length, operands, results)
      for (let j = 0; j < reduced.length; j++) {
        const cursor = reduced[j]
        if (cursor !== undefined) cursor.data[cursor.offset] = results[j]!
      }
      let d = last - 1
      for (; d >= 0; d--) {
        const trips = sizes[d]! - 1
        if (index[d]! < trips) {
          index[d]!++
          for (const cursor of cursors) cursor.offset += cursor.strides[d]!
          break
        }
        index[d] = 0
        // Not a sum with -trips · stride, which may be -0: offsets would become doubles, and every access a conversion.
        if (trips > 0) for (const cursor of cursors) cursor.offset -= trips * cursor.strides[d]!
      }
      if (d < 0) return
    }
  }
}
