import type { Formula } from '../expression.ts'
import { toExpr } from '../formula.ts'
import * as text from './text.ts'

/**
 * The formula as text, in mathjs's syntax and in the order people write: `a * x ^ 2 + b * x + c`, `1 - x`,
 * `2 * x * cos(x ^ 2)`, `x / (x + 1)`.
 *
 * Reading the text gives the same expression back: `parse(toText(f)) === f`, with the same `shapes`, `assume` and
 * `functions` where f has shaped symbols, assumptions or undefined functions. `String(f)` is `toText(f)`.
 *
 * Throws `limit/size` when the text would be longer than 16,777,216 characters, as that of a formula can be whose parts
 * are shared many times.
 *
 * @example
 * toText(parse('2cos(x^2)x')) // => 2 * x * cos(x ^ 2)
 * toText(parse('1/(x+1)*x')) // => x / (x + 1)
 */
export function toText(f: Formula): string {
  return text.toText(toExpr(f))
}
