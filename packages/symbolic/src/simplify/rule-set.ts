import type { Expr, Op } from '../expression.ts'
import { reciprocal } from '../number.ts'
import { parse } from '../parse.ts'
import { coefficientOf, scale } from '../sum.ts'
import { denest } from './denest.ts'
import { type Bindings, instantiate, match } from './match.ts'
import { applyProductRules, type ProductRule, patternFactors } from './product-rules.ts'
import { guards, type Pending, type Rule } from './rule.ts'
import { isSmaller } from './size.ts'
import { applySumRules, patternTerms, type SumRule } from './sum-rules.ts'

/** A rule whose left side is a function or another single node. */
interface NodeRule {
  readonly name: string
  readonly left: Expr
  readonly right: Expr
  readonly holds: (bound: Bindings) => boolean
}

/** Rules by the kind of their left side. */
export interface RuleSet {
  readonly sums: readonly Pending<SumRule>[]
  readonly products: readonly Pending<ProductRule>[]
  readonly nodes: ReadonlyMap<Op, readonly Pending<NodeRule>[]>
}

/** What a rule made of a node. */
export interface Application {
  readonly name: string
  readonly result: Expr
}

/** Sorts rules by the kind of their left side; their patterns are read as they are needed. */
export function compileRules(rules: readonly Rule[]): RuleSet {
  const sums: Pending<SumRule>[] = []
  const products: Pending<ProductRule>[] = []
  const nodes = new Map<Op, Pending<NodeRule>[]>()
  for (const rule of rules) {
    const kind = kindOf(rule.left)
    if (kind === 'add') sums.push(pending(rule, compileSum))
    else if (kind === 'mul') products.push(pending(rule, compileProduct))
    else nodes.set(kind, [...(nodes.get(kind) ?? []), pending(rule, (node) => node)])
  }
  return { sums, products, nodes }
}

function pending<Compiled>(rule: Rule, compile: (node: NodeRule) => Compiled): Pending<Compiled> {
  let compiled: Compiled | undefined
  const named = outsideBrackets(rule.left).match(/[A-Za-z]\w+/g) ?? []
  return {
    needs: [...new Set(named.filter((name) => name !== 'sqrt' && name !== 'pi'))],
    compiled: () => {
      compiled ??= compile(read(rule))
      return compiled
    },
  }
}

function read({ name, left, right, when }: Rule): NodeRule {
  const conditions = Object.entries(when).map(([letter, guard]) => ({ letter, guard: guards[guard] }))
  const holds = (bound: Bindings): boolean => conditions.every(({ letter, guard }) => guard(bound.get(letter) as Expr))
  return { name, left: parse(left), right: parse(right), holds }
}

const compileSum = ({ name, left, right, holds }: NodeRule): SumRule => ({
  name,
  terms: patternTerms(left),
  right,
  holds,
})

const compileProduct = ({ name, left, right, holds }: NodeRule): ProductRule => ({
  name,
  factors: patternFactors(left),
  right: scale(reciprocal(coefficientOf(left)), right),
  holds,
})

/** The operation that the text of a pattern is at its top; quotients, roots and numeric powers are products. */
function kindOf(pattern: string): Op {
  const top = outsideBrackets(pattern)
  if (top.includes('?')) return 'piecewise'
  if (/[\w)] *[+-]/.test(top)) return 'add'
  if (/[*/]|\^ *\d+$/.test(top) || top.startsWith('sqrt')) return 'mul'
  return top.includes('^') ? 'pow' : ((/^\w+/.exec(top) as RegExpExecArray)[0] as Op)
}

/** The text with what stands in brackets left out. */
function outsideBrackets(text: string): string {
  const shorter = text.replace(/\([^()]*\)/g, '')
  return shorter === text ? text : outsideBrackets(shorter)
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

function applyNodeRules(e: Expr, rules: readonly Pending<NodeRule>[]): Application | undefined {
  const bound: Bindings = new Map()
  let result: Expr | undefined
  for (const { compiled } of rules) {
    const { name, left, right, holds } = compiled()
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
