import type { Rule } from '../rule.ts'
import { absolute } from './absolute.ts'
import { exponential } from './exponential.ts'
import { hyperbolic } from './hyperbolic.ts'
import { logarithm } from './logarithm.ts'
import { cases } from './piecewise.ts'
import { radicals } from './radicals.ts'
import { special } from './special.ts'
import { trigonometry } from './trigonometry.ts'

/** Every rule, in the order they are tried; made on demand, so that a formula that is not simplified does not wait for them. */
export const allRules = (): readonly Rule[] => [
  ...absolute(),
  ...exponential(),
  ...logarithm(),
  ...radicals(),
  ...trigonometry(),
  ...hyperbolic(),
  ...special(),
  ...cases(),
]
