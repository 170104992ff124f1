import { errors } from '../../errors.ts'
import type { Lane, LoopIR } from '../../ir.ts'
import { bytesOf } from '../../operands.ts'

/** Bytes of the scratch all kernels share. It never grows, and no data lives in it between calls. */
export const scratchBytes: number = 1 << 20

/** Elements streamed at a time, at most. */
const largestBlock = 4096

/** Where a kernel keeps things in the scratch while it runs. All addresses are bytes. */
export interface Layout {
  /** Elements in one vector step: 2 when every value is f64 or bool, otherwise 4. */
  readonly width: 2 | 4
  /** Elements in one block, a multiple of the width. */
  readonly block: number
  /** One 8-byte slot for each input, used by scalars. */
  readonly scalars: number
  /** 96 bytes for each output: accumulator, values of the last step, values of the slow path, 32 each. */
  readonly outputs: number
  /** Start of each array input's block; scalars have none. */
  readonly inputBlocks: readonly (number | undefined)[]
  /** Start of each array output's block; reductions have none. */
  readonly outputBlocks: readonly (number | undefined)[]
}

/** Lays out a kernel; throws `limit/size` when not even one vector of every array fits. */
export function layoutOf(ir: LoopIR): Layout {
  const wide = (type: Lane): boolean => type === 'f32' || type === 'i32'
  const width = ir.body.some(({ type }) => wide(type)) || ir.outputs.some(({ type }) => wide(type)) ? 4 : 2
  const outputs = (ir.inputs.length * 8 + 8) & ~15
  const start = outputs + 96 * ir.outputs.length
  const arrays = [
    ...ir.inputs.map(({ kind, type }) => (kind === 'array' ? bytesOf[type] : 0)),
    ...ir.outputs.map(({ reduce, type }) => (reduce === undefined ? bytesOf[type] : 0)),
  ]
  const perElement = arrays.reduce((sum, it) => sum + it, 0)
  const room = scratchBytes - start - 16 * arrays.length
  const block = Math.min(largestBlock, Math.floor(room / Math.max(perElement, 1)) & ~15)
  if (block < 16) throw errors.tooLarge('arrays', arrays.length, Math.floor(scratchBytes / 256))
  let next = start
  const starts = arrays.map((bytes) => {
    if (bytes === 0) return undefined
    const at = next
    next += (bytes * block + 15) & ~15
    return at
  })
  return {
    width,
    block,
    scalars: 0,
    outputs,
    inputBlocks: starts.slice(0, ir.inputs.length),
    outputBlocks: starts.slice(ir.inputs.length),
  }
}
