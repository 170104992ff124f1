import * as errors from './errors.ts'
import { evaluateArray } from './evaluate-arrays.ts'
import { type Lookup, scalarOf } from './evaluate-scalars.ts'
import type { Expr, Formula } from './expression.ts'
import { toExpr } from './formula.ts'
import { inertValue } from './matrix/inert-value.ts'
import { type NestedArray, Sizes } from './nested-array.ts'
import { postorder } from './traverse.ts'

/** Values of symbols: numbers, nested arrays for vectors and matrices; of a size that no symbol shows, by its name: `{ n: 3 }`. */
export type Bindings = Readonly<Record<string, number | NestedArray>>

/**
 * The value of a formula in double precision, NaN exactly where the real function is undefined (`log(0)`, `1 / 0`,
 * `(-8)^(1/3)`). Vectors and matrices are nested arrays, rows first. Conditions give 1 or 0.
 *
 * Cancellation is avoided where the formula shows it: `exp(x) - 1` is evaluated as expm1, `log(1 + x)` as log1p,
 * `1 - tanh(x)^2` as sech squared, sums with compensation.
 *
 * Throws `evaluate/unbound-symbol` for a symbol without a value, `evaluate/bad-value` for one of the wrong shape.
 *
 * @example
 * evaluate('x^2 + 1', { x: 3 }) // => 10
 * evaluate('log(x)', { x: -1 }) // => NaN
 */
export function evaluate<Result = number>(f: Formula, bindings?: Bindings): Result {
  const at = bindings ?? {}
  const root = toExpr(f)
  const nodes = postorder([root])
  const sizes = new Sizes(at)
  const values = new Map<Expr, number | NestedArray>()
  for (const node of nodes) if (node.op === 'sym') values.set(node, lookUp(node, at, sizes))
  sizes.check()
  for (const node of nodes) {
    if (node.op === 'sym') continue
    if (node.op === 'D') {
      values.set(node, inertValue(node, at, evaluate))
      continue
    }
    const isArray = node.shape.length > 0 || node.args.some((arg) => arg.shape.length > 0)
    values.set(node, isArray ? evaluateArray(node, values, sizes) : scalarOf(node, values as Lookup))
  }
  return values.get(root) as Result
}

function lookUp(e: Expr, at: Bindings, sizes: Sizes): number | NestedArray {
  const value = Object.hasOwn(at, e.name) ? at[e.name] : undefined
  if (value === undefined) throw errors.unboundSymbol(e.name, Object.keys(at))
  sizes.bind(e, value)
  return value
}
