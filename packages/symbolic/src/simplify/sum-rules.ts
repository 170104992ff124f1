import { type Expr, isNumber } from '../expression.ts'
import { compareNumbers, divide, type NumberValue, negative, ONE, plus, signOf, times, ZERO } from '../number.ts'
import { mulAll } from '../product.ts'
import { addAll, coefficientOf, scale, withoutCoefficient } from '../sum.ts'
import { numberNode } from '../symbols.ts'
import { type Factor, factorsOf, lowered, powerOf, product } from './factors.ts'
import { type Bindings, instantiate, isBound, match } from './match.ts'
import type { Pending } from './rule.ts'
import { isSmaller } from './size.ts'

/** Sums of more terms are not searched. */
const MAX_TERMS = 24

/** A rule whose left side is a sum: its terms, the most telling first. */
export interface SumRule {
  readonly name: string
  readonly terms: readonly PatternTerm[]
  readonly right: Expr
  readonly holds: (bound: Bindings) => boolean
}

export interface PatternTerm {
  readonly coefficient: NumberValue
  readonly factors: readonly Factor[]
}

/** A sum taken apart: terms without their coefficients, and where each stands. */
interface Terms {
  readonly sum: Expr
  readonly parts: readonly Expr[]
  readonly coefficients: readonly NumberValue[]
  readonly factors: readonly (readonly Factor[])[]
  readonly index: ReadonlyMap<Expr, number>
}

const constantPart = (): Expr => numberNode(ONE)

export function patternTerms(sum: Expr): PatternTerm[] {
  const terms = sum.args.map((term) => ({
    coefficient: isNumber(term) ? term.payload : coefficientOf(term),
    factors: factorsOf(term),
  }))
  return terms.sort((a, b) => rank(a) - rank(b))
}

/** Terms that fix the letters by themselves come first, the constant last. */
function rank({ factors }: PatternTerm): number {
  if (factors.length === 0) return 100
  const bare = factors.filter(({ base }) => base.args[0]?.op === 'sym').length
  return factors.length - 2 * bare
}

/** The first smaller sum that one of the rules gives, with the rule's name. */
export function applySumRules(
  sum: Expr,
  rules: readonly Pending<SumRule>[],
): { name: string; result: Expr } | undefined {
  if (sum.args.length > MAX_TERMS) return undefined
  const terms = takeApart(sum)
  const present = new Set(terms.factors.flatMap((factors) => factors.map(({ base }) => base.op as string)))
  for (const { needs, compiled } of rules) {
    if (!needs.every((op) => present.has(op))) continue
    const rule = compiled()
    const result = applyRule(terms, rule)
    if (result !== undefined) return { name: rule.name, result }
  }
  return undefined
}

function takeApart(sum: Expr): Terms {
  const parts = sum.args.map((term) => (isNumber(term) ? constantPart() : withoutCoefficient(term)))
  return {
    sum,
    parts,
    coefficients: sum.args.map((term) => (isNumber(term) ? term.payload : coefficientOf(term))),
    factors: parts.map(factorsOf),
    index: new Map(parts.map((part, i) => [part, i])),
  }
}

function applyRule(terms: Terms, rule: SumRule): Expr | undefined {
  const [first, ...others] = rule.terms as [PatternTerm, ...PatternTerm[]]
  const bound: Bindings = new Map()
  let result: Expr | undefined
  for (let i = 0; i < terms.parts.length && result === undefined; i++) {
    bound.clear()
    fitFactors(first.factors, 0, terms.factors[i] as Factor[], bound, (left) => {
      const cofactor = product(left)
      const multiple = divide(terms.coefficients[i] as NumberValue, first.coefficient)
      return fitOthers(
        terms,
        others,
        0,
        cofactor,
        [{ at: i, multiple, coefficient: first.coefficient }],
        bound,
        (uses) => {
          if (!rule.holds(bound)) return false
          result = smaller(terms, uses, cofactor, instantiate(rule.right, bound))
          return result !== undefined
        },
      )
    })
  }
  return result
}

