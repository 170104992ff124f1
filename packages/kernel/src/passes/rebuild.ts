import type { Instruction, IrOp, Lane, LoopIR } from '../ir.ts'

/** A body being rewritten: instructions so far, and ways to add to them. */
export interface Draft {
  readonly body: readonly Instruction[]
  push(instruction: Instruction): number
  constant(value: number, type: Lane): number
  op(op: IrOp, type: Lane, ...args: readonly number[]): number
}

/**
 * Rewrites a loop instruction by instruction. `visit` gets each with its arguments already renumbered and returns the index of what
 * takes its place, or undefined to keep it.
 */
export function rebuild(ir: LoopIR, visit: (it: Instruction, draft: Draft, old: number) => number | undefined): LoopIR {
  const body: Instruction[] = []
  const push = (instruction: Instruction): number => body.push(instruction) - 1
  const draft: Draft = {
    body,
    push,
    constant: (value, type) => push({ op: 'const', args: [], type, value }),
    op: (op, type, ...args) => push({ op, args, type }),
  }
  const place: number[] = []
  ir.body.forEach((instruction, at) => {
    const stays = instruction.args.every((arg) => place[arg] === arg)
    const moved = stays ? instruction : { ...instruction, args: instruction.args.map((arg) => place[arg]!) }
    place.push(visit(moved, draft, at) ?? push(moved))
  })
  return { ...ir, body, outputs: ir.outputs.map((output) => ({ ...output, value: place[output.value]! })) }
}
