import type { FluxionError } from '@fluxion/symbolic'
import { parse } from 'mathjs'
import { expect, test } from 'vitest'
import { fromMathJs } from './from-mathjs.ts'
import { evaluatePrecise } from './precise.ts'

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
    () => fromMathJs(parse('x[2]')),
    () => fromMathJs(parse('x = 3')),
    () => fromMathJs(parse('x to y')),
    () => fromMathJs(parse('zeta(x)')),
    () => evaluatePrecise('x', {}, { digits: 20 }),
    () => evaluatePrecise('x', { x: 1 }, { digits: 0 }),
  ].map(shown)
  expect(`\n${found.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    mathjs/unsupported-node: found the AccessorNode x[2], which cannot become a formula
      hint: numbers, symbols, operators, functions, parentheses and conditionals can
    mathjs/unsupported-node: found the AssignmentNode x = 3, which cannot become a formula
      hint: numbers, symbols, operators, functions, parentheses and conditionals can
    mathjs/unit: x to y is a quantity with a unit; formulas have plain numbers only
      hint: convert it first, for instance with math.unit(…).toNumber(…)
    mathjs/unsupported-function: mathjs's function zeta has no counterpart among formulas: zeta(x)
      hint: defineFunction of @fluxion/symbolic makes zeta known
    evaluate/unbound-symbol: no value for the symbol x
      hint: pass one: { x: 1 }
    mathjs/bad-digits: digits is 0; an integer from 1 to 10000 is wanted
      hint: for example evaluatePrecise(f, { x: 2 }, { digits: 50 })
    "
  `)
})
