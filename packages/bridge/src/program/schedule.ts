import type { Expr } from '@fluxion/symbolic'
import type { ProgramValue, ProgramValues } from './values.ts'

/** A fused loop: elementwise values of one shape, computed together, some of them stored, some summed. */
export interface LoopGroup {
  readonly shape: readonly number[]
  readonly maps: Set<ProgramValue>
  readonly reductions: ProgramValue[]
}

/** What runs in one step. */
export type ScheduledStep = { readonly loop: LoopGroup } | { readonly task: ProgramValue }

/** The steps in order, and which values are stored. */
export interface Schedule {
  readonly steps: readonly ScheduledStep[]
  readonly stored: ReadonlySet<ProgramValue>
}

/** Values that loops compute. */
const inLoops = (value: ProgramValue): boolean => value.kind === 'map' || value.kind === 'sum' || value.kind === 'max'

/** The value whose memory a chain of views reads. */
export function storedBehind(value: ProgramValue): ProgramValue {
  let behind = value
  while (behind.kind === 'view') behind = behind.args[0]!
  return behind
}

const keyOf = (shape: readonly number[]): string => shape.join('x')

/** The shape of the loop a value is computed in. */
const loopShape = (value: ProgramValue): readonly number[] =>
  value.kind === 'map' ? value.shape : value.args[0]!.shape

/**
 * Puts values into phases: elementwise values join the loop of their arguments where the shapes are equal, everything
 * else waits for the phase after its arguments. A value wanted only in later loops of its shape is computed there, which
 * saves storing it.
 */
export function schedule(values: ProgramValues, roots: readonly Expr[]): Schedule {
  const rootValues = roots.map((root) => values.of(root))
  const all = reachable(rootValues)
  const phases = new Map<ProgramValue, number>()
  const phaseOf = (value: ProgramValue): number => phases.get(value) ?? -1
  for (const value of all) phases.set(value, earliest(value, phaseOf))
  sink(all, new Set(rootValues), phases)
  const stored = new Set(rootValues.map(storedBehind))
  const loops = new Map<string, LoopGroup>()
  const byPhase: ScheduledStep[][] = []
  const place = (phase: number, step: ScheduledStep): void => {
    byPhase[phase] ??= []
    byPhase[phase].push(step)
  }
  for (const value of all) {
    const phase = phaseOf(value)
    if (value.kind === 'task') place(phase, { task: value })
    if (value.kind === 'task' || value.kind === 'sum' || value.kind === 'max') stored.add(value)
    for (const arg of value.args)
      if (arg.kind !== 'constant' && !sameLoop(value, arg, phases)) stored.add(storedBehind(arg))
    if (!inLoops(value)) continue
    const shape = loopShape(value)
    const key = `${phase} ${keyOf(shape)}`
    let loop = loops.get(key)
    if (loop === undefined) {
      loop = { shape, maps: new Set(), reductions: [] }
      loops.set(key, loop)
      place(phase, { loop })
    }
    if (value.kind === 'map') loop.maps.add(value)
    else loop.reductions.push(value)
  }
  return { steps: byPhase.flat(), stored }
}

function earliest(value: ProgramValue, phaseOf: (value: ProgramValue) => number): number {
  if (value.kind === 'input' || value.kind === 'constant') return -1
  let phase = value.kind === 'view' ? -1 : 0
  for (const arg of value.args) {
    const joins =
      value.kind === 'view' || (inLoops(value) && arg.kind === 'map' && keyOf(arg.shape) === keyOf(loopShape(value)))
    phase = Math.max(phase, joins ? phaseOf(arg) : phaseOf(arg) + 1)
  }
  return phase
}

/** Moves elementwise values that only later loops of their shape want into the first of those. */
function sink(all: readonly ProgramValue[], roots: ReadonlySet<ProgramValue>, phases: Map<ProgramValue, number>): void {
  const readers = new Map<ProgramValue, ProgramValue[]>()
  for (const value of all)
    for (const arg of value.args) {
      const list = readers.get(arg)
      if (list === undefined) readers.set(arg, [value])
      else list.push(value)
    }
  for (let i = all.length - 1; i >= 0; i--) {
    const value = all[i]!
    const list = readers.get(value)
    if (value.kind !== 'map' || roots.has(value) || list === undefined) continue
    if (!list.every((reader) => inLoops(reader) && keyOf(loopShape(reader)) === keyOf(value.shape))) continue
    phases.set(value, Math.min(...list.map((reader) => phases.get(reader)!)))
  }
}

/** Whether `value` reads `arg` inside the loop that computes both. */
function sameLoop(value: ProgramValue, arg: ProgramValue, phases: ReadonlyMap<ProgramValue, number>): boolean {
  return (
    inLoops(value) &&
    arg.kind === 'map' &&
    phases.get(value) === phases.get(arg) &&
    keyOf(loopShape(value)) === keyOf(arg.shape)
  )
}

/** All values the roots depend on, arguments first. */
function reachable(roots: readonly ProgramValue[]): ProgramValue[] {
  const done = new Set<ProgramValue>()
  const order: ProgramValue[] = []
  const stack = roots.map((value) => ({ value, next: 0 }))
  while (stack.length > 0) {
    const top = stack[stack.length - 1]!
    if (done.has(top.value)) stack.pop()
    else if (top.next < top.value.args.length) stack.push({ value: top.value.args[top.next++]!, next: 0 })
    else {
      done.add(top.value)
      order.push(top.value)
      stack.pop()
    }
  }
  return order
}
