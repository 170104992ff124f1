import type { Expr } from './expression.ts'
import { internLabelled } from './intern.ts'
import { elementwiseShape } from './shapes.ts'

/**
 * The call of a function that is known by name alone. `orders` says how often it is differentiated by each argument:
 * `undefinedFunction('f', [x], [1])` is `f'(x)`.
 */
export function undefinedFunction(name: string, args: readonly Expr[], orders?: readonly number[]): Expr {
  const differentiated = orders?.some((order) => order > 0) ? orders : undefined
  const label =
    differentiated === undefined
      ? { name, key: name }
      : { name, orders: differentiated, key: `${name}'${differentiated.join()}` }
  return internLabelled('call', label, args, elementwiseShape(name, args))
}
