/**
 * A derivative met numerically: a value and an estimate of its error. An infinite value is a slope that grows
 * without end; an infinite error, no limit found.
 */
export interface Estimate {
  readonly value: number
  readonly error: number
}

/** The slopes of a function of one variable at a point. */
export interface Slope extends Estimate {
  /** Slope from below and from above; their value is NaN where the function is not defined on that side. */
  readonly left: Estimate
  readonly right: Estimate
  /** The steepest chord from the point over the first steps: what a slope of nothing is small against. */
  readonly typical: number
}

/**
 * A function along a line through the point: its value at a signed offset, and the offset that rounding left of
 * it.
 */
export type Line = (offset: number) => { readonly value: number; readonly offset: number }

/** How to choose the steps. */
export interface SlopeOptions {
  /** Size of the variable: steps start at a quarter of it. */
  readonly scale: number
  /** Magnitude of the variable itself: what its relative rounding errors are relative to. */
  readonly magnitude: number
  /** Relative spacing of the floating-point numbers that the function is computed in. */
  readonly epsilon: number
}

interface Sample {
  readonly step: number
  readonly minus: number
  readonly plus: number
  readonly stepMinus: number
  readonly stepPlus: number
}

/** Ratio of neighbouring steps of the ladder. */
const RATIO = 4
/** Number of rungs of the ladder before it is extended. */
const RUNGS = 17
/** An error below this, relative, ends the search. */
const SATISFIED = 1e-9

/**
 * The derivative along a line from a ladder of central differences, each neighbouring few extrapolated to step
 * zero (Richardson; the tableau and its error estimate are those of Ridders, Adv. Eng. Software 4, 1982). The
 * ladder is climbed from its smallest step: estimates there are coarse but see only the neighbourhood of the
 * point; larger steps are trusted as long as they agree with all smaller ones, so a feature between the steps (a
 * kink close by, a fast oscillation) is not jumped over. The noise of the function is measured on the smallest
 * steps.
 */
export function slopeAlong(line: Line, centre: number, options: SlopeOptions): Slope {
  const { scale, epsilon } = options
  const sample = (step: number): Sample | undefined => {
    const minus = line(-step)
    const plus = line(step)
    if (!(plus.offset > 0 && minus.offset < 0)) return undefined
    return { step, minus: minus.value, plus: plus.value, stepMinus: -minus.offset, stepPlus: plus.offset }
  }
  const rungs = (top: number, count: number): Sample[] =>
    Array.from({ length: count }, (_, k) => sample(top * RATIO ** -k)).filter((rung) => rung !== undefined)

  let ladder = rungs(scale / 4, epsilon > 1e-10 ? 10 : RUNGS)
  let slope = climb(ladder, centre, options)
  const roundingFloor = roundingOf(Math.abs(centre), epsilon) / Math.max(scale, 1)
  const satisfied = (): boolean =>
    Number.isFinite(slope.value) && slope.error <= Math.max(SATISFIED * Math.abs(slope.value), roundingFloor)
  let top = scale / 4
  for (let last = Infinity, chunk = 0; chunk < 4 && !satisfied() && slope.error < last / 4; chunk++) {
    last = slope.error
    top *= RATIO ** 6
    ladder = [...rungs(top, 6), ...ladder]
    slope = climb(ladder, centre, options)
  }
  if (!satisfied()) {
    const lowest = ladder.at(-1)?.step ?? scale
    const finer = climb([...ladder, ...rungs(lowest / RATIO, 8)], centre, options)
    if (!Number.isFinite(slope.value) || finer.error < slope.error) slope = finer
  }
  return slope
}

const roundingOf = (magnitude: number, epsilon: number): number => epsilon * magnitude + Number.MIN_VALUE

