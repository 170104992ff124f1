import type { MethodOf } from './operation.ts'
import * as activations from './operations/activations.ts'
import * as arithmetic from './operations/arithmetic.ts'
import * as comparisons from './operations/comparisons.ts'
import * as functions from './operations/functions.ts'
import * as products from './operations/products.ts'
import * as views from './operations/views.ts'
import { Tensor } from './tensor.ts'

/** The table of operations: every function of these modules is also a method of its first tensor. */
const table = { ...activations, ...arithmetic, ...comparisons, ...functions, ...products, ...views }

type Table = typeof activations &
  typeof arithmetic &
  typeof comparisons &
  typeof functions &
  typeof products &
  typeof views

/** The operations as methods of their first tensor. */
export type TensorMethods = { [K in keyof Table]: MethodOf<Table[K]> }

for (const [name, run] of Object.entries(table) as [string, (...args: unknown[]) => unknown][]) {
  if (name in Tensor.prototype) continue
  Object.defineProperty(Tensor.prototype, name, {
    value: function (this: Tensor, ...args: unknown[]): unknown {
      return run(this, ...args)
    },
    configurable: true,
    writable: true,
  })
}

export { Tensor }
