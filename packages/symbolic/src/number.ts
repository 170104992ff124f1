import * as errors from './errors.ts'

/** An integer: a `number` where it is safe, a `bigint` where it is not, so that `===` compares values. */
export type Integer = number | bigint

/**
 * The value of a number node: an exact fraction in lowest terms, or a float.
 *
 * A float stands for the shortest decimal that reads back as the same double. Arithmetic with a float is done exactly
 * on that decimal and rounded once, so `0.1 + 0.2` is `0.3`; a float whose value is a safe integer becomes exact.
 */
export interface NumberValue {
  readonly exact: boolean
  /** Numerator in lowest terms; the double itself when not exact. */
  readonly numerator: Integer
  /** Denominator, positive; 1 when not exact. */
  readonly denominator: Integer
  /** The nearest double. */
  readonly value: number
}

/** Longest integer kept exact, in bits. */
const MAX_BITS = 16_384

const fraction = (numerator: Integer, denominator: Integer, value: number): NumberValue => ({
  exact: true,
  numerator,
  denominator,
  value,
})

const small: readonly NumberValue[] = /* @__PURE__ */ Array.from({ length: 257 }, (_, i) =>
  fraction(i - 128, 1, i - 128),
)

export const ZERO: NumberValue = small[128]!
export const ONE: NumberValue = small[129]!
export const MINUS_ONE: NumberValue = small[127]!
export const HALF: NumberValue = fraction(1, 2, 0.5)

const narrow = (n: bigint): Integer => (n >= -9007199254740991n && n <= 9007199254740991n ? Number(n) : checkSize(n))

/** Number of bits of |n|, rounded up to a multiple of four. */
export const bitLength = (n: Integer): number =>
  typeof n === 'number' ? (n === 0 ? 0 : Math.floor(Math.log2(Math.abs(n))) + 1) : n.toString(16).length * 4

function checkSize(n: bigint): bigint {
  if (BigInt.asIntN(MAX_BITS, n) !== n) throw errors.numberLimit('an integer')
  return n
}

/** The exact integer `n`. */
export function integer(n: Integer): NumberValue {
  if (typeof n === 'bigint') {
    const m = narrow(n)
    return typeof m === 'number' ? integer(m) : fraction(m, 1, Number(m))
  }
  return n >= -128 && n <= 128 ? small[n + 128]! : fraction(n, 1, n)
}

function gcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b]
  return a < 0 ? -a : a
}

function bigGcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a < 0n ? -a : a
}

/** The exact fraction `n / d` in lowest terms; `d` must not be zero. */
export function rational(n: Integer, d: Integer): NumberValue {
  if (typeof n === 'number' && typeof d === 'number') {
    if (d === 1) return integer(n)
    if (d === 0) throw errors.divisionByZero()
    if (n === 0) return ZERO
    const g = d < 0 ? -gcd(n, d) : gcd(n, d)
    const numerator = n / g
    const denominator = d / g
    return denominator === 1 ? integer(numerator) : fraction(numerator, denominator, numerator / denominator)
  }
  let numerator = BigInt(n)
  let denominator = BigInt(d)
  if (denominator === 0n) throw errors.divisionByZero()
  const g = denominator < 0n ? -bigGcd(numerator, denominator) : bigGcd(numerator, denominator)
  numerator /= g
  denominator /= g
  if (denominator === 1n) return integer(numerator)
  return fraction(narrow(numerator), narrow(denominator), nearest(numerator, denominator))
}

/** The double nearest to `n / d`: a quotient of 66 bits or more with a sticky last bit, rounded once by `Number`. */
function nearest(n: bigint, d: bigint): number {
  const negative = n < 0n
  const magnitude = negative ? -n : n
  const shift = bitLength(d) - bitLength(magnitude) + 72
  const top = shift > 0 ? magnitude << BigInt(shift) : magnitude
  const bottom = shift < 0 ? d << BigInt(-shift) : d
  const quotient = top / bottom
  const sticky = quotient * bottom === top ? quotient : quotient | 1n
  const value = scale(Number(sticky), -shift)
  return negative ? -value : value
}

/** x·2^k in two steps, so that neither factor leaves the range of doubles early. */
function scale(x: number, k: number): number {
  const exponent = Math.max(-2000, Math.min(2000, k))
  const half = Math.trunc(exponent / 2)
  return x * 2 ** half * 2 ** (exponent - half)
}

/** The float `value`; exact when it is a safe integer. */
export function float(value: number): NumberValue {
  if (!Number.isFinite(value)) throw errors.numberLimit('a floating-point number')
  if (Number.isSafeInteger(value)) return integer(value === 0 ? 0 : value)
  return { exact: false, numerator: value, denominator: 1, value }
}

/** The fraction that `x` stands for: itself, or the shortest decimal of a float. */
export function exactly(x: NumberValue): NumberValue {
  return x.exact ? x : decimal(String(x.value))
}

/** Reads digits with an optional fraction and exponent as an exact fraction. */
export function decimal(text: string): NumberValue {
  const parts = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text)
  const [, sign, whole = '', rest = '', exponent = '0'] = parts ?? []
  if (whole + rest === '') throw errors.badNumber(text)
  const power = Number(exponent) - rest.length
  if (Math.abs(power) + whole.length + rest.length > MAX_BITS / 3.33) throw errors.numberLimit(text.slice(0, 40))
  const digits = BigInt(sign + whole + rest)
  return power < 0 ? rational(digits, 10n ** BigInt(-power)) : integer(digits * 10n ** BigInt(power))
}

