import type { LoopIR } from './ir.ts'
import { bindOperands, type Operand, type Result, type Target } from './operands.ts'
import { identitiesOf, isBetter, reductions, resultsOf } from './reduction.ts'
import { scalarFunction } from './semantics.ts'
import type { LoadedLoop } from './targets/target.ts'

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
  const operands = bindOperands(ir, length, inputs, out)
  const results = identitiesOf(ir)
  loadInterpreter(ir).run(length, operands, results)
  return resultsOf(ir, operands, results)
}

/**
 * The interpreter of one loop: a function of each instruction over a file of registers. It also takes the place of the js target on
 * pages whose content security policy forbids `eval`, some ten times slower.
 */
export function loadInterpreter(ir: LoopIR): LoadedLoop {
  const registers = new Float64Array(ir.body.length)
  const steps: (() => void)[] = []
  const loads: { readonly at: number; readonly input: number; readonly single: boolean }[] = []
  ir.body.forEach((instruction, at) => {
    const [a = 0, b = 0, c = 0] = instruction.args
    const f = scalarFunction(instruction)
    if (instruction.op === 'load') loads.push({ at, input: instruction.input!, single: instruction.type === 'f32' })
    else if (instruction.op === 'const') registers[at] = f(0, 0, 0)
    else
      steps.push(() => {
        registers[at] = f(registers[a]!, registers[b]!, registers[c]!)
      })
  })
  const evaluate = (): void => {
    for (const step of steps) step()
  }
  return {
    scalar: (inputs, out) => {
      for (const { at, input, single } of loads) registers[at] = single ? Math.fround(inputs[input]!) : inputs[input]!
      evaluate()
      ir.outputs.forEach(({ value, reduce }, j) => {
        out[j] = reduce === 'argmin' || reduce === 'argmax' ? 0 : registers[value]!
      })
      return out[0]!
    },
    run: (length, { arrays, scalars, targets }, results) => {
      const best = results.map(() => Number.NaN)
      for (let i = 0; i < length; i++) {
        for (const { at, input } of loads) {
          const view = arrays[input]
          registers[at] = view === undefined ? scalars[input]! : view.data[view.offset + i * view.stride]!
        }
        evaluate()
        ir.outputs.forEach(({ value, reduce }, j) => {
          const found = registers[value]!
          const target = targets[j]
          if (target !== undefined) target.data[target.offset + i * target.stride] = found
          else if (reduce === 'argmin' || reduce === 'argmax') {
            if (results[j] === -1 || isBetter(reduce, found, best[j]!)) {
              results[j] = i
              best[j] = found
            }
          } else if (reduce !== undefined) results[j] = reductions[reduce].combine(results[j]!, found)
        })
      }
    },
  }
}
