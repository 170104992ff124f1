import { apply } from './apply.ts'
import { add, div, mul, neg, pow, sqrt, sub } from './arithmetic.ts'
import { eq, ge, gt, le, lt, ne } from './comparisons.ts'
import { Expr, type Formula } from './expression.ts'
import { toExpr } from './formula.ts'
import { functionRules } from './function-rules.ts'
import type { FunctionName } from './functions.ts'
import { dot, matmul, sum, transpose } from './matrix-functions.ts'

type OfOne = 'neg' | 'sqrt' | 'transpose' | 'sum'
type OfTwo = 'sub' | 'div' | 'pow' | 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne' | 'matmul' | 'dot'
type OfMany = 'add' | 'mul'

/** The operations and functions of formulas as methods of the first. */
export type Methods = Readonly<
  Record<OfOne, () => Expr> &
    Record<OfTwo, (other: Formula) => Expr> &
    Record<OfMany | FunctionName, (...others: readonly Formula[]) => Expr>
>

type Operation = (...formulas: Formula[]) => Expr

const operations: Readonly<Record<OfOne | OfTwo | OfMany, Operation>> = {
  neg,
  sqrt,
  transpose,
  sum,
  sub,
  div,
  pow,
  lt,
  le,
  gt,
  ge,
  eq,
  ne,
  matmul,
  dot,
  add,
  mul,
}

for (const [name, operation] of Object.entries(operations)) method(name, operation)
for (const name of Object.keys(functionRules) as FunctionName[])
  method(name, (...args) => apply(name, args.map(toExpr)))

function method(name: string, operation: Operation): void {
  Object.defineProperty(Expr.prototype, name, {
    value: function (this: Expr, ...others: Formula[]): Expr {
      return operation(this, ...others)
    },
    configurable: true,
    writable: true,
  })
}

export { Expr }
