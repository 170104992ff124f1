import type { FluxionError } from '@fluxion/symbolic'
import { expect, test } from 'vitest'
import { assertGradient, checkGradient } from './check-gradient.ts'
import { numericGradient } from './numeric-gradient.ts'

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
    () => checkGradient('x^2', {} as never),
    () => checkGradient((x: Float64Array) => x[0]! ** 2, { at: [1] }),
    () => checkGradient((x: Float64Array) => x[0]! ** 2, { at: [1], gradient: () => [1, 2] }),
    () => checkGradient('x^2', { at: { x: 1, y: 2 }, wrt: ['z'] }),
    () => numericGradient('x', { x: 1 }, { method: 'magic' as 'central' }),
    () => numericGradient((x: Float64Array) => x[0]!, [1], { method: 'complex' }),
    () => assertGradient('log(x)', { at: { x: 0 } }),
  ].map(shown)
  expect(`\n${found.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    gradcheck/missing-point: the option \`at\` is missing: the point to check at
      hint: checkGradient(f, { at: { x: 1, y: 2 } })
    gradcheck/missing-gradient: a function comes without its gradient: there is nothing to check
      hint: pass it as the option gradient, or pass the formula instead of a function
    gradcheck/gradient-size: the gradient has 2 entries, the point has 1
      hint: one entry for each entry of the point, in the same order
    gradcheck/unknown-variable: the formula does not contain z
      hint: its variables are x
    gradcheck/unknown-method: unknown method magic
      hint: 'central', 'richardson' or 'complex'
    gradcheck/complex-needs-formula: method 'complex' needs a formula, found a function
      hint: a function cannot be evaluated at complex numbers from outside: use 'richardson', or pass the formula
    gradcheck/undefined: UNDEFINED: gradient of log(x) at x = 0 (0 of 1 entry checked, 0 pass)
      no value: log(x) at x = 0
      hint: no value: log(x) at x = 0
    "
  `)
})
