import type { Operand } from './create.ts'
import { type Operation, operation } from './operation.ts'
import { type Closeness, isclose } from './operations/comparisons.ts'
import { all } from './operations/reductions.ts'

/**
 * True when all elements are near: `|x − y| ≤ atol + rtol · |y|`; the two broadcast.
 *
 * @example
 * allClose(tensor([1, 2]), tensor([1, 2 + 1e-9])) // => true
 */
export const allClose: Operation<[x: Operand, y: Operand], ['rtol', 'atol', 'equalNan'], Closeness, boolean> =
  operation('allClose(x, y; rtol?, atol?, equalNan?)', (x, y, options) => all(isclose(x, y, options)).item() === 1)
