import { polynomial, quotients } from './polynomial.ts'

const EULER = 0.5772156649015329
const HALF_LOG_TAU = 0.9189385332046728

/** ζ(k) - 1 for k = 2, 3, … */
const ZETA_MINUS_ONE = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
  0.008349277381922827, 0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853, 0.0004941886041194645,
  0.0002460865533080483, 0.00012271334757848915, 6.124813505870483e-5, 3.058823630702049e-5, 1.528225940865187e-5,
  7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6, 9.539620338727962e-7, 4.769329867878064e-7,
  2.38450502727733e-7, 1.1921992596531106e-7, 5.960818905125948e-8, 2.980350351465228e-8,
]

/** Coefficients of log Γ(2 + z) / z - (1 - γ): (-1)^k (ζ(k) - 1) / k of z^(k-1). */
const NEAR_TWO = /* @__PURE__ */ ZETA_MINUS_ONE.map((zeta, i) => ((i % 2 === 0 ? 1 : -1) * zeta) / (i + 2))

/** Bernoulli numbers B₂, B₄, … */
const BERNOULLI = /* @__PURE__ */ quotients(
  [1, 6],
  [-1, 30],
  [1, 42],
  [-1, 30],
  [5, 66],
  [-691, 2730],
  [7, 6],
  [-3617, 510],
  [43867, 798],
  [-174611, 330],
  [854513, 138],
  [-236364091, 2730],
)

/** B₂ₖ / (2k (2k-1)) and B₂ₖ / 2k: the asymptotic series of log Γ and ψ in 1/x². */
const STIRLING = /* @__PURE__ */ BERNOULLI.slice(0, 8).map((b, i) => b / ((2 * i + 2) * (2 * i + 1)))
const DIGAMMA = /* @__PURE__ */ BERNOULLI.slice(0, 8).map((b, i) => b / (2 * i + 2))

/** From here on the asymptotic series are accurate to the last digit. */
const ASYMPTOTIC = 13

/** Whether Γ has a pole: at 0, -1, -2, … */
export const isPole = (x: number): boolean => x <= 0 && Number.isInteger(x)

/** sin(πx) with the argument reduced exactly. */
export function sinPi(x: number): number {
  const turn = x % 2
  const half = turn > 1 ? turn - 2 : turn < -1 ? turn + 2 : turn
  return Math.sin(Math.PI * (half > 0.5 ? 1 - half : half < -0.5 ? -1 - half : half))
}

/** cos(πx) with the argument reduced exactly. */
export function cosPi(x: number): number {
  const turn = Math.abs(x % 2)
  return turn > 0.25 && turn < 1.75 ? sinPi(0.5 - turn) : Math.cos(Math.PI * turn)
}

/** log Γ(2 + z) for |z| ≤ 1/2: the Taylor series, relatively accurate at both zeros z = -1 (through log1p) and z = 0. */
const logNearTwo = (z: number): number => z * (1 - EULER + z * polynomial(z, NEAR_TWO))

const stirling = (x: number): number => polynomial(1 / (x * x), STIRLING) / x

/** The gamma function: products of the recurrence below 13, Stirling's series above, reflection for x < 1/2. */
export function gammaOf(x: number): number {
  if (isPole(x)) return Number.NaN
  if (x > 171.7) return Number.POSITIVE_INFINITY
  if (x < 0) return reflectedGamma(-x)
  if (x < 0.5) return Math.exp(logNearTwo(x)) / (x * (1 + x))
  if (x >= ASYMPTOTIC) {
    // x^(x - 1/2) in two factors: each in range, each rounded once
    const half = x ** (x / 2 - 0.25)
    return half * Math.exp(-x) * half * Math.exp(HALF_LOG_TAU + stirling(x))
  }
  let product = 1
  let y = x
  for (; y > 2.5; y--) product *= y - 1
  if (y >= 1.5) return product * Math.exp(logNearTwo(y - 2))
  return Math.exp(logNearTwo(y - 1)) / y
}

/** Γ(-y) = -π / (y·sin(πy)·Γ(y)), which needs no rounded 1 + y. */
const reflectedGamma = (y: number): number => (y < 1e-17 ? -1 / y : -Math.PI / (y * sinPi(y)) / gammaOf(y))

/** log |Γ(x)|. */
export function lgammaOf(x: number): number {
  if (isPole(x)) return Number.NaN
  if (x >= ASYMPTOTIC) return (x - 0.5) * Math.log(x) - x + HALF_LOG_TAU + stirling(x)
  if (x > -1e-17 && x < 0) return -Math.log(-x)
  if (x < 0) return Math.log(Math.PI / Math.abs(x * sinPi(x))) - lgammaOf(-x)
  if (x < 0.5) return logNearTwo(x) - Math.log1p(x) - Math.log(x)
  if (x < 1.5) return logNearTwo(x - 1) - Math.log1p(x - 1)
  let product = 1
  let y = x
  for (; y > 2.5; y--) product *= y - 1
  return Math.log(product) + logNearTwo(y - 2)
}

