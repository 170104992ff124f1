import type { Expr } from '../expression.ts'
import { intern } from '../intern.ts'

/**
 * A derivative as it stands, not worked out: by a variable `x` with the axes of the formula followed by those of `x`, along a
 * direction with the axes of the formula.
 */
export const inertDerivative = (f: Expr, x: Expr, direction?: Expr): Expr =>
  direction === undefined ? intern('D', [f, x], [...f.shape, ...x.shape]) : intern('D', [f, x, direction], f.shape)
