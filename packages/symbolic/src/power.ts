import { apply } from './apply.ts'
import { type Expr, isNumber, type NumberExpr } from './expression.ts'
import { intern } from './intern.ts'
import { matrixPower } from './matrices.ts'
import {
  exactly,
  float,
  HALF,
  type Integer,
  integer,
  integerPower,
  isEven,
  isInteger,
  MINUS_ONE,
  type NumberValue,
  negative,
  ONE,
  rational,
  signOf,
  times,
  ZERO,
} from './number.ts'
import { SPLICE_LIMIT } from './order.ts'
import { mulAll, scalarProduct } from './product.ts'
import { elementwiseShape, onesOf } from './shapes.ts'
import { isNonnegative, isPositive } from './sign.ts'
import { numberNode } from './symbols.ts'

/** `base` to the power `exponent`; of a square matrix with a whole exponent the matrix power. */
export function pow(base: Expr, exponent: Expr): Expr {
  return base.shape.length > 0 && exponent.shape.length === 0
    ? matrixPower(base, exponent)
    : powElementwise(base, exponent)
}

/** The square root, of vectors and matrices that of every entry. */
export function sqrt(x: Expr): Expr {
  return powElementwise(x, numberNode(HALF))
}

/** Entry by entry, the power of scalars, vectors and matrices. */
export function powElementwise(base: Expr, exponent: Expr): Expr {
  if (isNumber(exponent)) {
    if (exponent.payload === ZERO) return onesOf(base.shape)
    if (exponent.payload === ONE) return base
  }
  if (base.shape.length + exponent.shape.length > 0)
    return foldEntries(base, exponent) ?? intern('pow', [base, exponent], elementwiseShape('.^', [base, exponent]))
  return fold(base, exponent) ?? intern('pow', [base, exponent])
}

/** Of vectors and matrices the powers of powers with numbers as exponents: `(x .^ 2) .^ (-1)` is `x .^ (-2)`. */
const foldEntries = (base: Expr, exponent: Expr): Expr | undefined =>
  base.op === 'pow' && isNumber(exponent) && isNumber(base.args[1]!)
    ? foldTower(base.args[0]!, base.args[1], exponent)
    : undefined

function fold(base: Expr, exponent: Expr): Expr | undefined {
  switch (base.op) {
    case 'num':
      return foldNumber(base as NumberExpr, exponent)
    case 'const':
      return base.name === 'e' ? apply('exp', [exponent]) : undefined
    case 'exp':
      return apply('exp', [scalarProduct([base.args[0]!, exponent])])
    case 'pow':
      return foldTower(base.args[0]!, base.args[1]!, exponent)
    case 'abs':
      return isNumber(exponent) && isEven(exponent.payload) ? powElementwise(base.args[0]!, exponent) : undefined
    case 'mul':
      return isNumber(exponent) && base.args.length <= SPLICE_LIMIT ? foldProduct(base, exponent) : undefined
    default:
      return undefined
  }
}

/** (b^inner)^outer */
function foldTower(b: Expr, inner: Expr, outer: Expr): Expr | undefined {
  const merged = (): Expr => scalarProduct([inner, outer])
  if (isNumber(outer) && isInteger(outer.payload)) return powElementwise(b, merged())
  if (isNonnegative(b)) return isPositive(b) || isNumber(inner) ? powElementwise(b, merged()) : undefined
  if (!isNumber(inner)) return undefined
  // an even power is one of |b|, and a fractional one is defined for b ≥ 0 alone
  if (isEven(inner.payload)) return powElementwise(apply('abs', [b]), merged())
  return isInteger(inner.payload) ? undefined : powElementwise(b, merged())
}

/** (c·x·y)^n for a number n: whole n go to every factor, of fractional ones the perfect part of c comes out. */
function foldProduct(base: Expr, exponent: NumberExpr): Expr | undefined {
  if (isInteger(exponent.payload)) return mulAll(base.args.map((factor) => powElementwise(factor, exponent)))
  const c = base.args[0]!
  if (!isNumber(c)) return undefined
  const { root, rest } = splitRoot(signOf(c.payload) > 0 ? c.payload : negative(c.payload), exponent.payload)
  if (root === ONE) return undefined
  const inside = mulAll([numberNode(signOf(c.payload) > 0 ? rest : negative(rest)), ...base.args.slice(1)])
  const outside = integerPower(root, Number(exponent.payload.numerator))
  return mulAll([numberNode(outside), powElementwise(inside, exponent)])
}

