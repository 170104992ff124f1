import { type Expr, isNumber } from '../expression.ts'
import { integer } from '../number.ts'
import { powElementwise } from '../power.ts'
import { mulAll } from '../product.ts'
import { coefficientOf } from '../sum.ts'
import { numberNode } from '../symbols.ts'
import { type Factor, factorsOf, lowered, powerOf, product } from './factors.ts'
import { type Bindings, instantiate, isBound, match } from './match.ts'
import type { Pending } from './rule.ts'
import { isSmaller } from './size.ts'

/** Products of more factors are not searched. */
const MAX_FACTORS = 16

/** A rule whose left side is a product or a power: its factors, the most telling first. */
export interface ProductRule {
  readonly name: string
  readonly factors: readonly Factor[]
  readonly right: Expr
  readonly holds: (bound: Bindings) => boolean
}

export function patternFactors(e: Expr): Factor[] {
  return factorsOf(e).sort((a, b) => rank(a) - rank(b))
}

/** Functions of one letter come first, bare letters last. */
function rank({ base }: Factor): number {
  if (base.op === 'sym') return 2
  return base.args[0]?.op === 'sym' ? 0 : 1
}

/** The first smaller product that one of the rules gives, with the rule's name. */
export function applyProductRules(
  e: Expr,
  rules: readonly Pending<ProductRule>[],
): { name: string; result: Expr } | undefined {
  const factors = factorsOf(e)
  if (factors.length > MAX_FACTORS) return undefined
  const present = new Set(factors.map(({ base }) => base.op as string))
  for (const { needs, compiled } of rules) {
    if (!needs.every((op) => present.has(op))) continue
    const rule = compiled()
    if (rule.factors.length > factors.length) continue
    let result: Expr | undefined
    const bound: Bindings = new Map()
    fit(rule.factors, 0, factors, [], bound, (uses) => {
      if (!rule.holds(bound)) return false
      const candidate = replaced(e, factors, uses, instantiate(rule.right, bound))
      if (candidate !== undefined && isSmaller(candidate, e)) result = candidate
      return result !== undefined
    })
    if (result !== undefined) return { name: rule.name, result }
  }
  return undefined
}

/** Pattern exponent `step` matched the factor at `at`. */
interface Use {
  readonly at: number
  readonly step: Expr
}

function fit(
  patterns: readonly Factor[],
  at: number,
  factors: readonly Factor[],
  uses: readonly Use[],
  bound: Bindings,
  then: (uses: readonly Use[]) => boolean,
): boolean {
  const pattern = patterns[at]
  if (pattern === undefined) return then(uses)
  const use = (i: number): boolean =>
    !uses.some((other) => other.at === i) &&
    sameRoot(factors[i] as Factor, pattern) &&
    fit(patterns, at + 1, factors, [...uses, { at: i, step: pattern.exponent }], bound, then)
  if (isBound(pattern.base, bound)) {
    const wanted = instantiate(pattern.base, bound)
    const i = factors.findIndex(({ base }) => base === wanted)
    return i >= 0 && use(i)
  }
  for (let i = 0; i < factors.length; i++) {
    if (match(pattern.base, (factors[i] as Factor).base, bound, () => use(i))) return true
  }
  return false
}

/** A pattern's square root fits square roots alone, not whole powers. */
function sameRoot(factor: Factor, pattern: Factor): boolean {
  if (!isNumber(pattern.exponent) || pattern.exponent.payload.denominator === 1) return true
  return isNumber(factor.exponent) && factor.exponent.payload.denominator === pattern.exponent.payload.denominator
}

function replaced(e: Expr, factors: readonly Factor[], uses: readonly Use[], right: Expr): Expr | undefined {
  const rest = factors.filter((_, i) => !uses.some((use) => use.at === i))
  const coefficient = numberNode(coefficientOf(e))
  const turns = wholeTurns(factors, uses)
  if (turns !== undefined) {
    // a reciprocal that has a name is written by it, a named function is not written as a reciprocal
    if (turns === 0 || (turns < 0 && uses.length === 1)) return undefined
    const left = uses.map(({ at, step }) => lowered(factors[at] as Factor, step, turns))
    return mulAll([coefficient, product(rest), ...left, powElementwise(right, numberNode(integer(turns)))])
  }
  const exponent = commonExponent(factors, uses)
  return exponent === undefined ? undefined : mulAll([coefficient, product(rest), powElementwise(right, exponent)])
}

/** How often the pattern is contained: negative where its reciprocal is; undefined where some exponent is no number. */
function wholeTurns(factors: readonly Factor[], uses: readonly Use[]): number | undefined {
  const turns = uses.map(({ at, step }) => Math.trunc(powerOf(factors[at] as Factor) / step.value + 0))
  if (turns.some(Number.isNaN)) return undefined
  if (turns.every((n) => n > 0)) return Math.min(...turns)
  return turns.every((n) => n < 0) ? Math.max(...turns) : 0
}

/** The symbolic exponent that every factor has, times its pattern's: n of sin(x)^n / cos(x)^n. */
function commonExponent(factors: readonly Factor[], uses: readonly Use[]): Expr | undefined {
  const exponents = uses.map(({ at, step }) =>
    mulAll([(factors[at] as Factor).exponent, powElementwise(step, numberNode(integer(-1)))]),
  )
  return exponents.every((exponent) => exponent === exponents[0]) ? exponents[0] : undefined
}
