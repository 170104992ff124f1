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
  /** The steepest chord from the point over steps up to the scale: what a slope of nothing is small against. */
  readonly typical: number
}

/** A function along a line through the point: its value at a signed offset. */
export type Line = (offset: number) => number

/** How to choose the steps. */
export interface SlopeOptions {
  /** Size of the variable: steps start at a quarter of it. */
  readonly scale: number
  /** Magnitude of the variable itself: what its relative rounding errors are relative to. */
  readonly magnitude: number
  /** Relative spacing of the floating-point numbers that the function is computed in. */
  readonly epsilon: number
  /** An error below this, relative, ends the search; default 1e-9. */
  readonly wanted?: number | undefined
}

interface Sample {
  readonly step: number
  readonly minus: number
  readonly plus: number
}

/** Ratio of neighbouring steps of the ladder. */
const RATIO = 4
/** Number of rungs of the first ladder, and of one in coarse numbers. */
const RUNGS = 17
const COARSE_RUNGS = 10
/** Rungs below it, to where rounding ends all steps. */
const DEEP_RUNGS = 12
/** Rungs put on top at a time, and how often. */
const HIGH_RUNGS = 6
const STOREYS = 4

/**
 * The derivative along a line from a ladder of central differences, each neighbouring few extrapolated to step
 * zero (Richardson; the tableau and its error estimate are those of Ridders, Adv. Eng. Software 4, 1982). The
 * ladder is climbed from its smallest step: estimates there are coarse but see only the neighbourhood of the
 * point; larger steps are trusted as long as they agree with all smaller ones, so a feature between the steps (a
 * kink close by, a fast oscillation) is not jumped over. The noise of the function is measured on the smallest
 * steps: where the first ladder leaves doubt, it is continued down to the spacing of the numbers, so that what is
 * taken for noise is noise; then up, beyond the size of the variable, where that alone can drown the noise.
 */
export function slopeAlong(line: Line, centre: number, options: SlopeOptions): Slope {
  const { scale, magnitude, epsilon, wanted = 1e-9 } = options
  const isCoarse = epsilon > 1e-10
  const round = isCoarse ? Math.fround : (x: number): number => x
  // Steps are powers of two, which the variable can make exactly, up and down: else the two sides would not be equally long.
  let top = 2 ** Math.floor(Math.log2(scale) - 2)
  const exact = (step: number): number => round(magnitude + step) - magnitude
  const rungs = (top: number, count: number): Sample[] =>
    Array.from({ length: count }, (_, k) => top * RATIO ** -k)
      .filter((step) => step >= epsilon * magnitude)
      .map(exact)
      .filter((step) => step > 0)
      .map((step) => ({ step, minus: line(-step), plus: line(step) }))
  const climb = (ladder: readonly Sample[]): Slope => limits(ladder, centre, options)
  const roundingFloor = roundingOf(Math.abs(centre), epsilon) / Math.max(scale, 1)
  const isSettled = ({ value, error }: Slope): boolean =>
    Number.isFinite(value) && error <= Math.max(wanted * Math.abs(value), roundingFloor)

  const first = rungs(top, isCoarse ? COARSE_RUNGS : RUNGS)
  let slope = climb(first)
  if (isSettled(slope) && !isKink(slope)) return slope
  let ladder = [...first, ...rungs((first.at(-1)?.step ?? top) / RATIO, DEEP_RUNGS)]
  slope = climb(ladder)
  for (let last = Infinity, storey = 0; storey < STOREYS && !isSettled(slope); storey++) {
    if (slope.value !== 0 && !(slope.error < last / 4)) break
    last = slope.error
    top *= RATIO ** HIGH_RUNGS
    ladder = [...rungs(top, HIGH_RUNGS), ...ladder]
    slope = climb(ladder)
  }
  // A variable next to nothing says nothing of the steps that matter.
  if (!isSettled(slope) && top < RATIO ** -RUNGS) slope = climb([...rungs(1 / 4, RUNGS), ...ladder])
  return slope
}

/** Whether the slopes from the two sides differ by more than their errors. */
export function isKink({ left, right }: Slope): boolean {
  const gap = Math.abs(right.value - left.value)
  const size = Math.max(Math.abs(left.value), Math.abs(right.value))
  return gap > 1e-6 * size && gap > 16 * (left.error + right.error)
}

const roundingOf = (magnitude: number, epsilon: number): number => epsilon * magnitude + Number.MIN_VALUE

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

