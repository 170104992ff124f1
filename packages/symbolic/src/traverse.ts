import type { Expr } from './expression.ts'

/**
 * The distinct nodes below the roots, children before parents. Nodes for which `skip` holds, and what is reachable
 * through them alone, are left out. No recursion: any depth is fine.
 */
export function postorder(roots: readonly Expr[], skip?: (e: Expr) => boolean): Expr[] {
  const seen = new Set<Expr>()
  const found: Expr[] = []
  const visit = (e: Expr): void => {
    if (seen.has(e) || skip?.(e) === true) return
    seen.add(e)
    found.push(e)
  }
  for (const root of roots) visit(root)
  // `found` is its own queue; ids then give the topological order
  for (let i = 0; i < found.length; i++) {
    const { args } = found[i]!
    for (let k = 0; k < args.length; k++) visit(args[k]!)
  }
  return found.sort(byId)
}

const byId = (a: Expr, b: Expr): number => a.id - b.id

/** Whether a symbol of this name occurs; the bit of the name in `symbolBits` rules most nodes out at once. */
export const isVariable = (e: Expr, name: string): boolean => e.op === 'sym' && e.name === name
