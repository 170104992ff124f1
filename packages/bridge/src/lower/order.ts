import type { Expr } from '@fluxion/symbolic'

/** All nodes of the formulas, each once, children first; `leaf` nodes are not entered. */
export function nodesOf(roots: readonly Expr[], leaf: (e: Expr) => boolean = () => false): Expr[] {
  const seen = new Set<Expr>(roots)
  const stack = [...seen]
  for (let e = stack.pop(); e !== undefined; e = stack.pop()) {
    if (leaf(e)) continue
    for (const arg of e.args) {
      if (seen.has(arg)) continue
      seen.add(arg)
      stack.push(arg)
    }
  }
  return [...seen].sort((a, b) => a.id - b.id)
}
