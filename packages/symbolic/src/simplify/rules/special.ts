import { type Rule, rule } from '../rule.ts'

/** The error function, the gamma function and their relatives. */
export const special = (): readonly Rule[] => [
  rule('error functions added', 'erf(u) + erfc(u)', '1'),
  rule('complement of the error function', '1 - erf(u)', 'erfc(u)'),
  rule('complement of the complementary error function', '1 - erfc(u)', 'erf(u)'),
  rule('quotient of successive gamma values', 'gamma(u + 1) / gamma(u)', 'u'),
  rule('successive gamma values subtracted', 'gamma(u + 1) - u * gamma(u)', '0'),
  rule('quotient of gamma values two apart', 'gamma(u + 2) / gamma(u)', 'u * (u + 1)'),
  rule('difference of successive digamma values', 'digamma(u + 1) - digamma(u)', '1 / u'),
  rule('difference of successive log-gamma values', 'lgamma(u + 1) - lgamma(u)', 'log(abs(u))'),
  rule('defining equation of the Lambert function', 'lambertw(u) * exp(lambertw(u))', 'u'),
  rule('cardinal sine times its argument', 'sinc(u) * u', 'sin(u)'),
]
