import { type Expr, isNumber } from '../expression.ts'
import { HALF, integer, MINUS_ONE, type NumberValue, negative, plus, signOf, times } from '../number.ts'
import { powElementwise } from '../power.ts'
import { addAll, coefficientOf, scale, withoutCoefficient } from '../sum.ts'
import { numberNode } from '../symbols.ts'

/**
 * A square root of a + b·sqrt(c) for numbers with a² - b²·c a square d², as sqrt((a + d)/2) ± sqrt((a - d)/2), the sign
 * that of b; undefined where it is no such root. Whole powers of the root keep their exponent.
 */
export function denest(e: Expr): Expr | undefined {
  const [base, exponent] = e.args
  if (e.op !== 'pow' || base?.op !== 'add' || base.args.length !== 2 || exponent === undefined) return undefined
  if (!isNumber(exponent) || exponent.payload.denominator !== 2) return undefined
  const a = base.args.find(isNumber)?.payload
  const other = base.args.find((term) => !isNumber(term))
  if (a === undefined || other === undefined || !a.exact || signOf(a) < 0) return undefined
  const c = radicandOf(withoutCoefficient(other))
  const b = coefficientOf(other)
  if (c === undefined) return undefined
  const d = squareRoot(plus(times(a, a), negative(times(times(b, b), c))))
  if (d === undefined) return undefined
  const root = (x: NumberValue): Expr => powElementwise(numberNode(times(HALF, x)), numberNode(HALF))
  const second = root(plus(a, negative(d)))
  const sum = addAll([root(plus(a, d)), signOf(b) < 0 ? scale(MINUS_ONE, second) : second])
  return powElementwise(sum, numberNode(times(exponent.payload, integer(2))))
}

/** c of sqrt(c), an exact positive number. */
function radicandOf(e: Expr): NumberValue | undefined {
  const [base, exponent] = e.args
  if (e.op !== 'pow' || base === undefined || exponent === undefined) return undefined
  return isNumber(base) && base.payload.exact && exponent.payload === numberNode(HALF).payload
    ? base.payload
    : undefined
}

function squareRoot(x: NumberValue): NumberValue | undefined {
  if (signOf(x) < 0) return undefined
  const root = powElementwise(numberNode(x), numberNode(HALF))
  return isNumber(root) && root.payload.exact ? root.payload : undefined
}
