import { type Rule, rule } from '../rule.ts'

/** Square and cube roots. A root of a product is a product of roots where one factor is known not to be negative. */
export const radicals = (): readonly Rule[] => [
  rule('product of square roots', 'sqrt(u) * sqrt(v)', 'sqrt(u * v)', { u: 'nonnegative' }),
  rule('quotient of square roots', 'sqrt(u) / sqrt(v)', 'sqrt(u / v)', { u: 'nonnegative' }),
  rule('quotient of square roots, divisor positive', 'sqrt(u) / sqrt(v)', 'sqrt(u / v)', { v: 'positive' }),
  rule('cube of a cube root', 'cbrt(u)^3', 'u'),
  rule('product of cube roots', 'cbrt(u) * cbrt(v)', 'cbrt(u * v)'),
  rule('square root of a product of squares', 'sqrt(u^2 * v^2)', 'abs(u * v)'),
  rule('cube root of a product with a cube', 'cbrt(u * v^3)', 'v * cbrt(u)'),
  rule('cube root of a cube', 'cbrt(u^3)', 'u'),
]
