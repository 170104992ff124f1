import type { Instruction, LoopIR } from '../ir.ts'

/** Leaves out what no output needs. */
export function drop(ir: LoopIR): LoopIR {
  const needed = new Uint8Array(ir.body.length)
  for (const { value } of ir.outputs) needed[value] = 1
  for (let at = needed.length - 1; at >= 0; at--)
    if (needed[at] === 1) for (const arg of ir.body[at]!.args) needed[arg] = 1
  if (!needed.includes(0)) return ir
  const place = new Int32Array(needed.length)
  const body: Instruction[] = []
  ir.body.forEach((it, at) => {
    if (needed[at] === 0) return
    place[at] = body.length
    body.push({ ...it, args: it.args.map((arg) => place[arg]!) })
  })
  return { ...ir, body, outputs: ir.outputs.map((output) => ({ ...output, value: place[output.value]! })) }
}
