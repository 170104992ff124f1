import type { Expr } from './expression.ts'
import { mulAll } from './product.ts'
import { addAll } from './sum.ts'

/** Longer sums are not tried. */
const MAX_TERMS = 8

/**
 * The ratio u'/u of a sum, where a factor of a term of u' is that ratio: `1 / sqrt(x^2 + 1)` for `x + sqrt(x^2 + 1)`, of
 * which the derivative is `x / sqrt(x^2 + 1) + 1`.
 */
export function slopeRatio(u: Expr, slope: Expr): Expr | undefined {
  if (u.op !== 'add' || slope.op !== 'add' || u.args.length > MAX_TERMS || slope.args.length > MAX_TERMS)
    return undefined
  for (const term of slope.args)
    for (const factor of term.op === 'mul' ? term.args : [term])
      if (factor.op === 'pow' && addAll(u.args.map((part) => mulAll([factor, part]))) === slope) return factor
  return undefined
}
