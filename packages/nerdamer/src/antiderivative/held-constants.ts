import { add, div, type Expr, mul, num, pow, symbol } from '@fluxion/symbolic'
import { coefficientsOf, isFree, ONE, ZERO } from './polynomial.ts'
import { replace } from './replace.ts'

/** A formula in which powers that differ from simpler ones by a constant are written as those, times a symbol. */
export interface Held {
  readonly f: Expr
  readonly constants: Readonly<Record<string, Expr>>
}

/**
 * Writes |g| as K·g, (c·g)^r as K·g^r, √(b·x² + c·x⁴) as K·x·√(b + c·x²) and √((a + b·x)²) as K·(a + b·x) for roots r: K is the quotient of both, and
 * its slope is zero. Undefined where there is nothing to write so.
 */
export function holdingConstants(f: Expr, x: string): Held | undefined {
  const constants: Record<string, Expr> = {}
  const held = replace(f, (e) => {
    const [base, exponent] = e.args
    if ((e.op === 'abs' || e.op === 'sign') && base !== undefined && !isFree(base, x)) {
      const name = `k${Object.keys(constants).length}_`
      constants[name] = e.op === 'sign' ? e : div(e, base)
      return e.op === 'sign' ? symbol(name) : mul(symbol(name), base)
    }
    if (e.op !== 'pow' || base === undefined || exponent?.op !== 'num' || Number.isInteger(exponent.value))
      return undefined
    const simpler = isFree(base, x) ? undefined : (splitProduct(base, exponent, x) ?? splitSum(base, exponent, x))
    if (simpler === undefined || simpler === e) return undefined
    const name = `k${Object.keys(constants).length}_`
    constants[name] = mul(e, pow(simpler, -1))
    return mul(symbol(name), simpler)
  })
  return held === undefined || held === f ? undefined : { f: held, constants }
}

function splitProduct(base: Expr, exponent: Expr, x: string): Expr | undefined {
  if (base.op !== 'mul')
    return base.op === 'pow' ? pow(base.args[0] as Expr, mul(base.args[1] as Expr, exponent)) : undefined
  return mul(
    ...base.args.filter((arg) => !isFree(arg, x)).map((arg) => splitProduct(arg, exponent, x) ?? pow(arg, exponent)),
    ONE,
  )
}

function splitSum(base: Expr, exponent: Expr, x: string): Expr | undefined {
  const coefficients = coefficientsOf(base, x)
  if (coefficients === undefined) return undefined
  const lowest = coefficients.findIndex((c) => c !== ZERO)
  if (lowest > 0) {
    const rest = add(...coefficients.slice(lowest).map((c, i) => mul(c, pow(symbol(x), i))))
    return mul(pow(symbol(x), mul(lowest, exponent)), splitSum(rest, exponent, x) ?? pow(rest, exponent))
  }
  return squareOf(coefficients, x, exponent)
}

/** (a + b·xⁿ)² to a power, where the coefficients are those of one. */
function squareOf(coefficients: readonly Expr[], x: string, exponent: Expr): Expr | undefined {
  const degree = coefficients.length - 1
  if (degree < 2 || degree % 2 !== 0) return undefined
  const middle = coefficients[degree / 2] as Expr
  if (coefficients.some((c, i) => i % (degree / 2) !== 0 && c !== ZERO) || middle === ZERO) return undefined
  const [low, high] = [coefficients[0] as Expr, coefficients[degree] as Expr]
  const discriminant = add(pow(middle, 2), mul(-4, low, high))
  if (discriminant !== num(0)) return undefined
  return pow(add(middle, mul(2, high, pow(symbol(x), degree / 2))), mul(2, exponent))
}
