import { pow } from '../arithmetic.ts'
import { exp, sign } from '../elementary.ts'
import type { Expr, MatrixOp } from '../expression.ts'
import {
  det,
  diag,
  diagonal,
  hadamard,
  inv,
  kron,
  logsumexp,
  matmul,
  mean,
  norm,
  softmax,
  sum,
  trace,
  transpose,
} from '../matrices.ts'
import { mulAll } from '../product.ts'
import { isZero, onesOf } from '../shapes.ts'
import { addAll, neg, sub } from '../sum.ts'
import { outerParts } from './chain-identities.ts'
import { entrywisePartial } from './elementwise.ts'

/** The differentials of arguments. */
type Of = (arg: Expr) => Expr
type Rule = (e: Expr, of: Of) => Expr

/**
 * The differential of a node with vectors or matrices about it, from the differentials of its arguments: linear in them, and of
 * the shape of the node.
 *
 * Source: Magnus and Neudecker, "Matrix Differential Calculus" (2019), chapters 8 and 9.
 */
export function differentialOf(e: Expr, of: Of): Expr {
  if (e.op === 'add') return filled(addAll(e.args.map(of)), e)
  if (e.op === 'mul' || e.op === 'matmul') return byEachFactor(e, of, mulAll)
  if (e.op === 'hadamard') return byEachFactor(e, of, (factors) => hadamard(...factors))
  const rule = Object.hasOwn(rules, e.op) ? rules[e.op as RuleOp] : entrywise
  return rule(e, of)
}

/** A scalar that stands for every entry, as an array. */
export const filled = (value: Expr, like: Expr): Expr =>
  value.shape.length === 0 && like.shape.length > 0 ? mulAll([value, onesOf(like.shape)]) : value

/** Σ over the factors, each replaced by its differential in turn. */
function byEachFactor(e: Expr, of: Of, product: (factors: readonly Expr[]) => Expr): Expr {
  const terms = e.args.flatMap((factor, i) => {
    const d = of(factor)
    return isZero(d) ? [] : [product(e.args.map((other, k) => (k === i ? d : other)))]
  })
  return addAll(terms)
}

const entrywise: Rule = (e, of) =>
  addAll(
    e.args.flatMap((arg, i) => {
      const d = of(arg)
      return isZero(d) ? [] : [filled(hadamard(entrywisePartial(e, i), d), e)]
    }),
  )

/** Σ aᵢ·bᵢ over all entries: a product of matrices where one is at hand, else the sum of the entrywise product. */
export function contraction(a: Expr, b: Expr): Expr {
  if (a.shape.length === 1) return mulAll([transpose(a), b])
  if (a.op === 'eye') return trace(b)
  if (b.op === 'eye') return trace(a)
  return asProduct(a, b) ?? asProduct(b, a) ?? sum(hadamard(a, b))
}

/** Σ (u·v') ∘ B is u'·B·v, and Σ A ∘ B is tr(A'·B), where A' is written no longer than A. */
function asProduct(a: Expr, b: Expr): Expr | undefined {
  const outer = outerParts(a)
  if (outer !== undefined) return mulAll([...outer.scalars, transpose(outer.left), b, outer.right])
  const turned = transpose(a)
  const isShort = transposesIn(turned) <= transposesIn(a) && (isProduct(a) || isProduct(b))
  return isShort ? trace(mulAll([turned, b])) : undefined
}

const transposesIn = (e: Expr): number =>
  e.op === 'transpose' ? 1 : e.op === 'matmul' ? e.args.filter((factor) => factor.op === 'transpose').length : 0

/** Made by products of matrices, or inverses. */
const isProduct = (e: Expr): boolean =>
  e.op === 'matmul' || e.op === 'inv' || (['add', 'mul', 'transpose'].includes(e.op) && e.args.some(isProduct))

type RuleOp = Exclude<MatrixOp, 'matmul' | 'hadamard' | 'eye' | 'ones' | 'outer'>

/** One rule for each operation on a single array; `a` is the argument, `d` its differential. */
const rule =
  (make: (a: Expr, d: Expr, y: Expr) => Expr): Rule =>
  (e, of) =>
    make(e.args[0]!, of(e.args[0]!), e)

const rules: { readonly [Op in RuleOp]: Rule } = {
  transpose: rule((_, d) => transpose(d)),
  inv: rule((_a, d, y) => neg(matmul(y, d, y))),
  det: rule((a, d) => mulAll([det(a), trace(matmul(inv(a), d))])),
  logdet: rule((a, d) => trace(matmul(inv(a), d))),
  trace: rule((_, d) => trace(d)),
  sum: rule((_, d) => sum(d)),
  mean: rule((_, d) => mean(d)),
  norm: rule((a, d) => mulAll([contraction(a, d), pow(norm(a), -1)])),
  norm1: rule((a, d) => contraction(sign(a), d)),
  diag: rule((_, d) => diag(d)),
  diagonal: rule((_, d) => diagonal(d)),
  softmax: rule((_a, d, y) => sub(hadamard(y, d), mulAll([contraction(y, d), y]))),
  logsumexp: rule((a, d) => contraction(softmaxOf(a), d)),
  kron: (e, of) => byEachFactor(e, of, ([a, b]) => kron(a!, b!)),
}

/** exp(a - logsumexp(a)): softmax of a vector, and of a matrix over all its entries. */
export function softmaxOf(a: Expr): Expr {
  return a.shape.length === 1 ? softmax(a) : exp(sub(a, logsumexp(a)))
}
