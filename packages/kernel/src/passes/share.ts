import { type IrOp, type LoopIR, operations } from '../ir.ts'
import { rebuild } from './rebuild.ts'

const commutative = new Set<IrOp>(['add', 'mul', 'min', 'max', 'and', 'or', 'xor', 'eq', 'ne', 'hypot'])

/** Computes equal instructions once (value numbering; operands of commutative operations in either order). */
export function share(ir: LoopIR): LoopIR {
  const seen = new Map<string, number>()
  return rebuild(ir, (it, draft) => {
    const args = commutative.has(it.op) && operations[it.op].arity === 2 ? [...it.args].sort((a, b) => a - b) : it.args
    const value = Object.is(it.value, -0) ? '-0' : it.value
    const key = `${it.op} ${it.type} ${args.join()} ${value} ${it.input}`
    const known = seen.get(key) ?? draft.push({ ...it, args })
    seen.set(key, known)
    return known
  })
}
