import type { Backend } from '@fluxion/kernel'
import type { Expr } from '@fluxion/symbolic'
import type { FloatDtype } from '../run/arguments.ts'
import type { Computation, Value } from '../run/computation.ts'
import { overlaps } from '../run/overlap.ts'
import { readTarget } from '../run/targets.ts'
import { type Dimensions, matchDimensions, nominalDimensions } from './dimensions.ts'
import { Plan } from './plan.ts'

/** Formulas with vectors or matrices in them. */
export interface MatrixRequest {
  readonly outputs: readonly Expr[]
  readonly args: readonly string[]
  /** The formulas' symbols by name. */
  readonly symbols: ReadonlyMap<string, Expr>
  readonly dtype: FloatDtype
  readonly backend: 'auto' | Backend
}

/** Plans that are kept, for as many different sizes. */
const KEPT_PLANS = 8

/** Runs formulas of vectors and matrices; a plan is made for each set of sizes when it first occurs. */
export class MatrixFormulas implements Computation {
  readonly scalar = undefined
  readonly #request: MatrixRequest
  readonly #plans = new Map<string, Plan>()
  #latest: Plan | undefined

  constructor(request: MatrixRequest) {
    this.#request = request
  }

  get backend(): Backend {
    return this.#current().backend ?? 'js'
  }

  get source(): string {
    return this.#current().source
  }

  get operations(): number {
    return this.#current().operations
  }

  run(values: readonly Value[], out: readonly unknown[]): Value[] {
    const { args, symbols, dtype } = this.#request
    const given = values.map((value) => (typeof value !== 'number' && value.shape.length === 0 ? value.item() : value))
    const plan = this.#plan(matchDimensions(symbols, args, given))
    this.#latest = plan
    return plan.run(
      (name) => given[args.indexOf(name)]!,
      (i, shape) => readTarget(out[i], shape, dtype),
      (target) => given.some((value) => typeof value !== 'number' && overlaps(target, value)),
    )
  }

  #current(): Plan {
    return this.#latest ?? this.#plan(nominalDimensions([...this.#request.symbols.values()]))
  }

  #plan(sizes: Dimensions): Plan {
    const key = [...sizes].map(([name, size]) => `${name}=${size}`).join()
    let plan = this.#plans.get(key)
    if (plan === undefined) {
      const { outputs, args, dtype, backend } = this.#request
      plan = new Plan({ roots: outputs, names: args, sizes, dtype, backend })
      const oldest = this.#plans.size >= KEPT_PLANS ? this.#plans.keys().next().value : undefined
      if (oldest !== undefined) this.#plans.delete(oldest)
      this.#plans.set(key, plan)
    }
    return plan
  }
}