/** Pattern term `coefficient` matched the term at `at`, `multiple` times over. */
interface Use {
  readonly at: number
  readonly multiple: NumberValue
  readonly coefficient: NumberValue
}

function fitOthers(
  terms: Terms,
  patterns: readonly PatternTerm[],
  at: number,
  cofactor: Expr,
  uses: readonly Use[],
  bound: Bindings,
  then: (uses: readonly Use[]) => boolean,
): boolean {
  const pattern = patterns[at]
  if (pattern === undefined) return then(uses)
  const use = (i: number, coefficient: NumberValue): boolean => {
    if (uses.some((other) => other.at === i)) return false
    const multiple = divide(terms.coefficients[i] as NumberValue, coefficient)
    if (signOf(multiple) !== signOf((uses[0] as Use).multiple)) return false
    return fitOthers(terms, patterns, at + 1, cofactor, [...uses, { at: i, multiple, coefficient }], bound, then)
  }
  if (pattern.factors.every(({ base, exponent }) => isBound(base, bound) && isBound(exponent, bound))) {
    const wanted = mulAll([cofactor, ...pattern.factors.map((f) => instantiatePower(f, bound))])
    const i = terms.index.get(isNumber(wanted) ? constantPart() : withoutCoefficient(wanted))
    const inner = isNumber(wanted) ? wanted.payload : coefficientOf(wanted)
    return i !== undefined && inner !== ZERO && use(i, times(pattern.coefficient, inner))
  }
  for (let i = 0; i < terms.parts.length; i++) {
    const found = fitFactors(pattern.factors, 0, terms.factors[i] as Factor[], bound, (left) => {
      return product(left) === cofactor && use(i, pattern.coefficient)
    })
    if (found) return true
  }
  return false
}

const instantiatePower = ({ base, exponent }: Factor, bound: Bindings): Expr =>
  product([{ base: instantiate(base, bound), exponent: instantiate(exponent, bound) }])

/** Matches every pattern factor inside some factor of a term; `then` gets what is left of the term. */
function fitFactors(
  patterns: readonly Factor[],
  at: number,
  factors: readonly Factor[],
  bound: Bindings,
  then: (left: readonly Factor[]) => boolean,
): boolean {
  const pattern = patterns[at]
  if (pattern === undefined) return then(factors)
  const wanted = powerOf(pattern)
  for (let i = 0; i < factors.length; i++) {
    const factor = factors[i] as Factor
    const power = powerOf(factor)
    if (!(power / wanted >= 1)) continue
    const left = (): readonly Factor[] => {
      if (factor.exponent === pattern.exponent) return factors.filter((_, j) => j !== i)
      const rest = lowered(factor, pattern.exponent, 1)
      return factors.map((f, j) => (j === i ? (factorsOf(rest)[0] as Factor) : f))
    }
    if (match(pattern.base, factor.base, bound, () => fitFactors(patterns, at + 1, left(), bound, then))) return true
  }
  return false
}

/** The sum with the uses replaced, as often as the first or as any other of them allows; undefined if none is smaller. */
function smaller(terms: Terms, uses: readonly Use[], cofactor: Expr, right: Expr): Expr | undefined {
  const replacement = mulAll([cofactor, right])
  const multiples = uses
    .map((use) => use.multiple)
    .filter((m, i, all) => all.findIndex((n) => compareNumbers(m, n) === 0) === i)
  for (const multiple of multiples) {
    const rest = terms.sum.args.filter((_, i) => !uses.some((use) => use.at === i))
    for (const use of uses) {
      const left = plus(terms.coefficients[use.at] as NumberValue, negative(times(multiple, use.coefficient)))
      rest.push(scale(left, terms.parts[use.at] as Expr))
    }
    const candidate = addAll([...rest, scale(multiple, replacement)])
    if (isSmaller(candidate, terms.sum)) return candidate
  }
  return undefined
}
