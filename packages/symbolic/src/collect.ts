import { expand, termsOf } from './expand.ts'
import type { Expr, Formula } from './expression.ts'
import { baseOf, factorsOf } from './factors.ts'
import { toExpr } from './formula.ts'
import { MINUS_ONE, ONE, ZERO } from './number.ts'
import { powElementwise } from './power.ts'
import { mulAll } from './product.ts'
import { addAll } from './sum.ts'
import { numberNode } from './symbols.ts'

/**
 * The formula multiplied out and gathered by powers of `x`, which may be a symbol or any formula whose powers occur as
 * factors.
 *
 * @example
 * collect('a * x^2 + b * x^2 + x * y - x', 'x') // => x ^ 2 * (a + b) + x * (y - 1)
 */
export function collect(f: Formula, x: Formula): Expr {
  const variables = factorsOf(toExpr(x))
  const coefficients = new Map<Expr, Expr[]>()
  for (const term of termsOf(expand(f))) {
    const { exponent, rest } = takeOut(factorsOf(term), variables)
    coefficients.set(exponent, [...(coefficients.get(exponent) ?? []), rest])
  }
  return addAll(
    [...coefficients].map(([exponent, parts]) => mulAll([addAll(parts), powElementwise(toExpr(x), exponent)])),
  )
}

const exponentOf = (factor: Expr): Expr => (factor.op === 'pow' ? (factor.args[1] as Expr) : numberNode(ONE))

/** The common power of all `variables` in a product, and what is left without it. */
function takeOut(factors: readonly Expr[], variables: readonly Expr[]): { exponent: Expr; rest: Expr } {
  const whole = mulAll(factors)
  const exponents = variables.map((variable) => {
    const factor = factors.find((candidate) => baseOf(candidate) === baseOf(variable))
    return factor === undefined
      ? numberNode(ZERO)
      : mulAll([exponentOf(factor), powElementwise(exponentOf(variable), numberNode(MINUS_ONE))])
  })
  const exponent = exponents[0] as Expr
  if (!exponents.every((other) => other === exponent)) return { exponent: numberNode(ZERO), rest: whole }
  const rest = factors.filter((factor) => !variables.some((variable) => baseOf(variable) === baseOf(factor)))
  return exponent.payload === ZERO ? { exponent, rest: whole } : { exponent, rest: mulAll(rest) }
}
