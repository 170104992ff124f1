import { eq, ge, gt, le, lt, ne } from '../conditions.ts'
import { abs, log, mod, nthRoot, round } from '../elementary.ts'
import * as errors from '../errors.ts'
import { type Dimension, type Expr, isNumber } from '../expression.ts'
import { functionRules } from '../function-rules.ts'
import {
  det,
  diag,
  diagonal,
  dot,
  dotDivide,
  dotPow,
  eye,
  hadamard,
  inv,
  kron,
  logdet,
  logsumexp,
  mean,
  norm,
  norm1,
  ones,
  outer,
  softmax,
  sum,
  trace,
} from '../matrices.ts'
import { pow, sqrt } from '../power.ts'
import { div, mulAll } from '../product.ts'
import { addAll, neg, sub } from '../sum.ts'
import { choose, conjunction, disjunction, exclusive, factorial, negation, product, transposed } from './operations.ts'

/** A function that is not a row of the function table: how it is made from its arguments. */
interface Form {
  /** Least and greatest number of arguments. */
  readonly arity: readonly [number, number]
  readonly make: (args: readonly Expr[]) => Expr
}

const MANY = Number.POSITIVE_INFINITY

const one = (make: (x: Expr) => Expr): Form => ({ arity: [1, 1], make: ([x]) => make(x!) })
const two = (make: (x: Expr, y: Expr) => Expr): Form => ({ arity: [2, 2], make: ([x, y]) => make(x!, y!) })
const many = (make: (args: readonly Expr[]) => Expr): Form => ({ arity: [1, MANY], make })

/** A size given as an argument: a whole number, or a name that stays open. */
function dimension(e: Expr): Dimension {
  if (isNumber(e)) return e.value
  if (e.op === 'sym' && e.shape.length === 0) return e.name
  throw errors.badDimension('the matrix', e.op)
}

/** `norm(x)`, `norm(x, 1)`, `norm(x, 2)`; the text 'fro' is read by the parser. */
function normOf([x, p]: readonly Expr[]): Expr {
  if (p === undefined || (p.value === 2 && x!.shape.length < 2)) return vectorNorm(x!)
  if (p.value === 1 && x!.shape.length < 2) return norm1(x!)
  throw errors.shapeWanted(
    'norm',
    "norm(x), norm(x, 1) or norm(x, 2) of a vector, norm(A, 'fro') of a matrix",
    x!.shape,
  )
}

const vectorNorm = (x: Expr): Expr => (x.shape.length === 0 ? abs(x) : norm(x))

/** x rounded to a number of decimals. */
const roundedTo = (x: Expr, digits: Expr): Expr => {
  const scale = pow(10, digits)
  return div(round(mulAll([x, scale])), scale)
}

/** The sum of the entries of one vector or matrix, or of several scalars. */
const sumOf = (args: readonly Expr[]): Expr =>
  args.length === 1 && args[0]!.shape.length > 0 ? sum(args[0]!) : addAll(args)

const meanOf = (args: readonly Expr[]): Expr =>
  args.length === 1 && args[0]!.shape.length > 0 ? mean(args[0]!) : div(addAll(args), args.length)

/** What the language calls functions and is built from other nodes. */
export const forms: ReadonlyMap<string, Form> = /* @__PURE__ */ new Map<string, Form>([
  ['log', { arity: [1, 2], make: ([x, base]) => (base === undefined ? log(x!) : log(x!, base)) }],
  ['sqrt', one(sqrt)],
  ['pow', two(pow)],
  ['nthRoot', { arity: [1, 2], make: ([x, n]) => nthRoot(x!, n ?? 2) }],
  ['round', { arity: [1, 2], make: ([x, digits]) => (digits === undefined ? round(x!) : roundedTo(x!, digits)) }],
  ['mod', two(mod)],
  ['factorial', one(factorial)],
  ['square', one((x) => pow(x, 2))],
  ['cube', one((x) => pow(x, 3))],
  ['if', { arity: [3, 3], make: choose }],
  ['piecewise', { arity: [3, MANY], make: choose }],
  // mathjs's names of the operators
  ['add', many(addAll)],
  ['subtract', two(sub)],
  ['multiply', many(product)],
  ['divide', two(div)],
  ['unaryMinus', one(neg)],
  ['unaryPlus', one((x) => x)],
  ['dotMultiply', two(hadamard)],
  ['dotDivide', two(dotDivide)],
  ['dotPow', two(dotPow)],
  ['smaller', two(lt)],
  ['smallerEq', two(le)],
  ['larger', two(gt)],
  ['largerEq', two(ge)],
  ['equal', two(eq)],
  ['unequal', two(ne)],
  ['and', many(conjunction)],
  ['or', many(disjunction)],
  ['xor', two(exclusive)],
  ['not', one(negation)],
  // vectors and matrices
  ['transpose', one(transposed)],
  ['dot', two(dot)],
  ['norm', { arity: [1, 2], make: normOf }],
  ['norm1', one((x) => (x.shape.length === 0 ? abs(x) : norm1(x)))],
  ['norm2', one(vectorNorm)],
  ['normF', one(vectorNorm)],
  ['sum', many(sumOf)],
  ['mean', many(meanOf)],
  ['trace', one(trace)],
  ['det', one(det)],
  ['logdet', one(logdet)],
  ['inv', one(inv)],
  ['diag', one(diag)],
  ['diagonal', one(diagonal)],
  ['outer', two(outer)],
  ['kron', two(kron)],
  ['softmax', one(softmax)],
  ['logsumexp', one(logsumexp)],
  ['eye', one((n) => eye(dimension(n)))],
  ['ones', { arity: [1, 2], make: (sizes) => ones(...sizes.map(dimension)) }],
])

let otherNames: ReadonlyMap<string, string> | undefined

/** Other spellings of functions, by the spelling: the aliases of the function table and those of forms. */
export function synonyms(): ReadonlyMap<string, string> {
  otherNames ??= new Map([
    ['tr', 'trace'],
    ['ctranspose', 'transpose'],
    ...Object.entries(functionRules).flatMap(([name, { aliases = [] }]) =>
      aliases.map((alias) => [alias, name] as const),
    ),
  ])
  return otherNames
}

/** `1 argument`, `1 to 2 arguments`, `at least 3 arguments`. */
export function arityText([least, most]: readonly [number, number]): string {
  if (most === MANY) return `at least ${least} argument${least === 1 ? '' : 's'}`
  return least === most ? `${least} argument${least === 1 ? '' : 's'}` : `${least} to ${most} arguments`
}
