/**
 * Integrals, roots and factors through nerdamer, each verified before it is returned.
 *
 * @module @fluxion/nerdamer
 */

export type { CallOptions } from './ask.ts'
export { factor, partialFractions } from './factor.ts'
export { type IntegrateOptions, integrate } from './integrate.ts'
export { laplace } from './laplace.ts'
export { type LimitOptions, limit } from './limit.ts'
export type { Proof, Verified } from './proof.ts'
export { type Equation, type Roots, solve, solveSystem } from './solve.ts'
