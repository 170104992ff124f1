import { type Backend, compileLoop, type LoopKernel, type Reduction } from '@fluxion/kernel'
import type { Expr } from '@fluxion/symbolic'
import type { Tensor } from '@fluxion/tensor'
import { errors } from '../errors.ts'
import { Emitter } from '../lower/emitter.ts'
import { countOperations } from '../lower/loop.ts'
import { lowerInto } from '../lower/lower.ts'
import type { FloatDtype } from '../run/arguments.ts'
import { contiguousStrides, sizeOf } from '../run/broadcast.ts'
import type { Value } from '../run/computation.ts'
import { copyInto } from '../run/copy.ts'
import { allocate, runOverArrays } from '../run/over-arrays.ts'
import { type BufferPlan, type Lifetime, planBuffers } from './buffers.ts'
import { Definitions } from './definitions.ts'
import { Derivative } from './derivative.ts'
import { describeLoop } from './describe.ts'
import type { Dimensions } from './dimensions.ts'
import { type LoopGroup, type Schedule, schedule, storedBehind } from './schedule.ts'
import { diagonalView, identity, tasks, transposeView } from './tasks.ts'
import { type ProgramValue, ProgramValues } from './values.ts'

/** What is asked of a plan. */
export interface PlanRequest {
  readonly roots: readonly Expr[]
  /** Names of the formula's symbols. */
  readonly names: readonly string[]
  readonly sizes: Dimensions
  readonly dtype: FloatDtype
  readonly backend: 'auto' | Backend
}

interface Step {
  readonly text: string
  readonly operations: number
  readonly reads: readonly ProgramValue[]
  readonly writes: readonly ProgramValue[]
  readonly loop?: LoopKernel
  run(frame: Frame): void
}

/** What is stored during a run. */
class Frame {
  readonly #stored = new Map<ProgramValue, Value>()

  set(value: ProgramValue, to: Value): void {
    this.#stored.set(value, to)
  }

  get(value: ProgramValue): Value {
    if (value.kind === 'view') {
      const behind = this.get(value.args[0]!) as Tensor
      return value.view === 'transpose' ? transposeView(behind) : diagonalView(behind)
    }
    const stored = this.#stored.get(value)
    if (stored === undefined) throw errors.internal(`the value of ${value.expr.op} is read before it is computed`)
    return stored
  }

  tensor(value: ProgramValue): Tensor {
    return this.get(value) as Tensor
  }
}

/**
 * A program for matrices of given sizes: fused loops and calls in order, over buffers that are planned once and reused by
 * every run.
 */
export class Plan {
  readonly #request: PlanRequest
  readonly #roots: readonly ProgramValue[]
  readonly #steps: readonly Step[]
  readonly #inputs: readonly ProgramValue[]
  readonly #direct = new Set<ProgramValue>()
  readonly #planned: readonly ProgramValue[]
  readonly #buffers: BufferPlan
  readonly #names = new Map<ProgramValue, string>()
  #memory: Tensor[] | undefined

  constructor(request: PlanRequest) {
    const { roots, names, sizes } = request
    this.#request = request
    const values = new ProgramValues(new Definitions(sizes, new Set(names)), sizes)
    this.#roots = roots.map((root) => values.of(root))
    const scheduled = schedule(values, roots)
    for (const root of this.#roots)
      if (isArray(root) && (root.kind === 'map' || root.kind === 'task')) this.#direct.add(root)
    this.#steps = scheduled.steps.map((step) =>
      'task' in step ? this.#task(step.task) : this.#loop(step.loop, values, scheduled),
    )
    this.#inputs = [...scheduled.stored].filter((value) => value.kind === 'input')
    const { planned, lifetimes } = this.#lifetimes()
    this.#planned = planned
    this.#buffers = planBuffers(lifetimes)
  }

