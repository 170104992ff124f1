import {
  abs,
  acos,
  acosh,
  acot,
  acoth,
  add,
  asin,
  asinh,
  atan,
  atanh,
  cbrt,
  cos,
  cosh,
  cot,
  coth,
  csc,
  csch,
  div,
  type Expr,
  erf,
  erfc,
  exp,
  lambertw,
  lgamma,
  log,
  log1p,
  mul,
  neg,
  num,
  pow,
  sec,
  sech,
  sin,
  sinh,
  softplus,
  sqrt,
  sub,
  tan,
  tanh,
} from '@fluxion/symbolic'
import { coefficientsOf, isFree, wholeOf } from './polynomial.ts'

type Row = (u: Expr) => Expr

const log1Plus = (u: Expr, sign: number): Expr => log(add(1, mul(sign, u, u)))

/** Antiderivatives of functions of u (tables of Abramowitz and Stegun, 4.3 to 4.6). */
const rows: Readonly<Record<string, Row>> = {
  exp,
  log: (u) => sub(mul(u, log(u)), u),
  sin: (u) => neg(cos(u)),
  cos: sin,
  tan: (u) => neg(log(cos(u))),
  cot: (u) => log(sin(u)),
  sec: (u) => log(add(sec(u), tan(u))),
  csc: (u) => neg(log(add(csc(u), cot(u)))),
  sinh: cosh,
  cosh: sinh,
  tanh: (u) => log(cosh(u)),
  coth: (u) => log(sinh(u)),
  sech: (u) => atan(sinh(u)),
  csch: (u) => log(tanh(div(u, 2))),
  asin: (u) => add(mul(u, asin(u)), sqrt(sub(1, pow(u, 2)))),
  acos: (u) => sub(mul(u, acos(u)), sqrt(sub(1, pow(u, 2)))),
  atan: (u) => sub(mul(u, atan(u)), div(log1Plus(u, 1), 2)),
  acot: (u) => add(mul(u, acot(u)), div(log1Plus(u, 1), 2)),
  asinh: (u) => sub(mul(u, asinh(u)), sqrt(add(1, pow(u, 2)))),
  acosh: (u) => sub(mul(u, acosh(u)), mul(sqrt(sub(u, 1)), sqrt(add(u, 1)))),
  atanh: (u) => add(mul(u, atanh(u)), div(log1Plus(u, -1), 2)),
  acoth: (u) => add(mul(u, acoth(u)), div(log(sub(pow(u, 2), 1)), 2)),
  log2: (u) => div(sub(mul(u, log(u)), u), log(2)),
  log10: (u) => div(sub(mul(u, log(u)), u), log(10)),
  log1p: (u) => sub(mul(add(1, u), log1p(u)), u),
  expm1: (u) => sub(exp(u), u),
  cbrt: (u) => mul(num('3/4'), u, cbrt(u)),
  abs: (u) => div(mul(u, abs(u)), 2),
  sign: abs,
  sigmoid: softplus,
  erf: (u) => add(mul(u, erf(u)), div(exp(neg(pow(u, 2))), sqrt('pi'))),
  erfc: (u) => sub(mul(u, erfc(u)), div(exp(neg(pow(u, 2))), sqrt('pi'))),
  digamma: lgamma,
  lambertw: (u) => mul(exp(lambertw(u)), add(pow(lambertw(u), 2), neg(lambertw(u)), 1)),
}

/** ∫ gⁿ by a reduction formula: what is found, and the factor before ∫ gⁿ⁻². */
type Reduction = (u: Expr, n: number) => readonly [Expr, Expr]

