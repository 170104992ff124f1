import type { Box } from './bounds.ts'

/** A point with its value and gradient. */
export interface Place {
  readonly x: Float64Array
  readonly value: number
  readonly gradient: Float64Array
}

/** The point that a descent has come to. */
export interface Here extends Place {
  /** The gradient with the components zero that a bound holds. */
  readonly free: Float64Array
  /** Euclidean norm of `free`. */
  readonly gradientNorm: number
  readonly box: Box | undefined
}

/** Evaluates the objective at a point, which is first moved, in place, into the box. */
export type Visit = (x: Float64Array) => Place

/** Where a method finds nothing better: whether what it knows says that this is a minimum. */
export interface Stuck {
  readonly isMinimum: boolean
}

/** A method of descent: from one point to the next. What it learns on the way it keeps to itself. */
export type StepRule = (here: Here, visit: Visit) => Place | Stuck

/** Whether a step ended at no new point. */
export const isStuck = (result: Place | Stuck): result is Stuck => 'isMinimum' in result
