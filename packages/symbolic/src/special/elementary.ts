/** log2, exact at powers of two. */
export function log2(x: number): number {
  const whole = Math.log2(x)
  return Number.isInteger(whole) && 2 ** whole !== x ? Math.log(x) / Math.LN2 : whole
}

/** log10, exact at powers of ten. */
export const log10 = (x: number): number => Math.log10(x)

/** Rounds halves away from zero. */
export function roundAwayFromZero(x: number): number {
  const whole = Math.trunc(x)
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole
}

/** x - y·floor(x / y), with the sign of y (zero too), from the exact remainder. */
export function modulo(x: number, y: number): number {
  const remainder = x % y
  if (remainder === 0) return y < 0 ? -0 : 0
  return remainder < 0 !== y < 0 ? remainder + y : remainder
}

/** The real n-th root, refined by one Newton step where `**` alone misses an exact root. */
export function realRoot(x: number, n: number): number {
  if (x < 0) return Math.abs(n % 2) === 1 ? -realRoot(-x, n) : Number.NaN
  const root = x ** (1 / n)
  const near = Math.round(root)
  return near ** n === x ? near : root
}

/** acosh(1 / x), stable next to x = 1. */
export function asech(x: number): number {
  const t = (1 - x) / x
  return Math.log1p(t + Math.sqrt(t) * Math.sqrt(t + 2))
}

/** acosh(x), stable next to x = 1. */
export function acosh(x: number): number {
  const t = x - 1
  return x > 1e8 ? Math.acosh(x) : Math.log1p(t + Math.sqrt(t * (t + 2)))
}

/** 1 / (1 + exp(-x)), never overflowing. */
export function sigmoidOf(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x))
  const small = Math.exp(x)
  return small / (1 + small)
}

/** log(1 + exp(x)), never overflowing. */
export const softplusOf = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))

/** sin(x) / x, 1 at 0. */
export const sincOf = (x: number): number =>
  x === 0 ? 1 : Math.abs(x) === Number.POSITIVE_INFINITY ? 0 : Math.sin(x) / x

/** acos(1 / x), stable next to |x| = 1. */
export function asec(x: number): number {
  const angle = Math.atan(Math.sqrt((Math.abs(x) - 1) * (Math.abs(x) + 1)))
  return x < 0 ? Math.PI - angle : angle
}
