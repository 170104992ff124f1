import { pow } from '../arithmetic.ts'
import type { Expr, Op } from '../expression.ts'
import { det, diag, diagonal, hadamard, inv, kron, logdet, matmul, ones, sum, trace, transpose } from '../matrices.ts'
import { isInteger, MINUS_ONE, type NumberValue } from '../number.ts'
import { powElementwise } from '../power.ts'
import { mulAll } from '../product.ts'
import { isZero, onesOf, shapesEqual } from '../shapes.ts'
import { addAll, neg } from '../sum.ts'
import { numberNode } from '../symbols.ts'
import { chainIdentities, outerParts } from './chain-identities.ts'
import { count, isSquare, splitScalars } from './parts.ts'

/** An identity of matrix algebra, `left = right` by name: `rewrite` gives the right side of a left one, undefined where it does not apply. */
export interface Identity {
  readonly name: string
  readonly op: Op
  readonly rewrite: (e: Expr) => Expr | undefined
}

const of = (name: string, op: Op, rewrite: (x: Expr, e: Expr) => Expr | undefined): Identity => ({
  name,
  op,
  rewrite: (e) => rewrite(e.args[0]!, e),
})

const countTransposes = (e: Expr): number =>
  (e.op === 'matmul' ? e.args : [e]).filter((x) => x.op === 'transpose').length

/** All identities; each makes a formula shorter, or frees a variable from a product, so that applying them comes to an end. */
export const identities: readonly Identity[] = /* @__PURE__ */ (() => [
  ...chainIdentities,
  of("tr(u * v') = v' * u", 'trace', (x) => {
    const parts = outerParts(x)
    return parts && mulAll([...parts.scalars, transpose(parts.right), parts.left])
  }),
  of("tr(A' * B') = tr(B * A)", 'trace', (x) => {
    if (x.op !== 'matmul') return undefined
    const flipped = transpose(x)
    return countTransposes(flipped) < countTransposes(x) ? trace(flipped) : undefined
  }),
  of('tr(diag(u)) = sum(u)', 'trace', (x) => (x.op === 'diag' ? sum(x.args[0]!) : undefined)),
  of('tr(eye(n)) = sum(ones(n))', 'trace', (x) => (x.op === 'eye' ? count([x.shape[0]!]) : undefined)),
  of('tr(kron(A, B)) = tr(A) * tr(B)', 'trace', (x) =>
    x.op === 'kron' && x.args.every(isSquare) ? mulAll(x.args.map((factor) => trace(factor))) : undefined,
  ),
  of("diagonal(A') = diagonal(A)", 'diagonal', (x) => (x.op === 'transpose' ? diagonal(x.args[0]!) : undefined)),
  of('diagonal(eye(n)) = ones(n)', 'diagonal', (x) => (x.op === 'eye' ? ones(x.shape[0]!) : undefined)),
  of('diagonal(t * A) = t * diagonal(A)', 'diagonal', (x) => {
    const { scalars, array } = splitScalars(x)
    return scalars.length > 0 ? mulAll([...scalars, diagonal(array)]) : undefined
  }),
  of("diagonal(u * v') = u .* v", 'diagonal', (x) => {
    const parts = outerParts(x)
    return parts && mulAll([...parts.scalars, hadamard(parts.left, parts.right)])
  }),
  of('diagonal(diag(u) * A) = u .* diagonal(A)', 'diagonal', (x) => {
    if (x.op !== 'matmul') return undefined
    const [first, last] = [x.args[0]!, x.args[x.args.length - 1]!]
    if (first.op === 'diag') return hadamard(first.args[0]!, diagonal(matmul(...x.args.slice(1))))
    return last.op === 'diag' ? hadamard(diagonal(matmul(...x.args.slice(0, -1))), last.args[0]!) : undefined
  }),
  of('diagonal(diag(u) .* A) = u .* diagonal(A)', 'diagonal', (x) =>
    x.op === 'hadamard' && x.args.some((factor) => simpleDiagonal(factor) !== undefined)
      ? hadamard(...x.args.map((factor) => diagonal(factor)))
      : undefined,
  ),
  of("diagonal(diag(u) + u * v') = u + u .* v", 'diagonal', (x) => {
    if (x.op !== 'add') return undefined
    const parts = x.args.map((term) => (term.shape.length === 0 ? term : simpleDiagonal(term)))
    return parts.includes(undefined) ? undefined : addAll(parts as Expr[])
  }),
  of('inv(diag(u)) = diag(1 ./ u)', 'inv', (x) =>
    x.op === 'diag' ? diag(powElementwise(x.args[0]!, numberNode(MINUS_ONE))) : undefined,
  ),
  of('inv(t * A) = inv(A) / t', 'inv', (x) => {
    const { scalars, array } = splitScalars(x)
    return scalars.length > 0 ? mulAll([...scalars.map((factor) => pow(factor, -1)), inv(array)]) : undefined
  }),
  of('inv(kron(A, B)) = kron(inv(A), inv(B))', 'inv', (x) =>
    x.op === 'kron' && x.args.every(isSquare) ? kron(inv(x.args[0]!), inv(x.args[1]!)) : undefined,
  ),
  of("kron(A, B)' = kron(A', B')", 'transpose', (x) =>
    x.op === 'kron' ? kron(transpose(x.args[0]!), transpose(x.args[1]!)) : undefined,
  ),
  of("det(A') = det(A)", 'det', (x) => (x.op === 'transpose' ? det(x.args[0]!) : undefined)),
  of('det(inv(A)) = 1 / det(A)', 'det', (x) => (x.op === 'inv' ? pow(det(x.args[0]!), -1) : undefined)),
  of("logdet(A') = logdet(A)", 'logdet', (x) => (x.op === 'transpose' ? logdet(x.args[0]!) : undefined)),
  of('logdet(inv(A)) = -logdet(A)', 'logdet', (x) => (x.op === 'inv' ? neg(logdet(x.args[0]!)) : undefined)),
  of("sum(A') = sum(A)", 'sum', (x) => (x.op === 'transpose' ? sum(x.args[0]!) : undefined)),
  of('sum(diag(u)) = sum(u)', 'sum', (x) => (x.op === 'diag' ? sum(x.args[0]!) : undefined)),
  of("sum(u * v') = sum(u) * sum(v)", 'sum', (x) => {
    const parts = outerParts(x)
    return parts && mulAll([...parts.scalars, sum(parts.left), sum(parts.right)])
  }),
  of('sum(kron(A, B)) = sum(A) * sum(B)', 'sum', (x) =>
    x.op === 'kron' ? mulAll(x.args.map((factor) => sum(factor))) : undefined,
  ),
  of('sum(u - mean(u)) = 0', 'sum', sumAboutMean),
  of('ones(n) + u = u + 1', 'add', (_, e) => onesAsNumbers(e)),
  of('(A .* B) .^ 2 = A .^ 2 .* B .^ 2', 'pow', (x, e) => {
    const exponent = e.args[1]!
    if (e.shape.length === 0 || exponent.op !== 'num' || !isInteger(exponent.payload as NumberValue)) return undefined
    return x.op === 'hadamard' || x.op === 'mul'
      ? hadamard(...x.args.map((factor) => powElementwise(factor, exponent)))
      : undefined
  }),
  of('t * sign(t) / abs(t) = 1', 'mul', (_, e) => signsOverAbsoluteValues(e)),
])()

