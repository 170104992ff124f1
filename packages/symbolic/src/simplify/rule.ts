import * as errors from '../errors.ts'
import { type Expr, isNumber } from '../expression.ts'
import { isEven as isEvenNumber, isInteger as isIntegerNumber } from '../number.ts'
import { isNonnegative, isPositive } from '../sign.ts'
import { neg } from '../sum.ts'

/** The names of {@link guards}. */
export type Guard = 'positive' | 'nonnegative' | 'nonpositive' | 'negative' | 'integer' | 'odd'

/** What a rule may ask of the formula a letter stands for. */
export const guards: { readonly [G in Guard]: (e: Expr) => boolean } = {
  positive: isPositive,
  nonnegative: isNonnegative,
  nonpositive: (e: Expr): boolean => isNonnegative(neg(e)),
  negative: (e: Expr): boolean => isPositive(neg(e)),
  integer: (e: Expr): boolean => isWhole(e),
  odd: (e: Expr): boolean => isNumber(e) && isIntegerNumber(e.payload) && !isEvenNumber(e.payload),
}

/**
 * A named rewriting: `left` becomes `right`. Letters stand for any scalar formula; `when` restricts them.
 *
 * A sum on the left also matches inside a longer sum and with any factor common to its terms (`3 * y * sin(x)^2 + 3 * y *
 * cos(x)^2`); a product also inside a longer product and to any whole power (`sin(x)^3 / cos(x)^3`). A rule is applied
 * only where the result is smaller, and it must be true wherever the left side is defined over the reals.
 */
export interface Rule {
  readonly name: string
  readonly left: string
  readonly right: string
  readonly when: Readonly<Record<string, Guard>>
}

/** A rule whose patterns are read when it is first tried. */
export interface Pending<Compiled> {
  /** Functions that terms or factors must be: without them the rule cannot fit. */
  readonly needs: readonly string[]
  readonly compiled: () => Compiled
}

/** Names in a pattern that are constants, not letters to bind. */
const constants: ReadonlySet<string> = new Set(['pi', 'e'])

/** The letters of a pattern: names that are neither constants nor called. */
export function letters(pattern: string): ReadonlySet<string> {
  const names = pattern.match(/[A-Za-z]\w*(?!\w*\()/g) ?? []
  return new Set(names.filter((name) => !constants.has(name)))
}

/** A rule as data; refused when its right side or a guard names a letter that the left side does not bind. */
export function rule(name: string, left: string, right: string, when: Readonly<Record<string, Guard>> = {}): Rule {
  const bound = letters(left)
  const loose = [...letters(right), ...Object.keys(when)].find((letter) => !bound.has(letter))
  if (loose !== undefined) throw errors.internal(`rule "${name}": "${loose}" is not bound by its left side ${left}`)
  return { name, left, right, when }
}

/** How far down a formula is looked into for whether it is an integer. */
const MAX_DEPTH = 8

/** Known to be an integer: from literals and the assumptions of symbols, through sums, products and whole powers. */
export function isWhole(e: Expr, depth = 0): boolean {
  const whole = (arg: Expr): boolean => isWhole(arg, depth + 1)
  switch (depth > MAX_DEPTH ? undefined : e.op) {
    case 'num':
      return isNumber(e) && isIntegerNumber(e.payload)
    case 'sym':
      return e.assumptions.integer === true
    case 'floor':
    case 'ceil':
    case 'round':
    case 'sign':
      return true
    case 'abs':
    case 'add':
    case 'mul':
      return e.args.length <= 16 && e.args.every(whole)
    case 'pow':
      return e.args.every(whole) && isNonnegative(e.args[1] as Expr)
    default:
      return false
  }
}
