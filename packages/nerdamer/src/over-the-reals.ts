import { abs, type Expr, evaluate, freeSymbols, log } from '@fluxion/symbolic'
import { nodesOf, replace } from './antiderivative/replace.ts'

/**
 * An antiderivative with log(abs(g)) for each log(g) it brought in whose argument can be negative: the slopes are the same, and it has
 * a value wherever its integrand has.
 */
export function overTheReals(antiderivative: Expr, integrand: Expr, x: string): Expr {
  const given = new Set(nodesOf(integrand))
  const extended = replace(antiderivative, (e) => {
    const g = e.op === 'log' && !given.has(e) ? e.args[0] : undefined
    if (g === undefined || !freeSymbols(g).includes(x) || !canBeNegative(g)) return undefined
    return log(abs(overTheReals(g, integrand, x)))
  })
  return extended ?? antiderivative
}

const POINTS = 60
const GOLDEN = 0.6180339887498949

/** Whether a formula is below zero at one of many points on both sides of zero. */
function canBeNegative(g: Expr): boolean {
  const names = freeSymbols(g)
  return Array.from({ length: POINTS }, (_, k) => {
    const at = Object.fromEntries(names.map((name, i) => [name, 16 * (((k + 1) * (i + 1) * GOLDEN) % 1) - 8]))
    return evaluate(g, at) as number
  }).some((value) => value < 0)
}
