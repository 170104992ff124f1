import { errors } from '../../errors.ts'
import type { LoopIR, TypedArray } from '../../ir.ts'
import { arrayOf, type BoundOperands, type StridedView } from '../../operands.ts'
import { reductions } from '../../reduction.ts'
import type { LoadedLoop, LoopTarget } from '../target.ts'
import { carriedLane, emitModule, slots } from './emit.ts'
import { createMemory, instantiate, type WasmMemory } from './engine.ts'
import { hasRelaxedSimd, hasSimd } from './features.ts'
import { type Layout, layoutOf, scratchBytes } from './layout.ts'

/** A loop as a module, with where it keeps things in the scratch. */
export interface WasmArtifact {
  readonly ir: LoopIR
  readonly layout: Layout
  readonly fma: boolean
  readonly bytes: Uint8Array
}

/** Options of {@link wasmTarget}. */
export interface WasmOptions {
  /** One element on the slow path: the js target's scalar loop. */
  readonly scalar: (ir: LoopIR) => LoadedLoop['scalar']
  /** Use fused multiply-add; default where the engine has it. */
  readonly fma?: boolean
}

let scratch: WasmMemory | undefined

function sharedScratch(): ArrayBuffer {
  scratch ??= createMemory(scratchBytes >> 16, scratchBytes >> 16)
  return scratch.buffer
}

/**
 * The wasm target: vectors of two doubles or four singles over blocks streamed through a fixed scratch. Tensors never live in
 * WebAssembly memory, so nothing has to be freed and nothing is ever detached.
 */
export function wasmTarget(options: WasmOptions): LoopTarget<WasmArtifact> {
  const fma = options.fma ?? hasRelaxedSimd()
  return {
    name: 'wasm',
    emit: (ir) => {
      if (!hasSimd()) throw errors.unsupported('wasm', 'an engine without 128-bit vectors')
      const positional = ir.outputs.find(({ reduce }) => reduce === 'argmin' || reduce === 'argmax')
      if (positional !== undefined) throw errors.unsupported('wasm', `the reduction ${positional.reduce}`)
      const layout = layoutOf(ir)
      return { ir, layout, fma, bytes: emitModule(ir, layout, { fma }).encode() }
    },
    print: ({ ir, layout }) => emitModule(ir, layout, { fma, text: true }).toText(),
    load: (artifact) => load(artifact, options.scalar(artifact.ir)),
  }
}

function load({ ir, layout, bytes }: WasmArtifact, scalar: LoadedLoop['scalar']): LoadedLoop {
  const buffer = sharedScratch()
  const kernel = compiled(bytes, slowPath(ir, layout, buffer, scalar))
  const { block, width } = layout
  const inputBlocks = ir.inputs.map(({ type }, j) => blockView(buffer, type, layout.inputBlocks[j], block))
  const outputBlocks = ir.outputs.map(({ type }, j) => blockView(buffer, type, layout.outputBlocks[j], block))
  const reduced = ir.outputs.flatMap((output, j) =>
    output.reduce === undefined ? [] : [reader(ir, layout, buffer, j)],
  )
  const writeScalar = ir.inputs.map(({ type, kind }, j) => {
    if (kind === 'array') return undefined
    const address = layout.scalars + 8 * j
    if (type === 'bool') {
      const mask = new BigInt64Array(buffer, address, 1)
      return (value: number): void => {
        mask[0] = value === 0 ? 0n : -1n
      }
    }
    const slot = new arrayOf[type](buffer, address, 1)
    return (value: number): void => {
      slot[0] = value
    }
  })
  return {
    scalar,
    run: (length: number, { arrays, scalars, targets }: BoundOperands, results: number[]) => {
      scalars.forEach((value, j) => {
        writeScalar[j]?.(value)
      })
      for (let start = 0; start < length; start += block) {
        const n = Math.min(block, length - start)
        const padded = (n + width - 1) & -width
        for (let j = 0; j < arrays.length; j++) {
          const to = inputBlocks[j]
          if (to === undefined) continue
          copyIn(to, arrays[j]!, start, n)
          for (let i = n; i < padded; i++) to[i] = to[n - 1]!
        }
        kernel(padded)
        for (let j = 0; j < targets.length; j++) {
          const from = outputBlocks[j]
          if (from !== undefined) copyOut(from, targets[j]!, start, n)
        }
        for (const read of reduced) read(results, n - (padded - width))
      }
    },
  }
}