/** ψ(x) = Γ'(x) / Γ(x): recurrence up to 13, then the asymptotic series; reflection for negative x. */
export function digammaOf(x: number): number {
  if (isPole(x)) return Number.NaN
  if (x < 0) return digammaOf(1 - x) - (Math.PI * cosPi(x)) / sinPi(x)
  if (Math.abs(x - DIGAMMA_ROOT) < 0.1) return nearDigammaRoot(x)
  let sum = 0
  let y = x
  for (; y < ASYMPTOTIC; y++) sum += 1 / y
  return Math.log(y) - 0.5 / y - polynomial(1 / (y * y), DIGAMMA) / (y * y) - sum
}

/** The positive zero of ψ, in two doubles. */
const DIGAMMA_ROOT = 1.4616321449683622
const DIGAMMA_ROOT_REST = 9.549995429965697e-17

/** ψ next to its zero r, relatively accurate: ψ(x) - ψ(r) = Σ (x - r) / ((k + x)(k + r)), the tail by its integral. */
function nearDigammaRoot(x: number): number {
  const difference = x - DIGAMMA_ROOT - DIGAMMA_ROOT_REST
  let sum = 0
  const terms = 24
  for (let k = 0; k < terms; k++) sum += 1 / ((k + x) * (k + DIGAMMA_ROOT))
  return difference * (sum + secant(x + terms - difference / 2, difference))
}

/** (ψ(m + d/2) - ψ(m - d/2)) / d for large m, by Taylor's series about the middle. */
function secant(m: number, d: number): number {
  const q = (d * d) / 4
  return polygammaOf(1, m) + (q / 6) * (polygammaOf(3, m) + (q / 20) * polygammaOf(5, m))
}

/** The n-th derivative of ψ for whole n ≥ 0: recurrence upward, then the asymptotic series. */
export function polygammaOf(n: number, x: number): number {
  if (n === 0) return digammaOf(x)
  if (!Number.isInteger(n) || n < 0 || isPole(x) || x < -1e5) return Number.NaN
  let sum = 0
  let y = x
  for (; y < ASYMPTOTIC + n; y++) sum += y ** (-n - 1)
  // (n-1)!/yⁿ · (1 + n/(2y) + Σ B₂ₖ (n)₂ₖ/(2k)! / y²ᵏ), over n! as the sum is
  let series = 1 / n + 0.5 / y
  let factor = (n + 1) / (2 * y * y)
  for (let k = 1; k <= BERNOULLI.length; k++) {
    series += BERNOULLI[k - 1]! * factor
    factor *= ((n + 2 * k) * (n + 2 * k + 1)) / ((2 * k + 1) * (2 * k + 2) * y * y)
  }
  return (n % 2 === 1 ? 1 : -1) * factorial(n) * (sum + series * y ** -n)
}

/** n! as a double. */
export function factorial(n: number): number {
  let product = 1
  for (let k = 2; k <= n; k++) product *= k
  return product
}

/** B(a, b) = Γ(a) Γ(b) / Γ(a + b). */
export function betaOf(a: number, b: number): number {
  if (isPole(a) || isPole(b)) return Number.NaN
  if (isPole(a + b)) return 0
  const total = a + b
  if (Math.max(Math.abs(a), Math.abs(b), Math.abs(total)) < 170) {
    // Γ is steep: what rounding a + b lost counts
    const part = total - a
    const lost = a - (total - part) + (b - part)
    return (gammaOf(a) / gammaOf(total)) * gammaOf(b) * (1 - lost * digammaOf(total))
  }
  if (a > 0 && b > 0) return largeBeta(Math.max(a, b), Math.min(a, b))
  const sign = Math.sign(gammaSign(a) * gammaSign(b) * gammaSign(a + b))
  return sign * Math.exp(lgammaOf(a) + lgammaOf(b) - lgammaOf(a + b))
}

/** B(a, b) of large a: Γ(b) times Γ(a) / Γ(a + b) by Stirling's series, in which the large terms cancel exactly. */
function largeBeta(a: number, b: number): number {
  const total = a + b
  const ratio = b - b * Math.log(total) - (a - 0.5) * Math.log1p(b / a) + stirling(a) - stirling(total)
  // the ratio in two factors, which stay in range where the product does
  const half = Math.exp(ratio / 2)
  return b < 170 ? half * gammaOf(b) * half : Math.exp(lgammaOf(b) + ratio)
}

const gammaSign = (x: number): number => (x > 0 || Math.floor(x) % 2 === 0 ? 1 : -1)
