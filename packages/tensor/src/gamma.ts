/** log |Γ| and its derivative on doubles, one number at a time. */

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
const NEAR_TWO = ZETA_MINUS_ONE.map((zeta, i) => ((i % 2 === 0 ? 1 : -1) * zeta) / (i + 2))

/** Bernoulli numbers B₂, B₄, … */
const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510]

/** B₂ₖ / (2k (2k-1)) and B₂ₖ / 2k: the asymptotic series of log Γ and ψ in 1/x². */
const STIRLING = BERNOULLI.map((b, i) => b / ((2 * i + 2) * (2 * i + 1)))
const DIGAMMA = BERNOULLI.map((b, i) => b / (2 * i + 2))

/** From here on the asymptotic series are accurate to the last digit. */
const ASYMPTOTIC = 13

/** Whether Γ has a pole: at 0, -1, -2, … */
const isPole = (x: number): boolean => x <= 0 && Number.isInteger(x)

/** sin(πx) with the argument reduced exactly. */
function sinPi(x: number): number {
  const turn = x % 2
  const half = turn > 1 ? turn - 2 : turn < -1 ? turn + 2 : turn
  return Math.sin(Math.PI * (half > 0.5 ? 1 - half : half < -0.5 ? -1 - half : half))
}

/** cos(πx) with the argument reduced exactly. */
function cosPi(x: number): number {
  const turn = Math.abs(x % 2)
  return turn > 0.25 && turn < 1.75 ? sinPi(0.5 - turn) : Math.cos(Math.PI * turn)
}

/** Σ cᵢ zⁱ by Horner's rule. */
const horner = (z: number, coefficients: readonly number[]): number => coefficients.reduceRight((sum, c) => sum * z + c)

/** log Γ(2 + z) for |z| ≤ 1/2: the Taylor series, relatively accurate at both zeros z = -1 (through log1p) and z = 0. */
const logNearTwo = (z: number): number => z * (1 - EULER + z * horner(z, NEAR_TWO))

const stirling = (x: number): number => horner(1 / (x * x), STIRLING) / x

/** log |Γ(x)|. */
export function lgamma(x: number): number {
  if (isPole(x)) return Number.NaN
  if (x === Number.POSITIVE_INFINITY) return x
  if (x >= ASYMPTOTIC) return (x - 0.5) * Math.log(x) - x + HALF_LOG_TAU + stirling(x)
  if (x > -1e-17 && x < 0) return -Math.log(-x)
  if (x < 0) return Math.log(Math.PI / Math.abs(x * sinPi(x))) - lgamma(-x)
  if (x < 0.5) return logNearTwo(x) - Math.log1p(x) - Math.log(x)
  if (x < 1.5) return logNearTwo(x - 1) - Math.log1p(x - 1)
  let product = 1
  let y = x
  for (; y > 2.5; y--) product *= y - 1
  return Math.log(product) + logNearTwo(y - 2)
}

/** ψ(x) = Γ'(x) / Γ(x): recurrence up to 13, then the asymptotic series; reflection for negative x. */
export function digamma(x: number): number {
  if (isPole(x)) return Number.NaN
  if (x < 0) return digamma(1 - x) - (Math.PI * cosPi(x)) / sinPi(x)
  if (Math.abs(x - DIGAMMA_ROOT) < 0.1) return nearDigammaRoot(x)
  let sum = 0
  let y = x
  for (; y < ASYMPTOTIC; y++) sum += 1 / y
  return Math.log(y) - 0.5 / y - horner(1 / (y * y), DIGAMMA) / (y * y) - sum
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
  return coefficient(1, m) + q * (coefficient(3, m) / 3 + (q * coefficient(5, m)) / 5)
}

/** ψ⁽ⁿ⁾(m) / (n-1)! for odd n and large m: 1/mⁿ · (1 + n/(2m) + Σ B₂ₖ (n)₂ₖ/(2k)! / m²ᵏ). */
function coefficient(n: number, m: number): number {
  let series = 1 + n / (2 * m)
  let factor = 1
  BERNOULLI.forEach((b, i) => {
    const k = 2 * i
    factor *= ((n + k) * (n + k + 1)) / ((k + 1) * (k + 2) * m * m)
    series += b * factor
  })
  return series * m ** -n
}
