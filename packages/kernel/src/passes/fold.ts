import type { LoopIR } from '../ir.ts'
import { scalarFunction } from '../semantics.ts'
import { rebuild } from './rebuild.ts'

/** Computes operations on constants once, with the interpreter's own functions. */
export function fold(ir: LoopIR): LoopIR {
  return rebuild(ir, (it, draft) => {
    if (it.args.length === 0) return undefined
    const operands = it.args.map((arg) => draft.body[arg]!)
    if (operands.some(({ op }) => op !== 'const')) return undefined
    const [a = 0, b = 0, c = 0] = operands.map(({ value }) => value!)
    return draft.constant(scalarFunction(it)(a, b, c), it.type)
  })
}
