import { apply } from '../apply.ts'
import { and, eq, ge, gt, isCondition, le, lt, ne, not, or, piecewise } from '../conditions.ts'
import { mod } from '../elementary.ts'
import * as errors from '../errors.ts'
import type { Expr } from '../expression.ts'
import { hadamard, transpose } from '../matrices.ts'
import { integer } from '../number.ts'
import { powElementwise } from '../power.ts'
import { div, mulAll } from '../product.ts'
import { addAll } from '../sum.ts'
import { numberNode } from '../symbols.ts'

/** Most arguments of a call, parts of a condition, branches of a choice. */
export const MAX_LIST = 10_000

export function checkLength(what: string, count: number): void {
  if (count > MAX_LIST) throw errors.tooLarge(`parts of ${what}`, count, MAX_LIST, 'split it')
}

// nodes are made on demand: this module may be evaluated before the class of nodes is
export const one = (): Expr => numberNode(integer(1))
export const minusOne = (): Expr => numberNode(integer(-1))

/** A chain of factors: one n-ary product of scalars; with vectors or matrices from left to right, so that `x' * y * z` is (x' * y) * z. */
export function product(factors: readonly Expr[]): Expr {
  const shaped = factors.filter((factor) => factor.shape.length > 0)
  if (shaped.length < 2) return mulAll(factors)
  const scalars = factors.filter((factor) => factor.shape.length === 0)
  const chain = shaped.reduce((left, factor) => mulAll([left, factor]))
  return scalars.length === 0 ? chain : mulAll([...scalars, chain])
}

/** Operators between two operands that are not collected into chains, or not with these operands. */
export const binary: Readonly<Record<'*' | '/' | '.*' | './' | '%' | 'mod', (a: Expr, b: Expr) => Expr>> = {
  '*': (a, b) => hadamard(a, b),
  '/': (a, b) => div(a, b),
  '.*': (a, b) => hadamard(a, b),
  './': (a, b) => hadamard(a, powElementwise(b, minusOne())),
  '%': (a, b) => mod(a, b),
  mod: (a, b) => mod(a, b),
}

/** Comparisons by the sign they are written with. */
const comparisons: ReadonlyMap<string, (a: Expr, b: Expr) => Expr> = new Map([
  ['<', lt],
  ['>', gt],
  ['<=', le],
  ['>=', ge],
  ['==', eq],
  ['!=', ne],
])

/** `a < b <= c` holds where every neighbouring pair does. */
export function relations(operands: readonly Expr[], signs: readonly string[]): Expr {
  checkLength('a chain of comparisons', operands.length)
  const pairs = signs.map((sign, i) => comparisons.get(sign)!(operands[i]!, operands[i + 1]!))
  return and(...pairs)
}

/** A condition as it is; of a value whether it is not zero, as in mathjs. */
const truthOf = (e: Expr): Expr => (isCondition(e) ? e : ne(e, 0))

export function conjunction(conditions: readonly Expr[]): Expr {
  checkLength('a condition', conditions.length)
  return and(...conditions.map(truthOf))
}

export function disjunction(conditions: readonly Expr[]): Expr {
  checkLength('a condition', conditions.length)
  return or(...conditions.map(truthOf))
}

export const negation = (condition: Expr): Expr => not(truthOf(condition))

/** Exactly one of the two conditions holds. */
export function exclusive(left: Expr, right: Expr): Expr {
  const a = truthOf(left)
  const b = truthOf(right)
  return or(and(a, not(b)), and(not(a), b))
}

/** `c ? a : d ? b : …`, from the conditions and values in order. */
export function choose(conditionsAndValues: readonly Expr[]): Expr {
  checkLength('a choice', conditionsAndValues.length)
  const last = conditionsAndValues.length - 1
  return piecewise(...conditionsAndValues.map((e, i) => (i % 2 === 0 && i !== last ? truthOf(e) : e)))
}

/** `x!`, for all real x by the gamma function. */
export const factorial = (x: Expr): Expr => apply('gamma', [addAll([x, one()])])

/** `x'`; a scalar is its own transpose. */
export const transposed = (x: Expr): Expr => (x.shape.length === 0 ? x : transpose(x))
