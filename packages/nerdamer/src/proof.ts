import { type Expr, equivalent, evaluate, freeSymbols, nodeCount, num, simplify, sub } from '@fluxion/symbolic'

/** How an answer was proved: identical after simplification, equal at random points, or a numeric integral or limit that agrees. */
export type Proof = 'exact' | 'sampling' | 'numeric'

/** An answer that was proved before it was returned. */
export interface Verified<T> {
  readonly result: T
  readonly verified: true
  readonly by: Proof
}

export const verified = <T>(result: T, by: Proof): Verified<T> => ({ result, verified: true, by })

/** Proves that two formulas are equal: exactly where simplification shows it, else at random points of their common domain. */
export function proveEqual(left: Expr, right: Expr): Proof | undefined {
  const difference = sub(left, right)
  if (nodeCount(difference) < LARGE && simplify(difference) === num(0)) return 'exact'
  const { verdict } = equivalent(left, right)
  if (verdict !== 'undecided') return verdict === 'equal' ? 'sampling' : undefined
  // roots of several parameters have few common points: then where all symbols are positive, less than one or more
  const isEqualWithin = (interval: readonly [number, number]): boolean => {
    const domain = Object.fromEntries(freeSymbols(difference).map((name) => [name, interval]))
    return equivalent(left, right, { domain }).verdict === 'equal'
  }
  return isEqualWithin([0.1, 0.9]) || isEqualWithin([3, 5]) ? 'sampling' : undefined
}

/** Formulas with more nodes are compared at points only. */
const LARGE = 150

/** Numbers that stand for the parameters of a formula when an answer is tried numerically: positive, of moderate size, in no simple ratio. */
const stand = [0.7312, 1.2871, 1.9137, 0.4519, 2.3173, 1.5861, 0.8837, 2.7329]

/** Parameter values for every symbol of the formulas but `variable`; trial k rotates them. */
export function parametersOf(formulas: readonly Expr[], variable: string, trial: number): Record<string, number> {
  const names = [...new Set(formulas.flatMap((f) => freeSymbols(f)))].filter((name) => name !== variable).sort()
  return Object.fromEntries(names.map((name, i) => [name, stand[(i + 3 * trial) % stand.length] as number]))
}

/** A formula as a function of one variable, its parameters held. */
export function functionOf(f: Expr, variable: string, parameters: Record<string, number>): (x: number) => number {
  return (x) => evaluate(f, { ...parameters, [variable]: x }) as number
}

/** Whether two finite numbers agree to `digits` digits, or to the same number of decimals near zero. */
export const agree = (a: number, b: number, digits: number): boolean =>
  Number.isFinite(a) && Number.isFinite(b) && Math.abs(a - b) <= 10 ** -digits * Math.max(1, Math.abs(a), Math.abs(b))
