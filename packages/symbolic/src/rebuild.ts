import { apply, isFunctionName } from './apply.ts'
import { undefinedFunction } from './call.ts'
import { conjunction, disjunction, negation, piecewise, type RelationOp, relation } from './conditions.ts'
import type { Expr, Op } from './expression.ts'
import type { FunctionName } from './functions.ts'
import { intern } from './intern.ts'
import {
  det,
  diag,
  diagonal,
  hadamard,
  inv,
  kron,
  logdet,
  logsumexp,
  mean,
  norm,
  norm1,
  outer,
  softmax,
  sum,
  trace,
  transpose,
} from './matrices.ts'
import { powElementwise } from './power.ts'
import { mulAll } from './product.ts'
import { addAll } from './sum.ts'

type Build = (args: readonly Expr[], node: Expr) => Expr

const same: Build = (_args, node) => node

/** For one or two arguments. */
const of =
  (make: (a: Expr, b: Expr) => Expr): Build =>
  ([a, b]) =>
    make(a!, b!)

const compared = (op: RelationOp): Build => of((a, b) => relation(op, a, b))

/** How each operation that is no row of the function table is made from its arguments. */
export const builders: { readonly [O in Exclude<Op, FunctionName>]: Build } = {
  num: same,
  sym: same,
  const: same,
  eye: same,
  ones: same,
  add: addAll,
  mul: mulAll,
  pow: of(powElementwise),
  piecewise: (args) => piecewise(...args),
  call: (args, node) => undefinedFunction(node.name, args, node.orders),
  D: (args, node) => intern('D', args, node.shape),
  lt: compared('lt'),
  le: compared('le'),
  gt: compared('gt'),
  ge: compared('ge'),
  eq: compared('eq'),
  ne: compared('ne'),
  and: conjunction,
  or: disjunction,
  not: of(negation),
  matmul: mulAll,
  transpose: of(transpose),
  hadamard: (args) => hadamard(...args),
  inv: of(inv),
  det: of(det),
  logdet: of(logdet),
  trace: of(trace),
  sum: of(sum),
  mean: of(mean),
  norm: of(norm),
  norm1: of(norm1),
  diag: of(diag),
  diagonal: of(diagonal),
  outer: of(outer),
  kron: of(kron),
  softmax: of(softmax),
  logsumexp: of(logsumexp),
}

/** How an operation is made from its arguments. */
export const builderOf = (op: Op): Build => (isFunctionName(op) ? (args) => apply(op, args) : builders[op])

/** The node with other arguments, through its constructor: `rebuild(e, e.args)` is `e`. */
export function rebuild(node: Expr, args: readonly Expr[]): Expr {
  return builderOf(node.op)(args, node)
}
