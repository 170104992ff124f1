import { expect, test } from 'vitest'
import {
  add,
  apply,
  constant,
  defineFunction,
  derivative,
  divergence,
  equivalent,
  evaluate,
  explain,
  type FluxionError,
  fromJSON,
  laplacian,
  matrix,
  num,
  piecewise,
  substitute,
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
    () => derivative('x^2', undefined as never),
    () => derivative('x^2', add('x', 1)),
    () => laplacian('x^2', 'x' as never),
    () => divergence('x' as never, ['x']),
    () => substitute('x^2', 'x' as never),
    () => apply('sinus' as never, []),
    () => constant('golden' as never),
    () => defineFunction({ name: 'sqrt', arity: 1, value: (x) => x, partials: [() => 1] }),
    () => equivalent('sin(constructor)', 'constructor', { domain: { constructor: 3 as never } }),
    () => explain('x^2', 'x', { language: 'de' as 'en' }),
    () => evaluate('x + y', { x: 1 }),
    () => evaluate('x', { x: 'one' as never }),
    () => evaluate(vector('x', 2), { x: [1, 2, 3] }),
    () => fromJSON('{}'),
  ].map(shown)
  expect(`\n${found.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    symbolic/shape-mismatch: x + y: shapes [2] and [3] do not fit
      hint: write sizes as numbers or names: ['n'] is a vector, ['m', 3] a matrix of m rows
    symbolic/bad-dimension: dimension of A is -1; a positive integer or a name is wanted
      hint: write sizes as numbers or names: ['n'] is a vector, ['m', 3] a matrix of m rows
    symbolic/bad-name: "2x" is not a name
      hint: a name starts with a letter or _ and goes on with letters, digits and _
    symbolic/bad-number: one is not a finite number
      hint: numbers are finite, as in num(3), num('1/3'), num(0.5)
    symbolic/bad-formula: a formula is an expression, a text or a number; found an object
      hint: for example derivative('x^2', 'x'), or add(symbol('x'), 1)
    symbolic/bad-condition: a condition is wanted, found the symbol x
      hint: conditions are comparisons and their combinations: x > 0 and x < 1
    symbolic/bad-name: "x + 1" is not a name
      hint: a name starts with a letter or _ and goes on with letters, digits and _
    symbolic/bad-order: an order of -1; a whole number from 0 to 1000 is wanted
      hint: for example derivative(f, 'x', 2)
    symbolic/bad-variable: a variable is wanted, found undefined
      hint: write the variable's name or its symbol: derivative(f, 'x')
    symbolic/bad-variable: a variable is wanted, found an expression
      hint: write the variable's name or its symbol: derivative(f, 'x')
    symbolic/bad-list: laplacian wants a list of variables, found a string
      hint: write it in brackets, as in ['x', 'y']
    symbolic/bad-list: divergence wants a list of formulas, found a string
      hint: write it in brackets, as in ['x', 'y']
    symbolic/bad-replacements: substitute wants a record of formulas by name, found a string
      hint: for example substitute('x^2 + y', { x: 'a + 1' })
    symbolic/unknown-function: there is no function sinus
      hint: the names are the keys of functions; others are made with defineFunction
    symbolic/unknown-constant: there is no constant golden
      hint: there are pi, e, tau, phi, infinity, nan, true, false; others are symbols
    symbolic/name-taken: there is a function sqrt already
      hint: choose another name
    symbolic/bad-range: the domain of constructor is 3; an interval is wanted
      hint: for example equivalent(f, g, { domain: { constructor: [0, 1] } })
    explain/bad-language: found the language de, wanted en or zh
      hint: pass one: { language: 'en' }
    evaluate/unbound-symbol: no value for y; values are given for x
      hint: pass one: evaluate(f, { y: 1 })
    evaluate/bad-value: the value of x is a string; a number is wanted
      hint: numbers for scalars, lists for vectors, lists of rows for matrices
    evaluate/bad-value: the value of x has size 3 where 2 is wanted
      hint: numbers for scalars, lists for vectors, lists of rows for matrices
    json/invalid: the whole: found no { format: 'fluxion', version: 1, nodes: […] }
      hint: only the output of toJSON can be read
    "
  `)
})
