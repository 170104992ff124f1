import type { Assumptions, Expr, Shape } from './expression.ts'
import * as errors from './parse/errors.ts'
import { Names } from './parse/names.ts'
import { parseTokens } from './parse/parser.ts'
import { tokenize } from './parse/tokens.ts'

/** One character more than this makes a text too long to parse. */
const MAX_LENGTH = 999_999

/** What `parse` is told about the names in a formula. */
export interface ParseOptions {
  /** Shapes of the names that are vectors or matrices: `{ A: ['m', 'n'], x: ['n'], y: [3] }`. */
  readonly shapes?: Readonly<Record<string, Shape>>
  /** What is assumed of names: `{ r: { positive: true }, W: { symmetric: true }, S: { positiveDefinite: true } }`. */
  readonly assume?: Readonly<Record<string, Assumptions>>
  /** Names of undefined functions: with `['f']` the texts `f(x)`, `f'(x)` and `f(x, y)` are calls of an unknown f. */
  readonly functions?: readonly string[]
}

/**
 * The expression of a text in mathjs's expression syntax.
 *
 * Operators, from loose to tight: `c ? a : b`, `or`, `xor`, `and`, comparisons (`a < b < c` chains), `+ -`,
 * `* / .* ./ % mod`, implicit multiplication (`2 x`, `3 sin(x)`, `(a)(b)`), the sign and `not`, `^ .^` (right
 * associative), `!` and the transpose mark `'`. `1/2 x` is `(1/2) * x`, `-x^2` is `-(x^2)`, `5%` is `5/100`, `x!` is
 * `gamma(x + 1)`. Between vectors and matrices `*` is the matrix product and `.* ./ .^` work entry by entry. Constants
 * are `pi`, `e`, `tau`, `Infinity`, `NaN`, `true` and `false`; every other name is a symbol, `i` and `constructor` alike.
 *
 * Throws a `FluxionError` whose message shows the place: `parse/unexpected-token`, `parse/unexpected-end`,
 * `parse/unexpected-character`, `parse/bad-number`, `parse/unknown-function`, `parse/bad-arity`, `parse/unclosed-bracket`,
 * `parse/empty`; `limit/size` above 999,999 characters, `limit/depth` above 300,000 open operators and brackets,
 * `limit/number` for numbers beyond the range; and what the constructors throw, such as `symbolic/shape-mismatch`.
 *
 * @example
 * parse('2x * 3 sin(x)^2') // => 6 * x * sin(x) ^ 2
 * parse("norm(A * x)^2", { shapes: { A: ['m', 'n'], x: ['n'] } }).shape.length // => 0
 * parse('2 * (x +') // throws parse/unexpected-end
 */
export function parse(text: string, options?: ParseOptions): Expr {
  if (typeof text !== 'string') throw errors.notText(text)
  if (text.length > MAX_LENGTH) throw errors.tooLong(text.length, MAX_LENGTH)
  return parseTokens(text, tokenize(text), new Names(options ?? {}))
}
