import { apply } from '../apply.ts'
import * as errors from '../errors.ts'
import { type ConstantName, type Expr, isNumber } from '../expression.ts'
import { integer, isInteger, numberFromText, rational } from '../number.ts'
import { sqrt } from '../power.ts'
import { div } from '../product.ts'
import { constant, num, numberNode } from '../symbols.ts'

const RADIX = /^0[box]/

/** The number a numeral stands for: whole numbers exactly, decimals as the double they are nearest to. */
export function literal(numeral: string): Expr {
  if (numeral.length === 1) return numberNode(integer(Number(numeral)))
  if (RADIX.test(numeral)) {
    if (numeral.length > 4000) throw errors.numberLimit(`${numeral.slice(0, 20)}…`)
    return numberNode(integer(BigInt(numeral)))
  }
  const value = numberFromText(numeral)
  if (value.value === 0 && /^[\d.]*[1-9]/.test(numeral)) throw errors.numberLimit(`${numeral.slice(0, 20)}…`)
  return numberNode(value)
}

const HUNDRED = 100

/** `x %`: a hundredth of x. */
export function percent(value: Expr): Expr {
  if (isNumber(value) && isInteger(value.payload)) return numberNode(rational(value.payload.numerator, HUNDRED))
  return div(value, num(HUNDRED))
}

const constants: ReadonlyMap<string, ConstantName> = /* @__PURE__ */ new Map([
  ['pi', 'pi'],
  ['PI', 'pi'],
  ['π', 'pi'],
  ['e', 'e'],
  ['tau', 'tau'],
  ['Infinity', 'infinity'],
  ['NaN', 'nan'],
  ['true', 'true'],
  ['false', 'false'],
])

const log = (x: number): Expr => apply('log', [num(x)])

/** mathjs's constants that are values of functions. */
const values: ReadonlyMap<string, () => Expr> = /* @__PURE__ */ new Map([
  ['LN2', () => log(2)],
  ['LN10', () => log(10)],
  ['LOG2E', () => div(num(1), log(2))],
  ['LOG10E', () => div(num(1), log(10))],
  ['SQRT2', () => sqrt(num(2))],
  ['SQRT1_2', () => div(num(1), sqrt(num(2)))],
])

/**
 * The constant of this name, if there is one: `pi` (also `PI`, `π`), `e`, `tau`, `Infinity`, `NaN`, `true`, `false`, and
 * mathjs's `LN2`, `LN10`, `LOG2E`, `LOG10E`, `SQRT2`, `SQRT1_2`. mathjs's `i`, `E`, `phi` and its units are ordinary
 * symbols here: formulas are real, and these are common variables.
 */
export function constantNamed(name: string): Expr | undefined {
  const known = constants.get(name)
  return known === undefined ? values.get(name)?.() : constant(known)
}
