/**
 * The integral of `f` from `from` to `to` by double-exponential (tanh-sinh) quadrature, with an error estimate. Bounds may be infinite and
 * `f` may be singular at them: the substitution crowds the nodes there and the bounds themselves are never evaluated.
 *
 * Source: Takahasi and Mori, "Double exponential formulas for numerical integration", Publ. RIMS 9 (1974).
 */
export function integrateNumerically(
  f: (x: number) => number,
  from: number,
  to: number,
): { readonly value: number; readonly error: number } {
  if (from === to) return { value: 0, error: 0 }
  if (from > to) {
    const { value, error } = integrateNumerically(f, to, from)
    return { value: -value, error }
  }
  const node = substitution(from, to)
  let step = 1
  let sum = weighted(f, node, 0)
  for (let t = step; t <= REACH; t += step) sum += weighted(f, node, t) + weighted(f, node, -t)
  let value = sum * step
  let error = Number.POSITIVE_INFINITY
  for (let level = 0; level < LEVELS && error > 1e-13 * Math.abs(value); level++) {
    for (let t = step / 2; t <= REACH; t += step) sum += weighted(f, node, t) + weighted(f, node, -t)
    step /= 2
    error = Math.abs(sum * step - value)
    value = sum * step
  }
  return { value, error }
}

const REACH = 6
const LEVELS = 9

interface Node {
  readonly x: number
  readonly weight: number
}

function weighted(f: (x: number) => number, node: (t: number) => Node, t: number): number {
  const { x, weight } = node(t)
  if (weight === 0 || !Number.isFinite(weight)) return 0
  const term = f(x) * weight
  // a node that rounds onto a singular bound carries no weight worth counting
  return Number.isFinite(term) ? term : Math.abs(t) > 2.5 ? 0 : Number.NaN
}

/** The map of the whole line onto the interval, with its derivative. */
function substitution(from: number, to: number): (t: number) => Node {
  const half = Math.PI / 2
  if (from === Number.NEGATIVE_INFINITY && to === Number.POSITIVE_INFINITY) {
    return (t) => ({ x: Math.sinh(half * Math.sinh(t)), weight: half * Math.cosh(t) * Math.cosh(half * Math.sinh(t)) })
  }
  if (to === Number.POSITIVE_INFINITY || from === Number.NEGATIVE_INFINITY) {
    const [bound, sign] = to === Number.POSITIVE_INFINITY ? [from, 1] : [to, -1]
    return (t) => {
      const away = Math.exp(half * Math.sinh(t))
      return { x: bound + sign * away, weight: half * Math.cosh(t) * away }
    }
  }
  const length = to - from
  return (t) => {
    const u = half * Math.sinh(t)
    const nearest = 1 / (1 + Math.exp(2 * Math.abs(u))) // distance from the nearer bound, as a fraction of the length
    return {
      x: u < 0 ? from + length * nearest : to - length * nearest,
      weight: (length * half * Math.cosh(t)) / (2 * Math.cosh(u) ** 2),
    }
  }
}
