import { pow } from '../arithmetic.ts'
import { sign } from '../elementary.ts'
import type { Expr, MatrixOp, Shape } from '../expression.ts'
import { diag, diagonal, eye, hadamard, inv, matmul, norm, ones, sum, transpose } from '../matrices.ts'
import { mulAll } from '../product.ts'
import { onesOf, shapesEqual } from '../shapes.ts'
import { neg, sub } from '../sum.ts'
import { contraction, filled, softmaxOf } from './differential.ts'
import { entrywisePartial } from './elementwise.ts'
import { tidy } from './tidy.ts'

/** Takes a term of an argument's adjoint. */
type Send = (arg: Expr, term: Expr) => void

/**
 * Sends the adjoint of a node with vectors or matrices about it on to those arguments that vary. Adjoints have the shape of their node,
 * and are written as matrix products, so that the gradient comes out in matrix notation: products are not distributed over sums,
 * and what the formula names once stays one node.
 *
 * Returns false for an operation whose adjoint has no matrix notation.
 *
 * Source: Giles, "Collected Matrix Derivative Results for Forward and Reverse Mode Algorithmic Differentiation" (2008).
 */
export function pullBackArrays(e: Expr, adjoint: Expr, varies: (arg: Expr) => boolean, send: Send): boolean {
  if (e.op === 'D') return false
  if (e.op === 'kron') return pullBackKronecker(e.args[0]!, e.args[1]!, adjoint, varies, send)
  for (const [i, arg] of e.args.entries()) if (varies(arg)) send(arg, termFor(e, i, adjoint))
  return true
}

/**
 * The adjoint of C ⊗ D by C is (sum over the entries of D .* G)·F for every term F ⊗ G of the adjoint; terms of another form have no
 * notation in matrix products.
 */
function pullBackKronecker(c: Expr, d: Expr, adjoint: Expr, varies: (arg: Expr) => boolean, send: Send): boolean {
  const terms = kroneckerTerms(tidy(adjoint), c, d)
  if (terms === undefined) return false
  for (const { scalars, left, right } of terms) {
    if (varies(c)) send(c, mulAll([...scalars, contraction(right, d), left]))
    if (varies(d)) send(d, mulAll([...scalars, contraction(left, c), right]))
  }
  return true
}

interface KroneckerTerm {
  readonly scalars: readonly Expr[]
  readonly left: Expr
  readonly right: Expr
}

/** A matrix as a sum of scalars times Kronecker products of matrices of the shapes of `c` and `d`. */
function kroneckerTerms(e: Expr, c: Expr, d: Expr): KroneckerTerm[] | undefined {
  if (e.op === 'add') {
    const terms = e.args.map((arg) => kroneckerTerms(arg, c, d))
    return terms.includes(undefined) ? undefined : (terms as KroneckerTerm[][]).flat()
  }
  const scalars = e.op === 'mul' ? e.args.slice(0, -1) : []
  const array = e.op === 'mul' ? e.args[e.args.length - 1]! : e
  const isSquare = c.shape[0] === c.shape[1] && d.shape[0] === d.shape[1]
  const [left, right] =
    array.op === 'kron'
      ? array.args
      : array.op === 'ones'
        ? [onesOf(c.shape), onesOf(d.shape)]
        : array.op === 'eye' && isSquare
          ? [eye(c.shape[0]!), eye(d.shape[0]!)]
          : []
  if (left === undefined || right === undefined) return undefined
  return shapesEqual(left.shape, c.shape) && shapesEqual(right.shape, d.shape) ? [{ scalars, left, right }] : undefined
}

/** What the i-th argument receives from the adjoint of its node. */
function termFor(e: Expr, i: number, adjoint: Expr): Expr {
  const arg = e.args[i]!
  switch (e.op) {
    case 'add':
      return summedLike(adjoint, arg)
    case 'mul':
      return scaledAdjoint(e, i, adjoint)
    case 'matmul':
      return factorAdjoint(e.args, i, adjoint)
    case 'hadamard':
      return hadamard(adjoint, ...e.args.filter((_, k) => k !== i))
  }
  if (Object.hasOwn(rules, e.op)) return rules[e.op as RuleOp](arg, adjoint, e)
  return summedLike(filled(hadamard(adjoint, entrywisePartial(e, i)), e), arg)
}

/** What reaches a scalar that stands beside every entry is the sum over the entries. */
const summedLike = (term: Expr, arg: Expr): Expr => (arg.shape.length === 0 ? sum(term) : term)

/** c·M: the adjoint of a scalar factor is the contraction with the rest, that of the array the adjoint times the scalars. */
function scaledAdjoint(e: Expr, i: number, adjoint: Expr): Expr {
  const rest = e.args.filter((_, k) => k !== i)
  if (e.args[i]!.shape.length > 0) return mulAll([...rest, adjoint])
  const scalars = rest.filter((factor) => factor.shape.length === 0)
  const array = rest.find((factor) => factor.shape.length > 0)!
  return mulAll([...scalars, contraction(array, adjoint)])
}

/** L·F·R: the adjoint of F is L'·Ȳ·R'. */
function factorAdjoint(factors: readonly Expr[], i: number, adjoint: Expr): Expr {
  const left = factors.slice(0, i).reverse().map(transpose)
  const right = factors
    .slice(i + 1)
    .reverse()
    .map(transpose)
  const term =
    adjoint.shape.length === 0 ? mulAll([adjoint, mulAll([...left, ...right])]) : mulAll([...left, adjoint, ...right])
  return ofShape(term, factors[i]!.shape)
}

/** One row or one column is at times a matrix and at times a vector or a number: a product as what stands in the formula. */
function ofShape(term: Expr, shape: Shape): Expr {
  if (shape.length === 1 && term.shape.length === 2) return mulAll([term, onesOf([1])])
  return term.shape.length === 0 ? mulAll([term, onesOf(shape)]) : term
}

type RuleOp = Exclude<MatrixOp, 'matmul' | 'hadamard' | 'eye' | 'ones' | 'outer' | 'kron'>

/** The adjoint of the argument `a` of `y`, from the adjoint `g` of `y`. */
const rules: { readonly [Op in RuleOp]: (a: Expr, g: Expr, y: Expr) => Expr } = {
  transpose: (_, g) => transpose(g),
  inv: (_a, g, y) => neg(matmul(transpose(y), g, transpose(y))),
  det: (a, g, y) => mulAll([g, y, transpose(inv(a))]),
  logdet: (a, g) => mulAll([g, transpose(inv(a))]),
  trace: (a, g) => mulAll([g, eye(a.shape[0]!)]),
  sum: (a, g) => mulAll([g, onesOf(a.shape)]),
  mean: (a, g) => mulAll([g, pow(sum(ones(...a.shape)), -1), onesOf(a.shape)]),
  norm: (a, g) => mulAll([g, pow(norm(a), -1), a]),
  norm1: (a, g) => mulAll([g, sign(a)]),
  diag: (_, g) => diagonal(g),
  diagonal: (_, g) => diag(g),
  softmax: (_a, g, y) => hadamard(y, sub(g, contraction(y, g))),
  logsumexp: (a, g) => mulAll([g, softmaxOf(a)]),
}
