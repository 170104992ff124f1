import { type ConstantName, type Expr, type Formula, toText } from '@fluxion/symbolic'
import type { BigNumber } from 'mathjs'
import { Arithmetic } from './arithmetic.ts'
import { errors } from './errors.ts'
import { foldGraph } from './fold.ts'
import { preciseFunctions } from './precise-functions.ts'

/** Options of {@link evaluatePrecise}. */
export interface PreciseOptions {
  /** Significant digits that are wanted, 64 unless given; at most 10,000. */
  readonly digits?: number
}

/** Numbers a symbol can be bound to; text keeps digits that a double does not have. */
export type PreciseValue = number | string | bigint | BigNumber

const GUARD_DIGITS = 15
const MOST_DIGITS = 10_000
const ATTEMPTS = 6

/**
 * The value of a formula to any number of digits, as a mathjs BigNumber. The working precision is raised until two precisions agree on
 * every digit that is returned, so cancellation does not cost any. What vanishes however many digits are taken is zero. NaN where the
 * real function is undefined.
 *
 * Throws `evaluate/unbound-symbol`, `evaluate/bad-value`, `mathjs/bad-digits`, `mathjs/unsettled` at a jump, and `mathjs/unsupported-expression` for functions without a precise form
 * (`bessely`, `polygamma`) and matrix formulas.
 *
 * @example
 * evaluatePrecise('exp(pi * sqrt(163))', {}, { digits: 31 }).toString() // => 262537412640768743.9999999999993
 */
export function evaluatePrecise(
  f: Formula,
  at: Readonly<Record<string, PreciseValue>> = {},
  options?: PreciseOptions,
): BigNumber {
  const digits = options?.digits ?? 64
  if (!Number.isInteger(digits) || digits < 1 || digits > MOST_DIGITS) throw errors.badDigits(digits)
  let before: BigNumber | undefined
  let working = digits + GUARD_DIGITS
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const value = evaluateAt(f, at, working)
    const rounded = value.toSignificantDigits(digits)
    if (before !== undefined && (rounded.eq(before) || (value.isNaN() && before.isNaN()))) return rounded
    before = rounded
    working = Math.ceil(working * 1.6) + GUARD_DIGITS
  }
  return settle(before as BigNumber, digits, toText(f))
}

/** What never settles is zero if it vanishes with the precision, undefined if it grows with it: a pole. */
function settle(value: BigNumber, digits: number, text: string): BigNumber {
  if (value.e < -2 * digits) return value.times(0)
  if (value.e > 2 * digits) return value.times(Number.NaN)
  throw errors.unsettled(text)
}

const instances = new Map<number, Arithmetic>()

/** The arithmetic of a precision; the last few are kept, since making one takes longer than most formulas. */
function arithmeticOf(digits: number): Arithmetic {
  const known = instances.get(digits)
  if (known !== undefined) return known
  if (instances.size >= 8) instances.clear()
  const made = new Arithmetic(digits)
  instances.set(digits, made)
  return made
}

function evaluateAt(f: Formula, at: Readonly<Record<string, PreciseValue>>, digits: number): BigNumber {
  const m = arithmeticOf(digits)
  const big = (x: PreciseValue): BigNumber => m.big(typeof x === 'bigint' ? String(x) : x)
  return foldGraph<BigNumber>(f, (e, args) => {
    if (e.op === 'num') return numberOf(e, big)
    if (e.op === 'const') return constants[e.name as ConstantName](m)
    if (e.op === 'sym') {
      if (!Object.hasOwn(at, e.name)) throw errors.unbound(e.name)
      return bound(e.name, at[e.name], big)
    }
    const compute = Object.hasOwn(preciseFunctions, e.op) ? preciseFunctions[e.op] : undefined
    if (compute === undefined || e.shape.length > 0)
      throw errors.unsupportedExpression(`${e.op} to many digits, in ${toText(e)}`)
    return compute(m, ...args)
  })
}

const constants: { readonly [Name in ConstantName]: (m: Arithmetic) => BigNumber } = {
  pi: (m) => m.pi,
  tau: (m) => m.pi.times(2),
  e: (m) => m.exp(m.one),
  phi: (m) => m.big(5).sqrt().plus(1).div(2),
  infinity: (m) => m.big(Number.POSITIVE_INFINITY),
  nan: (m) => m.nan,
  true: (m) => m.one,
  false: (m) => m.big(0),
}

function bound(name: string, given: unknown, big: (x: PreciseValue) => BigNumber): BigNumber {
  try {
    return big(given as PreciseValue)
  } catch {
    throw errors.badValue(name, given)
  }
}

/** An exact number from its own text, `3`, `1 / 3` or `0.1`. */
function numberOf(e: Expr, big: (x: PreciseValue) => BigNumber): BigNumber {
  const [numerator, denominator] = toText(e).split(' / ')
  return denominator === undefined ? big(numerator as string) : big(numerator as string).div(big(denominator))
}