/** An engine may refuse a module: too large, or a content security policy without `wasm-unsafe-eval`. */
function compiled(bytes: Uint8Array, slow: (first: number) => void): (n: number) => number {
  try {
    return instantiate(bytes, { fluxion: { memory: scratch!, slow } }).kernel!
  } catch (error) {
    throw errors.unsupported('wasm', `this loop in this engine (${error instanceof Error ? error.message : error})`)
  }
}

function blockView(
  buffer: ArrayBuffer,
  type: keyof typeof arrayOf,
  address: number | undefined,
  block: number,
): TypedArray | undefined {
  return address === undefined ? undefined : new arrayOf[type](buffer, address, block)
}

/** Below this many elements a loop is cheaper than the views a bulk copy needs. */
const bulk = 32

function copyIn(to: TypedArray, { data, offset, stride }: StridedView, start: number, n: number): void {
  const first = offset + start * stride
  if (stride === 1 && n >= bulk) to.set(n === data.length ? data : data.subarray(first, first + n))
  else if (stride === 0) to.fill(data[first]!, 0, n)
  else for (let i = 0; i < n; i++) to[i] = data[first + i * stride]!
}

function copyOut(from: TypedArray, { data, offset, stride }: StridedView, start: number, n: number): void {
  const first = offset + start * stride
  if (stride === 1 && n >= bulk) data.set(n === from.length ? from : from.subarray(0, n), first)
  else for (let i = 0; i < n; i++) data[first + i * stride] = from[i]!
}

/** Adds what a block left in the scratch to the results: the accumulator, and `count` lanes of the last step. */
function reader(
  ir: LoopIR,
  layout: Layout,
  buffer: ArrayBuffer,
  j: number,
): (results: number[], count: number) => void {
  const output = ir.outputs[j]!
  const lane = carriedLane(output)
  const { combine } = reductions[output.reduce!]
  const slot = layout.outputs + 96 * j
  const masked = lane === 'bool'
  const lanes = (at: number): ArrayLike<number> => {
    if (!masked) return new arrayOf[lane](buffer, slot + at, layout.width)
    return new Int32Array(buffer, slot + at, 4)
  }
  const step = masked && layout.width === 2 ? 2 : 1
  const accumulator = lanes(slots.accumulator)
  const last = lanes(slots.lastStep)
  const value = (from: ArrayLike<number>, i: number): number => (masked ? -from[i * step]! : from[i]!)
  return (results, count) => {
    let total = results[j]!
    for (let i = 0; i < layout.width; i++) total = combine(total, value(accumulator, i))
    for (let i = 0; i < count; i++) total = combine(total, value(last, i))
    results[j] = total
  }
}

/** The import `slow(i)`: outputs of one vector step, element by element, left where the module reads them. */
function slowPath(
  ir: LoopIR,
  layout: Layout,
  buffer: ArrayBuffer,
  scalar: LoadedLoop['scalar'],
): (first: number) => void {
  const inputs = ir.inputs.map(({ type, kind }, j) =>
    kind === 'array'
      ? new arrayOf[type](buffer, layout.inputBlocks[j]!, layout.block)
      : new arrayOf[type](buffer, layout.scalars + 8 * j, 1),
  )
  const x = new Float64Array(ir.inputs.length)
  const y = new Float64Array(ir.outputs.length)
  const writers = ir.outputs.map((output, j) => {
    const address = layout.outputs + 96 * j + slots.slowPath
    const lane = carriedLane(output)
    if (lane !== 'bool') {
      const to = new arrayOf[lane](buffer, address, layout.width)
      return (k: number, value: number): void => {
        to[k] = value
      }
    }
    const bytes = 16 / layout.width
    const to = new Uint8Array(buffer, address, 16)
    return (k: number, value: number): void => {
      to.fill(value === 0 ? 0 : 255, bytes * k, bytes * (k + 1))
    }
  })
  return (first) => {
    for (let k = 0; k < layout.width; k++) {
      for (let j = 0; j < x.length; j++) x[j] = inputs[j]![ir.inputs[j]!.kind === 'array' ? first + k : 0]!
      scalar(x, y)
      for (let j = 0; j < y.length; j++) writers[j]!(k, y[j]!)
    }
  }
}
