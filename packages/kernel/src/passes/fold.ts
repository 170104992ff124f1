import type { LoopIR } from '../ir.ts'
import { scalarFunction } from '../semantics.ts'
import { rebuild } from './rebuild.ts'

/** Computes operations on constants once, with the interpreter's own functions. */
export function fold(ir: LoopIR): LoopIR {
  return rebuild(ir, (it, draft) => {
    if (it.args.length === 0 || it.args.some((arg) => draft.body[arg]!.op !== 'const')) return undefined
    const [a = 0, b = 0, c = 0] = it.args.map((arg) => draft.body[arg]!.value!)
    return draft.constant(scalarFunction(it)(a, b, c), it.type)
  })
}
