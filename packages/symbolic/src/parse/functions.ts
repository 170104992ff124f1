import { apply } from '../apply.ts'
import { type RelationOp, relation } from '../conditions.ts'
import * as errors from '../errors.ts'
import { type Dimension, type Expr, isNumber, type MatrixOp } from '../expression.ts'
import { functionRules } from '../function-rules.ts'
import * as matrices from '../matrices.ts'
import { inertDerivative } from '../matrix/inert.ts'
import { pow, powElementwise, sqrt } from '../power.ts'
import { div, mulAll } from '../product.ts'
import { builders } from '../rebuild.ts'
import { addAll, neg, sub } from '../sum.ts'
import { num } from '../symbols.ts'
import { binary, choose, conjunction, disjunction, exclusive, factorial, negation, product } from './operations.ts'

/** A function that is not a row of the function table: how it is made from its arguments. */
interface Form {
  /** Least and greatest number of arguments. */
  readonly arity: readonly [number, number]
  readonly make: (...args: Expr[]) => Expr
}

/** A size given as an argument: a whole number, a name that stays open, or a product of them. */
function dimension(e: Expr): Dimension {
  if (isNumber(e)) return e.value
  if (e.op === 'sym' && e.shape.length === 0) return e.name
  if (e.op === 'sum' && e.args[0]!.op === 'ones') return e.args[0]!.shape[0]!
  if (e.op === 'mul') return e.args.map(dimension).join('*')
  throw errors.badDimension('the matrix', e.op)
}

/** `norm(x)`, `norm(x, 1)`, `norm(x, 2)`; the text 'fro' is read by the parser. */
function norm(x: Expr, p?: Expr): Expr {
  if (p === undefined || (p.value === 2 && x.shape.length < 2)) return matrices.norm(x)
  if (p.value === 1 && x.shape.length < 2) return matrices.norm1(x)
  throw errors.shapeWanted('norm', "norm(x), norm(x, 1) or norm(x, 2) of a vector, norm(A, 'fro') of a matrix", x.shape)
}

/** x rounded to a number of decimals. */
function roundTo(x: Expr, digits?: Expr): Expr {
  if (digits === undefined) return apply('round', [x])
  const scale = pow(num(10), digits)
  return div(apply('round', [mulAll([x, scale])]), scale)
}

/** Of the entries of one vector or matrix, or of several scalars. */
const isOneArray = (args: readonly Expr[]): boolean => args.length === 1 && args[0]!.shape.length > 0
const sum = (...args: Expr[]): Expr => (isOneArray(args) ? matrices.sum(args[0]!) : addAll(args))
const mean = (...args: Expr[]): Expr =>
  isOneArray(args) ? matrices.mean(args[0]!) : div(addAll(args), num(args.length))

const ofSizes =
  (make: (...sizes: Dimension[]) => Expr) =>
  (...sizes: Expr[]): Expr =>
    make(...sizes.map(dimension))

type Maker = (...args: Expr[]) => Expr

const spread =
  (make: (args: readonly Expr[]) => Expr): Maker =>
  (...args) =>
    make(args)

export const MANY: number = Number.POSITIVE_INFINITY

const taking = (least: number, most: number, makers: Readonly<Record<string, Maker>>): (readonly [string, Form])[] =>
  Object.entries(makers).map(([name, make]) => [name, { arity: [least, most], make }])

/** The operations of these names, separated by spaces. */
const operations = (names: string): Readonly<Record<string, Maker>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, (...args) => builders[name as MatrixOp](args, args[0]!)]))

const choice = spread(choose)

/** A derivative that is not worked out, as it is printed. */
function D(f: Expr, x: Expr, direction?: Expr): Expr {
  if (x.op !== 'sym') throw errors.badVariable(x)
  return inertDerivative(f, x, direction)
}

const comparison =
  (op: RelationOp): Maker =>
  (a, b) =>
    relation(op, a!, b!)

/** The natural logarithm, or that to a base. */
const log: Maker = (x, base) =>
  base === undefined ? apply('log', [x!]) : div(apply('log', [x!]), apply('log', [base]))

/** What the language calls functions and is built from other nodes, by the number of arguments. */
export const forms: ReadonlyMap<string, Form> = /* @__PURE__ */ new Map([
  ...taking(1, 1, {
    ...operations('transpose norm1 trace det logdet inv diag diagonal softmax logsumexp'),
    sqrt,
    factorial,
    square: (x) => pow(x!, num(2)),
    cube: (x) => pow(x!, num(3)),
    unaryMinus: neg,
    unaryPlus: (x) => x!,
    not: negation,
    norm2: matrices.norm,
    normF: matrices.norm,
    eye: ofSizes(matrices.eye),
  }),
  ...taking(1, 2, {
    log,
    nthRoot: (x, n) => apply('nthRoot', [x!, n ?? num(2)]),
    round: roundTo,
    norm,
    ones: ofSizes(matrices.ones),
  }),
  ...taking(2, 2, {
    ...operations('outer kron'),
    pow,
    mod: binary.mod!,
    // mathjs's names of the operators
    subtract: sub,
    divide: div,
    dotMultiply: matrices.hadamard,
    dotDivide: matrices.dotDivide,
    dotPow: powElementwise,
    smaller: comparison('lt'),
    smallerEq: comparison('le'),
    larger: comparison('gt'),
    largerEq: comparison('ge'),
    equal: comparison('eq'),
    unequal: comparison('ne'),
    xor: exclusive,
    dot: matrices.dot,
  }),
  ...taking(1, MANY, {
    add: spread(addAll),
    multiply: spread(product),
    and: spread(conjunction),
    or: spread(disjunction),
    sum,
    mean,
  }),
  ...taking(2, 3, { D }),
  ...taking(3, 3, { if: choice }),
  ...taking(3, MANY, { piecewise: choice }),
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
  const wanted = most === MANY ? `at least ${least}` : least === most ? least : `${least} to ${most}`
  return `${wanted} argument${(most === MANY ? least : most) === 1 ? '' : 's'}`
}
