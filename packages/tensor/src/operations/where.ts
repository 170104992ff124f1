import type { Operand } from '../create.ts'
import { broadcasting, type Operation } from '../operation.ts'
import { type Out, pointwise } from '../pointwise.ts'
import type { Tensor } from '../tensor.ts'

/** Options of {@link where}. */
export interface WhereOptions extends Out {}

/**
 * x where the condition holds, y elsewhere; the three broadcast.
 *
 * @example
 * where(tensor([true, false]), tensor([1, 2]), -1) // => tensor([ 1., -1.])
 */
export const where: Operation<[condition: Operand, x: Operand, y: Operand], [], WhereOptions, Tensor> = broadcasting(
  'where(condition, x, y; ; out?)',
  (condition, x, y, { out }) =>
    pointwise(
      'where',
      (k, c, a, b) => k.op('select', k.convert(c!, 'bool'), a!, b!),
      [condition, x, y],
      'common',
      undefined,
      out,
    ),
)
