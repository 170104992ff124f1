import { type Expr, type Formula, isNumber, isScalar } from './expression.ts'
import { toExpr } from './formula.ts'
import { isInteger, MINUS_ONE } from './number.ts'
import { powElementwise } from './power.ts'
import { mulAll } from './product.ts'
import { rebuild } from './rebuild.ts'
import { isPositive } from './sign.ts'
import { addAll } from './sum.ts'
import { numberNode } from './symbols.ts'
import { postorder } from './traverse.ts'

/** Sums are multiplied out up to this many terms, and this many products in all; what goes beyond is left as it stands. */
const MAX_TERMS = 5_000
const MAX_PRODUCTS = 200_000

/**
 * The formula with products and whole powers of sums multiplied out, below fraction bars and inside functions too, and
 * with logarithms of products and powers taken apart where their arguments are known to be positive.
 *
 * A product or power that would come to more than 5,000 terms is left as it stands, and all of them once 200,000 products
 * of terms were formed.
 *
 * @example
 * expand('(x + 1)^2 * (x - 1)') // => x ^ 3 + x ^ 2 - x - 1
 */
export function expand(f: Formula): Expr {
  const root = toExpr(f)
  const done = new Map<Expr, Expr>()
  const budget = { products: MAX_PRODUCTS }
  for (const node of postorder([root])) {
    const args = node.args.map((arg) => done.get(arg) as Expr)
    done.set(node, isScalar(node) ? expandNode(node, args, budget) : remade(node, args))
  }
  return done.get(root) as Expr
}

/** What is left of the products that may be formed. */
interface Budget {
  products: number
}

/** Every product of a term of one list and a term of the other, like ones merged; undefined past the limits. */
function crossTerms(left: readonly Expr[], right: readonly Expr[], budget: Budget): Expr[] | undefined {
  const count = left.length * right.length
  if (count > budget.products) return undefined
  budget.products -= count
  return termsOf(addAll(left.flatMap((a) => right.map((b) => expandBelow(mulAll([a, b]), budget)))))
}

/** A term whose factors, multiplied, left a power of a sum or several sums below the fraction bar. */
function expandBelow(term: Expr, budget: Budget): Expr {
  const factors = term.op === 'mul' ? term.args : [term]
  const below = factors.filter((factor) => factor.args[0]?.op === 'add' && reciprocalOf(factor) !== undefined)
  if (below.every((factor) => factor.args[1]?.payload === MINUS_ONE) && below.length < 2) return term
  const expanded = factors.map((factor) => expandNode(factor, factor.args, budget))
  return expandProduct(term, expanded, budget)
}

/** All terms of a sum, those of long sums inside it too. */
export function termsOf(e: Expr): Expr[] {
  if (e.op !== 'add') return [e]
  const terms: Expr[] = []
  const stack = [...e.args].reverse()
  for (let term = stack.pop(); term !== undefined; term = stack.pop()) {
    if (term.op === 'add') for (let i = term.args.length - 1; i >= 0; i--) stack.push(term.args[i] as Expr)
    else terms.push(term)
  }
  return terms
}

const remade = (node: Expr, args: readonly Expr[]): Expr =>
  args.every((arg, i) => arg === node.args[i]) ? node : rebuild(node, args)

function expandNode(node: Expr, args: readonly Expr[], budget: Budget): Expr {
  switch (node.op) {
    case 'add':
      return addAll(args.flatMap(termsOf))
    case 'mul':
      return expandProduct(node, args, budget)
    case 'pow':
      return expandPower(node, args, budget)
    case 'log':
      return expandLogarithm(remade(node, args))
    default:
      return remade(node, args)
  }
}

