import type { Assumptions, Expr, Formula } from '../expression.ts'
import { toExpr } from '../formula.ts'
import { rebuild } from '../rebuild.ts'
import { symbol } from '../symbols.ts'
import { postorder } from '../traverse.ts'
import { DEFAULT_BUDGET, rewrite } from './rewrite.ts'

/** Options of {@link simplify}. */
export interface SimplifyOptions {
  /** How much work may be done, some four units a node; what is reached when it is spent is returned. */
  readonly budget?: number
  /** What is assumed of symbols: `{ x: { positive: true } }`. */
  readonly assume?: Readonly<Record<string, Assumptions>>
}

/**
 * An equal formula of smaller size, as a person would write it; the formula itself where none is found.
 *
 * Sound over the reals: wherever the formula is defined the result has the same value, so `sqrt(x^2)` is `abs(x)` unless
 * `x` is assumed to be nonnegative. Like terms and fractions are collected, common factors cancelled, and the identities of
 * powers, radicals, logarithms, circular and hyperbolic functions used where they shorten. The result is never larger than
 * the formula, simplifying it again changes nothing, and the order of work does not depend on what was computed before.
 *
 * @example
 * simplify('sin(x)^2 + cos(x)^2 + (x^2 - 1) / (x - 1)') // => x + 2
 */
export function simplify(f: Formula, options?: SimplifyOptions): Expr {
  const { budget = DEFAULT_BUDGET, assume = {} } = options ?? {}
  const e = toExpr(f)
  const assumed = new Map<Expr, Expr>()
  for (const node of postorder([e])) {
    const assumptions = node.op === 'sym' && Object.hasOwn(assume, node.name) ? assume[node.name] : undefined
    if (assumptions !== undefined)
      assumed.set(node, symbol(node.name, { ...node.assumptions, ...assumptions, shape: node.shape }))
  }
  if (assumed.size === 0) return rewrite(e, { budget }).expr
  const plain = new Map([...assumed].map(([original, stronger]) => [stronger, original]))
  return exchange(rewrite(exchange(e, assumed), { budget }).expr, plain)
}

/** The formula with some of its symbols exchanged for others. */
function exchange(e: Expr, symbols: ReadonlyMap<Expr, Expr>): Expr {
  const done = new Map(symbols)
  for (const node of postorder([e])) {
    if (done.has(node)) continue
    const args = node.args.map((arg) => done.get(arg) as Expr)
    done.set(node, args.every((arg, i) => arg === node.args[i]) ? node : rebuild(node, args))
  }
  return done.get(e) as Expr
}
