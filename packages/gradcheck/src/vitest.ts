import { derivative, equivalent, type Formula, freeSymbols, toText } from '@fluxion/symbolic'
import { expect } from 'vitest'
import { type CheckGradientOptions, checkGradient } from './check-gradient.ts'
import { errors } from './errors.ts'
import type { GivenGradient } from './given.ts'

/** Options of `toHaveDerivative`. */
export interface DerivativeOptions {
  /** The variable; may be left out where the formula has only one. */
  readonly by?: string
  /** Order of the derivative; default 1. */
  readonly order?: number
}

/** Options of `toHaveGradient`: where to check, and how. */
export type GradientMatcherOptions = Omit<CheckGradientOptions, 'gradient'>

/** The matchers this module adds to vitest's `expect`. */
export interface GradientMatchers<R> {
  /**
   * The gradient of a formula or function at a point is the given one: `expect(f).toHaveGradient(g, { at: [1, 2]
   * })`. On failure the report of `checkGradient` is shown.
   */
  toHaveGradient(gradient: GivenGradient, options: GradientMatcherOptions): R
  /**
   * The derivative of a formula equals another formula, however they are written:
   * `expect('x^2').toHaveDerivative('2*x')`.
   */
  toHaveDerivative(expected: Formula, options?: DerivativeOptions): R
}

declare module 'vitest' {
  interface Matchers<T> extends GradientMatchers<T> {}
}

expect.extend({
  toHaveGradient(received: Formula, gradient: GivenGradient, options: GradientMatcherOptions) {
    const report = checkGradient(received, { ...options, gradient })
    return {
      pass: report.ok,
      message: () => (report.ok ? `the gradient was not expected to pass\n\n${String(report)}` : String(report)),
    }
  },

  toHaveDerivative(received: Formula, expected: Formula, options: DerivativeOptions = {}) {
    const by = options.by ?? onlyVariable(received)
    const found = derivative(received, by, options.order ?? 1)
    const { verdict, witness } = equivalent(found, expected)
    const place = witness === undefined ? '' : `\n  they differ at ${JSON.stringify(witness)}`
    const undecided = verdict === 'undecided' ? '\n  whether they are equal could not be decided' : ''
    return {
      pass: verdict === 'equal',
      message: () =>
        `derivative of ${String(received)} by ${by}\n  expected  ${String(expected)}\n  found     ${toText(found)}${place}${undecided}`,
    }
  },
})

function onlyVariable(f: Formula): string {
  const free = freeSymbols(f)
  const [name] = free
  if (name === undefined || free.length > 1) throw errors.whichVariable(free)
  return name
}