  get source(): string {
    const results = this.#roots.map((root) => this.#name(root)).join(', ')
    return [...this.#steps.map(({ text }) => text), `return ${results}`].join('\n')
  }

  get operations(): number {
    return this.#steps.reduce((sum, { operations }) => sum + operations, 0)
  }

  /** Where the loops run. */
  get backend(): Backend | undefined {
    return this.#steps.find(({ loop }) => loop !== undefined)?.loop?.backend
  }

  /** One value for each root; `out[i]` is filled where it is given, at the end if it is an input that `isRead` on the way. */
  run(
    input: (name: string) => Value,
    out: (i: number, shape: readonly number[]) => Tensor | undefined,
    isRead: (target: Tensor) => boolean,
  ): Value[] {
    const { dtype } = this.#request
    const frame = new Frame()
    for (const value of this.#inputs) frame.set(value, input(value.expr.name))
    this.#memory ??= this.#allocate()
    this.#planned.forEach((value, i) => {
      frame.set(value, this.#memory![i]!)
    })
    const given = this.#roots.map((root, i) => (isArray(root) ? out(i, root.shape) : undefined))
    for (const root of this.#direct) {
      const target = given[this.#roots.indexOf(root)]
      if (!fills(root)) continue
      const isFree = target?.isContiguous() === true && !isRead(target)
      frame.set(root, isFree ? target : allocate(root.shape, dtype))
    }
    for (const step of this.#steps) step.run(frame)
    const handedOut = new Set<ProgramValue>()
    return this.#roots.map((root, i) => {
      if (root.kind === 'constant') return this.#constant(root)
      const value = frame.get(root)
      if (typeof value === 'number') return value
      const target = given[i]
      const own = this.#direct.has(root) && !handedOut.has(root)
      handedOut.add(root)
      if (target === undefined) return own ? value : value.clone()
      if (target !== value) copyInto(target, value)
      return target
    })
  }

  #constant(root: ProgramValue): number {
    const k = new Emitter('f64')
    k.output(lowerInto(k, [root.expr], () => undefined)[0]!)
    return compileLoop(k.finish(), { target: 'interpret' }).scalar([])
  }

