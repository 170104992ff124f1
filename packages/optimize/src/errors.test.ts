import type { FluxionError } from '@fluxion/symbolic'
import { expect, test } from 'vitest'
import { fit } from './fit.ts'
import { minimize } from './minimize.ts'

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
    () => minimize('x^2', {} as never),
    () => minimize('x^2', undefined as never),
    () => fit('a * x', { response: 'y', start: { a: 1 } } as never),
    () => fit('a * x', { data: { x: [], y: [] }, response: 'y', start: { a: 1 } }),
    () => minimize('x^2', { start: { x: 1 }, method: 'magic' as 'adam' }),
    () => minimize('x^2 + y', { start: { x: 1 } }),
    () => minimize('log(x)', { start: { x: -1 } }),
    () => fit('a * x', { data: { x: [1, 2], y: [1] }, response: 'y', start: { a: 1 } }),
    () => fit('a * x', { data: { x: [1, 2] }, response: 'y', start: { a: 1 } }),
    () => fit('a * x + b', { data: { x: [1], y: [1] }, response: 'y', start: { a: 1, b: 1 } }),
  ].map(shown)
  expect(`\n${found.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    optimize/missing-start: the option start is missing: where to begin
      hint: minimize(f, { start: { x: 0, y: 0 } })
    optimize/missing-start: the option start is missing: where to begin
      hint: minimize(f, { start: { x: 0, y: 0 } })
    optimize/no-data: data has no column
      hint: fit(model, { data: { x: […], y: […] }, … })
    optimize/no-data: data has no row
      hint: fit(model, { data: { x: […], y: […] }, … })
    optimize/unknown-method: unknown method magic
      hint: 'lbfgs', 'newton', 'gradientDescent' or 'adam'
    optimize/unbound-symbol: the formula contains y, which has no value to start from
      hint: start and data name x; add y to one of them
    optimize/bad-start: the value is NaN at the start: x = -1; log(x) at x = -1
      hint: start from values where the formula is defined and finite
    optimize/column-length: column y has 1 rows, others have 2
      hint: columns of one table are equally long; leave incomplete rows out of all of them
    optimize/unknown-column: response uses y, which is not a column of data
      hint: the columns are x
    optimize/too-few-rows: found 1 row, which cannot determine 2 parameters
      hint: hold some parameters fixed, or add data
    "
  `)
})
