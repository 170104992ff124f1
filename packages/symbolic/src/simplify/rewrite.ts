import { type Expr, isScalar } from '../expression.ts'
import { baseOf } from '../factors.ts'
import { rebuild } from '../rebuild.ts'
import { postorder } from '../traverse.ts'
import { isExpandable } from './kernels.ts'
import { smallestRational } from './rational.ts'
import type { Rule } from './rule.ts'
import { applyRules, compileRules, type RuleSet } from './rule-set.ts'
import { allRules } from './rules/index.ts'
import { isNoLarger, isSmaller } from './size.ts'

/** Steps a rewriting may take unless told otherwise: for each node the rules are tried on, each node of
 * a rational region and each term of a polynomial built. */
export const DEFAULT_BUDGET = 50_000

/** Trying all rules on a node costs as much as this many nodes or terms of the rational normal form. */
const NODE_COST = 4

/** What a rewriting did: the result, the names of the rules applied in order, and whether it ran to its end. */
export interface Rewriting {
  readonly expr: Expr
  readonly applied: readonly string[]
  readonly stop: 'fixpoint' | 'budget'
}

let standard: RuleSet | undefined

/**
 * Rewrites by the rules and by the rational normal form until nothing becomes smaller or the budget is spent; each node
 * of the graph is settled once, children first. Every intermediate result is valid: a budget stop is an answer too.
 */
export function rewrite(
  start: Expr,
  { rules, budget = DEFAULT_BUDGET }: { rules?: readonly Rule[]; budget?: number } = {},
): Rewriting {
  standard ??= compileRules(allRules())
  const rewriter = new Rewriter(rules === undefined ? standard : compileRules(rules), budget)
  let expr = start
  for (;;) {
    const next = rewriter.pass(expr)
    if (!isSmaller(next, expr)) break
    expr = next
  }
  return { expr, applied: rewriter.applied, stop: rewriter.left > 0 ? 'fixpoint' : 'budget' }
}

class Rewriter {
  readonly applied: string[] = []
  left: number
  private readonly rules: RuleSet
  private readonly settled = new Map<Expr, Expr>()

  constructor(rules: RuleSet, budget: number) {
    this.rules = rules
    this.left = budget
  }

  /** Settles every node of the graph, children first; what lies inside a rational region is settled with the region. */
  pass(root: Expr): Expr {
    const known = this.settled.get(root)
    if (known !== undefined) return known
    const nodes = postorder([root], (e) => this.settled.has(e))
    const inner = insideRegions(nodes)
    const raw = new Map<Expr, Expr>()
    for (const node of nodes) {
      const rebuilt = remade(node, (arg) => raw.get(arg) ?? this.settled.get(arg))
      if (inner.has(node)) raw.set(node, rebuilt)
      else this.settled.set(node, this.settle(rebuilt))
    }
    return this.settled.get(root) as Expr
  }

  private settle(e: Expr): Expr {
    if (this.spent(e)) return e
    const next = isRational(e) ? this.settleRegion(e) : this.applyRules(e)
    if (next === e) return e
    const final = this.pass(next)
    return isSmaller(final, next) ? final : next
  }

  /** The whole region at once first: what multiplies out and cancels is lost to sight once parts of it are rewritten. */
  private settleRegion(root: Expr): Expr {
    const { smallest, near } = smallestRational(root, this.charge)
    if (smallest !== root) return this.betterOf(root, smallest)
    const ruled = this.settleParts(root)
    return ruled === root ? this.tryNear(root, near) : ruled
  }

  /** The first of the forms that the rules make smaller than the formula. */
  private tryNear(e: Expr, near: readonly Expr[]): Expr {
    for (const form of near) {
      const before = this.applied.length
      const ruled = this.settleParts(form)
      if (isSmaller(ruled, e)) return ruled
      this.applied.length = before
    }
    return e
  }

  private settleParts(root: Expr): Expr {
    const inner = new Map<Expr, Expr>()
    for (const node of regionNodes(root)) {
      const rebuilt = remade(node, (arg) => inner.get(arg))
      inner.set(node, this.spent(rebuilt) ? rebuilt : this.settleInner(rebuilt, node === root))
    }
    return inner.get(root) as Expr
  }

  private settleInner(e: Expr, isRoot: boolean): Expr {
    const ruled = this.applyRules(e)
    return ruled === e && !isRoot && isWorthALook(e) ? this.rational(e) : ruled
  }

  /** The rational form, unless a rule makes the formula as it stands still smaller. */
  private betterOf(e: Expr, rational: Expr): Expr {
    const application = e.op === 'add' ? applyRules(e, this.rules) : undefined
    const ruled = application !== undefined && isSmaller(application.result, rational)
    this.applied.push(ruled ? application.name : 'rational normal form')
    return ruled ? application.result : rational
  }

  private applyRules(e: Expr): Expr {
    const application = applyRules(e, this.rules)
    if (application === undefined) return e
    this.applied.push(application.name)
    return application.result
  }

  private rational(e: Expr): Expr {
    const { smallest } = smallestRational(e, this.charge)
    if (smallest !== e) this.applied.push('rational normal form')
    return smallest
  }

  private readonly charge = (work: number): void => {
    this.left -= work
  }

  /** Whether there is nothing to do, or no budget left to do it. */
  private spent(e: Expr): boolean {
    this.left -= NODE_COST
    return this.left < 0 || e.args.length === 0 || !isScalar(e)
  }
}

/** The node with its arguments replaced, unless that makes it larger. */
function remade(node: Expr, replacement: (arg: Expr) => Expr | undefined): Expr {
  if (node.args.every((arg) => (replacement(arg) ?? arg) === arg)) return node
  const rebuilt = rebuild(
    node,
    node.args.map((arg) => replacement(arg) ?? arg),
  )
  return isNoLarger(rebuilt, node) ? rebuilt : node
}

const isRational = (e: Expr): boolean => isScalar(e) && (e.op === 'add' || e.op === 'mul' || isExpandable(e))

/** What may become smaller by itself inside a larger rational expression: a sum, a product of sums, a fraction with one. */
function isWorthALook(e: Expr): boolean {
  if (e.op !== 'mul') return e.op === 'add'
  const sums = e.args.filter((factor) => baseOf(factor).op === 'add')
  return sums.length > 1 || sums.some((factor) => factor.op === 'pow' && exponentOf(factor) < 0)
}

const exponentOf = (power: Expr): number => (power.args[1] as Expr).value

/** The sums, products and whole powers around `root`, children first, `root` last; leaves are left out. */
function regionNodes(root: Expr): Expr[] {
  return postorder([root], (e) => !isRational(e))
}

/** The nodes all of whose parents take them into their own rational normal form. */
function insideRegions(nodes: readonly Expr[]): ReadonlySet<Expr> {
  const inside = new Set<Expr>()
  const outside = new Set<Expr>([nodes[nodes.length - 1] as Expr])
  for (const node of nodes) {
    const takes = isRational(node)
    for (const arg of node.args) (takes && isRational(arg) ? inside : outside).add(arg)
  }
  for (const node of outside) inside.delete(node)
  return inside
}
