import type { Backend } from '@fluxion/kernel'
import type { Tensor } from '@fluxion/tensor'

/** What a symbol is bound to, and what a formula yields. */
export type Value = number | Tensor

/** What a kernel runs: formulas lowered for numbers, arrays or matrices. */
export interface Computation {
  readonly backend: Backend
  readonly source: string
  readonly operations: number
  /** Computes all outputs from one number for each argument; undefined where that makes no sense. */
  readonly scalar: ((inputs: ArrayLike<number>, out?: { [index: number]: number }) => number) | undefined
  /** One value for each output; `out[i]` is where output i goes, if given. */
  run(values: readonly Value[], out: readonly unknown[]): Value[]
}
