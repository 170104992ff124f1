/** Value and slope of the objective along a line. */
export interface LinePoint {
  readonly value: number
  readonly slope: number
}

/** Where a line search ended. */
export interface LineSearchResult extends LinePoint {
  readonly step: number
  /** Whether the strong Wolfe conditions (or, at the limit of rounding, the approximate ones) hold. */
  readonly ok: boolean
}

/** What to ask of a line search. */
export interface LineSearchOptions {
  readonly initial: number
  readonly max?: number
  /** Sufficient decrease, Wolfe's first constant. */
  readonly decrease?: number
  /** Curvature, Wolfe's second constant. */
  readonly curvature?: number
  readonly maxEvaluations?: number
}

interface End extends LinePoint {
  readonly step: number
}

/**
 * A step that meets the strong Wolfe conditions, by the bracketing of Moré and Thuente, “Line search algorithms
 * with guaranteed sufficient decrease”, ACM TOMS 20 (1994). Close to a minimum, where differences of values are
 * rounding noise, the approximate Wolfe conditions of Hager and Zhang (SIAM J. Optim. 16, 2005) are accepted as
 * well. A step where the value or the slope is not finite counts as too long.
 */
export function lineSearch(
  at: (step: number) => LinePoint,
  start: LinePoint,
  options: LineSearchOptions,
): LineSearchResult {
  const { initial, decrease = 1e-4, curvature = 0.9, maxEvaluations = 40 } = options
  let max = options.max ?? 1e20
  const wanted = decrease * start.slope
  const noise = 1e-14 * Math.abs(start.value)

  let best: End = { step: 0, ...start }
  let other: End = { step: 0, ...start }
  let bracketed = false
  let firstStage = true
  let width = max
  let previousWidth = 2 * width
  let step = Math.min(initial, max)

  for (let evaluation = 1; evaluation <= maxEvaluations; evaluation++) {
    const point = at(step)
    if (!Number.isFinite(point.value) || !Number.isFinite(point.slope)) {
      max = step
      step = best.step + (step - best.step) * (evaluation > 3 ? 0.01 : 0.1)
      if (step === best.step) break
      continue
    }
    const trial: End = { step, value: point.value, slope: point.slope }
    const target = start.value + step * wanted
    if (point.value <= target && Math.abs(point.slope) <= -curvature * start.slope) return { ...trial, ok: true }
    if (
      point.value <= start.value + noise &&
      point.slope >= curvature * start.slope &&
      point.slope <= (2 * decrease - 1) * start.slope
    ) {
      return { ...trial, ok: true }
    }
    if (step === max && point.value <= target && point.slope <= wanted) return { ...trial, ok: true }

    const low = bracketed ? Math.min(best.step, other.step) : step + 1.1 * (step - best.step)
    const high = bracketed ? Math.max(best.step, other.step) : Math.min(step + 4 * (step - best.step), max)
    if (bracketed && (step <= low || step >= high || high - low <= 1e-16 * high)) break

    if (firstStage && point.value <= target && point.slope >= Math.min(decrease, curvature) * start.slope) {
      firstStage = false
    }
    // While no step with sufficient decrease is known, the search runs on the function less its wanted decrease.
    const tilt = firstStage && point.value <= best.value && point.value > target ? wanted : 0
    const next = nextStep(lean(best, tilt), lean(other, tilt), lean(trial, tilt), bracketed, low, high)
    best = lean(next.best, -tilt)
    other = lean(next.other, -tilt)
    bracketed = next.bracketed
    step = next.step
    if (bracketed) {
      const now = Math.abs(other.step - best.step)
      if (now >= 0.66 * previousWidth) step = best.step + 0.5 * (other.step - best.step)
      previousWidth = width
      width = now
    }
    step = Math.min(Math.max(step, 0), max)
  }
  return { ...best, ok: false }
}

