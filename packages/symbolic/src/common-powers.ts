import type { Expr } from './expression.ts'
import { factorsOf } from './factors.ts'
import { holdsArrays } from './intern.ts'
import { compareNumbers, MINUS_ONE, type NumberValue, ONE, signOf, times, ZERO } from './number.ts'
import { powElementwise } from './power.ts'
import { mulAll } from './product.ts'
import { shortest, weight } from './product-rule.ts'
import { numberNode } from './symbols.ts'

/** Longer sums are left as they are. */
const MAX_TERMS = 8

/** And so are those with more operations than these. */
const MAX_OPERATIONS = 100

const hasNumberAsExponent = (e: Expr): boolean => e.op === 'pow' && e.args[1]!.op === 'num'

const numericBaseOf = (factor: Expr): Expr => (hasNumberAsExponent(factor) ? factor.args[0]! : factor)

const exponentOf = (factor: Expr): NumberValue =>
  hasNumberAsExponent(factor) ? (factor.args[1]!.payload as NumberValue) : ONE

const isSum = (base: Expr): boolean => base.op === 'add'

/** An exponential recurs in its derivative. */
const isExponential = (base: Expr): boolean => base.op === 'exp' || base.op === 'pow'

/**
 * A sum of derivatives as the product rule writes it: exponentials and sums that are factors of all terms stand before the sum, and what
 * is below a line likewise where that makes terms merge: `1 / (x + 1) - x / (x + 1)^2` is `1 / (x + 1)^2`. Nothing is done that would
 * cost more operations beside those that are `known` to be done anyway.
 */
export function overCommonPowers(sum: Expr, known: ReadonlySet<Expr>): Expr {
  if (sum.op !== 'add' || sum.args.length > MAX_TERMS || !haveCommonPowers(sum.args) || holdsArrays(sum)) return sum
  const common = [...leastPowers(sum.args)]
  if (common.some(([base]) => isSum(base))) {
    const { product, rest, terms } = takenOut(common, sum)
    const merged = weight(rest) < 1 + terms.reduce((total, term) => total + weight(term), 0)
    if (merged && weight(product) < weight(sum) && isNoDearer(product, sum, known)) return product
  }
  const factors = common.filter(([base, least]) => isExponential(base) || (isSum(base) && signOf(least) > 0))
  if (factors.length === 0) return sum
  const { product } = takenOut(factors, sum)
  return isNoDearer(product, sum, known) ? product : sum
}

function isNoDearer(e: Expr, other: Expr, known: ReadonlySet<Expr>): boolean {
  const limit = newOperations(other, known, MAX_OPERATIONS)
  return limit <= MAX_OPERATIONS && newOperations(e, known, limit) <= limit
}

/** The operations below a node but for those that are known; more than the limit is as good as any more. */
function newOperations(e: Expr, known: ReadonlySet<Expr>, limit: number): number {
  const seen = new Set<Expr>()
  const open = [e]
  let count = 0
  for (let node = open.pop(); node !== undefined && count <= limit; node = open.pop()) {
    if (node.args.length === 0 || seen.has(node) || known.has(node)) continue
    seen.add(node)
    count += Math.max(1, node.args.length - 1)
    open.push(...node.args)
  }
  return count
}

/** A first look, without work: a common factor, or a denominator. */
function haveCommonPowers(terms: readonly Expr[]): boolean {
  const isIn = (term: Expr, base: Expr): boolean => factorsOf(term).some((factor) => numericBaseOf(factor) === base)
  return terms.some((term, i) =>
    factorsOf(term).some((factor) => {
      const base = numericBaseOf(factor)
      if (isSum(base) && signOf(exponentOf(factor)) < 0) return true
      return i === 0 && (isSum(base) || isExponential(base)) && terms.every((other) => isIn(other, base))
    }),
  )
}

/** Of every base the least exponent in all terms, unless that is zero. */
function leastPowers(terms: readonly Expr[]): Map<Expr, NumberValue> {
  const least = new Map<Expr, NumberValue>()
  terms.forEach((term, i) => {
    const powers = new Map(factorsOf(term).map((factor) => [numericBaseOf(factor), exponentOf(factor)]))
    for (const base of new Set([...least.keys(), ...powers.keys()])) {
      const here = powers.get(base) ?? ZERO
      const before = i === 0 ? here : (least.get(base) ?? ZERO)
      const lower = compareNumbers(here, before) < 0 ? here : before
      if (lower === ZERO || base.op === 'num') least.delete(base)
      else least.set(base, lower)
    }
  })
  return least
}

/** Powers taken out of all terms of a sum: what is left of the terms, their sum, and the product. */
function takenOut(
  powers: readonly (readonly [Expr, NumberValue])[],
  sum: Expr,
): { readonly terms: readonly Expr[]; readonly rest: Expr; readonly product: Expr } {
  const shared = powers.map(([base, exponent]) => powElementwise(base, numberNode(exponent)))
  const inverse = powers.map(([base, exponent]) => powElementwise(base, numberNode(times(exponent, MINUS_ONE))))
  const terms = sum.args.map((term) => mulAll([term, ...inverse]))
  const rest = shortest(terms, 1)
  return { terms, rest, product: mulAll([...shared, rest]) }
}
