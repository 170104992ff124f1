import type { ElementaryOp } from '../ir.ts'
import type { Reg, VectorGraph } from '../targets/wasm/graph.ts'
import { erfcVector, erfVector, geluVector } from './error-function.ts'
import { exp2Vector, expm1Vector, expVector } from './exponential.ts'
import { acoshVector, asinhVector, atanhVector, coshVector, sinhVector, tanhVector } from './hyperbolic.ts'
import { acosVector, asinVector, atan2Vector, atanVector } from './inverse-trigonometric.ts'
import { log1pVector, log2Vector, log10Vector, logVector } from './logarithm.ts'
import { sigmoidVector, softplusVector } from './logistic.ts'
import { cbrtVector, hypotVector, powVector } from './power.ts'
import { cosVector, sinVector, tanVector } from './trigonometric.ts'

/** Writes a function on two doubles; functions of two arguments get both. */
export type VectorFunction = (g: VectorGraph, x: Reg, y: Reg) => Reg

/** The vector form of every elementary function. */
export const vectorMath: { readonly [Op in ElementaryOp]: VectorFunction } = {
  exp: expVector,
  exp2: exp2Vector,
  expm1: expm1Vector,
  log: logVector,
  log2: log2Vector,
  log10: log10Vector,
  log1p: log1pVector,
  cbrt: cbrtVector,
  sin: sinVector,
  cos: cosVector,
  tan: tanVector,
  asin: asinVector,
  acos: acosVector,
  atan: atanVector,
  sinh: sinhVector,
  cosh: coshVector,
  tanh: tanhVector,
  asinh: asinhVector,
  acosh: acoshVector,
  atanh: atanhVector,
  sigmoid: sigmoidVector,
  softplus: softplusVector,
  erf: erfVector,
  erfc: erfcVector,
  gelu: geluVector,
  pow: powVector,
  atan2: atan2Vector,
  hypot: hypotVector,
}
