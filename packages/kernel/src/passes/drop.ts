import type { LoopIR } from '../ir.ts'

/** Leaves out what no output needs. */
export function drop(ir: LoopIR): LoopIR {
  const needed = new Set(ir.outputs.map(({ value }) => value))
  for (let at = ir.body.length - 1; at >= 0; at--)
    if (needed.has(at)) for (const arg of ir.body[at]!.args) needed.add(arg)
  if (needed.size === ir.body.length) return ir
  const place = new Map<number, number>()
  const body = ir.body.flatMap((it, at) => {
    if (!needed.has(at)) return []
    place.set(at, place.size)
    return [{ ...it, args: it.args.map((arg) => place.get(arg)!) }]
  })
  return { ...ir, body, outputs: ir.outputs.map((output) => ({ ...output, value: place.get(output.value)! })) }
}
