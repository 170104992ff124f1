/**
 * Formulas as an interned graph: parse, differentiate, simplify, explain, print.
 *
 * @module @fluxion/symbolic
 */

export { apply } from './apply.ts'
export { add, div, mul, neg, pow, sqrt, sub } from './arithmetic.ts'
export { chainRule } from './calculus/chain-rule.ts'
export { differential } from './calculus/differential.ts'
export { directional, hessianVectorProduct } from './calculus/directional.ts'
export { hessian } from './calculus/hessian.ts'
export { implicitDerivative } from './calculus/implicit-derivative.ts'
export { jacobian } from './calculus/jacobian.ts'
export { partial } from './calculus/partial.ts'
export { taylor } from './calculus/taylor.ts'
export { curl, divergence, laplacian } from './calculus/vector-fields.ts'
export type { CodeOptions } from './code/generate.ts'
export { toCode } from './code/generate.ts'
export type { CodeLanguage } from './code/languages.ts'
export { collect } from './collect.ts'
export { and, eq, ge, gt, le, lt, ne, not, or, piecewise } from './comparisons.ts'
export { defineFunction } from './define-function.ts'
export type { FunctionDefinition } from './definitions.ts'
export { definitionOf } from './definitions.ts'
export { derivative } from './differentiate.ts'
export {
  abs,
  acos,
  acosh,
  acot,
  acoth,
  acsc,
  acsch,
  asec,
  asech,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  besselj,
  bessely,
  beta,
  cbrt,
  ceil,
  cos,
  cosh,
  cot,
  coth,
  csc,
  csch,
  digamma,
  erf,
  erfc,
  exp,
  expm1,
  floor,
  gamma,
  gelu,
  heaviside,
  hypot,
  lambertw,
  lgamma,
  log,
  log1p,
  log2,
  log10,
  max,
  min,
  mod,
  nthRoot,
  polygamma,
  relu,
  round,
  sec,
  sech,
  sigmoid,
  sign,
  sin,
  sinc,
  sinh,
  softplus,
  tan,
  tanh,
  trunc,
} from './elementary.ts'
export type { Equivalence, EquivalentOptions } from './equivalent.ts'
export { equivalent } from './equivalent.ts'
export { FluxionError } from './errors.ts'
export type { Bindings } from './evaluate.ts'
export { evaluate } from './evaluate.ts'
export { expand } from './expand.ts'
export type { DerivationJson, ExplainOptions, Stage, StepJson } from './explain/derivation.ts'
export { Derivation, explain } from './explain/derivation.ts'
export type { GradientOptions, GraphRow, LocalDerivative } from './explain/graph.ts'
export { ComputationGraph, explainGradient } from './explain/graph.ts'
export type { Detail } from './explain/steps.ts'
export { Step } from './explain/steps.ts'
export type { Language } from './explain/words.ts'
export type { Assumptions, ConstantName, Dimension, Formula, Op, Shape } from './expression.ts'
export { toExpr } from './formula.ts'
export type { FunctionName, FunctionRow } from './functions.ts'
export { functions } from './functions.ts'
export { gradient } from './gradient.ts'
export type { ExpressionJson, ExpressionNode } from './json.ts'
export { fromJSON, toJSON } from './json.ts'
export { eye, ones } from './matrices.ts'
export { indexNotation } from './matrix/index-notation.ts'
export {
  det,
  diag,
  diagonal,
  dot,
  dotDivide,
  dotPow,
  hadamard,
  inv,
  kron,
  logdet,
  logsumexp,
  matmul,
  mean,
  norm,
  norm1,
  outer,
  softmax,
  sum,
  trace,
  transpose,
} from './matrix-functions.ts'
export { freeSymbols, nodeCount, operations, treeSize } from './measure.ts'
export { Expr } from './methods.ts'
export type { ParseOptions } from './parse.ts'
export { parse } from './parse.ts'
export { toLatex } from './print/latex.ts'
export { toMathML } from './print/mathml.ts'
export { toText } from './print/to-text.ts'
export type { SimplifyOptions } from './simplify/simplify.ts'
export { simplify } from './simplify/simplify.ts'
export { substitute } from './substitute.ts'
export { constant, matrix, num, symbol, symbols, vector } from './symbols.ts'