const lean = (end: End, tilt: number): End =>
  tilt === 0 ? end : { step: end.step, value: end.value - end.step * tilt, slope: end.slope - tilt }

interface Interval {
  readonly best: End
  readonly other: End
  readonly bracketed: boolean
  readonly step: number
}

/** The safeguarded cubic or quadratic step of Moré and Thuente, section 4, and the interval that goes with it. */
function nextStep(best: End, other: End, trial: End, bracketed: boolean, low: number, high: number): Interval {
  const opposite = trial.slope * Math.sign(best.slope) < 0
  const reach = trial.step - best.step
  const theta = (3 * (best.value - trial.value)) / reach + best.slope + trial.slope
  const scale = Math.max(Math.abs(theta), Math.abs(best.slope), Math.abs(trial.slope))
  const root = (clip: boolean): number => {
    const square = (theta / scale) ** 2 - (best.slope / scale) * (trial.slope / scale)
    return scale * Math.sqrt(clip ? Math.max(0, square) : square)
  }
  let step: number
  let closed = bracketed

  if (trial.value > best.value) {
    // The value is higher: a minimum lies between.
    const gamma = reach < 0 ? -root(true) : root(true)
    const cubic = best.step + ((gamma - best.slope + theta) / (gamma - best.slope + gamma + trial.slope)) * reach
    const quadratic = best.step + (best.slope / ((best.value - trial.value) / reach + best.slope) / 2) * reach
    step = Math.abs(cubic - best.step) < Math.abs(quadratic - best.step) ? cubic : cubic + (quadratic - cubic) / 2
    closed = true
  } else if (opposite) {
    // Lower value, slope of the other sign: between, too.
    const gamma = trial.step > best.step ? -root(true) : root(true)
    const cubic = trial.step - ((gamma - trial.slope + theta) / (gamma - trial.slope + gamma + best.slope)) * reach
    const secant = trial.step - (trial.slope / (trial.slope - best.slope)) * reach
    step = Math.abs(cubic - trial.step) > Math.abs(secant - trial.step) ? cubic : secant
    closed = true
  } else if (Math.abs(trial.slope) < Math.abs(best.slope)) {
    // Lower value, flatter slope of the same sign: the cubic may have no minimum on this side.
    const gamma = trial.step > best.step ? -root(true) : root(true)
    const ratio = (gamma - trial.slope + theta) / (gamma + (best.slope - trial.slope) + gamma)
    const cubic = ratio < 0 && gamma !== 0 ? trial.step - ratio * reach : trial.step > best.step ? high : low
    const secant = trial.step - (trial.slope / (trial.slope - best.slope)) * reach
    const cubicIsNearer = Math.abs(cubic - trial.step) < Math.abs(secant - trial.step)
    if (bracketed) {
      const limit = trial.step + 0.66 * (other.step - trial.step)
      step = cubicIsNearer ? cubic : secant
      step = trial.step > best.step ? Math.min(limit, step) : Math.max(limit, step)
    } else {
      step = Math.min(Math.max(cubicIsNearer ? secant : cubic, low), high)
    }
  } else if (bracketed) {
    // Lower value, slope not flatter: towards the other end.
    const gap = other.step - trial.step
    const theta2 = (3 * (trial.value - other.value)) / gap + other.slope + trial.slope
    const scale2 = Math.max(Math.abs(theta2), Math.abs(other.slope), Math.abs(trial.slope))
    const square = (theta2 / scale2) ** 2 - (other.slope / scale2) * (trial.slope / scale2)
    const gamma = (trial.step > other.step ? -1 : 1) * scale2 * Math.sqrt(Math.max(0, square))
    step = trial.step + ((gamma - trial.slope + theta2) / (gamma - trial.slope + gamma + other.slope)) * gap
  } else {
    step = trial.step > best.step ? high : low
  }

  if (trial.value > best.value) return { best, other: trial, bracketed: closed, step }
  return { best: trial, other: opposite ? best : other, bracketed: closed, step }
}
