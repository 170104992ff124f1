import type { Lane, LoopIR, LoopOutput, Reduction } from '../../ir.ts'
import { type FunctionWriter, ModuleWriter } from './bytes.ts'
import { VectorGraph } from './graph.ts'
import { type Layout, scratchBytes } from './layout.ts'
import { BodyLowering, type Parts, type Pointers } from './lower.ts'
import type { VectorOp } from './opcodes.ts'

/** The lane an output's values have on their way out of the loop: sums and products are doubles. */
export function carriedLane({ type, reduce }: LoopOutput): Lane {
  return reduce === 'sum' || reduce === 'prod' ? 'f64' : type
}

/** Offsets inside the 96 bytes of an output in the scratch. */
export const slots = { accumulator: 0, lastStep: 32, slowPath: 64 } as const

function combination(reduce: Reduction, lane: Lane): VectorOp {
  if (reduce === 'sum') return 'f64x2.add'
  if (reduce === 'prod') return 'f64x2.mul'
  if (reduce === 'any') return 'v128.or'
  if (reduce === 'all') return 'v128.and'
  if (lane === 'i32') return `i32x4.${reduce}_s` as VectorOp
  return `${lane === 'f64' ? 'f64x2' : 'f32x4'}.${reduce}` as VectorOp
}

function writeIdentity(f: FunctionWriter, reduce: Reduction, lane: Lane): void {
  if (reduce === 'prod') f.f64x2(1)
  else if (reduce === 'all') f.i64x2(-1n)
  else if (reduce === 'min' || reduce === 'max') {
    const low = reduce === 'max'
    if (lane === 'i32') f.i32x4(low ? -2147483648 : 2147483647)
    else {
      const infinite = low ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
      if (lane === 'f64') f.f64x2(infinite)
      else f.f32x4(infinite)
    }
  } else f.f64x2(0)
}

/**
 * A module with one function `kernel(n)` over the first n elements of the blocks in the scratch; n is a positive multiple of
 * the layout's width. Values that a vector function cannot give (a set guard) come from the import `slow(i)`, which computes the
 * outputs of the elements from i on one by one and leaves them in the scratch. Reductions accumulate all but the last step, whose values
 * are left beside the accumulator: the caller knows how many of them count.
 */
