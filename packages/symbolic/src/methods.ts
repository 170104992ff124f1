import { apply } from './apply.ts'
import { add, div, mul, neg, pow, sqrt, sub } from './arithmetic.ts'
import { eq, ge, gt, le, lt, ne } from './comparisons.ts'
import { max, min } from './elementary.ts'
import { Expr, type Formula } from './expression.ts'
import { dot, matmul, sum, transpose } from './matrix-functions.ts'

/** Functions of the table that are methods. */
const names = [
  'abs',
  'acos',
  'acosh',
  'asin',
  'asinh',
  'atan',
  'atanh',
  'cbrt',
  'ceil',
  'cos',
  'cosh',
  'erf',
  'exp',
  'expm1',
  'floor',
  'gamma',
  'log',
  'log1p',
  'relu',
  'round',
  'sigmoid',
  'sign',
  'sin',
  'sinh',
  'softplus',
  'tan',
  'tanh',
] as const

type OfOne = 'neg' | 'sqrt' | 'transpose' | 'sum'
type OfTwo = 'sub' | 'div' | 'pow' | 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne' | 'matmul' | 'dot'
type OfMany = 'add' | 'mul' | 'min' | 'max'

/** The operations of formulas as methods of the first. */
export type Methods = Readonly<
  Record<OfOne | (typeof names)[number], () => Expr> &
    Record<OfTwo, (other: Formula) => Expr> &
    Record<OfMany, (...others: readonly Formula[]) => Expr>
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
  min,
  max,
}

for (const [name, operation] of Object.entries(operations)) method(name, operation)
for (const name of names) method(name, (e) => apply(name, [e as Expr]))

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
