import type { SpecialFunction, SpecialFunctions, SpecialOp } from '@fluxion/kernel'
import { functions } from '@fluxion/symbolic'

/** A function of the table on numbers; NaN outside its domain, as in `evaluate`. */
function numeric(name: SpecialOp): SpecialFunction {
  const { value, domain = () => true } = functions[name]
  return (a, b) => (domain(a, b) ? value(a, b) : Number.NaN)
}

/** What loops compute special functions with: the functions that `evaluate` takes. */
export const specialFunctions: SpecialFunctions = {
  gamma: numeric('gamma'),
  lgamma: numeric('lgamma'),
  digamma: numeric('digamma'),
  lambertw: numeric('lambertw'),
  polygamma: numeric('polygamma'),
  beta: numeric('beta'),
  besselj: numeric('besselj'),
  bessely: numeric('bessely'),
}
