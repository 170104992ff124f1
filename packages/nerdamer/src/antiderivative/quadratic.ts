import {
  abs,
  add,
  atan,
  div,
  type Expr,
  log,
  mul,
  neg,
  num,
  pow,
  simplify,
  sqrt,
  sub,
  substitute,
  symbol,
} from '@fluxion/symbolic'
import { coefficientsOf, isFree, ONE, polynomial, wholeOf, ZERO } from './polynomial.ts'

const HIGHEST_POWER = 30

/**
 * The antiderivative of P(x)·(a + b·x + c·x²)^p, or of x^m·(a + c·x²)^p with m below zero, for whole and half-whole p, by the
 * reduction formulas for binomials (Gradshteyn and Ryzhik, 2.110); undefined for anything else.
 */
export function overQuadratic(f: Expr, x: string): Expr | undefined {
  const parts = f.op === 'mul' ? f.args : [f]
  const radical = parts.find(
    (part) => part.op === 'pow' && halfWholeOf(part.args[1]) !== undefined && isQuadratic(part, x),
  )
  if (radical === undefined) return undefined
  const twice = halfWholeOf(radical.args[1]) as number
  const [a, b, c] = coefficientsOf(radical.args[0] as Expr, x) as [Expr, Expr, Expr]
  const rest = parts.filter((part) => part !== radical)
  const shift = b === ZERO ? ZERO : div(b, mul(2, c))
  const power = b === ZERO ? powerOf(rest, x) : undefined
  const lowest = sub(a, mul(c, pow(shift, 2)))
  if (power !== undefined) return mul(power.factor, reduce(power.exponent, twice, lowest, c, x))
  const t = symbol(x)
  const moved = coefficientsOf(substitute(mul(...rest), { [x]: sub(t, shift) }), x)
  if (moved === undefined || moved.length > HIGHEST_POWER) return undefined
  const found = add(...moved.map((factor, m) => mul(factor, factor === ZERO ? ZERO : reduce(m, twice, lowest, c, x))))
  return shift === ZERO ? found : substitute(found, { [x]: add(t, shift) })
}

const isQuadratic = (e: Expr, x: string): boolean => coefficientsOf(e.args[0] as Expr, x)?.length === 3

/** Twice an exponent that is a negative whole number or half a whole one. */
function halfWholeOf(e: Expr | undefined): number | undefined {
  if (e?.op !== 'num' || !Number.isSafeInteger(2 * e.value) || Math.abs(e.value) > HIGHEST_POWER) return undefined
  return e.value < 0 || !Number.isInteger(e.value) ? 2 * e.value : undefined
}

/** A product c·x^m with m below zero. */
function powerOf(parts: readonly Expr[], x: string): { factor: Expr; exponent: number } | undefined {
  const [only, ...more] = parts.filter((part) => !isFree(part, x))
  const exponent = only?.op === 'pow' && only.args[0] === symbol(x) ? wholeOf(only.args[1]) : undefined
  if (more.length > 0 || exponent === undefined || exponent > 0 || exponent < -HIGHEST_POWER) return undefined
  return { factor: mul(...parts.filter((part) => isFree(part, x)), ONE), exponent }
}

/** ∫ x^m·(a + c·x²)^p with 2·p = twice. */
function reduce(m: number, twice: number, a: Expr, c: Expr, x: string): Expr {
  const t = symbol(x)
  const q = polynomial([a, ZERO, c], x)
  const q1 = pow(q, num(`${twice + 2}/2`))
  const again = (nextM: number, nextTwice: number): Expr => reduce(nextM, nextTwice, a, c, x)
  const whole = m + twice + 1
  if (m === 1) return twice === -2 ? div(log(q), mul(2, c)) : div(q1, mul(twice + 2, c))
  if (m >= 2 && whole !== 0) {
    const factor = mul(c, whole)
    return sub(div(mul(pow(t, m - 1), q1), factor), mul(div(mul(a, m - 1), factor), again(m - 2, twice)))
  }
  if (m <= -2) {
    const factor = mul(a, m + 1)
    return sub(div(mul(pow(t, m + 1), q1), factor), mul(div(mul(c, m + twice + 3), factor), again(m + 2, twice)))
  }
  if (twice < -2) {
    const factor = mul(a, twice + 2)
    const found = neg(div(mul(pow(t, m + 1), q1), factor))
    return m + twice + 3 === 0 ? found : add(found, mul(div(num(m + twice + 3), factor), again(m, twice + 2)))
  }
  if (twice > 0) {
    const power = pow(q, num(`${twice}/2`))
    if (m === -1) return add(div(power, twice), mul(a, again(-1, twice - 2)))
    return add(div(mul(t, power), twice + 1), mul(div(mul(a, twice), twice + 1), again(0, twice - 2)))
  }
  if (m === -1) return twice === -2 ? sub(div(log(t), a), div(log(q), mul(2, a))) : reciprocalRoot(q, a, t)
  return twice === -2 ? reciprocal(a, c, t) : inverseRoot(q, c, t)
}

/** Whether a coefficient is written with a minus sign. */
const isNegative = (e: Expr): boolean =>
  e.op === 'mul' ? isNegative(e.args[0] as Expr) : e.op === 'num' && e.value < 0

/** ∫ 1 / (a + c·x²) */
function reciprocal(a: Expr, c: Expr, t: Expr): Expr {
  const quotient = simplify(div(c, a))
  const root = sqrt(isNegative(quotient) ? neg(quotient) : quotient)
  const u = mul(t, root)
  // the area tangent, continued beyond the poles
  const found = isNegative(quotient) ? div(log(abs(div(add(u, 1), sub(u, 1)))), 2) : atan(u)
  return div(found, mul(a, root))
}

/** ∫ 1 / √(a + c·x²) */
function inverseRoot(q: Expr, c: Expr, t: Expr): Expr {
  if (isNegative(c)) return div(atan(div(mul(sqrt(neg(c)), t), sqrt(q))), sqrt(neg(c)))
  return div(log(add(mul(sqrt(c), t), sqrt(q))), sqrt(c))
}

/** ∫ 1 / (x·√(a + c·x²)) */
function reciprocalRoot(q: Expr, a: Expr, t: Expr): Expr {
  if (isNegative(a)) return div(atan(div(sqrt(q), sqrt(neg(a)))), sqrt(neg(a)))
  return neg(div(log(div(add(sqrt(a), sqrt(q)), t)), sqrt(a)))
}
