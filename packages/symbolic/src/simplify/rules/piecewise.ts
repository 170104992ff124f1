import { type Rule, rule } from '../rule.ts'

/** Definitions by cases. */
export const cases = (): readonly Rule[] => [
  rule('case of a nonnegative or its negative', 'u >= 0 ? u : -u', 'abs(u)'),
  rule('case of a positive or its negative', 'u > 0 ? u : -u', 'abs(u)'),
  rule('case of a negative flipped', 'u < 0 ? -u : u', 'abs(u)'),
  rule('case of a nonpositive flipped', 'u <= 0 ? -u : u', 'abs(u)'),
  rule('case of a positive or zero', 'u > 0 ? u : 0', 'relu(u)'),
  rule('case of a nonnegative or zero', 'u >= 0 ? u : 0', 'relu(u)'),
  rule('case of the greater', 'u > v ? u : v', 'max(u, v)'),
  rule('case of the greater or equal', 'u >= v ? u : v', 'max(u, v)'),
  rule('case of the smaller', 'u < v ? u : v', 'min(u, v)'),
  rule('case of the smaller or equal', 'u <= v ? u : v', 'min(u, v)'),
]