function climb(ladder: readonly Sample[], centre: number, { epsilon, magnitude }: SlopeOptions): Slope {
  // The function is computed as if its values, and the variable, were off by a rounding error each.
  const quotientOf = (step: number, rise: number, run: number, size: number): Quotient => {
    const quotient = rise / run
    const ofValue = roundingOf(size, epsilon) / step
    const rounding = ofValue + (epsilon * magnitude * Math.abs(quotient)) / step
    return { step, quotient, rise: Math.abs(rise), size, ofValue, rounding }
  }
  const central = ladder.map((s) =>
    quotientOf(s.step, s.plus - s.minus, s.stepPlus + s.stepMinus, Math.max(Math.abs(s.plus), Math.abs(s.minus))),
  )
  const above = ladder.map((s) =>
    quotientOf(s.step, s.plus - centre, s.stepPlus, 2 * Math.max(Math.abs(s.plus), Math.abs(centre))),
  )
  const below = ladder.map((s) =>
    quotientOf(s.step, centre - s.minus, s.stepMinus, 2 * Math.max(Math.abs(s.minus), Math.abs(centre))),
  )
  const chords = [...above.slice(0, RUNGS), ...below.slice(0, RUNGS)].map(({ quotient }) => Math.abs(quotient))
  const typical = Math.max(0, ...chords.filter(Number.isFinite))
  return { ...limit(central, 2), left: limit(below, 1), right: limit(above, 1), typical }
}

interface Quotient {
  readonly step: number
  readonly quotient: number
  /** The difference of the values, and the size of the larger one. */
  readonly rise: number
  readonly size: number
  /** Rounding error of the values in the quotient, and with that of the variable. */
  readonly ofValue: number
  readonly rounding: number
}

/**
 * The limit of difference quotients at step zero; their error is a series in `step ** order`. Steps fall from
 * first to last.
 */
function limit(all: readonly Quotient[], order: number): Estimate {
  const quotients = all.filter((q) => Number.isFinite(q.quotient))
  const smallest = all.at(-1)
  if (smallest === undefined || !Number.isFinite(smallest.quotient)) return { value: Number.NaN, error: Infinity }
  if (grows(quotients)) return { value: Math.sign(smallest.quotient) * Infinity, error: 0 }
  const noise = measuredNoise(quotients)
  const tableau: number[][] = []
  const best: Estimate[] = []
  quotients.forEach((q, k) => {
    const row = [q.quotient]
    const above = tableau[k - 1] ?? []
    const rounding = Math.max(q.rounding, noise / q.step)
    let estimate: Estimate = { value: q.quotient, error: Infinity }
    for (let m = 1; m <= Math.min(4, above.length); m++) {
      const factor = RATIO ** (order * m)
      const value = (factor * row[m - 1]! - above[m - 1]!) / (factor - 1)
      const error = Math.max(Math.abs(value - row[m - 1]!), Math.abs(value - above[m - 1]!)) + 2 * rounding
      row.push(value)
      if (error < estimate.error) estimate = { value, error }
    }
    tableau.push(row)
    best.push(estimate)
  })
  let result: Estimate = { value: smallest.quotient, error: Infinity }
  let low = Number.NEGATIVE_INFINITY
  let high = Infinity
  for (const { value, error } of best.reverse()) {
    const reach = 3 * error
    if (value + reach < low || value - reach > high) break
    low = Math.max(low, value - reach)
    high = Math.min(high, value + reach)
    if (error < result.error) result = { value, error }
  }
  return result
}

/**
 * Whether the quotients grow without end towards the smallest steps, by more than rounding can: a jump, or a
 * vertical tangent.
 */
function grows(quotients: readonly Quotient[]): boolean {
  const tail = quotients.slice(-9)
  return (
    tail.length === 9 &&
    tail.every(({ quotient, ofValue }, k) => {
      const before = tail[k - 1]
      return Math.abs(quotient) > 100 * ofValue && (before === undefined || quotient / before.quotient > 1.2)
    })
  )
}

/** A first rise below this, relative to the values, is taken for a stair of a function computed in few digits. */
const STAIR = 1e-5

/**
 * Noise of the function from the scatter of the quotients at the smallest steps, where their change with the step
 * is all noise. Where the function does not move at all there, it may move in stairs: the first one then counts.
 */
function measuredNoise(quotients: readonly Quotient[]): number {
  let noise = 0
  for (let k = Math.max(1, quotients.length - 4); k < quotients.length; k++) {
    noise = Math.max(noise, Math.abs(quotients[k]!.quotient - quotients[k - 1]!.quotient) * quotients[k]!.step)
  }
  const first = quotients.findLast(({ rise }) => rise > 0)
  const isStair = first !== undefined && first !== quotients.at(-1) && first.rise < STAIR * first.size
  return isStair ? Math.max(noise, first.rise) : noise
}
