import { add, apply, type Expr, type FunctionName, functions, mul, piecewise, pow } from '@fluxion/symbolic'

/** The formula with every node that `value` has an answer for replaced by it, outermost first; undefined where a node cannot be rebuilt. */
export function replace(f: Expr, value: (node: Expr) => Expr | undefined): Expr | undefined {
  const done = new Map<Expr, Expr | undefined>()
  const visit = (e: Expr): Expr | undefined => {
    if (!done.has(e)) done.set(e, value(e) ?? rebuilt(e))
    return done.get(e)
  }
  const rebuilt = (e: Expr): Expr | undefined => {
    if (e.args.length === 0) return e
    const args = e.args.map(visit)
    if (args.some((arg) => arg === undefined)) return undefined
    const known = args as Expr[]
    if (e.op === 'add') return add(...known)
    if (e.op === 'mul') return mul(...known)
    if (e.op === 'pow') return pow(known[0] as Expr, known[1] as Expr)
    if (e.op === 'piecewise') return piecewise(...known)
    return Object.hasOwn(functions, e.op) ? apply(e.op as FunctionName, known) : undefined
  }
  return visit(f)
}

/** All nodes of a formula, each once, the formula itself first. */
export function nodesOf(f: Expr): Expr[] {
  const nodes = new Set([f])
  for (const e of nodes) for (const arg of e.args) nodes.add(arg)
  return [...nodes]
}