export function emitModule(
  ir: LoopIR,
  layout: Layout,
  options: { readonly fma: boolean; readonly text?: boolean },
): ModuleWriter {
  const module = new ModuleWriter({ text: options.text ?? false })
  module.importMemory('fluxion', 'memory', { initial: scratchBytes >> 16 })
  const slow = module.importFunction('fluxion', 'slow', ['i32'], [])
  const f = module.function(['i32'], [], 'kernel')
  const pointers = { 1: f.local('i32'), 4: f.local('i32'), 8: f.local('i32') }
  const graph = new VectorGraph(options.fma)
  const lowering = new BodyLowering(graph, ir, layout, pointers)
  const outputs = ir.outputs.map((output, j) => {
    const lane = carriedLane(output)
    const parts = lowering.value(output.value, lane)
    return { ...output, lane, parts, locals: parts.map(() => f.local('v128')), slot: layout.outputs + 96 * j }
  })
  const guard = graph.guarded()
  const trips = guard === undefined ? tripsSideBySide(ir, outputs) : 1
  // The same outputs some steps ahead.
  const ahead = Array.from({ length: trips - 1 }, (_, t) => {
    const later = new BodyLowering(graph, ir, layout, pointers, (t + 1) * layout.width)
    return outputs.map(({ value, lane }) => later.value(value, lane))
  })

  const body = f.fragment()
  const regs = outputs.flatMap((it) => it.parts)
  const computed = graph.write(guard === undefined ? regs : [...regs, guard], f, body)
  const accumulators = outputs.map(({ reduce, lane, parts, locals }) =>
    parts.map((_, k) => {
      if (reduce === undefined) return -1
      const local = f.local('v128')
      writeIdentity(f, reduce, lane)
      f.tee(local).set(locals[k]!)
      return local
    }),
  )

  if (trips > 1) {
    const steps = [outputs.map(({ parts }) => parts), ...ahead]
    const wide = f.fragment()
    const values = graph.write(steps.flat(2), f, wide)
    // One accumulator for each step: sums need not wait for each other. At least one step is left to the loop below.
    const sums = steps.map((step, t) =>
      step.map((parts, j) =>
        parts.map((_, k) => {
          if (t === 0) return accumulators[j]![k]!
          const local = f.local('v128')
          f.get(accumulators[j]![k]!).set(local)
          return local
        }),
      ),
    )
    const combine = (to: number, from: number, j: number): void => {
      f.get(to).get(from).op(combination(outputs[j]!.reduce!, outputs[j]!.lane)).set(to)
    }
    const mayGoOn = (): FunctionWriter =>
      f
        .get(pointers[1])
        .i32(trips * layout.width)
        .op('i32.add')
        .get(0)
        .op('i32.lt_u')
    mayGoOn().if().loop().append(wide)
    let at = 0
    for (const step of sums)
      step.forEach((parts, j) => {
        for (const sum of parts) combine(sum, values[at++]!, j)
      })
    writeAdvance(f, pointers, trips * layout.width)
    mayGoOn().brIf(0).end().end()
    for (const step of sums.slice(1))
      step.forEach((parts, j) => {
        parts.forEach((sum, k) => {
          combine(accumulators[j]![k]!, sum, j)
        })
      })
  }
  f.loop()
  outputs.forEach(({ reduce, lane, locals }, j) => {
    if (reduce === undefined) return
    locals.forEach((local, k) => {
      f.get(accumulators[j]![k]!).get(local).op(combination(reduce, lane)).set(accumulators[j]![k]!)
    })
  })
  f.append(body)
  let next = 0
  for (const { locals } of outputs) for (const local of locals) f.get(computed[next++]!).set(local)
  if (guard !== undefined) {
    f.get(computed[next]!).op('v128.any_true').if()
    f.get(pointers[1]).call(slow)
    for (const { locals, slot } of outputs) {
      locals.forEach((local, k) => {
        f.i32(slot + slots.slowPath + 16 * k)
          .memory('v128.load')
          .set(local)
      })
    }
    f.end()
  }
  outputs.forEach(({ reduce, type, locals }, j) => {
    if (reduce === undefined) writeStore(f, type, locals, pointers, layout.outputBlocks[j]!, layout.width)
  })
  writeAdvance(f, pointers, layout.width)
  f.get(pointers[1]).get(0).op('i32.lt_u').brIf(0).end()
  outputs.forEach(({ reduce, locals, slot }, j) => {
    if (reduce === undefined) return
    locals.forEach((local, k) => {
      f.i32(slot + slots.accumulator + 16 * k)
        .get(accumulators[j]![k]!)
        .memory('v128.store')
      f.i32(slot + slots.lastStep + 16 * k)
        .get(local)
        .memory('v128.store')
    })
  })
  return module
}

function writeAdvance(f: FunctionWriter, pointers: Pointers, elements: number): void {
  for (const bytes of [8, 4, 1] as const)
    f.get(pointers[bytes])
      .i32(bytes * elements)
      .op('i32.add')
      .set(pointers[bytes])
}

/** Bodies of at most so many instructions wait for their sums, and gain from several. */
const shortBody = 8

/** How many steps of a loop that only reduces run side by side: 4, fewer where the accumulators would not fit in registers. */
function tripsSideBySide(
  { body }: LoopIR,
  outputs: readonly { readonly reduce?: Reduction; readonly parts: Parts }[],
): number {
  const accumulators = outputs.reduce((count, { parts }) => count + parts.length, 0)
  const reduces = outputs.every(({ reduce }) => reduce !== undefined)
  return reduces && body.length <= shortBody ? Math.max(1, Math.min(4, Math.floor(8 / accumulators))) : 1
}

function writeStore(
  f: FunctionWriter,
  type: Lane,
  locals: readonly number[],
  pointers: Pointers,
  block: number,
  width: 2 | 4,
): void {
  if (type !== 'bool') {
    locals.forEach((local, k) => {
      f.get(pointers[type === 'f64' ? 8 : 4])
        .get(local)
        .memory('v128.store', block + 16 * k)
    })
    return
  }
  f.get(pointers[1]).get(locals[0]!)
  if (width === 2) f.get(locals[0]!).shuffle([0, 8, 0, 8, 0, 8, 0, 8, 0, 8, 0, 8, 0, 8, 0, 8])
  else f.get(locals[0]!).shuffle([0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12])
  f.i32x4(0x01010101).op('v128.and')
  f.laneMemory(width === 2 ? 'v128.store16_lane' : 'v128.store32_lane', 0, block)
}
