/** A numeric integral, what it may be off by, and the integral of the absolute value: the scale of what rounding leaves. */
export interface Quadrature {
  readonly value: number
  readonly error: number
  readonly size: number
}

/**
 * The integral of `f` from `from` to `to` by double-exponential (tanh-sinh) quadrature, with an error estimate. Bounds may be infinite and
 * `f` may be singular at them: the substitution crowds the nodes there and the bounds themselves are never evaluated. Where that does
 * not converge (kinks, jumps, peaks inside), the intervals with the largest errors are halved; over a pole the error stays large.
 * At the `deadline`, a time as Date.now() tells it, it ends with the error it has.
 *
 * Source: Takahasi and Mori, "Double exponential formulas for numerical integration", Publ. RIMS 9 (1974).
 */
export function integrateNumerically(
  f: (x: number) => number,
  from: number,
  to: number,
  deadline: number = Number.POSITIVE_INFINITY,
): Quadrature {
  if (from === to) return { value: 0, error: 0, size: 0 }
  if (from > to) {
    const reversed = integrateNumerically(f, to, from, deadline)
    return { ...reversed, value: -reversed.value }
  }
  const whole = onePiece(f, from, to, LEVELS, deadline)
  if (whole.error <= GOOD * whole.size || Date.now() > deadline) return whole
  const halved = inPieces(f, from, to, deadline)
  return halved.error < whole.error || Number.isNaN(whole.value) ? halved : whole
}

const REACH = 6
const LEVELS = 9
const GOOD = 1e-11

/** Levels of a piece, and the largest number of pieces: what a kink inside needs. */
const PIECE_LEVELS = 5
const MOST_PIECES = 160

function inPieces(f: (x: number) => number, from: number, to: number, deadline: number): Quadrature {
  const piece = (low: number, high: number): Piece => ({ low, high, ...onePiece(f, low, high, PIECE_LEVELS, deadline) })
  const finite = Number.isFinite(to - from)
  const inner = finite ? [] : [-1, 1].map((side) => middleOf(from, to) + side)
  const marks = [from, ...inner.filter((mark) => mark > from && mark < to), to]
  const pieces = marks.slice(1).map((high, i) => piece(marks[i] as number, high))
  for (let count = pieces.length; count < MOST_PIECES && Date.now() <= deadline; count++) {
    const { error, size } = total(pieces)
    if (error <= GOOD * size) break
    const worst = pieces.reduce((a, b) => (b.error > a.error || Number.isNaN(b.error) ? b : a))
    const middle = middleOf(worst.low, worst.high)
    if (!(middle > worst.low && middle < worst.high)) break
    pieces.splice(pieces.indexOf(worst), 1, piece(worst.low, middle), piece(middle, worst.high))
  }
  return total(pieces)
}

interface Piece extends Quadrature {
  readonly low: number
  readonly high: number
}

const total = (pieces: readonly Piece[]): Quadrature => ({
  value: pieces.reduce((sum, { value }) => sum + value, 0),
  error: pieces.reduce((sum, { error }) => sum + error, 0),
  size: pieces.reduce((sum, { size }) => sum + size, 0),
})

function middleOf(low: number, high: number): number {
  if (Number.isFinite(high - low)) return low + (high - low) / 2
  if (Number.isFinite(low)) return low + Math.max(1, Math.abs(low))
  return Number.isFinite(high) ? high - Math.max(1, Math.abs(high)) : 0
}

/** Tanh-sinh quadrature of one interval; the error is what the last halving of the step changed. */
function onePiece(f: (x: number) => number, from: number, to: number, levels: number, deadline: number): Quadrature {
  const node = substitution(from, to)
  let step = 1
  let sum = 0
  let size = 0
  const take = (t: number): void => {
    const term = weighted(f, node, t)
    sum += term
    size += Math.abs(term)
  }
  const takeRow = (first: number, distance: number): void => {
    for (let t = first; t <= REACH; t += distance) {
      take(t)
      take(-t)
    }
  }
  take(0)
  takeRow(step, step)
  let value = sum * step
  let error = Number.POSITIVE_INFINITY
  for (let level = 0; level < levels && error > 1e-13 * size * step && Date.now() <= deadline; level++) {
    takeRow(step / 2, step)
    step /= 2
    error = Math.abs(sum * step - value)
    value = sum * step
  }
  return { value, error: Number.isNaN(value) ? Number.POSITIVE_INFINITY : error, size: size * step }
}

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
