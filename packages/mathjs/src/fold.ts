import { type Expr, type Formula, toExpr } from '@fluxion/symbolic'

/** Values of a formula's nodes computed from the leaves up, each node once and without recursion. Returns the formula's own value. */
export function foldGraph<Value>(f: Formula, compute: (e: Expr, args: readonly Value[]) => Value): Value {
  const root = toExpr(f)
  const reachable = new Set<Expr>([root])
  for (const e of reachable) for (const arg of e.args) reachable.add(arg)
  const values = new Map<Expr, Value>()
  for (const e of [...reachable].sort((a, b) => a.id - b.id)) {
    values.set(
      e,
      compute(
        e,
        e.args.map((arg) => values.get(arg) as Value),
      ),
    )
  }
  return values.get(root) as Value
}
