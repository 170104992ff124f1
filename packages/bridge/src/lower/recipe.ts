import type { Expr } from '@fluxion/symbolic'
import type { Emitter } from './emitter.ts'

/** How a node is computed: the nodes whose values it wants, and its instructions once they are there. */
export interface Recipe {
  readonly needs: readonly Expr[]
  build(): number
}

/** A term without its sign. */
export interface Signed extends Recipe {
  readonly negative: boolean
}

/** What recipes are written with: where instructions go, and the values of the nodes that are there already. */
export interface Scope {
  readonly k: Emitter
  /** Whether a node's value comes from elsewhere, whatever it looks like. */
  isGiven(e: Expr): boolean
  /** The value of a node on the float lane. */
  float(e: Expr): number
  /** A node to a positive power of multiplications and square roots. */
  power(base: Expr, exponent: number): number
}
