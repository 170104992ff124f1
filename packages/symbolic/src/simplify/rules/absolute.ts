import { type Rule, rule } from '../rule.ts'

/** Absolute values, signs, rectifiers, extrema and rounding. */
export const absolute = (): readonly Rule[] => [
  rule('product of absolute values', 'abs(u) * abs(v)', 'abs(u * v)'),
  rule('quotient of absolute values', 'abs(u) / abs(v)', 'abs(u / v)'),
  rule('absolute value over its square', 'abs(u) / u^2', '1 / abs(u)'),
  rule('absolute value over its argument', 'abs(u) / u', 'sign(u)'),
  rule('argument over its absolute value', 'u / abs(u)', 'sign(u)'),
  rule('sign times absolute value', 'sign(u) * abs(u)', 'u'),
  rule('sign times argument', 'sign(u) * u', 'abs(u)'),
  rule('step of a negative', 'heaviside(u)', '0', { u: 'negative' }),
  rule('rectifier of a nonpositive', 'relu(u)', '0', { u: 'nonpositive' }),
  rule('rectifiers of opposite arguments subtracted', 'relu(u) - relu(-u)', 'u'),
  rule('rectifiers of opposite arguments added', 'relu(u) + relu(-u)', 'abs(u)'),
  rule('extrema added', 'max(u, v) + min(u, v)', 'u + v'),
  rule('extrema subtracted', 'max(u, v) - min(u, v)', 'abs(u - v)'),
  rule('extrema multiplied', 'max(u, v) * min(u, v)', 'u * v'),
  rule('greater of opposites', 'max(u, -u)', 'abs(u)'),
  rule('smaller of opposites', 'min(u, -u)', '-abs(u)'),
  rule('floor of an integer', 'floor(u)', 'u', { u: 'integer' }),
  rule('ceiling of an integer', 'ceil(u)', 'u', { u: 'integer' }),
  rule('rounding of an integer', 'round(u)', 'u', { u: 'integer' }),
]
