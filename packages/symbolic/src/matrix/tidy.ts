import type { Expr, Op } from '../expression.ts'
import { hadamard, transpose } from '../matrices.ts'
import { mulAll } from '../product.ts'
import { rebuild } from '../rebuild.ts'
import { withArguments } from '../substitute.ts'
import { postorder } from '../traverse.ts'
import { factored, scalarsOut } from './common-factors.ts'
import { byIdentities } from './identities.ts'

/**
 * A formula of vectors and matrices as one would write it: by the identities of matrix algebra, and with common factors taken out of
 * its sums wherever that makes them shorter: `A * x + A' * x` becomes `(A + A') * x`. Nothing is distributed.
 */
export function tidy(root: Expr): Expr {
  return new Tidying().of(root, 0)
}

/** What a node is rewritten to is rewritten in turn, so often at most. */
const DEEPEST = 64

class Tidying {
  /** Every node that has been seen, and what it became. */
  private readonly done = new Map<Expr, Expr>()
  private readonly numbers = new Set<Expr>()

  of(root: Expr, depth: number): Expr {
    for (const node of postorder([root], (e) => this.done.has(e))) this.done.set(node, this.rewritten(node, depth))
    return this.done.get(root)!
  }

  private rewritten(node: Expr, depth: number): Expr {
    const rebuilt = withArguments(node, this.done)
    const other = rebuilt === node ? shorter(node) : rebuilt
    if (other === node) return this.oneWayRound(node)
    return depth < DEEPEST ? this.of(other, depth + 1) : other
  }

  /** Of a number x' * y and its transpose y' * x the one that was met first. */
  private oneWayRound(e: Expr): Expr {
    if (e.op !== 'matmul' || e.shape.length > 0) return e
    const other = mulAll([...e.args].reverse().map((factor) => transpose(factor)))
    if (this.numbers.has(other)) return other
    this.numbers.add(e)
    return e
  }
}

function shorter(e: Expr): Expr {
  const other = byIdentities(e)
  if (other !== e) return other
  return e.op === 'add' && e.shape.length > 0 ? factored(e) : withScalarsInFront(e)
}

/** Operations whose scalar factors go in front. */
const linear: ReadonlySet<Op> = new Set(['sum', 'mean', 'trace', 'diagonal', 'diag', 'transpose'])

/** Scalars that all terms of a sum have go in front of the product, or linear operation, in which the sum stands. */
function withScalarsInFront(e: Expr): Expr {
  if (e.op === 'matmul' || (e.op === 'mul' && e.shape.length > 0) || e.op === 'hadamard') {
    const factors = e.args.map((arg) => scalarsOut(arg, true))
    if (factors.every(({ scalars }) => scalars.length === 0)) return e
    const rest = factors.map((factor) => factor.rest)
    return mulAll([
      ...factors.flatMap((factor) => factor.scalars),
      e.op === 'hadamard' ? hadamard(...rest) : mulAll(rest),
    ])
  }
  if (!linear.has(e.op)) return e
  const { scalars, rest } = scalarsOut(e.args[0]!, true)
  return scalars.length === 0 ? e : mulAll([...scalars, rebuild(e, [rest])])
}
