import type { Backend } from '@fluxion/kernel'
import { definitionOf, type Expr } from '@fluxion/symbolic'
import type { Tensor } from '@fluxion/tensor'
import { errors } from '../errors.ts'
import { nodesOf } from '../lower/order.ts'
import { broadcastShape, broadcastStrides, walk } from './broadcast.ts'
import type { Computation, Value } from './computation.ts'
import { Elementwise, type ElementwiseRequest } from './elementwise.ts'
import { allocate } from './over-arrays.ts'

/** A call of a function that was defined in JavaScript: its arguments are computed first, its value is an input afterwards. */
interface Call {
  readonly run: (...args: number[]) => number
  readonly args: Elementwise
}

/** Calls of functions given by `defineFunction`, arguments first. */
export const definedCalls = (roots: readonly Expr[]): readonly Expr[] =>
  nodesOf(roots).filter(
    (e) => e.op === 'call' && e.orders.every((order) => order === 0) && definitionOf(e.name) !== undefined,
  )

/** Runs formulas with calls of JavaScript functions: loops up to each call, the calls element by element, then the rest. */
export class WithDefinedFunctions implements Computation {
  readonly #request: ElementwiseRequest
  readonly #calls: readonly Call[]
  readonly #main: Elementwise

  constructor(request: ElementwiseRequest, calls: readonly Expr[]) {
    this.#request = request
    const names = calls.map((_, i) => unused(`$call${i}`, request.args))
    const inputs = new Map(calls.map((e, i) => [e, names[i]!]))
    this.#calls = calls.map((e, i) => ({
      run: definitionOf(e.name)!.value,
      args: new Elementwise({
        ...request,
        outputs: e.args,
        args: [...request.args, ...names.slice(0, i)],
        inputs,
        reduce: undefined,
        gradientBy: [],
        isGradient: false,
      }),
    }))
    this.#main = new Elementwise({ ...request, args: [...request.args, ...names], inputs })
  }

  get backend(): Backend {
    return this.#main.backend
  }

  get source(): string {
    return [...this.#calls.map(({ args }) => args.source), this.#main.source].join('\n')
  }

  get operations(): number {
    return this.#calls.reduce((sum, { args }) => sum + args.operations + 1, this.#main.operations)
  }

  readonly scalar = (inputs: ArrayLike<number>, out?: { [index: number]: number }): number => {
    const values = Array.from(inputs).slice(0, this.#request.args.length)
    for (const { run, args } of this.#calls) {
      const given: number[] = []
      args.scalar(values, given)
      values.push(run(...given))
    }
    return this.#main.scalar(values, out)
  }

  run(values: readonly Value[], out: readonly unknown[]): Value[] {
    const all = [...values]
    for (const { run, args } of this.#calls) all.push(this.#apply(run, args.run(all, [])))
    return this.#main.run(all, out)
  }

  #apply(run: (...args: number[]) => number, args: readonly Value[]): Value {
    if (args.every((arg) => typeof arg === 'number')) return run(...args)
    const tensors = args.filter((arg): arg is Tensor => typeof arg !== 'number')
    if (tensors.length < args.length) throw errors.internal('a loop gave numbers beside arrays')
    const shape = broadcastShape([], tensors)
    const result = allocate(shape, this.#request.dtype)
    const offsets = [0, ...tensors.map(({ offset }) => offset)]
    const strides = [result.strides, ...tensors.map((tensor) => broadcastStrides(tensor, shape))]
    walk({ shape, strides }, offsets, () => {
      result.data[offsets[0]!] = run(...tensors.map((tensor, i) => tensor.data[offsets[i + 1]!]!))
    })
    return result
  }
}

function unused(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? unused(`${name}_`, taken) : name
}