const ratio = (a: number, b: number): Expr => div(num(a), num(b))
const reductions: Readonly<Record<string, Reduction>> = {
  sin: (u, n) => [mul(ratio(-1, n), pow(sin(u), n - 1), cos(u)), ratio(n - 1, n)],
  cos: (u, n) => [mul(ratio(1, n), pow(cos(u), n - 1), sin(u)), ratio(n - 1, n)],
  tan: (u, n) => [mul(ratio(1, n - 1), pow(tan(u), n - 1)), num(-1)],
  cot: (u, n) => [mul(ratio(-1, n - 1), pow(cot(u), n - 1)), num(-1)],
  sec: (u, n) => [mul(ratio(1, n - 1), pow(sec(u), n - 2), tan(u)), ratio(n - 2, n - 1)],
  csc: (u, n) => [mul(ratio(-1, n - 1), pow(csc(u), n - 2), cot(u)), ratio(n - 2, n - 1)],
  sinh: (u, n) => [mul(ratio(1, n), pow(sinh(u), n - 1), cosh(u)), ratio(1 - n, n)],
  cosh: (u, n) => [mul(ratio(1, n), pow(cosh(u), n - 1), sinh(u)), ratio(n - 1, n)],
  tanh: (u, n) => [mul(ratio(-1, n - 1), pow(tanh(u), n - 1)), num(1)],
  coth: (u, n) => [mul(ratio(-1, n - 1), pow(coth(u), n - 1)), num(1)],
  sech: (u, n) => [mul(ratio(1, n - 1), pow(sech(u), n - 2), tanh(u)), ratio(n - 2, n - 1)],
  csch: (u, n) => [mul(ratio(-1, n - 1), pow(csch(u), n - 2), coth(u)), ratio(2 - n, n - 1)],
}

const reciprocals: Readonly<Record<string, string>> = {
  sin: 'csc',
  cos: 'sec',
  tan: 'cot',
  cot: 'tan',
  sec: 'cos',
  csc: 'sin',
  sinh: 'csch',
  cosh: 'sech',
  tanh: 'coth',
  coth: 'tanh',
  sech: 'cosh',
  csch: 'sinh',
}

/** The slope of a linear formula of x. */
const slopeOf = (u: Expr, x: string): Expr | undefined => {
  const coefficients = coefficientsOf(u, x)
  return coefficients?.length === 2 ? coefficients[1] : undefined
}

/** The antiderivative of a function of a linear formula of x, or of a power of one, from the table; undefined when it is not there. */
export function fromTable(f: Expr, x: string): Expr | undefined {
  if (f.op === 'sym') return div(pow(f, 2), 2)
  if (f.op === 'pow') return powerFromTable(f.args[0] as Expr, f.args[1] as Expr, x)
  const row = Object.hasOwn(rows, f.op) ? rows[f.op] : undefined
  const slope = row && slopeOf(f.args[0] as Expr, x)
  return row && slope && div(row(f.args[0] as Expr), slope)
}

function powerFromTable(base: Expr, exponent: Expr, x: string): Expr | undefined {
  if (isFree(base, x)) {
    const slope = slopeOf(exponent, x)
    return slope && div(pow(base, exponent), mul(slope, log(base)))
  }
  if (!isFree(exponent, x)) return undefined
  const slope = slopeOf(base, x)
  if (slope !== undefined) {
    if (wholeOf(exponent) === -1) return div(log(base), slope)
    return div(pow(base, add(exponent, 1)), mul(slope, add(exponent, 1)))
  }
  const n = wholeOf(exponent)
  const inner = n !== undefined && Object.hasOwn(reciprocals, base.op) ? slopeOf(base.args[0] as Expr, x) : undefined
  if (n === undefined || inner === undefined || Math.abs(n) > 40) return undefined
  const name = n > 0 ? base.op : (reciprocals[base.op] as string)
  return div(trigonometricPower(name, base.args[0] as Expr, Math.abs(n)), inner)
}

function trigonometricPower(name: string, u: Expr, n: number): Expr {
  if (n === 0) return u
  if (n === 1) return (rows[name] as Row)(u)
  const [found, factor] = (reductions[name] as Reduction)(u, n)
  return wholeOf(factor) === 0 ? found : add(found, mul(factor, trigonometricPower(name, u, n - 2)))
}
