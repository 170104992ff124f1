import type { LoopIR } from './ir.ts'
import { bindOperands, type Operand, type Result, type Target } from './operands.ts'
import { isBetter, reductions } from './reduction.ts'
import { scalarFunction } from './semantics.ts'

/**
 * The oracle: runs a loop one element and one instruction at a time, slowly and obviously. Every target is tested against it.
 * Arguments and results are those of a compiled kernel's `run`.
 *
 * @example
 * const k = new LoopBuilder()
 * k.output(k.array('x'), 'sum')
 * interpret(k.finish(), 3, [Float64Array.of(1, 2, 3)])[0]?.toString() // => 6
 */
export function interpret(
  ir: LoopIR,
  length: number,
  inputs: readonly Operand[],
  out: readonly (Target | undefined)[] = [],
): Result[] {
  const { arrays, scalars, targets } = bindOperands(ir, length, inputs, out)
  const steps = ir.body.map(scalarFunction)
  const values = new Float64Array(ir.body.length)
  const best = ir.outputs.map(() => Number.NaN)
  const results = ir.outputs.map((output) => (output.reduce === undefined ? 0 : reductions[output.reduce].identity))
  for (let i = 0; i < length; i++) {
    ir.body.forEach(({ op, args, input }, at) => {
      if (op === 'load') {
        const view = arrays[input!]
        values[at] = view === undefined ? scalars[input!]! : view.data[view.offset + i * view.stride]!
      } else values[at] = steps[at]!(values[args[0]!]!, values[args[1]!]!, values[args[2]!]!)
    })
    ir.outputs.forEach(({ value, reduce }, at) => {
      const found = values[value]!
      const target = targets[at]
      if (target !== undefined) target.data[target.offset + i * target.stride] = found
      else if (reduce === 'argmin' || reduce === 'argmax') {
        if (results[at] === -1 || isBetter(reduce, found, best[at]!)) {
          results[at] = i
          best[at] = found
        }
      } else if (reduce !== undefined) results[at] = reductions[reduce].combine(results[at]!, found)
    })
  }
  return ir.outputs.map(({ type, reduce }, at) => {
    const target = targets[at]
    if (target !== undefined) return target.data
    return type === 'f32' && reduce !== undefined ? Math.fround(results[at]!) : results[at]!
  })
}
