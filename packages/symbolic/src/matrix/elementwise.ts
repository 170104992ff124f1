import { apply, isFunctionName } from '../apply.ts'
import { isCondition, piecewise } from '../conditions.ts'
import type { Expr } from '../expression.ts'
import { hadamard } from '../matrices.ts'
import { extremumSlope, partialOf } from '../partials.ts'
import { powElementwise } from '../power.ts'
import { rebuild } from '../rebuild.ts'
import { zeroOf } from '../shapes.ts'
import { num, symbol } from '../symbols.ts'
import { postorder } from '../traverse.ts'

/**
 * The derivative of an elementwise operation by its i-th argument, entry by entry: that of the scalar operation, applied to the
 * arrays.
 */
export function entrywisePartial(e: Expr, i: number): Expr {
  if (e.op === 'piecewise') return selectedBranch(e, i)
  if (isCondition(e)) return zeroOf([])
  const stands = e.args.map((arg, k) => (arg.op === 'num' ? arg : symbol(`u${k}`)))
  // the constructor may put the arguments into another order
  const scalar = rebuild(e, stands)
  const partial =
    scalar.op === 'min' || scalar.op === 'max'
      ? extremumSlope(
          scalar,
          scalar.args.map((arg) => num(arg === stands[i] ? 1 : 0)),
        )
      : partialOf(scalar)(scalar.args.indexOf(stands[i]!))
  return overArrays(partial, new Map(stands.map((stand, k) => [stand, e.args[k]!])))
}

/** 1 where the i-th argument of a piecewise formula is its value, 0 elsewhere and for a condition. */
function selectedBranch(e: Expr, i: number): Expr {
  const isValue = (k: number): boolean => k % 2 === 1 || k === e.args.length - 1
  if (!isValue(i)) return zeroOf([])
  return piecewise(...e.args.map((arg, k) => (isValue(k) ? num(k === i ? 1 : 0) : arg)))
}

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
