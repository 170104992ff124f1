import type { Comparison } from './causes.ts'
import type { Precision } from './reference.ts'
import type { Subject } from './subject.ts'
import type { Claim, Strictness } from './verdict.ts'

/** One claimed derivative of the whole subject. */
export interface ClaimedMap {
  readonly name: Claim['name']
  /** The matrix of derivatives, row by row: outputs by variables. */
  readonly values: Float64Array
  /** The same at another point. */
  at(x: Float64Array): Float64Array
  /** Which sub-expression of an entry has no value at the point. */
  culprit?(index: number, x: Float64Array): string | undefined
}

/** Everything a check needs. */
export interface Check {
  readonly title: string
  readonly subject: Subject
  readonly claims: readonly ClaimedMap[]
  /** Name of the entry of an output and a variable. */
  path(output: number, index: number): string
  readonly tolerance: number
  readonly precision: Precision
  /** How the claims are computed, where that is not how the function is. */
  readonly claimPrecision?: Precision
  readonly mode: 'full' | 'fast'
  readonly seed: number
  /** Gradients of the addends of a formula, computed when a disagreement is to be explained. */
  terms?(): Comparison['terms']
  readonly notes?: readonly string[]
}

/** A check under way. */
export interface Bench {
  readonly check: Check
  readonly values: Float64Array
  readonly outputs: number
  readonly size: number
  strictness(output: number, index: number): Strictness
  /** How far rounding errors may move the derivatives along a direction, by output. */
  noise(direction: Float64Array): readonly number[]
  readonly showBoth: boolean
}
