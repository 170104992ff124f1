import { apply, isNegative } from './apply.ts'
import { type Expr, isNumber } from './expression.ts'
import { intern } from './intern.ts'
import { inv, matrixProduct } from './matrices.ts'
import { MINUS_ONE, type NumberValue, ONE, times, ZERO } from './number.ts'
import { compareFactors, SPLICE_LIMIT, sortBy } from './order.ts'
import { powElementwise } from './power.ts'
import { addAll, neg, negatedSum } from './sum.ts'
import { constant, numberNode } from './symbols.ts'

/** `a / b` */
export function div(a: Expr, b: Expr): Expr {
  return mulAll([a, b.shape.length === 2 ? inv(b) : powElementwise(b, numberNode(MINUS_ONE))])
}

/** The product of a list of expressions; see `mul`. */
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
  const collected: Expr[] = []
  let coefficient = gather(factors, collected, ONE)
  for (;;) {
    sortBy(collected, compareFactors)
    if (!mergeLike(collected)) return build(coefficient, collected)
    // what the merged powers fold to (a number, another base) may merge again
    coefficient = gather(collected.splice(0), collected, coefficient)
  }
}

/** Lists the factors that are no numbers, short products dissolved; returns the coefficient with the numbers multiplied in. */
function gather(factors: readonly Expr[], into: Expr[], coefficient: NumberValue): NumberValue {
  let total = coefficient
  for (let i = 0; i < factors.length; i++) {
    const factor = factors[i]!
    if (factor.op === 'num') total = times(total, factor.payload as NumberValue)
    else if (factor.op === 'mul' && factor.args.length <= SPLICE_LIMIT) total = gather(factor.args, into, total)
    else into.push(factor)
  }
  return total
}

/** Multiplies powers of one base, which stand beside each other in a sorted list; whether there were any. */
function mergeLike(factors: Expr[]): boolean {
  const before = factors.length
  let kept = 0
  for (let i = 0; i < before; ) {
    const first = factors[i]!
    let end = i + 1
    while (end < before && haveOneBase(first, factors[end]!)) end++
    factors[kept++] = end === i + 1 ? first : power(factors.slice(i, end))
    i = end
  }
  if (kept < before) factors.length = kept
  mergeNumbers(factors)
  return factors.length < before
}

const haveOneBase = (a: Expr, b: Expr): boolean =>
  a.op === 'exp' ? b.op === 'exp' : (a.op === 'pow' ? a.args[0] : a) === (b.op === 'pow' ? b.args[0] : b)

/** The power that powers of one base multiply to. */
function power(factors: readonly Expr[]): Expr {
  const first = factors[0]!
  if (first.op === 'exp') return apply('exp', [addAll(factors.map((factor) => factor.args[0]!))])
  const one = numberNode(ONE)
  const base = first.op === 'pow' ? first.args[0]! : first
  const exponent = addAll(factors.map((factor) => (factor.op === 'pow' ? factor.args[1]! : one)))
  return exponent.payload === ZERO && isUnbounded(base) ? constant('nan') : powElementwise(base, exponent)
}

/** Merges what leads a sorted list: numbers with one exponent (`2^x * 3^x` is `6^x`), e into an exponential. */
function mergeNumbers(factors: Expr[]): void {
  for (let i = 0; i < factors.length; i++) {
    const factor = factors[i]!
    if (isNumberPower(factor)) {
      const exponent = factor.args[1]!
      const opposite = i === 0 || isNumber(exponent) ? exponent : neg(exponent)
      const at = factors.findIndex((f) => isNumberPower(f) && (f.args[1] === exponent || f.args[1] === opposite))
      if (at === i) continue
      factors[at] = powerOfNumbers(factors[at]!, factor)
      factors.splice(i--, 1)
    } else if (factor.op === 'const') {
      if (factor.name !== 'e') continue
      const at = factors.findIndex((other) => other.op === 'exp')
      if (at < 0) return
      factors[at] = apply('exp', [addAll([factors[at]!.args[0]!, numberNode(ONE)])])
      factors.splice(i, 1)
      return
    } else if (factor.op !== 'pow' || factor.args[0]!.op !== 'num') return
  }
}

/** The product of powers of numbers with one exponent, or with opposite ones. */
function powerOfNumbers(a: Expr, b: Expr): Expr {
  const exponent = b.args[1]!
  if (a.args[1] === exponent) return powElementwise(mulAll([a.args[0]!, b.args[0]!]), exponent)
  const [above, below] = isNegative(exponent) ? [a, b] : [b, a]
  return powElementwise(div(above.args[0]!, below.args[0]!), above.args[1]!)
}

const isNumberPower = (e: Expr): boolean => e.op === 'pow' && isPositive(e.args[0]!)

const isPositive = (e: Expr): boolean => isNumber(e) && e.payload.numerator > 0

/** Zero, or undefined where a factor is 1/0 or infinite. */
export const zeroTimes = (factors: readonly Expr[]): Expr =>
  factors.some(isUnbounded) ? constant('nan') : numberNode(ZERO)

const isUnbounded = (e: Expr): boolean =>
  (e.op === 'pow' && e.args[0]!.payload === ZERO) || (e.op === 'const' && (e.name === 'infinity' || e.name === 'nan'))

function build(coefficient: NumberValue, factors: Expr[]): Expr {
  if (factors.length === 0) return numberNode(coefficient)
  if (coefficient === ZERO) return zeroTimes(factors)
  if (coefficient === ONE) return factors.length === 1 ? factors[0]! : intern('mul', factors)
  if (coefficient === MINUS_ONE && factors.length === 1) {
    const only = factors[0]!
    if (only.op === 'add' && only.args.length <= SPLICE_LIMIT) return negatedSum(only)
  }
  return intern('mul', [numberNode(coefficient), ...factors])
}