/** A number as written: integers and fractions exact, decimals as floats (which keep short ones exactly). */
export function numberFromText(text: string): NumberValue {
  const slash = text.indexOf('/')
  if (slash >= 0)
    return divide(numberFromText(text.slice(0, slash).trim()), numberFromText(text.slice(slash + 1).trim()))
  if (/^[+-]?\d+$/.test(text)) return text.length < 16 ? integer(Number(text) + 0) : decimal(text)
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw errors.badNumber(text)
  return float(Number(text))
}

const rounded = (exact: NumberValue): NumberValue => {
  if (exact.value === 0 && exact.numerator !== 0) throw errors.numberLimit('a floating-point number')
  return float(exact.value)
}

export function plus(a: NumberValue, b: NumberValue): NumberValue {
  if (!(a.exact && b.exact)) return rounded(plus(exactly(a), exactly(b)))
  const { numerator: an, denominator: ad } = a
  const { numerator: bn, denominator: bd } = b
  if (typeof an === 'number' && typeof bn === 'number' && typeof ad === 'number' && typeof bd === 'number') {
    const left = an * bd
    const right = bn * ad
    const bottom = ad * bd
    if (Math.abs(left) + Math.abs(right) <= Number.MAX_SAFE_INTEGER && bottom <= Number.MAX_SAFE_INTEGER)
      return rational(left + right, bottom)
  }
  return rational(BigInt(an) * BigInt(bd) + BigInt(bn) * BigInt(ad), BigInt(ad) * BigInt(bd))
}

export function times(a: NumberValue, b: NumberValue): NumberValue {
  if (!(a.exact && b.exact)) return a === ZERO || b === ZERO ? ZERO : rounded(times(exactly(a), exactly(b)))
  const { numerator: an, denominator: ad } = a
  const { numerator: bn, denominator: bd } = b
  if (typeof an === 'number' && typeof bn === 'number' && typeof ad === 'number' && typeof bd === 'number') {
    const top = an * bn
    const bottom = ad * bd
    if (Math.abs(top) <= Number.MAX_SAFE_INTEGER && bottom <= Number.MAX_SAFE_INTEGER) return rational(top + 0, bottom)
  }
  return rational(BigInt(an) * BigInt(bn), BigInt(ad) * BigInt(bd))
}

export function negative(a: NumberValue): NumberValue {
  if (!a.exact) return float(-a.value)
  return a.denominator === 1 ? integer(flip(a.numerator)) : fraction(flip(a.numerator), a.denominator, -a.value)
}

const flip = (n: Integer): Integer => (n === 0 ? 0 : -n)

export function reciprocal(a: NumberValue): NumberValue {
  return a.exact ? rational(a.denominator, a.numerator) : rounded(reciprocal(exactly(a)))
}

export const divide = (a: NumberValue, b: NumberValue): NumberValue => times(a, reciprocal(b))

/** `base` to the power of the whole number `exponent`, exact; throws `limit/number` where that would be huge. */
export function integerPower(base: NumberValue, exponent: number): NumberValue {
  if (exponent < 0) return integerPower(reciprocal(base), -exponent)
  if (exponent === 0 || base === ONE) return ONE
  if (base === ZERO || exponent === 1) return base
  if (base === MINUS_ONE) return exponent % 2 === 0 ? ONE : base
  const value = base.value ** exponent
  if (!base.exact) {
    if (exponent > 64) return float(value)
    return rounded(integerPower(exactly(base), exponent))
  }
  if (base.denominator === 1 && Number.isSafeInteger(value)) return integer(value)
  const bits = Math.max(bitLength(base.numerator) - 1, bitLength(base.denominator) - 1, 1)
  if (bits * exponent > MAX_BITS) throw errors.numberLimit(`the power ${describe(base)}^${exponent}`)
  return rational(BigInt(base.numerator) ** BigInt(exponent), BigInt(base.denominator) ** BigInt(exponent))
}

const describe = (a: NumberValue): string => {
  const text = numberText(a)
  return text.length > 20 ? `${text.slice(0, 17)}…` : text
}

/** Sign of a − b. */
export function compareNumbers(a: NumberValue, b: NumberValue): number {
  if (a.value !== b.value) return a.value < b.value ? -1 : 1
  if (!(a.exact && b.exact)) return a.exact === b.exact ? 0 : a.exact ? -1 : 1
  const left = BigInt(a.numerator) * BigInt(b.denominator)
  const right = BigInt(b.numerator) * BigInt(a.denominator)
  return left < right ? -1 : left > right ? 1 : 0
}

export const signOf = (a: NumberValue): -1 | 0 | 1 => (a.numerator > 0 ? 1 : a.numerator < 0 ? -1 : 0)

export const isInteger = (a: NumberValue): boolean => a.exact && a.denominator === 1

/** An exact integer whose numerator is even. */
export const isEven = (a: NumberValue): boolean =>
  isInteger(a) && (typeof a.numerator === 'number' ? a.numerator % 2 === 0 : a.numerator % 2n === 0n)

/** The text that reads back as this number: `3`, `-1/3`, `0.25`. */
export function numberText(a: NumberValue): string {
  if (!a.exact) return String(a.value)
  return a.denominator === 1 ? String(a.numerator) : `${a.numerator}/${a.denominator}`
}
