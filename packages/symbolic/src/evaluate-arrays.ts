import * as errors from './errors.ts'
import { scalarOf } from './evaluate-scalars.ts'
import type { Expr, MatrixOp } from './expression.ts'
import { fromRows, type NestedArray, type Rows, type Sizes, toRows } from './nested-array.ts'
import { compensatedSum } from './stable.ts'

type Values = ReadonlyMap<Expr, number | NestedArray>

/** The value of a node with vectors or matrices about it; the slow, obvious way. */
export function evaluateArray(e: Expr, values: Values, sizes: Sizes): number | NestedArray {
  const rule = Object.hasOwn(rules, e.op) ? rules[e.op as RuleOp] : elementwise(e, values)
  const args = e.args.map((arg) => toRows(values.get(arg)!))
  return fromRows(rule(args, e, sizes), e.shape)
}

type RuleOp = Exclude<MatrixOp, 'hadamard'>
type ArrayRule = (args: readonly Rows[], e: Expr, sizes: Sizes) => Rows

const entries = (rows: Rows): number[] => rows.flat()

const scalar = (value: number): Rows => [[value]]

const rules: { readonly [Op in RuleOp]: ArrayRule } = {
  matmul: (args) => args.reduce(multiply),
  transpose: ([a]) => transposed(a!),
  inv: ([a]) => solve(a!, identity(a!.length)),
  det: ([a]) => scalar(eliminate(a!).determinant),
  logdet: ([a]) => scalar(logarithm(eliminate(a!).determinant)),
  trace: ([a]) => scalar(compensatedSum(a!.map((row, i) => row[i]!))),
  sum: ([a]) => scalar(compensatedSum(entries(a!))),
  mean: ([a]) => scalar(compensatedSum(entries(a!)) / entries(a!).length),
  norm: ([a]) => scalar(Math.hypot(...entries(a!))),
  norm1: ([a]) => scalar(compensatedSum(entries(a!).map(Math.abs))),
  diag: ([a]) => a!.map((row, i) => a!.map((_, k) => (k === i ? row[0]! : 0))),
  diagonal: ([a]) => a!.map((row, i) => [row[i]!]),
  outer: ([a, b]) => multiply(a!, transposed(b!)),
  kron: ([a, b]) => a!.flatMap((row) => b!.map((other) => row.flatMap((x) => other.map((y) => x * y)))),
  eye: (_args, e, sizes) => identity(sizes.of(e.shape[0]!)),
  ones: (_args, e, sizes) =>
    Array.from({ length: sizes.of(e.shape[0]!) }, () => new Array<number>(sizes.of(e.shape[1] ?? 1)).fill(1)),
  softmax: ([a]) => {
    const total = logSumExp(entries(a!))
    return a!.map((row) => [Math.exp(row[0]! - total)])
  },
  logsumexp: ([a]) => scalar(logSumExp(entries(a!))),
}

/** Entry by entry, scalars beside every entry. */
function elementwise(e: Expr, values: Values): ArrayRule {
  const rows = new Map<Expr, Rows>()
  const rowsOf = (arg: Expr): Rows => {
    const known = rows.get(arg) ?? toRows(values.get(arg)!)
    rows.set(arg, known)
    return known
  }
  return () => {
    const shaped = e.args.find((arg) => arg.shape.length > 0)
    if (shaped === undefined) throw errors.internal(`no array among the arguments of ${e.op}`)
    return rowsOf(shaped).map((row, i) =>
      row.map((_, k) =>
        scalarOf(e, { get: (arg) => (arg.shape.length === 0 ? (values.get(arg) as number) : rowsOf(arg)[i]![k]!) }),
      ),
    )
  }
}

const identity = (n: number): Rows =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, k) => (i === k ? 1 : 0)))

const transposed = (a: Rows): Rows => (a[0] ?? []).map((_, k) => a.map((row) => row[k]!))

function multiply(a: Rows, b: Rows): Rows {
  const columns = transposed(b)
  return a.map((row) => columns.map((column) => compensatedSum(row.map((x, i) => x * column[i]!))))
}

const logarithm = (determinant: number): number => (determinant > 0 ? Math.log(determinant) : Number.NaN)

function logSumExp(xs: readonly number[]): number {
  const largest = Math.max(...xs)
  return largest + Math.log(compensatedSum(xs.map((x) => Math.exp(x - largest))))
}

/** Gaussian elimination with partial pivoting of `a`, and of `right` along with it. */
function eliminate(a: Rows, right: Rows = []): { upper: Rows; right: Rows; determinant: number } {
  const upper = a.map((row) => [...row])
  const along = right.map((row) => [...row])
  let determinant = 1
  for (let k = 0; k < upper.length; k++) {
    let pivot = k
    for (let i = k + 1; i < upper.length; i++) if (Math.abs(upper[i]![k]!) > Math.abs(upper[pivot]![k]!)) pivot = i
    if (pivot !== k) {
      determinant = -determinant
      for (const rows of [upper, along]) if (rows.length > 0) [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!]
    }
    const top = upper[k]!
    determinant *= top[k]!
    if (top[k] === 0) return { upper, right: along, determinant: 0 }
    for (let i = k + 1; i < upper.length; i++) {
      const factor = upper[i]![k]! / top[k]!
      subtract(upper[i]!, top, factor)
      if (along.length > 0) subtract(along[i]!, along[k]!, factor)
    }
  }
  return { upper, right: along, determinant }
}

function subtract(row: number[], other: readonly number[], factor: number): void {
  for (let i = 0; i < row.length; i++) row[i]! -= factor * other[i]!
}

/** X with A·X = B; NaN where A is singular. */
function solve(a: Rows, b: Rows): Rows {
  const { upper, right, determinant } = eliminate(a, b)
  if (!(Math.abs(determinant) > 0)) return b.map((row) => row.map(() => Number.NaN))
  for (let k = upper.length - 1; k >= 0; k--) {
    for (let i = k + 1; i < upper.length; i++) subtract(right[k]!, right[i]!, upper[k]![i]!)
    right[k] = right[k]!.map((x) => x / upper[k]![k]!)
  }
  return right
}
