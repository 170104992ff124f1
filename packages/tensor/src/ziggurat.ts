/** Layers of the ziggurat under the normal density. */
export const layers = 256

/** Where the tail begins, and the area of each layer, for 256 layers. */
export const tailStart = 3.6541528853610088
const area = 0.00492867323399

/** eˣ from additions and multiplications alone, so that it is the same on every platform. */
function exponential(x: number): number {
  let small = x
  let halvings = 0
  while (Math.abs(small) > 2 ** -4) {
    small /= 2
    halvings++
  }
  let value = 0
  for (let n = 14; n > 0; n--) value = (1 + value) * (small / n)
  value += 1
  for (let i = 0; i < halvings; i++) value *= value
  return value
}

/** log x from additions, multiplications and divisions alone: 2 artanh((m − 1) / (m + 1)) with x = m · 2ᵏ. */
function logarithm(x: number): number {
  let mantissa = x
  let exponent = 0
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2
    exponent--
  }
  while (mantissa >= Math.SQRT2) {
    mantissa /= 2
    exponent++
  }
  const t = (mantissa - 1) / (mantissa + 1)
  let series = 0
  for (let n = 25; n > 0; n -= 2) series = 1 / n + t * t * series
  return 2 * t * series + exponent * Math.LN2
}

/** The normal density without its factor, and the logarithm, both from IEEE arithmetic alone. */
export const tailValue: { readonly density: (x: number) => number; readonly logarithm: (x: number) => number } = {
  density: (x) => exponential((-x * x) / 2),
  logarithm,
}

function edges(): Float64Array {
  const x = new Float64Array(layers + 1)
  x[0] = area / tailValue.density(tailStart)
  x[1] = tailStart
  for (let i = 2; i < layers; i++) {
    x[i] = Math.sqrt(-2 * logarithm(area / x[i - 1]! + tailValue.density(x[i - 1]!)))
  }
  return x
}

/** Right edges of the layers from the bottom up; the first stands for the base with its tail, the last is 0. */
export const zigguratEdges: Float64Array = edges()

/** What turns 53 random bits into a place in the layer. */
export const zigguratScale: Float64Array = zigguratEdges.map((x) => x / 2 ** 53)

/** The density at each edge. */
export const zigguratDensity: Float64Array = zigguratEdges.map((x) => tailValue.density(x))
