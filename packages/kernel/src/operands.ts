import { errors } from './errors.ts'
import type { Lane, LoopIR, TypedArray } from './ir.ts'

/** Elements `data[offset + i * stride]` of a typed array; a stride of 0 repeats one element, a negative one walks backwards. */
export interface StridedView {
  readonly data: TypedArray
  readonly offset: number
  readonly stride: number
}

/** What an array input is bound to. Scalars are bound to numbers (a truth value to 0 or 1). */
export type Operand = TypedArray | StridedView | number

/** Where an array output goes. Omitted: a new array. */
export type Target = TypedArray | StridedView

/** An output of a run: the array that was filled (the `data` of a view), or the number of a reduction. */
export type Result = TypedArray | number

/** The typed array of each lane. */
export const arrayOf: {
  readonly f64: Float64ArrayConstructor
  readonly f32: Float32ArrayConstructor
  readonly i32: Int32ArrayConstructor
  readonly bool: Uint8ArrayConstructor
} = {
  f64: Float64Array,
  f32: Float32Array,
  i32: Int32Array,
  bool: Uint8Array,
}

/** Bytes an element takes in a typed array of the lane. */
export const bytesOf: Readonly<Record<Lane, number>> = { f64: 8, f32: 4, i32: 4, bool: 1 }

/** The operands of one run, checked: every array as a view that lies inside its data. */
export interface BoundOperands {
  /** One entry for each input; for a scalar input undefined. */
  readonly arrays: readonly (StridedView | undefined)[]
  /** One entry for each input; for an array input 0. */
  readonly scalars: readonly number[]
  /** One entry for each output; for a reduction undefined. */
  readonly targets: readonly (StridedView | undefined)[]
  /** True when every view has stride 1. */
  readonly contiguous: boolean
}

function viewOf(operand: Operand | undefined, name: string, lane: Lane, length: number): StridedView {
  if (operand === undefined || typeof operand === 'number') {
    throw errors.operandType(name, operand === undefined ? 'missing' : 'a number', `a ${arrayOf[lane].name}`)
  }
  const view = ArrayBuffer.isView(operand) ? { data: operand, offset: 0, stride: 1 } : operand
  if (!(view.data instanceof arrayOf[lane])) {
    throw errors.operandType(name, Object.prototype.toString.call(view.data).slice(8, -1), `a ${arrayOf[lane].name}`)
  }
  if (length > 0) {
    const last = view.offset + (length - 1) * view.stride
    const size = view.data.length
    if (!(view.offset >= 0 && view.offset < size)) throw errors.outOfBounds(name, view.offset, size)
    if (!(last >= 0 && last < size)) throw errors.outOfBounds(name, last, size)
  }
  return view
}

/** A number as a value of the lane: rounded to single, wrapped to 32 bits, or 0 and 1. */
export function onLane(value: number, lane: Lane): number {
  if (lane === 'f64') return value
  return lane === 'f32' ? Math.fround(value) : lane === 'i32' ? value | 0 : value !== 0 ? 1 : 0
}

/**
 * Checks the operands of a run against the IR and makes the output arrays that were not given.
 * Throws `kernel/operand-count`, `kernel/operand-type`, `kernel/out-of-bounds`, `kernel/bad-length`.
 */
export function bindOperands(
  ir: LoopIR,
  length: number,
  inputs: readonly Operand[],
  out: readonly (Target | undefined)[] = [],
): BoundOperands {
  if (!(Number.isInteger(length) && length >= 0)) throw errors.badLength(length)
  if (inputs.length !== ir.inputs.length) throw errors.operandCount(inputs.length, ir.inputs.length)
  let contiguous = true
  const arrays: (StridedView | undefined)[] = []
  const scalars: number[] = []
  for (let i = 0; i < ir.inputs.length; i++) {
    const input = ir.inputs[i]!
    const operand = inputs[i]
    if (input.kind === 'scalar') {
      if (typeof operand !== 'number') throw errors.operandType(input.name, typeof operand, 'a number')
      arrays.push(undefined)
      scalars.push(onLane(operand, input.type))
    } else {
      const view = viewOf(operand, input.name, input.type, length)
      if (view.stride !== 1) contiguous = false
      arrays.push(view)
      scalars.push(0)
    }
  }
  const targets = ir.outputs.map((output, i) => {
    if (output.reduce !== undefined) return undefined
    const given = out[i]
    const view =
      given === undefined
        ? { data: new arrayOf[output.type](length), offset: 0, stride: 1 }
        : viewOf(given, `output ${i}`, output.type, length)
    if (view.stride !== 1) contiguous = false
    return view
  })
  return { arrays, scalars, targets, contiguous }
}
