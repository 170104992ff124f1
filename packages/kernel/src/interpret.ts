import { errors } from './errors.ts'
import type { LoopIR } from './ir.ts'
import type { Operand, Result, Target } from './operands.ts'

/**
 * The oracle: runs a loop one element and one instruction at a time, slowly and obviously. Every target is tested against it.
 * Arguments and results are those of {@link LoopKernel.run}.
 */
export function interpret(
  _ir: LoopIR,
  _length: number,
  _inputs: readonly Operand[],
  _out?: readonly (Target | undefined)[],
): Result[] {
  throw errors.unsupported('interpret', 'this loop')
}
