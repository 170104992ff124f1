/**
 * The gradient of a plain function by central differences at two steps, extrapolated: four evaluations a variable,
 * an error of the order of the step to the fourth. `value` is the function at x.
 */
export function differenceGradient(f: (x: Float64Array) => number, x: Float64Array, out: Float64Array): void {
  const moved = Float64Array.from(x)
  for (let i = 0; i < x.length; i++) {
    const centre = x[i]!
    const step = 7e-4 * Math.max(Math.abs(centre), 1e-2)
    const slope = (h: number): number => {
      moved[i] = centre + h
      const [above, high] = [f(moved), moved[i]!]
      moved[i] = centre - h
      const [below, low] = [f(moved), moved[i]!]
      return (above - below) / (high - low)
    }
    const fine = slope(step)
    const coarse = slope(2 * step)
    moved[i] = centre
    out[i] = Number.isFinite(coarse) ? (4 * fine - coarse) / 3 : fine
  }
}

/** The Hessian by central differences of the gradient, made symmetric. */
export function differenceHessian(
  gradient: (x: Float64Array, out: Float64Array) => void,
  x: Float64Array,
  out: Float64Array,
): void {
  const n = x.length
  const moved = Float64Array.from(x)
  const above = new Float64Array(n)
  const below = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const centre = x[i]!
    const step = 6e-6 * Math.max(Math.abs(centre), 1e-2)
    moved[i] = centre + step
    const high = moved[i]!
    gradient(moved, above)
    moved[i] = centre - step
    const low = moved[i]!
    gradient(moved, below)
    moved[i] = centre
    for (let j = 0; j < n; j++) out[i * n + j] = (above[j]! - below[j]!) / (high - low)
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const mean = (out[i * n + j]! + out[j * n + i]!) / 2
      out[i * n + j] = mean
      out[j * n + i] = mean
    }
  }
}
