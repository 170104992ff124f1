import { allClose } from './compare.ts'
import { at, set } from './indexing.ts'
import type { MethodOf } from './operation.ts'
import * as activations from './operations/activations.ts'
import * as arithmetic from './operations/arithmetic.ts'
import * as comparisons from './operations/comparisons.ts'
import * as functions from './operations/functions.ts'
import * as ordering from './operations/ordering.ts'
import * as products from './operations/products.ts'
import * as rearranging from './operations/rearranging.ts'
import * as reductions from './operations/reductions.ts'
import * as scans from './operations/scans.ts'
import * as selecting from './operations/selecting.ts'
import * as views from './operations/views.ts'
import { Tensor } from './tensor.ts'

type Table = typeof activations &
  typeof arithmetic &
  typeof comparisons &
  typeof functions &
  typeof ordering &
  typeof products &
  typeof rearranging &
  typeof reductions &
  typeof scans &
  typeof selecting &
  typeof views & {
    readonly allClose: typeof allClose
    readonly allclose: typeof allClose
    readonly at: typeof at
    readonly set: typeof set
  }

/** The table of operations: every function of these modules is a method of the tensor that is its first argument. */
const table: Table = {
  ...activations,
  ...arithmetic,
  ...comparisons,
  ...functions,
  ...ordering,
  ...products,
  ...rearranging,
  ...reductions,
  ...scans,
  ...selecting,
  ...views,
  allClose,
  allclose: allClose,
  at,
  set,
}

/** The operations as methods of their first tensor. */
export type TensorMethods = { [K in keyof Table]: MethodOf<Table[K]> }

for (const [name, run] of Object.entries(table) as [string, (...args: unknown[]) => unknown][]) {
  Object.defineProperty(Tensor.prototype, name, {
    value: function (this: Tensor, ...args: unknown[]): unknown {
      return run(this, ...args)
    },
    configurable: true,
    writable: true,
  })
}

// Consoles of Node.js print a tensor as PyTorch does.
Object.defineProperty(Tensor.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value: function (this: Tensor): string {
    return this.toString()
  },
})

export { Tensor }
