/** A complex number: real and imaginary part. */
export type Complex = readonly [re: number, im: number]

export const plus = ([a, b]: Complex, [c, d]: Complex): Complex => [a + c, b + d]
export const minus = ([a, b]: Complex, [c, d]: Complex): Complex => [a - c, b - d]
export const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c]

/** Division after Smith (1962): scaled, so that no square overflows. */
export function over([a, b]: Complex, [c, d]: Complex): Complex {
  if (Math.abs(c) >= Math.abs(d)) {
    const r = d / c
    const den = c + d * r
    return [(a + b * r) / den, (b - a * r) / den]
  }
  const r = c / d
  const den = c * r + d
  return [(a * r + b) / den, (b * r - a) / den]
}

export const real = (x: number): Complex => [x, 0]
const one = real(1)

export const exp = ([a, b]: Complex): Complex => {
  const size = Math.exp(a)
  return b === 0 ? [size, 0] : [size * Math.cos(b), size * Math.sin(b)]
}
export const expm1 = ([a, b]: Complex): Complex => {
  const half = Math.sin(b / 2)
  return [Math.expm1(a) * Math.cos(b) - 2 * half * half, Math.exp(a) * Math.sin(b)]
}
/** The principal logarithm; NaN left of zero, where the real one is not defined. */
export const log = ([a, b]: Complex): Complex => (a < 0 ? NAN : [Math.log(Math.hypot(a, b)), Math.atan2(b, a)])
export const log1p = ([a, b]: Complex): Complex =>
  a < -1 ? NAN : [Math.log1p(a * (2 + a) + b * b) / 2, Math.atan2(b, 1 + a)]
export const sin = ([a, b]: Complex): Complex => [Math.sin(a) * Math.cosh(b), Math.cos(a) * Math.sinh(b)]
export const cos = ([a, b]: Complex): Complex => [Math.cos(a) * Math.cosh(b), -Math.sin(a) * Math.sinh(b)]
export const sinh = ([a, b]: Complex): Complex => [Math.sinh(a) * Math.cos(b), Math.cosh(a) * Math.sin(b)]
export const cosh = ([a, b]: Complex): Complex => [Math.cosh(a) * Math.cos(b), Math.sinh(a) * Math.sin(b)]
export const tan = (z: Complex): Complex => over(sin(z), cos(z))
export const tanh = (z: Complex): Complex => {
  const [a] = z
  if (Math.abs(a) < 1) return over(sinh(z), cosh(z))
  // 1 - 2 e / (1 + e) with e = exp(-2 |z|): no overflow, and the small imaginary part keeps its digits.
  const e = exp(times(real(-2 * Math.sign(a)), z))
  const rest = times(real(-2 * Math.sign(a)), over(e, plus(one, e)))
  return [Math.sign(a) + rest[0], rest[1]]
}
export const sqrt = (z: Complex): Complex => power(z, 0.5)

/** `z ** n` for a real n: repeated products for integers, polar form right of zero, NaN left of it. */
export function power(z: Complex, n: number): Complex {
  if (Number.isInteger(n) && Math.abs(n) < 2 ** 31) {
    let result: Complex = one
    let base = z
    for (let k = Math.abs(n); k > 0; k = Math.floor(k / 2)) {
      if (k % 2 === 1) result = times(result, base)
      if (k > 1) base = times(base, base)
    }
    return n < 0 ? over(one, result) : result
  }
  const [a, b] = z
  if (a < 0) return NAN
  const size = Math.hypot(a, b) ** n
  const angle = n * Math.atan2(b, a)
  return [size * Math.cos(angle), size * Math.sin(angle)]
}

/** `a ** b` of two complex numbers, a right of zero. */
export const powerComplex = (a: Complex, b: Complex): Complex => (b[1] === 0 ? power(a, b[0]) : exp(times(b, log(a))))

/**
 * The value at z of the inverse of `forward`, from its real value at the real part of z: one Newton step, which is
 * exact for the imaginary parts of a complex step.
 */
export function inverse(
  z: Complex,
  realValue: number,
  forward: (w: Complex) => Complex,
  slope: (w: Complex) => Complex,
): Complex {
  const w = real(realValue)
  const correction = over(minus(forward(w), z), slope(w))
  return [realValue, -correction[1]]
}

/** What a real function is where it is not defined. */
export const NAN: Complex = [Number.NaN, Number.NaN]
