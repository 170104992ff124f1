import type { Expr } from '@fluxion/symbolic'

/** An integral in a new variable: ∫ f dx = ∫ integrand dt with t = back, then the constants put back for their names. */
export interface Substitution {
  readonly integrand: Expr
  readonly back: Expr
  /** Formulas of x whose slope is zero wherever they are defined: they travel as symbols. */
  readonly constants?: Readonly<Record<string, Expr>>
}

/** One way to put a new variable called `t` into an integral by x. */
export type Find = (f: Expr, x: string, t: string) => Iterable<Substitution>
