/**
 * Logarithm of the gamma function for positive arguments: Stirling's series after shifting the argument above ten.
 */
function logGamma(x: number): number {
  let shift = 0
  let z = x
  while (z < 10) {
    shift -= Math.log(z)
    z += 1
  }
  const w = 1 / (z * z)
  const series = (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w / 1188)))) / z
  return shift + (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series
}

/**
 * The regularised incomplete beta function by its continued fraction (modified Lentz; Numerical Recipes, section
 * 6.4).
 */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a
  const away = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m < 10_000; m++) {
    for (const term of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 / away(1 + term * d)
      c = away(1 + term / c)
      fraction *= c * d
    }
    if (Math.abs(c * d - 1) < 1e-16) break
  }
  return front * fraction
}

/** Probability that Student's t with the given degrees of freedom lies within `[-t, t]`. */
export function studentTWithin(t: number, degreesOfFreedom: number): number {
  return incompleteBeta((t * t) / (degreesOfFreedom + t * t), 0.5, degreesOfFreedom / 2)
}

/** The t for which `[-t, t]` holds the given probability: the factor of a two-sided confidence interval. */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0)) return Number.NaN
  let low = 0
  let high = 1
  while (studentTWithin(high, degreesOfFreedom) < probability) high *= 2
  for (let i = 0; i < 200 && high - low > 1e-15 * high; i++) {
    const middle = (low + high) / 2
    if (studentTWithin(middle, degreesOfFreedom) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}