/** The limit from both sides at once, from below and from above. */
function limits(ladder: readonly Sample[], centre: number, { scale, magnitude, epsilon }: SlopeOptions): Slope {
  // The function is computed as if its values, and the variable, were off by a rounding error each.
  const quotientOf = (step: number, rise: number, run: number, size: number): Quotient => {
    const quotient = rise / run
    const ofValue = roundingOf(size, epsilon) / step
    const rounding = ofValue + (epsilon * magnitude * Math.abs(quotient)) / step
    return { step, quotient, rise: Math.abs(rise), size, ofValue, rounding }
  }
  const both = ladder.map(({ step, plus, minus }) =>
    quotientOf(step, plus - minus, 2 * step, Math.max(Math.abs(plus), Math.abs(minus))),
  )
  const oneSided = (value: (sample: Sample) => number, sign: number): Quotient[] =>
    ladder.map((sample) => {
      const away = value(sample)
      return quotientOf(
        sample.step,
        sign * (away - centre),
        sample.step,
        2 * Math.max(Math.abs(away), Math.abs(centre)),
      )
    })
  const above = oneSided(({ plus }) => plus, 1)
  const below = oneSided(({ minus }) => minus, -1)
  const near = Math.sqrt(epsilon) * scale
  // Noise is on both sides; what is on one alone is a feature of the function.
  const noise = Math.min(noiseOf(above, near, scale), noiseOf(below, near, scale))
  const chords = [...above, ...below].filter(({ step }) => step <= scale).map(({ quotient }) => Math.abs(quotient))
  return {
    ...limit(both, 2, noise),
    left: limit(below, 1, noise),
    right: limit(above, 1, noise),
    typical: Math.max(0, ...chords.filter(Number.isFinite)),
  }
}

/**
 * The limit of difference quotients at step zero; their error is a series in `step ** order`. Steps fall from
 * first to last.
 */
function limit(all: readonly Quotient[], order: number, noise: number): Estimate {
  const quotients = all.filter((q) => Number.isFinite(q.quotient))
  const smallest = all.at(-1)
  if (smallest === undefined || !Number.isFinite(smallest.quotient)) return { value: Number.NaN, error: Infinity }
  if (grows(quotients)) return { value: Math.sign(smallest.quotient) * Infinity, error: 0 }
  const tableau: number[][] = []
  const best: Estimate[] = []
  quotients.forEach((q, k) => {
    const row = [q.quotient]
    const isNext = k > 0 && quotients[k - 1]!.step < 2 * RATIO * q.step
    const above = isNext ? tableau[k - 1]! : []
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
  const narrow = (value: number, reach: number): void => {
    low = Math.max(low, value - reach)
    high = Math.min(high, value + reach)
  }
  for (let k = best.length - 1; k >= 0; k--) {
    const { value, error } = best[k]!
    if (value + 3 * error < low || value - 3 * error > high) break
    narrow(value, 3 * error)
    const [here, finer] = [quotients[k]!, quotients[k + 1]]
    const change = finer === undefined ? Infinity : Math.abs(here.quotient - finer.quotient)
    narrow(here.quotient, 2 * change + 4 * Math.max(here.rounding, noise / here.step))
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

/**
 * Where the function is smooth, the changes of extrapolated one-sided quotients grow with the step by 16, or by 64 where its
 * third derivative vanishes, and as much from rung to rung.
 */
const SMOOTH = { least: 8, most: 128, spread: 2 } as const
/** Steps that are always looked at for noise. */
const NOISY_RUNGS = 4

/**
 * Noise of the function from the scatter of its one-sided quotients at steps up to `near`, extrapolated once, so that what
 * is left of their change with the step is noise; it ends where the changes grow as those of a smooth function do. Where
 * the function does not move at all at the smallest steps, it may move in stairs: the first one then counts.
 */
function noiseOf(all: readonly Quotient[], near: number, scale: number): number {
  const quotients = all.filter((q) => Number.isFinite(q.quotient))
  let noise = firstStair(quotients, scale)
  const changes: number[] = []
  for (let k = quotients.length - 1; k >= 2; k--) {
    const [far, middle, here] = [quotients[k - 2]!, quotients[k - 1]!, quotients[k]!]
    if (here.step > near && changes.length >= NOISY_RUNGS) break
    changes.push(Math.abs((RATIO * (here.quotient - middle.quotient) - (middle.quotient - far.quotient)) / (RATIO - 1)))
    const [before = 0, last = 0, now = 0] = changes.slice(-3)
    const [growth, next] = [last / before, now / last]
    const isRegular = next < SMOOTH.spread * growth && growth < SMOOTH.spread * next
    if (isRegular && growth > SMOOTH.least && growth < SMOOTH.most) break
    noise = Math.max(noise, now * here.step)
  }
  return noise
}

/**
 * A first rise is taken for a stair of a function computed in few digits where it is small beside the values and the
 * next rise is of the same kind, or small beside all rises and the next ones are whole multiples of it.
 */
const STAIR = { ofValue: 5e-3, growth: 16, ofRise: 1e-6, grid: 1e-9 } as const

/** Height of the first stair; zero where the function moves at the smallest step, or not in stairs. */
function firstStair(quotients: readonly Quotient[], scale: number): number {
  const index = quotients.findLastIndex(({ rise }) => rise > 0)
  const first = quotients[index]
  if (first === undefined || index === quotients.length - 1) return 0
  const { rise, size } = first
  const next = quotients.slice(0, index).map((q) => q.rise)
  if (rise < STAIR.ofValue * size && (next.at(-1) ?? Infinity) <= STAIR.growth * rise) return rise
  const isGrid = next.slice(-2).every((it) => Math.abs(it / rise - Math.round(it / rise)) <= STAIR.grid * (it / rise))
  const largest = Math.max(0, ...quotients.filter(({ step }) => step <= Math.max(scale, 1)).map((q) => q.rise))
  return isGrid && rise < STAIR.ofRise * largest ? rise : 0
}
