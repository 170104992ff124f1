import { type Expr, isNumber, type Op } from '../expression.ts'
import { reciprocal } from '../number.ts'
import { parse } from '../parse.ts'
import { coefficientOf, scale } from '../sum.ts'
import { denest } from './denest.ts'
import { type Bindings, instantiate, match } from './match.ts'
import { applyProductRules, type ProductRule, patternFactors } from './product-rules.ts'
import { guards, type Rule } from './rule.ts'
import { isSmaller } from './size.ts'
import { applySumRules, patternTerms, type SumRule } from './sum-rules.ts'

/** A rule whose left side is a function or another single node. */
interface NodeRule {
  readonly name: string
  readonly left: Expr
  readonly right: Expr
  readonly holds: (bound: Bindings) => boolean
}

/** Rules made ready for matching, by the kind of their left side. */
export interface RuleSet {
  readonly sums: readonly SumRule[]
  readonly products: readonly ProductRule[]
  readonly nodes: ReadonlyMap<Op, readonly NodeRule[]>
}

/** What a rule made of a node. */
export interface Application {
  readonly name: string
  readonly result: Expr
}

/** Reads the patterns of the rules. */
export function compileRules(rules: readonly Rule[]): RuleSet {
  const sums: SumRule[] = []
  const products: ProductRule[] = []
  const nodes = new Map<Op, NodeRule[]>()
  for (const { name, left: leftText, right: rightText, when } of rules) {
    const left = parse(leftText)
    const right = parse(rightText)
    const conditions = Object.entries(when).map(([letter, guard]) => ({ letter, guard: guards[guard] }))
    const holds = (bound: Bindings): boolean =>
      conditions.every(({ letter, guard }) => guard(bound.get(letter) as Expr))
    if (left.op === 'add') {
      const terms = patternTerms(left)
      sums.push({ name, terms, right, holds, needs: needsOf(terms.flatMap((term) => term.factors.map((f) => f.base))) })
    } else if (left.op === 'mul' || (left.op === 'pow' && isNumber(left.args[1] as Expr))) {
      const factors = patternFactors(left)
      const whole = scale(reciprocal(coefficientOf(left)), right)
      products.push({ name, factors, right: whole, holds, needs: needsOf(factors.map((f) => f.base)) })
    } else nodes.set(left.op, [...(nodes.get(left.op) ?? []), { name, left, right, holds }])
  }
  return { sums, products, nodes }
}

/** The operations that some factor must have, letters left out. */
function needsOf(bases: readonly Expr[]): string[] {
  return [...new Set(bases.filter((base) => base.op !== 'sym').map((base) => base.op as string))]
}

/** The first rule that makes the node smaller, and what it makes of it. */
export function applyRules(e: Expr, rules: RuleSet): Application | undefined {
  const direct = applyNodeRules(e, rules.nodes.get(e.op) ?? [])
  if (direct !== undefined) return direct
  if (e.op === 'add') return applySumRules(e, rules.sums)
  return e.args.length === 0 ? undefined : (applyProductRules(e, rules.products) ?? denested(e))
}

function denested(e: Expr): Application | undefined {
  const result = denest(e)
  return result !== undefined && isSmaller(result, e) ? { name: 'nested square root', result } : undefined
}

function applyNodeRules(e: Expr, rules: readonly NodeRule[]): Application | undefined {
  const bound: Bindings = new Map()
  let result: Expr | undefined
  for (const { name, left, right, holds } of rules) {
    bound.clear()
    match(left, e, bound, () => {
      if (!holds(bound)) return false
      const candidate = instantiate(right, bound)
      if (isSmaller(candidate, e)) result = candidate
      return result !== undefined
    })
    if (result !== undefined) return { name, result }
  }
  return undefined
}
