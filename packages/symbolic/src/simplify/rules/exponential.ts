import { type Rule, rule } from '../rule.ts'

/** Exponentials and powers whose exponent holds a logarithm. */
export const exponential = (): readonly Rule[] => [
  rule('exponential of a multiple of a logarithm', 'exp(u * log(v))', 'v^u'),
  rule('exponential of a sum with a logarithm', 'exp(u + log(v))', 'v * exp(u)'),
  rule('exponential of a difference with a logarithm', 'exp(u - log(v))', 'exp(u) / v'),
  rule('exponential of a sum with a multiple of a logarithm', 'exp(u + w * log(v))', 'v^w * exp(u)'),
  rule('power of two of a logarithm', '2^log2(u)', 'u'),
  rule('power of ten of a logarithm', '10^log10(u)', 'u'),
  rule('power by the reciprocal logarithm', 'u^(v / log(u))', 'exp(v)'),
  rule('exponential less one of its inverse', 'expm1(log1p(u))', 'u'),
  rule('exponential by its difference from one', 'expm1(u) + 1', 'exp(u)'),
  rule('logistic functions of opposite arguments', 'sigmoid(u) + sigmoid(-u)', '1'),
  rule('complement of the logistic function', '1 - sigmoid(u)', 'sigmoid(-u)'),
  rule('logistic function centred', '2 * sigmoid(2 * u) - 1', 'tanh(u)'),
  rule('logistic function by an exponential', 'sigmoid(u) * exp(-u)', 'sigmoid(-u)'),
]
