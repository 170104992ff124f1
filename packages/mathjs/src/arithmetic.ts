import { type BigNumber, BigNumberDependencies, create } from 'mathjs'
import { bernoulliNumbers } from './bernoulli.ts'
import { angleOf, expOf, log10Of, logOf, piOf, sinCosOf } from './fixed-point.ts'

type BigNumberClass = { new (x: number | string | BigNumber): BigNumber; clone(settings: object): BigNumberClass }

const { BigNumber: Decimal } = create(BigNumberDependencies!, {}) as unknown as { BigNumber: BigNumberClass }

/** Digits by which a computation is wider than its result. */
const GUARD = 12

/** Beyond exp of this a number is larger, or smaller, than any exponent can say. */
const LARGEST_LOGARITHM = 2.08e16

/** π and log(10) to the most digits asked for so far. */
const constants = { pi: { digits: 0, value: 0n, of: piOf }, ln10: { digits: 0, value: 0n, of: log10Of } }

const unitOf = (digits: number): bigint => 10n ** BigInt(digits)

function fixedConstant(name: keyof typeof constants, digits: number): bigint {
  const known = constants[name]
  if (known.digits < digits) Object.assign(known, { digits, value: known.of(unitOf(digits)) })
  return known.value / unitOf(known.digits - digits)
}

/** BigNumbers of one working precision: what the tables of functions compute with. */
export class Arithmetic {
  readonly digits: number
  readonly one: BigNumber
  readonly nan: BigNumber
  readonly pi: BigNumber
  /** Relative size below which a term of a series no longer counts. */
  readonly tiny: BigNumber
  readonly #class: BigNumberClass
  #bernoulli: readonly BigNumber[] | undefined

  constructor(digits: number) {
    this.digits = digits
    this.#class = Decimal.clone({ precision: digits })
    this.one = this.big(1)
    this.nan = this.big(Number.NaN)
    this.pi = this.#fromFixed(fixedConstant('pi', digits + GUARD), digits + GUARD)
    this.tiny = this.big(10).pow(-digits - 5)
  }

  big(x: number | string | BigNumber): BigNumber {
    return new this.#class(x)
  }

  truth(holds: boolean): BigNumber {
    return this.big(holds ? 1 : 0)
  }

  exp(x: BigNumber): BigNumber {
    if (!x.isFinite() || x.abs().gt(LARGEST_LOGARITHM))
      return x.isNaN() ? x : this.big(x.gt(0) ? Number.POSITIVE_INFINITY : 0)
    const digits = this.digits + GUARD + Math.max(0, x.e)
    const fixed = toFixed(x, digits)
    const ln10 = fixedConstant('ln10', digits)
    const tens = fixed / ln10
    return this.#fromFixed(expOf(fixed - tens * ln10, unitOf(digits)), digits - Number(tens))
  }

  /** The natural logarithm; NaN left of 0. */
  ln(x: BigNumber): BigNumber {
    if (x.isZero() || x.isNegative() || !x.isFinite())
      return x.isZero() ? this.big(Number.NEGATIVE_INFINITY) : x.gt(0) ? x : this.nan
    const near = x.minus(1)
    const digits = this.digits + GUARD + (near.isZero() ? 0 : Math.max(0, -near.e))
    const mantissa = toFixed(x, digits - x.e)
    return this.#fromFixed(logOf(mantissa, unitOf(digits)) + BigInt(x.e) * fixedConstant('ln10', digits), digits)
  }

  sin(x: BigNumber): BigNumber {
    return this.#turned(x, 0)
  }

  cos(x: BigNumber): BigNumber {
    return this.#turned(x, 1)
  }

  /** sin(x + quarters · π/2) */
  #turned(x: BigNumber, quarters: number): BigNumber {
    if (!x.isFinite()) return this.nan
    const digits = this.digits + GUARD + Math.abs(x.isZero() ? 0 : x.e)
    const fixed = toFixed(x, digits)
    const quarter = fixedConstant('pi', digits) / 2n
    const turns = (2n * fixed + (fixed < 0n ? -quarter : quarter)) / (2n * quarter)
    const [sin, cos] = sinCosOf(fixed - turns * quarter, unitOf(digits))
    const at = Number((((turns + BigInt(quarters)) % 4n) + 4n) % 4n)
    return this.#fromFixed([sin, cos, -sin, -cos][at] as bigint, digits)
  }

  /** The angle of the point (x, y), as Math.atan2. */
  atan2(y: BigNumber, x: BigNumber): BigNumber {
    if (y.isNaN() || x.isNaN()) return this.nan
    if (y.isZero()) return x.isNegative() && !x.isZero() ? this.pi : this.big(0)
    if (!y.isFinite() || !x.isFinite()) return this.big(Math.atan2(y.toNumber(), x.toNumber()))
    // the larger coordinate of size 1; an angle near 0 has as many more digits as it has zeros
    const size = x.isZero() ? y.e : Math.max(x.e, y.e)
    const digits = this.digits + GUARD + size - y.e
    const angle = angleOf(toFixed(y, digits - size), toFixed(x, digits - size), unitOf(digits))
    return this.#fromFixed(angle, digits)
  }

  atan(x: BigNumber): BigNumber {
    if (!x.isFinite()) return x.isNaN() ? x : this.pi.div(x.gt(0) ? 2 : -2)
    return this.atan2(x, this.one)
  }

  /** x^y, NaN where it is not real. */
  pow(x: BigNumber, y: BigNumber): BigNumber {
    if (x.isZero() && y.isNegative()) return this.nan
    if (y.isInteger() || x.isZero()) return x.pow(y)
    return x.isNegative() ? this.nan : this.exp(y.times(this.ln(x)))
  }

  #fromFixed(x: bigint, digits: number): BigNumber {
    return this.big(`${x}e${-digits}`).toSignificantDigits(this.digits)
  }

  /** B₀, B₂, B₄, …, as many as Stirling's series needs. */
  get bernoulli(): readonly BigNumber[] {
    const count = Math.ceil(this.digits / 2) + 10
    this.#bernoulli ??= bernoulliNumbers(count)
      .slice(0, count)
      .map(([numerator, denominator]) => this.big(String(numerator)).div(this.big(String(denominator))))
    return this.#bernoulli
  }

  /** Σ of terms until one no longer counts; the first term is `start`, each next one `next(term, k)`. */
  series(start: BigNumber, next: (term: BigNumber, k: number) => BigNumber): BigNumber {
    let sum = start
    let term = start
    for (let k = 1; k < 200_000; k++) {
      term = next(term, k)
      sum = sum.plus(term)
      if (term.abs().lte(this.tiny.times(sum.abs())) && k > 2) break
    }
    return sum
  }
}

/** The integer nearest to x · 10^digits. */
const toFixed = (x: BigNumber, digits: number): bigint => BigInt(x.times(`1e${digits}`).toFixed(0))
