import type { Lookup } from './evaluate-scalars.ts'
import type { Expr } from './expression.ts'
import { MINUS_ONE } from './number.ts'
import { sincOf, softplusOf } from './special/elementary.ts'

/** Whether a term is -u with u of the given kind; gives u. */
const negated = (term: Expr): Expr | undefined =>
  term.op === 'mul' && term.args.length === 2 && term.args[0]!.payload === MINUS_ONE ? term.args[1]! : undefined

const isSquare = (e: Expr): boolean => e.op === 'pow' && e.args[1]!.value === 2

/**
 * A sum: differences that cancel are evaluated in the form that keeps their digits, everything else with Neumaier's
 * compensation.
 */
export function stableSum(e: Expr, values: Lookup): number {
  if (e.args.length === 2) {
    const special = differenceOf(e.args[0]!, e.args[1]!, values) ?? differenceOf(e.args[1]!, e.args[0]!, values)
    if (special !== undefined) return special
    return values.get(e.args[0]!)! + values.get(e.args[1]!)!
  }
  return compensatedSum(e.args.map((arg) => values.get(arg)!))
}

/** a + b with b = ±1 or b = -v^2, where a closed form avoids the cancellation. */
function differenceOf(a: Expr, b: Expr, values: Lookup): number | undefined {
  if (b.op === 'num' && b.value === -1) {
    if (a.op === 'exp') return Math.expm1(values.get(a.args[0]!)!)
    if (isSquare(a)) return -oneMinusSquare(a.args[0]!, values)
    return undefined
  }
  const subtracted = negated(b)
  if (subtracted === undefined) return undefined
  if (a.op === 'num' && a.value === 1) {
    const inner = subtracted.args[0]
    if (subtracted.op === 'cos') return 2 * Math.sin(values.get(inner!)! / 2) ** 2
    if (subtracted.op === 'exp') return -Math.expm1(values.get(inner!)!)
    if (subtracted.op === 'sigmoid') return 1 / (1 + Math.exp(values.get(inner!)!))
    if (isSquare(subtracted)) return oneMinusSquare(inner!, values)
    return undefined
  }
  if (a.op === 'cos' && subtracted.op === 'sinc' && a.args[0] === subtracted.args[0])
    return cosineMinusSinc(values.get(a.args[0]!)!)
  if (isSquare(a) && isSquare(subtracted))
    return differenceOfSquares(values.get(a.args[0]!)!, values.get(subtracted.args[0]!)!)
  const same = a.op === subtracted.op && (a.op === 'exp' || a.op === 'log' || (isRoot(a) && isRoot(subtracted)))
  return same ? differenceOfValues(a.op, values.get(a.args[0]!)!, values.get(subtracted.args[0]!)!) : undefined
}

/** cos(x) - sinc(x) = Σ (-1)^k 2k / (2k + 1)! x^2k next to zero. */
function cosineMinusSinc(x: number): number {
  if (Math.abs(x) > 0.5) return Math.cos(x) - sincOf(x)
  let term = 1
  let sum = 0
  for (let k = 1; k < 8; k++) {
    term *= (-x * x) / (2 * k * (2 * k + 1))
    sum += 2 * k * term
  }
  return sum
}

const isRoot = (e: Expr): boolean => e.op === 'pow' && e.args[1]!.value === 0.5

/** exp(x) - exp(y), log(x) - log(y) or sqrt(x) - sqrt(y), by x - y where they are close. */
function differenceOfValues(op: string, x: number, y: number): number | undefined {
  if (op === 'exp') return Math.abs(x - y) < 1 ? Math.exp(y) * Math.expm1(x - y) : undefined
  if (!(y > 0 && x < 2 * y && y < 2 * x)) return undefined
  return op === 'log' ? Math.log1p((x - y) / y) : (x - y) / (Math.sqrt(x) + Math.sqrt(y))
}

/** a^2 - b^2, by its factors where the squares are close. */
function differenceOfSquares(a: number, b: number): number {
  const [p, q] = [a * a, b * b]
  return p < 2 * q && q < 2 * p ? (a - b) * (a + b) : p - q
}

/** 1 - u^2, of functions with an identity without any difference. */
function oneMinusSquare(u: Expr, values: Lookup): number {
  const inner = u.args[0] === undefined ? Number.NaN : values.get(u.args[0])!
  if (u.op === 'tanh') return Math.cosh(inner) ** -2
  if (u.op === 'coth') return inner === 0 ? Number.NaN : -(Math.sinh(inner) ** -2)
  if (u.op === 'sin') return Math.cos(inner) ** 2
  if (u.op === 'cos') return Math.sin(inner) ** 2
  return differenceOfSquares(1, values.get(u)!)
}

/** Neumaier's summation. */
export function compensatedSum(terms: readonly number[]): number {
  let sum = 0
  let lost = 0
  for (const term of terms) {
    const next = sum + term
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum
    sum = next
  }
  // an infinite or undefined sum has no error to make good
  return Number.isFinite(lost) ? sum + lost : sum
}

/** log(1 + u) as log1p, log(1 + exp(u)) as softplus; `undefined` for everything else. */
export function stableFunction(e: Expr, values: Lookup): number | undefined {
  const inner = e.args[0]!
  if (e.op !== 'log' || inner.op !== 'add') return undefined
  const last = inner.args[inner.args.length - 1]!
  if (last.op !== 'num' || last.value !== 1) return undefined
  if (inner.args.length === 2 && inner.args[0]!.op === 'exp') return softplusOf(values.get(inner.args[0]!.args[0]!)!)
  const rest = compensatedSum(inner.args.slice(0, -1).map((arg) => values.get(arg)!))
  return Math.abs(rest) < 0.5 ? Math.log1p(rest) : undefined
}
