import { type Expr, type Formula, isNumber } from './expression.ts'
import { toExpr } from './formula.ts'
import { intern } from './intern.ts'
import { matrixProduct } from './matrices.ts'
import { MINUS_ONE, type NumberValue, ONE, times, ZERO } from './number.ts'
import { compareFactors, sortBy } from './order.ts'
import { powElementwise } from './power.ts'
import { addAll, MAP_FROM, negatedSum, SPLICE_LIMIT } from './sum.ts'
import { constant, numberNode } from './symbols.ts'

/**
 * The product of the factors. Numbers are multiplied exactly, like bases merge (`x * x^2` is `x^3`, `x / x` is 1,
 * `exp(x) * exp(y)` is `exp(x + y)`), the order is canonical. Products are not distributed over sums.
 *
 * With vectors or matrices among the factors it is the matrix product, in the order given.
 *
 * @example
 * mul('x', 3, 'x') // => 3 * x ^ 2
 */
export function mul(...factors: readonly Formula[]): Expr {
  return mulAll(factors.map(toExpr))
}

/**
 * The quotient `a / b`; a fraction of integers is exact.
 *
 * @example
 * div(6, 4) // => 3 / 2
 */
export function div(a: Formula, b: Formula): Expr {
  const divisor = toExpr(b)
  return mulAll([
    toExpr(a),
    divisor.shape.length === 2
      ? intern('inv', [divisor], divisor.shape)
      : powElementwise(divisor, numberNode(MINUS_ONE)),
  ])
}

/** The product of a list of expressions; see {@link mul}. */
export function mulAll(factors: readonly Expr[]): Expr {
  if (factors.length === 1) return factors[0]!
  for (let i = 0; i < factors.length; i++) if (factors[i]!.shape.length > 0) return matrixProduct(factors)
  return scalarProduct(factors)
}

/** A product of scalars. */
export function scalarProduct(factors: readonly Expr[]): Expr {
  if (factors.length === 2) {
    if (factors[0]!.payload === ONE) return factors[1]!
    if (factors[1]!.payload === ONE) return factors[0]!
  }
  const collected = new Collected()
  for (const factor of factors) collected.include(factor)
  const rest = collected.finish()
  return build(collected.coefficient, rest)
}

/** The factors of a product while it is collected: like bases under one entry. */
class Collected {
  coefficient: NumberValue = ONE
  private readonly bases: Expr[] = []
  private readonly exponents: Expr[] = []
  /** The factor as it came, where nothing was merged into it. */
  private readonly factors: (Expr | undefined)[] = []
  private index: Map<Expr, number> | undefined
  private merged = false

  include(factor: Expr): void {
    switch (factor.op) {
      case 'num':
        this.coefficient = times(this.coefficient, factor.payload as NumberValue)
        break
      case 'mul':
        if (factor.args.length <= SPLICE_LIMIT) for (const inner of factor.args) this.include(inner)
        else this.merge(factor, factor, numberNode(ONE))
        break
      case 'pow':
        this.merge(factor, factor.args[0]!, factor.args[1]!)
        break
      case 'exp':
        this.merge(factor, constant('e'), factor.args[0]!)
        break
      default:
        this.merge(factor, factor, numberNode(ONE))
    }
  }

  private merge(factor: Expr, base: Expr, exponent: Expr): void {
    const at = this.find(base)
    if (at >= 0) {
      this.exponents[at] = addAll([this.exponents[at]!, exponent])
      this.changed(at)
      return
    }
    if (isNumber(base) && exponent.op === 'num') {
      const radical = this.bases.findIndex(
        (other, i) => isPositive(other) && isPositive(base) && this.exponents[i] === exponent,
      )
      if (radical >= 0) {
        const product = numberNode(times(this.bases[radical]!.payload as NumberValue, base.payload))
        this.index = undefined
        this.bases[radical] = product
        this.changed(radical)
        return
      }
    }
    this.index?.set(base, this.bases.length)
    this.bases.push(base)
    this.exponents.push(exponent)
    this.factors.push(factor)
  }

  private changed(at: number): void {
    this.factors[at] = undefined
    this.merged = true
  }

  private find(base: Expr): number {
    if (this.bases.length < MAP_FROM) return this.bases.indexOf(base)
    this.index ??= new Map(this.bases.map((known, i) => [known, i]))
    return this.index.get(base) ?? -1
  }

  /** The factors in order, without the numeric coefficient. */
  finish(): Expr[] {
    while (this.merged) this.rebuild()
    const out = this.factors as Expr[]
    sortBy(out, compareFactors)
    return out
  }

  /** Makes the merged powers; what they fold to (a number, another base) may merge again. */
  private rebuild(): void {
    const { bases, exponents, factors } = this
    const entries = factors.map((factor, i) => factor ?? powElementwise(bases[i]!, exponents[i]!))
    bases.length = exponents.length = factors.length = 0
    this.index = undefined
    this.merged = false
    for (const entry of entries) this.include(entry)
  }
}

const isPositive = (e: Expr): boolean => isNumber(e) && e.payload.numerator > 0

/** 1/0 and infinity: what a factor 0 does not make 0. */
const isUnbounded = (e: Expr): boolean =>
  (e.op === 'pow' && e.args[0]!.payload === ZERO) || (e.op === 'const' && (e.name === 'infinity' || e.name === 'nan'))

function build(coefficient: NumberValue, factors: Expr[]): Expr {
  if (factors.length === 0) return numberNode(coefficient)
  if (coefficient === ZERO && !factors.some(isUnbounded)) return numberNode(ZERO)
  if (coefficient === ONE) return factors.length === 1 ? factors[0]! : intern('mul', factors)
  if (coefficient === MINUS_ONE && factors.length === 1) {
    const only = factors[0]!
    if (only.op === 'add' && only.args.length <= SPLICE_LIMIT) return negatedSum(only)
  }
  return intern('mul', [numberNode(coefficient), ...factors])
}
