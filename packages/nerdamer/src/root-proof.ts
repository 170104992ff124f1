import { derivative, type Expr, evaluate, freeSymbols, num, simplify, substitute } from '@fluxion/symbolic'
import { functionOf, type Proof, proveEqual, type Verified, verified } from './proof.ts'

/** A root that was proved by substituting it. */
export interface ProvedRoot {
  readonly root: Expr
  readonly by: Proof
}

export const isClosed = (f: Expr): boolean => freeSymbols(f).length === 0
export const numberOf = (f: Expr): number => evaluate(f, {}) as number

/** Proves a root by substituting it; one that is a decimal approximation is refined first. Undefined where that fails. */
export function proveRoot(f: Expr, x: string, root: Expr): ProvedRoot | undefined {
  const left = substitute(f, { [x]: root })
  if (!isClosed(root) || freeSymbols(f).length > 1) {
    const by = proveEqual(left, num(0))
    return by && { root, by }
  }
  // where the formula has no value the constructors may have cancelled what is zero there
  if (Number.isNaN(evaluate(f, { [x]: numberOf(root) }))) return undefined
  if (simplify(left) === num(0)) return { root, by: 'exact' }
  const isApproximate = root.op === 'num' && !Number.isInteger(root.value)
  const by = isApproximate ? undefined : proveEqual(left, num(0))
  return by ? { root, by } : refine(f, x, numberOf(root))
}

/** Newton's method from an approximate root; undefined when it leaves the neighbourhood or does not end on a root. */
export function refine(f: Expr, x: string, start: number): ProvedRoot | undefined {
  const value = functionOf(f, x, {})
  const slope = functionOf(derivative(f, x), x, {})
  const whole = Math.round(start)
  if (Math.abs(start - whole) <= 1e-5 && simplify(substitute(f, { [x]: num(whole) })) === num(0)) {
    return { root: num(whole), by: 'exact' }
  }
  let at = start
  for (let i = 0; i < 50; i++) {
    const step = value(at) / slope(at)
    if (!Number.isFinite(step)) break
    at -= step
    if (Math.abs(step) <= 1e-15 * Math.abs(at)) break
  }
  const near = Math.abs(at - start) <= 1e-4 * Math.max(1, Math.abs(start))
  const small = Math.abs(value(at)) <= 1e-12 * Math.max(Math.abs(slope(at) * at), 1e-300)
  return near && small ? { root: num(at), by: 'numeric' } : undefined
}

/** The different roots, numbers in ascending order; of two that differ by rounding the one with the better proof. */
export function rootsFrom(proved: readonly ProvedRoot[]): Verified<Expr[]> {
  const known = proved.every(({ root }) => isClosed(root))
  const isSame = (a: Expr, b: Expr): boolean =>
    a === b || (known && Math.abs(numberOf(a) - numberOf(b)) <= 1e-9 * Math.max(1, Math.abs(numberOf(a))))
  const best = [...proved].sort((a, b) => Number(a.by === 'numeric') - Number(b.by === 'numeric'))
  const different = best.filter(({ root }, i) => !best.slice(0, i).some((other) => isSame(root, other.root)))
  const roots = different.map(({ root }) => root)
  if (known) roots.sort((a, b) => numberOf(a) - numberOf(b))
  const by = different.every((root) => root.by === 'exact') ? 'exact' : 'numeric'
  return verified(roots, by)
}
