import type { LoopIR, Reduction } from './ir.ts'
import type { BoundOperands, Result } from './operands.ts'

/** Running state of a reduction: the value so far, and for `argmin` and `argmax` the extremum it belongs to. */
export interface ReductionRow {
  /** The result over no elements. */
  readonly identity: number
  /** Combines two partial results. Not used by `argmin` and `argmax`, which need positions. */
  readonly combine: (a: number, b: number) => number
}

/** The reductions: identity and combination. `any` and `all` on 0 and 1. */
export const reductions: Readonly<Record<Reduction, ReductionRow>> = {
  sum: { identity: 0, combine: (a, b) => a + b },
  prod: { identity: 1, combine: (a, b) => a * b },
  min: { identity: Number.POSITIVE_INFINITY, combine: (a, b) => Math.min(a, b) },
  max: { identity: Number.NEGATIVE_INFINITY, combine: (a, b) => Math.max(a, b) },
  any: { identity: 0, combine: (a, b) => a | b },
  all: { identity: 1, combine: (a, b) => a & b },
  argmin: { identity: -1, combine: (a) => a },
  argmax: { identity: -1, combine: (a) => a },
}

/** True when `candidate` replaces `best` as the extremum: strictly better, or the first NaN. */
export function isBetter(reduce: 'argmin' | 'argmax', candidate: number, best: number): boolean {
  if (Number.isNaN(best)) return false
  return Number.isNaN(candidate) || (reduce === 'argmin' ? candidate < best : candidate > best)
}

/** What a run starts from: the identity of each reduction. */
export const identitiesOf = ({ outputs }: LoopIR): number[] =>
  outputs.map(({ reduce }) => (reduce === undefined ? 0 : reductions[reduce].identity))

/** What a run gives back: the arrays it filled, the reductions on their lanes. */
export const resultsOf = ({ outputs }: LoopIR, { targets }: BoundOperands, results: readonly number[]): Result[] =>
  outputs.map(({ type, reduce }, j) => {
    const target = targets[j]
    if (target !== undefined) return target.data
    return type === 'f32' && reduce !== undefined ? Math.fround(results[j]!) : results[j]!
  })
