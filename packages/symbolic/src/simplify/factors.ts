import { type Expr, isNumber } from '../expression.ts'
import { integer, ONE } from '../number.ts'
import { powElementwise } from '../power.ts'
import { mulAll } from '../product.ts'
import { addAll, withoutCoefficient } from '../sum.ts'
import { numberNode } from '../symbols.ts'

/** One factor of a product, base^exponent. */
export interface Factor {
  readonly base: Expr
  readonly exponent: Expr
}

/** The factors of a term, without its numeric coefficient. */
export function factorsOf(term: Expr): Factor[] {
  const part = withoutCoefficient(term)
  if (isNumber(part)) return []
  return (part.op === 'mul' ? part.args : [part]).map((factor) =>
    factor.op === 'pow'
      ? { base: factor.args[0] as Expr, exponent: factor.args[1] as Expr }
      : { base: factor, exponent: numberNode(ONE) },
  )
}

/** The exponent as a number where it is an exact one, else NaN. */
export function powerOf({ exponent }: Factor): number {
  return isNumber(exponent) && exponent.payload.exact ? exponent.value : Number.NaN
}

/** base^(exponent - times·step), where step divides what is taken. */
export function lowered({ base, exponent }: Factor, step: Expr, times: number): Expr {
  return powElementwise(base, addAll([exponent, mulAll([numberNode(integer(-times)), step])]))
}

/** The product of the factors that are left. */
export function product(factors: readonly Factor[]): Expr {
  return mulAll(factors.map(({ base, exponent }) => powElementwise(base, exponent)))
}
