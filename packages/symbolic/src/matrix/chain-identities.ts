import type { Expr } from '../expression.ts'
import { diag, eye, hadamard, inv, kron, matmul, sum, transpose } from '../matrices.ts'
import { mulAll } from '../product.ts'
import { onesOf, shapesEqual } from '../shapes.ts'
import type { Identity } from './identities.ts'
import { chainOf, isRow, isSquare, splitScalars } from './parts.ts'

/** A matrix as scalars times left * right', both vectors. */
interface Outer {
  readonly scalars: readonly Expr[]
  readonly left: Expr
  readonly right: Expr
}

/** The vectors of a product u * v'; undefined for a matrix that is none. */
export function outerParts(e: Expr): Outer | undefined {
  const { scalars, array } = splitScalars(e)
  if (array.op !== 'matmul' || array.shape.length !== 2) return undefined
  const cut = array.args.findIndex((factor) => factor.shape.length === 1)
  if (cut < 0) return undefined
  const right = transpose(mulAll(array.args.slice(cut + 1)))
  return right.shape.length === 1 ? { scalars, left: mulAll(array.args.slice(0, cut + 1)), right } : undefined
}

/** The product with the factors from `from` up to `to` replaced. */
const replaced = (e: Expr, from: number, to: number, by: readonly Expr[]): Expr =>
  mulAll([...e.args.slice(0, from), ...by, ...e.args.slice(to)])

/** The first rewriting of two neighbours. */
function neighbours(e: Expr, rewrite: (a: Expr, b: Expr, i: number) => Expr | undefined): Expr | undefined {
  for (let i = 0; i + 1 < e.args.length; i++) {
    const found = rewrite(e.args[i]!, e.args[i + 1]!, i)
    if (found !== undefined) return found
  }
  return undefined
}

/** What a factor is the inverse of. */
function inverseOf(e: Expr): Expr | undefined {
  if (e.op === 'inv') return e.args[0]!
  return e.op === 'transpose' && e.args[0]!.op === 'inv' ? transpose(e.args[0]!.args[0]!) : undefined
}

const startsWith = (list: readonly Expr[], start: readonly Expr[]): boolean => start.every((e, i) => list[i] === e)

/** inv(A * B) * A * B is I; of inv(A * B) * A with square factors inv(B) is left. */
function cancelled(e: Expr): Expr | undefined {
  for (const [i, factor] of e.args.entries()) {
    const inverted = inverseOf(factor)
    if (inverted === undefined) continue
    const inner = chainOf(inverted)
    const after = e.args.slice(i + 1)
    if (startsWith(after, inner)) return replaced(e, i, i + 1 + inner.length, [eye(factor.shape[0]!)])
    const before = e.args.slice(0, i)
    if (startsWith([...before].reverse(), [...inner].reverse()))
      return replaced(e, i - inner.length, i + 1, [eye(factor.shape[1]!)])
    if (inner.length < 2 || !inner.every(isSquare)) continue
    if (after[0] === inner[0]) return replaced(e, i, i + 2, [inv(matmul(...inner.slice(1)))])
    if (before[i - 1] === inner[inner.length - 1])
      return replaced(e, i - 1, i + 1, [inv(matmul(...inner.slice(0, -1)))])
  }
  return undefined
}

const isOnesVector = (e: Expr): boolean => e.op === 'ones' && e.shape.length === 1

const isOnesRow = (e: Expr): boolean => e.op === 'transpose' && isOnesVector(e.args[0]!)

/** The product of ones with what it sums. */
function summed(e: Expr): Expr | undefined {
  const last = e.args.length - 1
  if (e.shape.length === 0) {
    if (isOnesRow(e.args[0]!)) return sum(mulAll(e.args.slice(1)))
    return isOnesVector(e.args[last]!) ? sum(transpose(mulAll(e.args.slice(0, last)))) : undefined
  }
  const at = e.args.findIndex((factor, i) => factor.op === 'ones' && factor.shape.length === 2 && i < last)
  if (at < 0 || e.shape.length !== 1 || isRow(e.args[at]!)) return undefined
  const vector = mulAll(e.args.slice(at + 1))
  if (vector.shape.length !== 1) return undefined
  return mulAll([sum(vector), ...e.args.slice(0, at), onesOf([e.args[at]!.shape[0]!])])
}

/** A row between two columns makes a number with the second: u * (v' * w) * … */
export function numbersOut(e: Expr): Expr | undefined {
  const column = e.args.findIndex((factor) => factor.shape.length === 1)
  if (column < 0) return undefined
  const next = e.args.findIndex((factor, i) => i > column && factor.shape.length === 1)
  if (next < 0) return undefined
  return mulAll([mulAll(e.args.slice(column + 1, next + 1)), replaced(e, column + 1, next + 1, [])])
}

/** Identities of products of matrices. */
export const chainIdentities: readonly Identity[] = [
  { name: 'inv(A) * A = eye(n)', op: 'matmul', rewrite: cancelled },
  { name: "u * v' * w = (v' * w) * u", op: 'matmul', rewrite: numbersOut },
  {
    name: "ones(n) * ones(n)' = ones(n, n)",
    op: 'matmul',
    rewrite: (e) =>
      neighbours(e, (a, b, i) =>
        isOnesVector(a) && isOnesRow(b) ? replaced(e, i, i + 2, [onesOf([a.shape[0]!, b.shape[1]!])]) : undefined,
      ),
  },
  { name: "ones(n)' * u = sum(u)", op: 'matmul', rewrite: summed },
  {
    name: 'diag(u) * v = u .* v',
    op: 'matmul',
    rewrite: (e) =>
      neighbours(e, (a, b, i) => {
        if (a.op === 'diag' && b.shape.length === 1) return replaced(e, i, i + 2, [hadamard(a.args[0]!, b)])
        if (a.op === 'diag' && b.op === 'diag') return replaced(e, i, i + 2, [diag(hadamard(a.args[0]!, b.args[0]!))])
        const row = b.op === 'diag' && a.op === 'transpose' && isRow(a) ? a.args[0]! : undefined
        return row?.shape.length === 1 ? replaced(e, i, i + 2, [transpose(hadamard(row, b.args[0]!))]) : undefined
      }),
  },
  {
    name: 'kron(A, B) * kron(C, D) = kron(A * C, B * D)',
    op: 'matmul',
    rewrite: (e) =>
      neighbours(e, (a, b, i) => {
        if (a.op !== 'kron' || b.op !== 'kron') return undefined
        const fits = a.args.every((factor, k) => shapesEqual([factor.shape[1]!], [b.args[k]!.shape[0]!]))
        if (!fits) return undefined
        return replaced(e, i, i + 2, [kron(matmul(a.args[0]!, b.args[0]!), matmul(a.args[1]!, b.args[1]!))])
      }),
  },
]
