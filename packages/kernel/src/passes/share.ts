import type { IrOp, LoopIR } from '../ir.ts'
import { rebuild } from './rebuild.ts'

const commutative: ReadonlySet<IrOp> = new Set(['add', 'mul', 'min', 'max', 'and', 'or', 'xor', 'eq', 'ne', 'hypot'])

/** Computes equal instructions once (value numbering; operands of commutative operations in either order). */
export function share(ir: LoopIR): LoopIR {
  const seen = new Map<string, number>()
  return rebuild(ir, (it, draft) => {
    const { op, type, args, value, input } = it
    const isTurned = args.length === 2 && args[0]! > args[1]! && commutative.has(op)
    const ordered = isTurned ? [args[1]!, args[0]!] : args
    const given = input ?? (Object.is(value, -0) ? '-0' : value)
    const key = `${op} ${type} ${ordered[0]} ${ordered[1]} ${ordered[2]} ${given}`
    let known = seen.get(key)
    if (known === undefined) {
      known = draft.push(isTurned ? { ...it, args: ordered } : it)
      seen.set(key, known)
    }
    return known
  })
}
