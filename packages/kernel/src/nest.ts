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

/** Checks a view once for all rows: the least and the greatest index it reaches must lie inside its data. */
function cursorOf(view: NestedView | number | undefined, name: string, lane: Lane, sizes: readonly number[]): Cursor {
  const wanted = `a view of a ${arrayOf[lane].name}`
  if (view === undefined || typeof view === 'number') {
    throw errors.operandType(name, view === undefined ? 'missing' : 'a number', wanted)
  }
  const { data, offset, strides } = view
  if (!(data instanceof arrayOf[lane])) {
    throw errors.operandType(name, Object.prototype.toString.call(data).slice(8, -1), wanted)
  }
  let least = offset
  let greatest = offset
  for (let d = 0; d < sizes.length; d++) {
    const reach = (sizes[d]! - 1) * strides[d]!
    if (reach < 0) least += reach
    else greatest += reach
  }
  if (!(least >= 0)) throw errors.outOfBounds(name, least, data.length)
  if (!(greatest < data.length)) throw errors.outOfBounds(name, greatest, data.length)
  return { data, strides, stride: strides[sizes.length - 1]!, offset }
}

/** Runs a loop along the last dimension of a nest, for every index of the others. See `LoopKernel.runNest`. */
export function runNest(
  ir: LoopIR,
  loaded: LoadedLoop,
  sizes: readonly number[],
  inputs: readonly (NestedView | number)[],
  out: readonly NestedView[],
): void {
  for (const size of sizes) if (!(Number.isInteger(size) && size >= 0)) throw errors.badLength(size)
  if (inputs.length !== ir.inputs.length) throw errors.operandCount(inputs.length, ir.inputs.length)
  if (sizes.length === 0) throw errors.badLength(0)
  if (sizes.includes(0)) return
  const arrays: (Cursor | undefined)[] = []
  const scalars: number[] = []
  const perRow: (readonly [input: number, cursor: Cursor])[] = []
  const last = sizes.length - 1
  const rows = sizes.with(last, 1)
  ir.inputs.forEach(({ name, kind, type }, i) => {
    const operand = inputs[i]
    const isNumber = typeof operand === 'number'
    if (kind === 'scalar' && !isNumber) perRow.push([i, cursorOf(operand, name, type, rows)])
    arrays.push(kind === 'scalar' ? undefined : cursorOf(operand, name, type, sizes))
    scalars.push(kind === 'scalar' && isNumber ? onLane(operand, type) : 0)
  })
  const filled = ir.outputs.map(({ type, reduce }, j) => {
    // A reduction writes one element a row: along the row its view stands still.
    return cursorOf(out[j], `output ${j}`, type, reduce === undefined ? sizes : rows)
  })
  const targets = ir.outputs.map(({ reduce }, j) => (reduce === undefined ? filled[j] : undefined))
  const cursors = [...arrays.filter((it) => it !== undefined), ...perRow.map(([, cursor]) => cursor), ...filled]
  const contiguous = [...arrays, ...targets].every((it) => it === undefined || it.stride === 1)
  const operands = { arrays, scalars, targets, contiguous }
  // Doubles from the start: an array of small integers would change its kind at every first row.
  const results = ir.outputs.map(() => Number.NaN)
  const row = (): void => {
    for (const [input, { data, offset }] of perRow) scalars[input] = data[offset]!
    ir.outputs.forEach(({ reduce }, j) => {
      if (reduce === undefined) return
      const { data, offset } = filled[j]!
      const positional = reduce === 'argmin' || reduce === 'argmax'
      results[j] = positional ? reductions[reduce].identity : data[offset]!
    })
    loaded.run(sizes[last]!, operands, results)
    ir.outputs.forEach(({ reduce }, j) => {
      if (reduce !== undefined) filled[j]!.data[filled[j]!.offset] = results[j]!
    })
  }
  const index = sizes.map(() => 0)
  for (;;) {
    row()
    let d = last - 1
    for (; d >= 0; d--) {
      const turn = ++index[d]! < sizes[d]! ? 1 : 1 - sizes[d]!
      for (const cursor of cursors) cursor.offset += turn * cursor.strides[d]!
      if (turn === 1) break
      index[d] = 0
    }
    if (d < 0) return
  }
}
