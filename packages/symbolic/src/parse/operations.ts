import { apply } from '../apply.ts'
import * as conditions from '../conditions.ts'
import * as errors from '../errors.ts'
import type { Expr } from '../expression.ts'
import { dotDivide, hadamard } from '../matrices.ts'
import { MINUS_ONE, ONE, ZERO } from '../number.ts'
import { relationSigns } from '../print/notation.ts'
import { div, mulAll } from '../product.ts'
import { addAll } from '../sum.ts'
import { numberNode } from '../symbols.ts'

/** Most arguments of a call, parts of a condition, branches of a choice. */
const MAX_LIST = 10_000

export function checkLength(what: string, { length }: readonly Expr[]): void {
  if (length > MAX_LIST) throw errors.tooLarge(`parts of ${what}`, length, MAX_LIST, 'split it')
}

export const one = (): Expr => numberNode(ONE)
export const minusOne = (): Expr => numberNode(MINUS_ONE)

/** A chain of factors: one n-ary product of scalars; with vectors or matrices from left to right, so that `x' * y * z` is (x' * y) * z. */
export function product(factors: readonly Expr[]): Expr {
  const shaped = factors.filter((factor) => factor.shape.length > 0)
  if (shaped.length < 2) return mulAll(factors)
  const scalars = factors.filter((factor) => factor.shape.length === 0)
  return mulAll([...scalars, shaped.reduce((left, factor) => mulAll([left, factor]))])
}

const modulus = (a: Expr, b: Expr): Expr => apply('mod', [a, b])

/** Operators of the level of products, where they are not collected into chains. */
export const binary: Readonly<Record<string, (a: Expr, b: Expr) => Expr>> = {
  '/': div,
  '.*': hadamard,
  './': dotDivide,
  '%': modulus,
  mod: modulus,
}

/** The comparison that is written with a sign. */
const comparisonOf = (sign: string): conditions.RelationOp =>
  (Object.keys(relationSigns) as conditions.RelationOp[]).find((op) => relationSigns[op] === sign)!

/** `a < b <= c` holds where every neighbouring pair does. */
export function relations(operands: readonly Expr[], signs: readonly string[]): Expr {
  checkLength('a chain of comparisons', operands)
  return conditions.conjunction(
    signs.map((sign, i) => conditions.relation(comparisonOf(sign), operands[i]!, operands[i + 1]!)),
  )
}

/** A condition as it is; of a value whether it is not zero, as in mathjs. */
const truthOf = (e: Expr): Expr => (conditions.isCondition(e) ? e : conditions.relation('ne', e, numberNode(ZERO)))

export function conjunction(operands: readonly Expr[]): Expr {
  checkLength('a condition', operands)
  return conditions.conjunction(operands.map(truthOf))
}

export function disjunction(operands: readonly Expr[]): Expr {
  checkLength('a condition', operands)
  return conditions.disjunction(operands.map(truthOf))
}

export function negation(condition: Expr): Expr {
  return conditions.negation(truthOf(condition))
}

/** Exactly one of the two conditions holds. */
export function exclusive(left: Expr, right: Expr): Expr {
  const [a, b] = [truthOf(left), truthOf(right)]
  return disjunction([conjunction([a, negation(b)]), conjunction([negation(a), b])])
}

/** `c ? a : d ? b : …`, from the conditions and values in order. */
export function choose(conditionsAndValues: readonly Expr[]): Expr {
  checkLength('a choice', conditionsAndValues)
  const last = conditionsAndValues.length - 1
  return conditions.piecewise(...conditionsAndValues.map((e, i) => (i % 2 === 0 && i !== last ? truthOf(e) : e)))
}

/** `x!`, for all real x by the gamma function. */
export function factorial(x: Expr): Expr {
  return apply('gamma', [addAll([x, one()])])
}
