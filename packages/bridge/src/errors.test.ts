import type { FluxionError } from '@fluxion/symbolic'
import { expect, test } from 'vitest'
import { compile } from './compile.ts'
import { toSql } from './export/sql.ts'
import { trace } from './trace.ts'
import { valueAndGradient } from './value-and-gradient.ts'

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
    () => compile(undefined as never),
    () => compile('x + y', { args: ['x'] }),
    () => compile('x', { args: ['x', 'x'] }),
    () => compile('x', { backend: 'gpu' as 'js' }),
    () => compile('x + y')(1),
    () => compile('x + y')({ x: 1 } as never),
    () => compile('x')('one' as never),
    () => compile('x + y')([1, 2], [1, 2, 3]),
    () => compile('x')({ x: [1, 2] }, { out: new Float64Array(3) }),
    () => compile({ f: 'x' })({ x: [1, 2] }, { out: new Float64Array(2) }),
    () => compile({ f: 'x' })({ x: [1, 2] }, { out: { g: new Float64Array(2) } }),
    () => compile(['x'])({ x: [1, 2] }, { out: new Float64Array(2) }),
    () => valueAndGradient('x', {} as never),
    () => valueAndGradient(['x', 'y'] as never, { wrt: 'x' }),
    () => trace((x) => Number(x) * 2, { x: [] }),
    () => toSql('besselj(0, x)', { dialect: 'duckdb', table: 't', columns: ['x'] }),
  ].map(shown)
  expect(`\n${found.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    bridge/bad-formula: the formula is undefined; a formula is an expression, a text or a number
      hint: pass one formula, a list of formulas, or an object of named formulas
    bridge/missing-argument: the formula uses y, which args (x) does not list
      hint: list every free symbol of the formula in args, or leave args out
    bridge/repeated-argument: args lists x twice
      hint: list every symbol once
    bridge/bad-option: option backend is "gpu", wanted 'auto' or 'js' or 'wasm' or 'interpret'
      hint: check the spelling and the type of the option
    bridge/argument-count: the kernel takes 2 arguments (x, y), got 1
      hint: pass all by position, or one object with these names
    bridge/unbound-argument: no value is given for y
      hint: pass x, y by position, or one object with these names
    bridge/bad-argument: the value of x is a string
      hint: a value is a number, a nested array of numbers, a typed array or a tensor
    bridge/shape-mismatch: the shape [3] of y does not broadcast with [2]
      hint: trailing axes must be equal, or 1
    bridge/bad-output: out is a Float64Array of 3, wanted a tensor of shape [2] or a typed array of 2, of dtype float64
      hint: out is a tensor or a typed array of the size and dtype of the result, or an object of them in its shape
    bridge/bad-output: out is a Float64Array of 2, wanted an object of buffers with the names f
      hint: out is a tensor or a typed array of the size and dtype of the result, or an object of them in its shape
    bridge/bad-output: out.g is not one of the results, wanted an object of buffers with the names f
      hint: out is a tensor or a typed array of the size and dtype of the result, or an object of them in its shape
    bridge/bad-output: out is a Float64Array of 2, wanted a list of 1 buffers
      hint: out is a tensor or a typed array of the size and dtype of the result, or an object of them in its shape
    bridge/bad-option: option wrt is undefined, wanted the name of a symbol, or a list of names
      hint: check the spelling and the type of the option
    bridge/bad-formula: the formula is an array; a formula is an expression, a text or a number
      hint: pass one formula, a list of formulas, or an object of named formulas
    bridge/not-traceable: the function uses an operator of JavaScript on a formula
      hint: formulas have methods and functions instead: write x.mul(y), x.add(1), sin(x), gt(x, 0)
    bridge/unsupported-export: duckdb has no operation besselj
      hint: rewrite the formula without it, or compile it for this machine
    "
  `)
})
