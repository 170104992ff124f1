import type { FunctionName } from '../functions.ts'

/** The functions of a language's own library that formulas are written with; `undefined` where it has none. */
export type Native =
  | 'abs'
  | 'acos'
  | 'acosh'
  | 'asin'
  | 'asinh'
  | 'atan'
  | 'atan2'
  | 'atanh'
  | 'cbrt'
  | 'ceil'
  | 'cos'
  | 'cosh'
  | 'erf'
  | 'erfc'
  | 'exp'
  | 'expm1'
  | 'floor'
  | 'gamma'
  | 'hypot'
  | 'lgamma'
  | 'log'
  | 'log10'
  | 'log1p'
  | 'log2'
  | 'max'
  | 'min'
  | 'pow'
  | 'round'
  | 'sign'
  | 'sin'
  | 'sinh'
  | 'sqrt'
  | 'tan'
  | 'tanh'
  | 'trunc'

/**
 * How the functions of the table are written with native ones: `{sin}` is the native name, `#1` the first argument. An
 * argument that occurs twice gets a name first. A missing row does not compile; `undefined` means there is no short form.
 */
export const templates: { readonly [Name in FunctionName]: string | undefined } = {
  exp: '{exp}(#1)',
  log: '{log}(#1)',
  log2: '{log2}(#1)',
  log10: '{log10}(#1)',
  log1p: '{log1p}(#1)',
  expm1: '{expm1}(#1)',
  cbrt: '{cbrt}(#1)',
  abs: '{abs}(#1)',
  sign: '{sign}(#1)',
  floor: '{floor}(#1)',
  ceil: '{ceil}(#1)',
  round: '{round}(#1)',
  trunc: '{trunc}(#1)',
  sin: '{sin}(#1)',
  cos: '{cos}(#1)',
  tan: '{tan}(#1)',
  sec: '1.0 / {cos}(#1)',
  csc: '1.0 / {sin}(#1)',
  cot: '1.0 / {tan}(#1)',
  asin: '{asin}(#1)',
  acos: '{acos}(#1)',
  atan: '{atan}(#1)',
  asec: '{acos}(1.0 / #1)',
  acsc: '{asin}(1.0 / #1)',
  acot: '{atan}(1.0 / #1)',
  sinh: '{sinh}(#1)',
  cosh: '{cosh}(#1)',
  tanh: '{tanh}(#1)',
  sech: '1.0 / {cosh}(#1)',
  csch: '1.0 / {sinh}(#1)',
  coth: '1.0 / {tanh}(#1)',
  asinh: '{asinh}(#1)',
  acosh: '{acosh}(#1)',
  atanh: '{atanh}(#1)',
  asech: '{acosh}(1.0 / #1)',
  acsch: '{asinh}(1.0 / #1)',
  acoth: '{atanh}(1.0 / #1)',
  sigmoid: '{exp}({min}(#1, 0.0)) / (1.0 + {exp}(-{abs}(#1)))',
  softplus: '{max}(#1, 0.0) + {log1p}({exp}(-{abs}(#1)))',
  relu: '{max}(#1, 0.0)',
  gelu: '0.5 * #1 * {erfc}(-0.7071067811865476 * #1)',
  erf: '{erf}(#1)',
  erfc: '{erfc}(#1)',
  gamma: '{gamma}(#1)',
  lgamma: '{lgamma}(#1)',
  digamma: undefined,
  lambertw: undefined,
  heaviside: '0.5 + 0.5 * {sign}(#1)',
  sinc: '?{#1 == 0.0|1.0|{sin}(#1) / #1}',
  atan2: '{atan2}(#1, #2)',
  mod: '#1 - #2 * {floor}(#1 / #2)',
  nthRoot: '{sign}(#1) * {pow}({abs}(#1), 1.0 / #2)',
  // lgamma has lost the sign of gamma
  beta: '?{{min}(#1, #2) > 0.0|{exp}({lgamma}(#1) + {lgamma}(#2) - {lgamma}(#1 + #2))|{gamma}(#1) * {gamma}(#2) / {gamma}(#1 + #2)}',
  besselj: undefined,
  bessely: undefined,
  polygamma: undefined,
  min: '{min}(*)',
  max: '{max}(*)',
  hypot: '{hypot}(*)',
}