function foldNumber(base: NumberExpr, exponent: Expr): Expr | undefined {
  if (base.payload === ONE) return base
  if (!isNumber(exponent)) return undefined
  const n = exponent.payload
  if (base.payload === ZERO) return signOf(n) > 0 ? base : undefined
  if (isInteger(n)) return numberNode(wholePower(base.payload, n))
  return signOf(base.payload) > 0 ? foldRadical(base, n) : undefined
}

/**
 * c^(p/q) for c > 0: the whole part of the exponent and q-th powers come out, a denominator is made rational:
 * sqrt(8) = 2·sqrt(2), 2^(-1/2) = 1/2·sqrt(2), sqrt(2/3) = 1/3·sqrt(6).
 */
function foldRadical(base: NumberExpr, exponent: NumberValue): Expr | undefined {
  const c = base.payload
  const { numerator: p, denominator: q } = exponent
  const { root, rest } = splitRoot(c, exponent)
  if (typeof p !== 'number' || typeof q !== 'number' || !exponent.exact) return undefined
  if (rest === ONE) return numberNode(integerPower(root, p))
  if (!c.exact) return undefined
  const r = ((p % q) + q) % q
  if (r === p && root === ONE && rest.denominator === 1) return undefined
  // rest = n/d: (n/d)^(r/q) = (n·d^(q-1))^(r/q) / d^r
  const d = integer(rest.denominator)
  // … in which q-th powers can have come together again
  const inner = extractRoot(times(integer(rest.numerator), integerPower(d, q - 1)).numerator, q)
  const roots = times(integerPower(root, r), integerPower(integer(inner.root), r))
  const outside = times(times(integerPower(c, (p - r) / q), roots), integerPower(d, -r))
  if (inner.rest === 1) return numberNode(outside)
  const radical = intern('pow', [numberNode(integer(inner.rest)), numberNode(rational(r, q))])
  return outside === ONE ? radical : intern('mul', [numberNode(outside), radical])
}

function wholePower(base: NumberValue, n: NumberValue): NumberValue {
  if (typeof n.numerator === 'number') return integerPower(base, n.numerator)
  if (base === MINUS_ONE) return isEven(n) ? ONE : base
  return integerPower(base, Number.MAX_SAFE_INTEGER)
}

/** c = root^q · rest for the denominator q of the exponent; a float comes apart only where it is a perfect power. */
function splitRoot(c: NumberValue, exponent: NumberValue): { root: NumberValue; rest: NumberValue } {
  const q = exponent.denominator
  if (!exponent.exact || typeof q !== 'number' || q > 64) return { root: ONE, rest: c }
  const value = exactly(c)
  const top = extractRoot(value.numerator, q)
  const bottom = extractRoot(value.denominator, q)
  if (c.exact) return { root: rational(top.root, bottom.root), rest: rational(top.rest, bottom.rest) }
  return top.rest === 1 && bottom.rest === 1
    ? { root: float(rational(top.root, bottom.root).value), rest: ONE }
    : { root: ONE, rest: c }
}

/** n = root^q · rest; perfect powers exactly, otherwise with the factors below a hundred. */
function extractRoot(n: Integer, q: number): { root: Integer; rest: Integer } {
  if (n === 1 || typeof n === 'bigint') return { root: 1, rest: n }
  const perfect = Math.round(n ** (1 / q))
  if (perfect ** q === n) return { root: perfect, rest: 1 }
  let root = 1
  let rest = n
  for (let factor = 2; factor < 100 && factor ** q <= rest; factor++)
    while (rest % factor ** q === 0) {
      rest /= factor ** q
      root *= factor
    }
  const left = Math.round(rest ** (1 / q))
  return left > 1 && left ** q === rest ? { root: root * left, rest: 1 } : { root, rest }
}
