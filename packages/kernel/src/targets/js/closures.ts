import type { LoopIR } from '../../ir.ts'
import { isBetter, reductions } from '../../reduction.ts'
import { scalarFunction } from '../../semantics.ts'
import type { LoadedLoop } from '../target.ts'

/**
 * The js target without `eval`, for pages whose content security policy forbids it: one closure an instruction over a file of
 * registers. Some ten times slower than emitted code, with the same results.
 */
export function loadClosures(ir: LoopIR): LoadedLoop {
  const registers = new Float64Array(ir.body.length)
  const steps: (() => void)[] = []
  const loads: { readonly at: number; readonly input: number; readonly single: boolean }[] = []
  ir.body.forEach((instruction, at) => {
    const [a = 0, b = 0, c = 0] = instruction.args
    if (instruction.op === 'load') {
      loads.push({ at, input: instruction.input!, single: instruction.type === 'f32' })
      return
    }
    const f = scalarFunction(instruction)
    if (instruction.op === 'const') registers[at] = f(0, 0, 0)
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
