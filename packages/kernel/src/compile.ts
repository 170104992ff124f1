import type { LoopIR } from './ir.ts'
import type { Operand, Result, Target } from './operands.ts'

/** Where a kernel runs. */
export type Backend = 'js' | 'wasm' | 'interpret'

/** A compiled loop. */
export interface LoopKernel {
  readonly ir: LoopIR
  readonly backend: Backend
  /** What was compiled, for people: JavaScript, or WebAssembly text. */
  readonly source: string
  /**
   * Runs the loop over `length` elements. `inputs` in the order of the IR: typed arrays or strided views for arrays, numbers for
   * scalars. `out[i]` receives array output i; where it is missing a new array is made. An output may be an input
   * (element i is read before it is written) but must not overlap one otherwise. Returns one result for each output.
   */
  run(length: number, inputs: readonly Operand[], out?: readonly (Target | undefined)[]): Result[]
  /**
   * One element, quickly: `inputs[i]` is the number for input i, array or scalar alike. Writes output j to `out[j]` and returns
   * output 0. Reductions give the value of the one element.
   */
  scalar(inputs: ArrayLike<number>, out?: { [index: number]: number }): number
}

/** Options of {@link compileLoop}. */
export interface CompileOptions {
  /** `auto` (default): js for plain arithmetic, wasm for transcendental functions and long bodies. */
  readonly target?: 'auto' | Backend
}
