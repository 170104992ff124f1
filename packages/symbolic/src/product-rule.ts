import type { Expr } from './expression.ts'
import { baseOf, factorsOf } from './factors.ts'
import { MINUS_ONE, ONE } from './number.ts'
import { powElementwise } from './power.ts'
import { mulAll } from './product.ts'
import { isZero } from './shapes.ts'
import { addAll } from './sum.ts'
import { numberNode } from './symbols.ts'

/** A product of sums is multiplied out to at most this many terms, or to twice those of its last sum. */
const MAX_TERMS = 128

/** Sums inside sums are multiplied out to this depth. */
const MAX_DEPTH = 3

/** What has more nodes is not weighed. */
const MAX_WEIGHT = 2000

/** A factor f = shared · left whose derivative is shared · slope. */
interface Part {
  readonly shared: Expr
  readonly left: Expr
  readonly slope: Expr
}

/**
 * The derivative of a product from its factors and their derivatives: Σ fᵢ' · (the other factors), where an exponential
 * stands before the sum, and a power of a sum likewise if that makes the sum shorter: `1 / (x + 1) - x / (x + 1)^2` is
 * `1 / (x + 1)^2`.
 */
export function productRule(factors: readonly Expr[], slopes: readonly Expr[]): Expr {
  const fixed = factors.filter((_, i) => isZero(slopes[i]!))
  if (fixed.length === factors.length - 1) {
    const varying = slopes.findIndex((slope) => !isZero(slope))
    return mulAll(factors.with(varying, slopes[varying]!))
  }
  const parts: Part[] = []
  const whole: Part[] = []
  for (let i = 0; i < factors.length; i++) {
    const factor = factors[i]!
    const slope = slopes[i]!
    if (isZero(slope)) continue
    const part = takeApart(factor, slope)
    parts.push(part)
    whole.push(factor.op === 'pow' && factor.args[1]!.op === 'num' ? unshared(factor, slope) : part)
  }
  const sums = parts.filter((part, i) => part.shared !== whole[i]!.shared).map((part) => part.left)
  if (sums.length > 0 && parts.every((part) => isShared(part) || sums.some((sum) => mayMerge(part.left, sum)))) {
    const terms = termsOf(parts).map(mulAll)
    const sum = shortest(terms)
    if (weight(sum) < 1 + terms.reduce((total, term) => total + weight(term), 0))
      return mulAll([...fixed, ...parts.map(({ shared }) => shared), sum])
  }
  const shared = whole.filter(isShared)
  if (shared.length === 0) return shortest(termsOf(whole).map((term) => mulAll([...fixed, ...term])))
  return mulAll([...fixed, ...shared.map((part) => part.shared), shortest(termsOf(whole).map(mulAll))])
}

const one = (): Expr => numberNode(ONE)

const unshared = (factor: Expr, slope: Expr): Part => ({ shared: one(), left: factor, slope })

const isShared = ({ shared }: Part): boolean => shared.payload !== ONE

/** Whether a factor occurs in the sum below it: without that its derivative times the sum merges with nothing. */
function mayMerge(factor: Expr, sum: Expr): boolean {
  if (factor.op === 'add') return true
  const base = baseOf(factor)
  return sum.args.some(
    (term) => baseOf(term) === base || (term.op === 'mul' && term.args.some((f) => baseOf(f) === base)),
  )
}

/** An exponential recurs in its derivative, and a power of a sum with its exponent lowered by one. */
function takeApart(factor: Expr, slope: Expr): Part {
  const shared = recurring(factor)
  const found = slope.op === 'mul' ? slope.args : [slope]
  const at = shared === undefined ? -1 : found.indexOf(shared)
  if (shared === undefined || at < 0) return unshared(factor, slope)
  const left = shared === factor ? one() : factor.args[0]!
  return { shared, left, slope: mulAll(found.filter((_, i) => i !== at)) }
}

function recurring(factor: Expr): Expr | undefined {
  if (factor.op === 'exp') return factor
  if (factor.op !== 'pow') return undefined
  const [base, exponent] = factor.args as [Expr, Expr]
  if (exponent.op !== 'num') return factor
  if (base.op !== 'add') return undefined
  return powElementwise(base, addAll([exponent, numberNode(MINUS_ONE)]))
}

/** For each factor its slope and what is left of the others. */
const termsOf = (parts: readonly Part[]): Expr[][] =>
  parts.map((_, i) => parts.map(({ slope, left }, k) => (k === i ? slope : left)))

/**
 * The sum, multiplied out if so many terms hold sums and that makes it shorter: altogether, or as a polynomial in the sums that recur.
 */
export function shortest(terms: readonly Expr[], sums = 2): Expr {
  let best = addAll(terms)
  if (terms.filter(hasSum).length < sums) return best
  const letters = new Set(terms.flatMap(factorsOf).flatMap((factor) => factor.args.flatMap(factorsOf).map(baseOf)))
  for (const products of [productsOf(terms, MAX_DEPTH), productsOf(terms, 1, letters)]) {
    const expanded = addAll(products)
    const most = MAX_WEIGHT + 32 * products.length
    if (products.length > 0 && weight(expanded, most) < weight(best, most)) best = expanded
  }
  return best
}

/**
 * The terms with the sums among their factors multiplied out, down to a depth of sums and powers of sums in sums, `letters` kept
 * whole; none where they are too many.
 */
function productsOf(terms: readonly Expr[], depth: number, letters?: ReadonlySet<Expr>): readonly Expr[] {
  if (depth === 0) return terms
  const found: Expr[] = []
  for (const term of terms) {
    let products: Expr[] = [one()]
    for (const factor of factorsOf(term)) {
      const base = baseOf(factor)
      const n = base === factor ? 1 : depth > 1 ? factor.args[1]!.value : 0
      const isOpen = isMultiplied(base) && !letters?.has(base) && (n === 1 || n === 2 || n === 3)
      const others = isOpen ? productsOf(base.args, depth - 1) : [factor]
      for (let i = isOpen ? n : 1; i > 0; i--) {
        if (products.length * others.length > Math.max(MAX_TERMS, 2 * others.length)) return []
        const longer: Expr[] = []
        for (const product of products) for (const other of others) longer.push(mulAll([product, other]))
        products = longer
      }
    }
    if (products.length === 0) return products
    found.push(...products)
  }
  return found
}

/** Functions that come so near to a number that little is left of the difference, which `1 - sigmoid(x)` holds to all digits. */
const saturating: ReadonlySet<string> = /* @__PURE__ */ new Set(['sigmoid', 'tanh', 'erf'])

const isMultiplied = (e: Expr): boolean =>
  e.op === 'add' &&
  !(
    e.args.some(({ op }) => op === 'num') &&
    e.args.some((term) => factorsOf(term).some((factor) => saturating.has(baseOf(factor).op)))
  )

const hasSum = (e: Expr): boolean => e.op === 'add' || (e.op === 'mul' && e.args.some((factor) => factor.op === 'add'))

/** The nodes of a formula when all is written out; infinite from a limit on. */
export function weight(e: Expr, most: number = MAX_WEIGHT): number {
  const open = [e]
  let count = 0
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (++count > most) return Number.POSITIVE_INFINITY
    for (let i = 0; i < node.args.length; i++) open.push(node.args[i]!)
  }
  return count
}
