import { FluxionError } from '@fluxion/symbolic'

const REWRITE = 'write the formula in another form, or ask for parts of it'

/** The catalogue of this package's errors. `said` is nerdamer's own text, carried in the message where it is refused. */
export const errors = {
  timeout: (name: string, timeout: number): FluxionError =>
    new FluxionError('nerdamer/timeout', `${name} took longer than ${timeout} ms and was stopped`, {
      hint: 'give it more time with the option timeout (in milliseconds), or simplify the formula first',
    }),
  failed: (name: string, said: string): FluxionError =>
    new FluxionError('nerdamer/failed', `nerdamer could not do ${name}: ${said}`, { hint: REWRITE }),
  unsolved: (name: string, said: string): FluxionError =>
    new FluxionError('nerdamer/unsolved', `nerdamer found no answer to ${name}; it said ${said}`, {
      hint: REWRITE,
    }),
  unreadable: (name: string, said: string): FluxionError =>
    new FluxionError('nerdamer/unreadable', `nerdamer's answer to ${name} is not a real formula: ${said}`, {
      hint: 'answers with functions that formulas here do not have cannot be returned',
    }),
  unsupported: (what: string): FluxionError =>
    new FluxionError('nerdamer/unsupported', `nerdamer does not know ${what}`, {
      hint: 'formulas of arithmetic, powers, exp, log, trigonometric and hyperbolic functions can be passed on',
    }),
  unverified: (name: string, said: string, why: string): FluxionError =>
    new FluxionError('nerdamer/unverified', `nerdamer's answer to ${name} was refused: ${why}; it said ${said}`, {
      hint: 'answers are returned only when they can be proved by substituting, differentiating or expanding',
    }),
  sidesDiffer: (name: string, left: string, right: string): FluxionError =>
    new FluxionError('nerdamer/sides-differ', `${name} is ${left} from the left and ${right} from the right`, {
      hint: "take it from one side with { from: 'left' } or { from: 'right' }",
    }),
  notAVariable: (name: string): FluxionError =>
    new FluxionError('nerdamer/not-a-variable', `the formula does not contain ${name}`, {
      hint: 'name a variable of the formula',
    }),
} as const
