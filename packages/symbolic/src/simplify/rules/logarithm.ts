import { type Rule, rule } from '../rule.ts'

/** Logarithms: of exponentials and powers, and sums of them where an argument is known to be positive. */
export const logarithm = (): readonly Rule[] => [
  rule('logarithm of a power', 'log(u^v)', 'v * log(u)', { u: 'positive' }),
  rule('logarithm of an odd power', 'log(u^n)', 'n * log(u)', { n: 'odd' }),
  rule('sum of logarithms', 'log(u) + log(v)', 'log(u * v)', { u: 'positive' }),
  rule('difference of logarithms', 'log(u) - log(v)', 'log(u / v)', { v: 'positive' }),
  rule('difference of logarithms, first positive', 'log(u) - log(v)', 'log(u / v)', { u: 'positive' }),
  rule('logarithm of a product less that of a factor', 'log(u * v) - log(u)', 'log(v)'),
  rule('logarithm of a quotient and that of the divisor', 'log(u / v) + log(v)', 'log(u)'),
  rule('logarithms of reciprocals', 'log(u) + log(1 / u)', '0'),
  rule('logarithm of a product with an exponential', 'log(exp(u) * v)', 'u + log(v)'),
  rule('binary logarithm of a power of two', 'log2(2^u)', 'u'),
  rule('decimal logarithm of a power of ten', 'log10(10^u)', 'u'),
  rule('logarithm of one more of its inverse', 'log1p(expm1(u))', 'u'),
  rule('softplus of opposite arguments', 'softplus(u) - softplus(-u)', 'u'),
]
