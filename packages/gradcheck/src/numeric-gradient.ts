import { isNumbers, type Point, type Unraveled } from '@fluxion/bridge'
import { type Formula, toText } from '@fluxion/symbolic'
import { errors } from './errors.ts'
import { seededRandom } from './random.ts'
import { differenced, type Precision, precisions, roundingNoise, stepped } from './reference.ts'
import { formulaSubject, functionSubject, isFormula, type PlainFunction, recordFor, type Subject } from './subject.ts'

/** How {@link numericGradient} works. */
export interface NumericGradientOptions {
  /**
   * `central`: one central difference, step near the cube root of epsilon; two evaluations more for the error.
   * `richardson` (default): a ladder of steps, extrapolated. `complex`: complex step, for formulas only: no
   * subtraction, so full precision.
   */
  readonly method?: 'central' | 'richardson' | 'complex'
  /** Precision the function is computed in; sets the steps. */
  readonly dtype?: 'float64' | 'float32'
}

/** A gradient found numerically, in the form of the point, and an estimate of the error of each entry. */
export interface NumericGradient<P extends Point> {
  readonly gradient: Unraveled<P>
  readonly error: Unraveled<P>
}

/**
 * The gradient of a function or formula from values alone, with an estimate of its error.
 *
 * A function is called with points of the form of `x` (a vector as `Float64Array`); a formula takes a record.
 * Throws `gradcheck/complex-needs-formula` for the complex step of a function and `gradcheck/not-analytic` where a
 * formula has none.
 *
 * @example
 * numericGradient('x^2 * y', { x: 3, y: 2 }, { method: 'complex' }).gradient.x // => 12
 * numericGradient((x: Float64Array) => Math.max(x[0], 0), [0]).gradient.join() // => 0.5
 */
export function numericGradient<P extends Point>(
  f: Formula | PlainFunction,
  x: P,
  options: NumericGradientOptions = {},
): NumericGradient<P> {
  const { method = 'richardson', dtype = 'float64' } = options
  const precision = precisions[dtype]
  const subject = isFormula(f) ? formulaSubject([f], recordFor(f, x, undefined), namesOf(x)) : functionSubject(f, x)
  const size = subject.point.flat.length
  const gradient = new Float64Array(size)
  const error = new Float64Array(size)
  const point = subject.point.flat.map(precision.round)
  for (let i = 0; i < size; i++) {
    const [value, deviation] = estimate(f, subject, point, i, method, precision)
    gradient[i] = value
    error[i] = deviation
  }
  const form = (flat: Float64Array): Unraveled<P> => {
    const made = subject.point.unravel(flat)
    return (isNumbers(x) && !isNumbers(made) ? Object.values(made)[0] : made) as Unraveled<P>
  }
  return { gradient: form(gradient), error: form(error) }
}

const namesOf = (x: Point): readonly string[] | undefined => (isNumbers(x) ? undefined : Object.keys(x))

function estimate(
  f: Formula | PlainFunction,
  subject: Subject,
  point: Float64Array,
  index: number,
  method: unknown,
  precision: Precision,
): readonly [value: number, error: number] {
  const direction = new Float64Array(point.length)
  direction[index] = 1
  switch (method) {
    case 'central':
      return centralDifference(subject, point, index, precision)
    case 'richardson': {
      const { value, error } = differenced(subject, point, direction, precision)[0]!
      return [value, error]
    }
    case 'complex': {
      if (!isFormula(f)) throw errors.complexNeedsFormula()
      const reference = stepped(subject, point, direction)[0]
      if (reference === undefined) throw errors.notAnalytic(typeof f === 'object' ? toText(f) : String(f))
      const [noise = 0] = roundingNoise(subject, point, direction, precision.epsilon, seededRandom(index))
      return [reference.value, Math.max(reference.error, noise)]
    }
    default:
      throw errors.unknownMethod(method)
  }
}

/** A central difference with step h, and one with 2 h: three times the truncation error away, where the function is smooth. */
function centralDifference(
  subject: Subject,
  point: Float64Array,
  index: number,
  { epsilon, round }: Precision,
): readonly [value: number, error: number] {
  const scale = Math.abs(point[index]!) || 1
  const difference = (step: number): { slope: number; rounding: number } => {
    const sides = [step, -step].map((offset) => {
      const moved = Float64Array.from(point)
      moved[index] = round(moved[index]! + offset)
      return { x: moved[index]!, value: subject.value(moved)[0] ?? Number.NaN }
    })
    const [above, below] = sides as [(typeof sides)[0], (typeof sides)[0]]
    const size = Math.max(Math.abs(above.value), Math.abs(below.value))
    return {
      slope: (above.value - below.value) / (above.x - below.x),
      rounding: (epsilon * size + Number.MIN_VALUE) / Math.abs(above.x - below.x),
    }
  }
  const step = Math.cbrt(epsilon) * scale
  const fine = difference(step)
  const coarse = difference(2 * step)
  return [fine.slope, Math.abs(fine.slope - coarse.slope) + 2 * fine.rounding]
}
