import type { ElementaryOp } from '../ir.ts'
import { erf, erfc, gelu } from './error-function.ts'
import { exp2 } from './exponential.ts'
import { sigmoid, softplus } from './logistic.ts'
import { hypot, pow } from './power.ts'
import { cos, sin, tan } from './trigonometric.ts'

/** The elementary functions on doubles, one number at a time: the slow path of every target and the meaning of the IR. */
export const elementary: { readonly [Op in ElementaryOp]: (a: number, b: number) => number } = {
  exp: Math.exp,
  exp2,
  expm1: Math.expm1,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  cbrt: Math.cbrt,
  sin,
  cos,
  tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  sigmoid,
  softplus,
  erf,
  erfc,
  gelu,
  pow,
  atan2: Math.atan2,
  hypot,
}
