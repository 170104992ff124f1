/**
 * Elementary functions of fixed-point numbers: a number x is the integer nearest to x · 10ⁿ, `unit` is 10ⁿ. Integers of any length
 * multiply in hardware words, so this stays fast at thousands of digits. Errors are some units in the last place.
 */

const times = (a: bigint, b: bigint, unit: bigint): bigint => (a * b) / unit

/** Σ unit · xᵏ, x = 1/q, k odd, over k, that is atanh(1/q); with alternating signs atan(1/q). */
function arc(q: bigint, unit: bigint, alternating: boolean): bigint {
  let sum = 0n
  let power = unit / q
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += (alternating && k % 4n === 3n ? -power : power) / k
    power /= q * q
  }
  return sum
}

const GUARD = 10n ** 10n

/** π by Machin's formula, 16 atan(1/5) - 4 atan(1/239). */
export const piOf = (unit: bigint): bigint =>
  (16n * arc(5n, unit * GUARD, true) - 4n * arc(239n, unit * GUARD, true)) / GUARD

/** The logarithm of 10, by areas: 46 atanh(1/31) + 34 atanh(1/49) + 20 atanh(1/161). */
export const log10Of = (unit: bigint): bigint =>
  (46n * arc(31n, unit * GUARD, false) + 34n * arc(49n, unit * GUARD, false) + 20n * arc(161n, unit * GUARD, false)) /
  GUARD

/** exp(x) of a small x: Taylor's series of x / 2ᵏ, squared k times. */
export function expOf(x: bigint, unit: bigint): bigint {
  const halvings = BigInt(Math.ceil(Math.sqrt(unit.toString().length)))
  const wide = unit << (2n * halvings)
  const small = (x << (2n * halvings)) >> halvings
  let sum = wide
  let term = wide
  for (let k = 1n; term !== 0n; k++) {
    term = times(term, small, wide) / k
    sum += term
  }
  for (let k = 0n; k < halvings; k++) sum = times(sum, sum, wide)
  return sum >> (2n * halvings)
}

/** Sine and cosine of a small x, by Taylor's series. */
export function sinCosOf(x: bigint, unit: bigint): readonly [bigint, bigint] {
  const sums = [0n, 0n, 0n, 0n]
  let term = unit
  for (let k = 0; term !== 0n; k++) {
    sums[k % 4]! += term
    term = times(term, x, unit) / BigInt(k + 1)
  }
  const [one, x1, two, three] = sums as [bigint, bigint, bigint, bigint]
  return [x1 - three, one - two]
}

/** The nearest double. */
const toNumber = (x: bigint, unit: bigint): number => Number(x) / Number(unit) || Number((x * 10n ** 18n) / unit) / 1e18

/** From a value good to about 15 digits, corrections until they are rounding; each triples the digits. */
function refined(start: number, unit: bigint, correction: (y: bigint) => bigint): bigint {
  let y = (BigInt(Math.round(start * 2 ** 50)) * unit) >> 50n
  for (let digits = 14; ; digits *= 3) {
    y += correction(y)
    if (digits * 3 > unit.toString().length) return y
  }
}

/** The logarithm of an x near 1, by Halley's iteration on exp(y) = x. */
export function logOf(x: bigint, unit: bigint): bigint {
  return refined(Math.log(toNumber(x, unit)), unit, (y) => {
    const power = expOf(y, unit)
    return (2n * (x - power) * unit) / (x + power)
  })
}

/** The angle of the point (x, y), neither coordinate large: the point is turned back by what is known of it. */
export function angleOf(y: bigint, x: bigint, unit: bigint): bigint {
  return refined(Math.atan2(toNumber(y, unit), toNumber(x, unit)), unit, (angle) => {
    const [sin, cos] = sinCosOf(angle, unit)
    return ((y * cos - x * sin) * unit) / (x * cos + y * sin)
  })
}
