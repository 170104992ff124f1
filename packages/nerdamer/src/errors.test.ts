import type { FluxionError } from '@fluxion/symbolic'
import { expect, test } from 'vitest'
import { integrate } from './integrate.ts'
import { solve } from './solve.ts'

/** What a person is shown: code, message and hint of the error. */
const shown = (run: () => Promise<unknown>): Promise<string> =>
  run().then(
    () => 'nothing was thrown',
    ({ code, message, hint }: FluxionError) => `${code}: ${message}${hint === undefined ? '' : `\n  hint: ${hint}`}`,
  )

test('errors say what was found and what was wanted', async () => {
  const found = await Promise.all([
    shown(() => solve('x^2 == 4', 'y')),
    shown(() => solve('besselj(0, x) == x', 'x')),
    shown(() => integrate('besselj(2, x) * x^x', 'x')),
  ])
  expect(`\n${found.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    nerdamer/not-a-variable: the formula does not contain y
      hint: name a variable of the formula
    nerdamer/unsupported: nerdamer does not know besselj in besselj(0, x)
      hint: formulas of arithmetic, powers, exp, log, trigonometric and hyperbolic functions can be passed on
    nerdamer/unsupported: nerdamer does not know besselj in besselj(2, x)
      hint: formulas of arithmetic, powers, exp, log, trigonometric and hyperbolic functions can be passed on
    "
  `)
})