  #allocate(): Tensor[] {
    const { dtype } = this.#request
    const memory = this.#buffers.sizes.map((size) => allocate([size], dtype))
    return this.#planned.map((value, i) => {
      const { shape } = value
      return memory[this.#buffers.buffers[i]!]!.withLayout([...shape], contiguousStrides(shape))
    })
  }

  /** First write and last read, in steps, of what is kept in planned buffers. */
  #lifetimes(): { readonly planned: readonly ProgramValue[]; readonly lifetimes: readonly Lifetime[] } {
    const from = new Map<ProgramValue, number>()
    const to = new Map<ProgramValue, number>()
    const last = this.#steps.length
    this.#steps.forEach((step, i) => {
      for (const value of step.writes)
        if (isArray(value) && fills(value) && !this.#direct.has(value)) from.set(value, i)
      for (const value of step.reads) to.set(storedBehind(value), i)
    })
    for (const root of this.#roots) to.set(storedBehind(root), last)
    const planned = [...from.keys()]
    return {
      planned,
      lifetimes: planned.map((value) => ({
        size: sizeOf(value.shape),
        from: from.get(value)!,
        to: to.get(value) ?? last,
      })),
    }
  }

  #task(value: ProgramValue): Step {
    const { dtype } = this.#request
    const name = value.task!
    const row = tasks[name]
    const text = `${this.#name(value)} = ${name}(${value.args.map((arg) => this.#name(arg)).join(', ')})`
    const step = { text, operations: 1, reads: value.args, writes: [value] }
    if (name === 'eye') {
      const made = identity(value.shape[0]!, dtype)
      return { ...step, operations: 0, run: (frame) => frame.set(value, made) }
    }
    if (name === 'derivative') {
      const derivative = new Derivative(value.expr, this.#request.sizes, dtype, (root, names) => {
        const plan = new Plan({ ...this.#request, roots: [root], names })
        return (input) =>
          plan.run(
            input,
            () => undefined,
            () => false,
          )[0]!
      })
      return { ...step, run: (frame) => derivative.fill(frame.tensor(value), (i) => frame.get(value.args[i]!)) }
    }
    return {
      ...step,
      run: (frame) => {
        const args = value.args.map((arg) => frame.tensor(arg))
        const buffer = (): Tensor => (isArray(value) ? frame.tensor(value) : allocate([1], dtype))
        const result = row.run(args, row.fills ? buffer() : undefined, dtype)
        if (typeof result === 'number') frame.set(value, result)
        else frame.set(value, isArray(value) ? result.reshape([...value.shape]) : result.item())
      },
    }
  }

  #loop(group: LoopGroup, values: ProgramValues, { stored }: Schedule): Step {
    const { dtype, backend } = this.#request
    const k = new Emitter(dtype === 'float64' ? 'f64' : 'f32')
    const inputs = new Map<ProgramValue, number>()
    const source = (e: Expr): number | Expr | undefined => {
      const value = values.of(e)
      // lowering may look behind a stored value, as 1 - sigmoid(u) does at u: what was not stored is computed again
      const isHere =
        value.kind === 'constant' || (value.kind === 'map' && (group.maps.has(value) || !stored.has(value)))
      if (isHere) return value.expr === e ? undefined : value.expr
      let at = inputs.get(value)
      if (at === undefined) {
        at = k.input(this.#name(value), isArray(value) ? 'array' : 'scalar')
        inputs.set(value, at)
      }
      return at
    }
    const maps = [...group.maps].filter((value) => stored.has(value))
    const writes = [...maps, ...group.reductions]
    const roots = [...maps, ...group.reductions.map((value) => value.args[0]!)]
    lowerInto(
      k,
      roots.map((value) => value.expr),
      source,
    ).forEach((value, i) => {
      const reduction: Reduction | undefined =
        writes[i]!.kind === 'map' ? undefined : (writes[i]!.kind as 'sum' | 'max')
      k.output(value, reduction)
    })
    const ir = k.finish()
    const loop = compileLoop(ir, { target: backend })
    const reads = [...inputs.keys()]
    const listed = (list: readonly ProgramValue[]): string => list.map((value) => this.#name(value)).join(', ')
    const heading = `${listed(writes)} = loop over [${group.shape.join(', ')}] of ${listed(reads)}`
    const text = [heading, ...describeLoop(ir).map((line) => `  ${line}`)].join('\n')
    const { shape } = group
    const isScalar = shape.length === 0
    const run = (frame: Frame): void => {
      if (isScalar) {
        const results: number[] = []
        loop.scalar(
          reads.map((value) => frame.get(value) as number),
          results,
        )
        writes.forEach((value, i) => {
          frame.set(value, results[i]!)
        })
        return
      }
      const targets = writes.map((value) => (value.kind === 'map' ? (frame.tensor(value) as FloatTensor) : undefined))
      const sums = runOverArrays(
        loop,
        shape,
        reads.map((value) => frame.get(value)),
        targets,
      )
      writes.forEach((value, i) => {
        if (value.kind !== 'map') frame.set(value, sums[i]!)
      })
    }
    return { text, operations: countOperations(ir), reads, writes, loop, run }
  }

  #name(value: ProgramValue): string {
    if (value.kind === 'view') return `${value.view}(${this.#name(value.args[0]!)})`
    if (value.kind === 'input') return value.expr.name
    let name = this.#names.get(value)
    if (name === undefined) {
      name = value.kind === 'constant' ? String(value.expr) : `t${this.#names.size}`
      this.#names.set(value, name)
    }
    return name
  }
}

type FloatTensor = Tensor & { readonly data: Float64Array | Float32Array }

const isArray = (value: ProgramValue): boolean => value.shape.length > 0

/** Whether a stored value is written into memory given to it, rather than made by a call. */
const fills = (value: ProgramValue): boolean =>
  value.kind === 'map' || (value.kind === 'task' && tasks[value.task!].fills)
