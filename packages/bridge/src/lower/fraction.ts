import type { Expr } from '@fluxion/symbolic'
import { isChainExponent } from './powers.ts'
import type { Recipe, Scope } from './recipe.ts'
import { relativeProduct } from './relative-exponentials.ts'

/** A product taken apart: coefficient · numerators / denominators, each a base with a positive exponent. */
interface Fraction {
  coefficient: number
  readonly above: { readonly base: Expr; readonly exponent: number }[]
  readonly below: { readonly base: Expr; readonly exponent: number }[]
}

/** A product, times a number, as one fraction: factors with negative chain exponents go below the line. */
export function fraction(scope: Scope, factors: readonly Expr[], coefficient = 1): Recipe {
  const parts: Fraction = { coefficient, above: [], below: [] }
  const stable = relativeProduct(scope, factors)
  for (const factor of stable?.rest ?? factors) {
    const exponent = factor.op === 'pow' ? factor.args[1]!.value : Number.NaN
    if (factor.op === 'num') parts.coefficient *= factor.value
    else if (exponent < 0 && isChainExponent(exponent) && !scope.isGiven(factor))
      parts.below.push({ base: factor.args[0]!, exponent: -exponent })
    else parts.above.push({ base: factor, exponent: 1 })
  }
  const needs = [...parts.above, ...parts.below].map((it) => it.base)
  return {
    needs: stable === undefined ? needs : [...stable.needs, ...needs],
    build: () => emit(scope, parts, stable?.build()),
  }
}

function emit(scope: Scope, { coefficient, above, below }: Fraction, stable: number | undefined): number {
  const { k } = scope
  const multiply = (factors: readonly number[]): number | undefined =>
    factors.length === 0 ? undefined : factors.reduce((a, b) => k.op('mul', a, b))
  const powers = (side: Fraction['above']): number[] => side.map(({ base, exponent }) => scope.power(base, exponent))
  const numerators = powers(above)
  if (stable !== undefined) numerators.push(stable)
  const denominators = powers(below)
  const magnitude = Math.abs(coefficient)
  // x / 3 is rounded once where x · 0.333… is rounded twice; a power of two is exact both ways
  const divisor = Math.round(1 / magnitude)
  if (magnitude < 1 && 1 / divisor === magnitude && (divisor & (divisor - 1)) !== 0)
    denominators.push(k.number(divisor))
  else if (magnitude !== 1) numerators.push(k.number(magnitude))
  const top = multiply(numerators)
  const bottom = multiply(denominators)
  const negative = coefficient < 0
  if (bottom === undefined) {
    if (top === undefined) return k.number(coefficient)
    return negative ? k.op('neg', top) : top
  }
  if (top === undefined) return k.op('div', k.number(negative ? -1 : 1), bottom)
  const quotient = k.op('div', top, bottom)
  return negative ? k.op('neg', quotient) : quotient
}
