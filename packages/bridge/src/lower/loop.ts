import type { LoopIR } from '@fluxion/kernel'
import type { Expr } from '@fluxion/symbolic'
import { Emitter, type FloatLane } from './emitter.ts'
import { lowerInto } from './lower.ts'
import { shareProducts } from './share-products.ts'

/** What is asked of a loop over formulas of scalars. */
export interface LoopRequest {
  readonly outputs: readonly Expr[]
  /** The inputs in order, by symbol name. */
  readonly args: readonly string[]
  /** Which inputs are arrays; the others are one number for the whole loop. */
  readonly arrays: readonly boolean[]
  readonly lane: FloatLane
  /** For each output whether it is summed over the loop. */
  readonly summed: readonly boolean[]
  /** With `'mean'`, array outputs are divided by one more scalar input, the number of elements. */
  readonly reduce: 'sum' | 'mean' | undefined
  /** Nodes that are inputs too, by the name of their argument. */
  readonly inputs?: ReadonlyMap<Expr, string> | undefined
}

/** Lowers formulas of scalars to one loop: shared subexpressions once, in numerically stable forms. */
export function lowerLoop({ outputs, args, arrays, lane, summed, reduce, inputs: given }: LoopRequest): LoopIR {
  const k = new Emitter(lane)
  const inputs = new Map(args.map((name, i) => [name, k.input(name, arrays[i] === true ? 'array' : 'scalar')]))
  const count = reduce === 'mean' && summed.includes(false) ? k.input('count', 'scalar') : undefined
  const values = lowerInto(k, outputs, (e) => {
    const name = e.op === 'sym' ? e.name : given?.get(e)
    return name === undefined ? undefined : inputs.get(name)
  })
  values.forEach((value, i) => {
    if (summed[i] === true) k.output(value, 'sum')
    else k.output(count === undefined ? value : k.op('div', k.float(value), count))
  })
  return shareProducts(k.finish(), lane)
}

/** Scalar operations per element: every instruction but constants, loads and conversions, a function counting one. */
export function countOperations(ir: LoopIR): number {
  return ir.body.filter(({ op }) => op !== 'const' && op !== 'load' && op !== 'convert').length
}
