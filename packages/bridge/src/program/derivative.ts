import { directional, type Expr, freeSymbols } from '@fluxion/symbolic'
import type { Tensor } from '@fluxion/tensor'
import { errors } from '../errors.ts'
import { nodesOf } from '../lower/order.ts'
import type { FloatDtype } from '../run/arguments.ts'
import type { Value } from '../run/computation.ts'
import { allocate } from '../run/over-arrays.ts'
import { type Dimensions, sizesOf } from './dimensions.ts'

/** Runs a formula on values of its symbols. */
type Run = (input: (name: string) => Value) => Value

/** The symbols that a derivative is computed from, in a fixed order. */
export const symbolsOf = (e: Expr): Expr[] => nodesOf([e]).filter((node) => node.op === 'sym')

/**
 * A derivative D(f, x) that has no matrix notation, such as that of a matrix by a matrix: one run of its linear operator for each
 * entry of x. Its axes are those of f, then those of x.
 */
export class Derivative {
  readonly #names: readonly string[]
  readonly #direction: string
  readonly #unit: Tensor
  readonly #run: Run

  constructor(e: Expr, sizes: Dimensions, dtype: FloatDtype, compile: (f: Expr, names: readonly string[]) => Run) {
    const [f, x] = e.args as [Expr, Expr]
    this.#names = symbolsOf(e).map(({ name }) => name)
    this.#direction = unused(`d${x.name}`, freeSymbols(e))
    const along = directional(f, x, this.#direction)
    if (e.args.length > 2 || nodesOf([along]).some(({ op }) => op === 'D'))
      throw errors.notComputable('an inert derivative')
    this.#unit = allocate(sizesOf(x.shape, sizes), dtype)
    this.#run = compile(along, [...this.#names, this.#direction])
  }

  /** Writes all slopes; `valueAt(i)` is the value of the i-th symbol. */
  fill(out: Tensor, valueAt: (i: number) => Value): void {
    const unit = this.#unit
    const count = unit.numel()
    for (let k = 0; k < count; k++) {
      unit.data[k] = 1
      const slopes = this.#run((name) => (name === this.#direction ? unit : valueAt(this.#names.indexOf(name))))
      unit.data[k] = 0
      if (typeof slopes === 'number') out.data[out.offset + k] = slopes
      else {
        const { data, offset } = slopes.contiguous()
        for (let i = 0; i < slopes.numel(); i++) out.data[out.offset + i * count + k] = data[offset + i]!
      }
    }
  }
}

function unused(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? unused(`d${name}`, taken) : name
}
