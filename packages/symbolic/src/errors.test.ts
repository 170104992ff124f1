import { expect, test } from 'vitest'
import {
  add,
  derivative,
  evaluate,
  explain,
  type FluxionError,
  fromJSON,
  matrix,
  num,
  piecewise,
  symbol,
  toExpr,
  vector,
} from './index.ts'

/** What a person is shown: code, message and hint of the error. */
const shown = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    const { code, message, hint } = error as FluxionError
    return `${code}: ${message}${hint === undefined ? '' : `\n  hint: ${hint}`}`
  }
  return 'nothing was thrown'
}

test('errors say what was found and what was wanted', () => {
  const found = [
    () => add(vector('x', 2), vector('y', 3)),
    () => matrix('A', 2, -1),
    () => symbol('2x'),
    () => num('one'),
    () => toExpr({} as never),
    () => piecewise('x', 1, 0),
    () => derivative('x^2', 'x + 1'),
    () => derivative('x^2', 'x', -1),
    () => explain('x^2', 'x', { language: 'de' as 'en' }),
    () => evaluate('x + y', { x: 1 }),
    () => evaluate('x', { x: 'one' as never }),
    () => evaluate(vector('x', 2), { x: [1, 2, 3] }),
    () => fromJSON('{}'),
  ].map(shown)
  expect(`\n${found.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    symbolic/shape-mismatch: +: shapes [2] and [3] do not fit
    symbolic/bad-dimension: dimension of A is -1; a positive integer or a name is wanted
      hint: write dimensions as numbers or names: matrix('A', 'm', 3)
    symbolic/bad-name: "2x" is not a name
      hint: a name starts with a letter or _ and goes on with letters, digits and _
    symbolic/bad-number: one is not a finite number
      hint: numbers are finite, as in num(3), num('1/3'), num(0.5)
    symbolic/bad-formula: a formula is an expression, a text or a number; found object
      hint: for example derivative('x^2', 'x'), or add(symbol('x'), 1)
    symbolic/bad-condition: a condition is wanted, found the symbol x
      hint: conditions are comparisons and their combinations: x > 0 and x < 1
    symbolic/bad-name: "x + 1" is not a name
      hint: a name starts with a letter or _ and goes on with letters, digits and _
    symbolic/bad-order: an order of -1; a whole number from 0 to 1000 is wanted
    explain/bad-language: found the language de, wanted en or zh
    evaluate/unbound-symbol: no value for y; values are given for x
      hint: pass one: evaluate(f, { y: 1 })
    evaluate/bad-value: the value of x is a string; a number is wanted
    evaluate/bad-value: the value of x has size 3 where 2 is wanted
    json/invalid: the whole: found no { format: 'fluxion', version: 1, nodes: […] }
      hint: only the output of toJSON can be read
    "
  `)
})