/** Sums above the bar are multiplied out, those below it likewise among themselves. */
function expandProduct(node: Expr, args: readonly Expr[], budget: Budget): Expr {
  const whole = args.some((arg) => arg.op === 'add' || reciprocalOf(arg) !== undefined) ? args : [remade(node, args)]
  if (whole.length === 1 && whole[0]?.op !== 'mul') return whole[0] as Expr
  const factors = whole.flatMap((arg) => (arg.op === 'mul' ? arg.args : [arg]))
  const above: Expr[] = []
  const below: Expr[] = []
  for (const factor of factors) {
    const inverse = reciprocalOf(factor)
    if (inverse === undefined) above.push(factor)
    else below.push(inverse)
  }
  const numerator = distribute(above, budget)
  if (below.every((factor) => factor.op !== 'add')) {
    return addAll(numerator.map((term) => mulAll([term, ...below.map(reciprocal)])))
  }
  const denominator = reciprocal(addAll(distribute(below, budget)))
  return addAll(numerator.map((term) => mulAll([term, denominator])))
}

/** b^n of a factor b^(-n), n a positive number. */
function reciprocalOf(factor: Expr): Expr | undefined {
  const exponent = factor.op === 'pow' ? (factor.args[1] as Expr) : undefined
  return exponent !== undefined && isNumber(exponent) && exponent.value < 0 ? reciprocal(factor) : undefined
}

const reciprocal = (e: Expr): Expr => powElementwise(e, numberNode(MINUS_ONE))

/** The terms of a product of sums. */
function distribute(factors: readonly Expr[], budget: Budget): Expr[] {
  let terms = [mulAll(factors.filter((factor) => factor.op !== 'add'))]
  for (const factor of factors) {
    if (factor.op !== 'add') continue
    const others = termsOf(factor)
    const product = terms.length * others.length > MAX_TERMS ? undefined : crossTerms(terms, others, budget)
    terms = product ?? terms.map((term) => mulAll([term, factor]))
  }
  return terms
}

function expandPower(node: Expr, args: readonly Expr[], budget: Budget): Expr {
  const [base, exponent] = args as [Expr, Expr]
  const whole = base.op === 'add' && isNumber(exponent) && isInteger(exponent.payload) ? exponent.value : 0
  if (whole === 0) return split(remade(node, args))
  const terms = termsOf(base)
  const n = Math.abs(whole)
  if (multinomialCount(terms.length, n) > MAX_TERMS || productsOfPower(terms.length, n) > budget.products)
    return remade(node, args)
  let result: Expr[] | undefined = terms
  for (let i = 1; i < n && result !== undefined; i++) result = crossTerms(result, terms, budget)
  if (result === undefined) return remade(node, args)
  return whole > 0 ? addAll(result) : reciprocal(addAll(result))
}

/** (a·b)^c of positive a is a^c·b^c. */
function split(e: Expr): Expr {
  const [base, exponent] = e.args
  if (e.op !== 'pow' || base?.op !== 'mul' || exponent === undefined) return e
  const positive = base.args.filter(isPositive)
  if (positive.length === 0 || base.args.every(isNumber)) return e
  const rest = mulAll(base.args.filter((factor) => !isPositive(factor)))
  return mulAll([...positive, rest].map((factor) => powElementwise(factor, exponent)))
}

/** The number of terms of (t1 + … + tk)^n. */
function multinomialCount(k: number, n: number): number {
  let count = 1
  for (let i = 1; i < k && count <= MAX_TERMS; i++) count = (count * (n + i)) / i
  return k === 1 ? 1 : count
}

/** The products formed on the way to (t1 + … + tk)^n, multiplied out factor by factor. */
function productsOfPower(k: number, n: number): number {
  let count = 0
  for (let i = 1; i < n && count <= MAX_PRODUCTS; i++) count += k * multinomialCount(k, i)
  return count
}

function expandLogarithm(e: Expr): Expr {
  const argument = e.args[0] as Expr
  if (e.op !== 'log' || (argument.op !== 'mul' && argument.op !== 'pow')) return e
  const factors = argument.op === 'mul' ? argument.args : [argument]
  const positive = factors.filter(isPositive)
  const rest = mulAll(factors.filter((factor) => !isPositive(factor)))
  if (positive.length === 0 || (positive.length === factors.length && factors.every(isNumber))) return e
  const parts = positive.map((factor) =>
    factor.op === 'pow' ? mulAll([factor.args[1] as Expr, rebuild(e, [factor.args[0] as Expr])]) : rebuild(e, [factor]),
  )
  return addAll([...parts, rebuild(e, [rest])])
}