/** The diagonal of a matrix where it is simpler than the matrix. */
function simpleDiagonal(matrix: Expr): Expr | undefined {
  const whole = diagonal(matrix)
  const other = byIdentities(whole)
  return other === whole && whole.op === 'diagonal' ? undefined : other
}

/** Σ (xᵢ - mean(x)) is 0, and the terms of a sum that add up to 0 drop out. */
function sumAboutMean(x: Expr): Expr | undefined {
  if (x.op !== 'add') return undefined
  const arrays = x.args.filter((term) => term.shape.length > 0)
  const means = x.args.filter((term) => term.shape.length === 0)
  if (means.length > 0) {
    const totals = means.map((term) => totalOfMean(term, x))
    return totals.includes(undefined) ? undefined : addAll([sum(addAll(arrays)), ...(totals as Expr[])])
  }
  const kept = arrays.filter((term) => {
    const { array } = splitScalars(term)
    const total = array.op === 'add' ? sumAboutMean(array) : undefined
    return total === undefined || !isZero(total)
  })
  return kept.length < arrays.length ? addAll(kept.map((term) => sum(term))) : undefined
}

/** What c * mean(y) is, summed over all entries of `x`: c * sum(y), if y has as many. */
function totalOfMean(term: Expr, x: Expr): Expr | undefined {
  const factors = term.op === 'mul' ? term.args : [term]
  const at = factors.findIndex((factor) => factor.op === 'mean' && shapesEqual(factor.args[0]!.shape, x.shape))
  return at < 0 ? undefined : mulAll(factors.map((factor, i) => (i === at ? sum(factor.args[0]!) : factor)))
}

/** In a sum with other arrays, those of ones are numbers; beside the identity they stay, where a number would be misread. */
function onesAsNumbers(e: Expr): Expr | undefined {
  if (e.shape.length === 0) return undefined
  const parts = e.args.map(splitScalars)
  const isOnes = parts.map(({ array }) => array.op === 'ones')
  if (!isOnes.includes(true) || isOnes.every((is, i) => is || e.args[i]!.shape.length === 0)) return undefined
  if (parts.some(({ array }) => array.op === 'eye' || array.op === 'diag')) return undefined
  return addAll(e.args.map((term, i) => (isOnes[i] ? mulAll([...parts[i]!.scalars, onesOf([])]) : term)))
}

function signsOverAbsoluteValues(e: Expr): Expr | undefined {
  for (const factor of e.args) {
    const isReciprocal = factor.op === 'pow' && factor.args[1]!.value === -1 && factor.args[0]!.op === 'abs'
    if (!isReciprocal) continue
    const x = factor.args[0]!.args[0]!
    const sign = e.args.find((other) => other.op === 'sign' && other.args[0] === x)
    if (sign !== undefined && e.args.includes(x))
      return mulAll(e.args.map((other) => (other === factor || other === sign || other === x ? onesOf([]) : other)))
  }
  return undefined
}

const byOperation: ReadonlyMap<Op, readonly Identity[]> = /* @__PURE__ */ identities.reduce(
  (found, identity) => found.set(identity.op, [...(found.get(identity.op) ?? []), identity]),
  new Map<Op, Identity[]>(),
)

/** A node by the first identity of its operation that applies; the node itself where none does. */
export function byIdentities(e: Expr): Expr {
  for (const { rewrite } of byOperation.get(e.op) ?? []) {
    const other = rewrite(e)
    if (other !== undefined && other !== e) return other
  }
  return e
}
