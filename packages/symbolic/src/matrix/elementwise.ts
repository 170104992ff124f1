import { apply, isFunctionName } from '../apply.ts'
import { differentiate } from '../differentiate.ts'
import type { Expr } from '../expression.ts'
import { hadamard } from '../matrices.ts'
import { powElementwise } from '../power.ts'
import { rebuild } from '../rebuild.ts'
import { symbol } from '../symbols.ts'
import { postorder } from '../traverse.ts'

/** Operations that act on every entry alone. */
export const isElementwise = (e: Expr): boolean =>
  e.op === 'hadamard' || e.op === 'pow' || e.op === 'piecewise' || e.op === 'call' || isFunctionName(e.op)

/**
 * The derivative of an elementwise operation by its i-th argument, entry by entry: the scalar operation is differentiated, and
 * the result is applied to the arrays.
 */
export function entrywisePartial(e: Expr, i: number): Expr {
  const stands = e.args.map((arg, k) => (arg.op === 'num' ? arg : symbol(`u${k}`)))
  const scalar = e.op === 'hadamard' ? rebuildScalar(stands) : rebuild(e, stands)
  const partial = differentiate(scalar, `u${i}`)
  return overArrays(partial, new Map(stands.map((stand, k) => [stand, e.args[k]!])))
}

const rebuildScalar = (factors: readonly Expr[]): Expr => hadamard(...factors)

/** A scalar formula with arrays in place of symbols: products and powers become elementwise. */
function overArrays(formula: Expr, arrays: ReadonlyMap<Expr, Expr>): Expr {
  const done = new Map<Expr, Expr>(arrays)
  for (const node of postorder([formula])) {
    if (done.has(node)) continue
    const args = node.args.map((arg) => done.get(arg)!)
    done.set(node, entrywise(node, args))
  }
  return done.get(formula)!
}

function entrywise(node: Expr, args: readonly Expr[]): Expr {
  if (node.op === 'mul') return hadamard(...args)
  if (node.op === 'pow') return powElementwise(args[0]!, args[1]!)
  if (isFunctionName(node.op)) return apply(node.op, args)
  return rebuild(node, args)
}
