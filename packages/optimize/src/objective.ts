/** A function to minimise, in the form every algorithm of this package uses. */
export interface Objective {
  /** Number of variables. */
  readonly size: number
  /** The value at `x`; the gradient is written into `gradient`. */
  evaluate(x: Float64Array, gradient: Float64Array): number
  /** Writes the Hessian at `x`, row by row, into `out` (`size * size` numbers). */
  readonly hessian?: (x: Float64Array, out: Float64Array) => void
}

/** One accepted step of an algorithm: a row of the trace. */
export interface TraceRow {
  readonly iteration: number
  readonly value: number
  /** Euclidean norm of the gradient; with bounds, of its projection onto the directions that stay inside. */
  readonly gradientNorm: number
  /** Euclidean length of the step that led here; zero at the start. */
  readonly stepLength: number
  /** Evaluations of the objective so far. */
  readonly evaluations: number
}

/**
 * What an algorithm hands out at every step: the trace row and the point itself (a live view: copy it to keep it).
 */
export interface Iterate extends TraceRow {
  readonly x: Float64Array
}

/**
 * Why an algorithm stopped: `gradient` (the gradient vanishes), `step` (steps are below the resolution asked for),
 * `value` (the value no longer falls), `precision` (rounding hides any further descent), `iterations` (the budget
 * is used up), `unbounded` (the value falls without end: to -Infinity, or as far as numbers reach).
 */
export type StopReason = 'gradient' | 'step' | 'value' | 'precision' | 'iterations' | 'unbounded'

/** The end of a descent. */
export interface Outcome {
  readonly x: Float64Array
  readonly value: number
  readonly gradientNorm: number
  readonly iterations: number
  readonly evaluations: number
  readonly converged: boolean
  readonly reason: StopReason
}

/**
 * An algorithm as a generator: it yields after every accepted step, so the caller may watch, record, pause or stop
 * it.
 */
export type Descent = Generator<Iterate, Outcome, void>
