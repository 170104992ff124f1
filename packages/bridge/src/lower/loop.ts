import type { LoopIR } from '@fluxion/kernel'
import type { Expr } from '@fluxion/symbolic'
import { Emitter, type FloatLane } from './emitter.ts'
import { lowerInto, type Source } from './lower.ts'
import { shareProducts } from './share-products.ts'
import { sweepLoop } from './sweep.ts'

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
  /** For an output that is a derivative by an input, that input's position. */
  readonly gradientBy?: readonly (number | undefined)[]
  /** Whether the outputs after the first are its derivatives. */
  readonly isGradient?: boolean
  /** Nodes that are inputs too, by the name of their argument. */
  readonly inputs?: ReadonlyMap<Expr, string> | undefined
}

/** Value and gradient may cost as many times the value; a gradient that costs more is accumulated over the loop instead. */
const GRADIENT_TIMES = 5
/** Formulas of fewer operations are not looked at. */
const GRADIENT_FROM = 10

/**
 * Lowers formulas of scalars to one loop: shared subexpressions once, in numerically stable forms. A gradient is what its
 * formulas say, unless these share so much less than the value does that reverse accumulation over the value's own loop is
 * needed to keep it cheap.
 */
export function lowerLoop(request: LoopRequest): LoopIR {
  const { outputs, gradientBy = [], isGradient = false, inputs } = request
  const ir = lowered(request, (k, _, source) => lowerInto(k, outputs, source))
  const cost = countOperations(ir)
  if (!isGradient || inputs !== undefined || cost < GRADIENT_FROM * GRADIENT_TIMES) return ir
  const [f] = outputs
  const value = lowered({ ...request, summed: [], reduce: undefined }, (k, _, source) => lowerInto(k, [f!], source))
  if (cost <= GRADIENT_TIMES * countOperations(value)) return ir
  const swept = lowered(request, (k, given) => sweepLoop(k, value, given, gradientBy.slice(1)) ?? [])
  return swept.outputs.length === 0 ? ir : swept
}

type EmitOutputs = (k: Emitter, inputs: readonly number[], source: Source) => readonly number[]

/** The loop of what `emit` computes, its products shared. */
function lowered({ args, arrays, lane, summed, reduce, inputs: given }: LoopRequest, emit: EmitOutputs): LoopIR {
  const k = new Emitter(lane)
  const loads = args.map((name, i) => k.input(name, arrays[i] === true ? 'array' : 'scalar'))
  const count = reduce === 'mean' && summed.includes(false) ? k.input('count', 'scalar') : undefined
  const inputs = new Map(args.map((name, i) => [name, loads[i]!]))
  const values = emit(k, loads, (e) => {
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
