import type { LoopIR } from '../ir.ts'
import { rebuild } from './rebuild.ts'

/** Joins a·b + c into one `muladd` where the product is used nowhere else, for engines with fused multiply-add. */
export function contract(ir: LoopIR): LoopIR {
  const uses = new Int32Array(ir.body.length)
  for (const { args } of ir.body) for (const arg of args) uses[arg]!++
  for (const { value } of ir.outputs) uses[value]!++
  return rebuild(ir, (it, draft, old) => {
    if (it.op !== 'add' || (it.type !== 'f64' && it.type !== 'f32')) return undefined
    const original = ir.body[old]!.args
    for (const [mine, other] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const product = draft.body[it.args[mine]!]!
      if (product.op !== 'mul' || uses[original[mine]!] !== 1) continue
      return draft.op('muladd', it.type, ...product.args, it.args[other]!)
    }
    return undefined
  })
}
