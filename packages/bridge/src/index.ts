/**
 * Compiles formulas and their gradients to fast kernels and programs; exports them to other engines.
 *
 * @module @fluxion/bridge
 */

export { type CompileOptions, compile } from './compile.ts'
export { culprit } from './culprit.ts'
export { type OnnxOptions, toOnnx } from './export/onnx.ts'
export { type SqlOptions, toSql } from './export/sql.ts'
export type { SqlDialect } from './export/sql-dialects.ts'
export type { ArrayResults, CallOptions, FormulaKernel, Kernel, KernelFacts, Out, Results } from './kernel.ts'
export type { Formulas } from './layout.ts'
export { hessianVectorProduct, jacobianVectorProduct, type ProductOptions, vectorJacobianProduct } from './products.ts'
export { isNumbers, nested, type Point, type Raveled, type RaveledPart, ravel, type Unraveled } from './ravel.ts'
export type { Argument, FloatDtype, NestedNumbers, NumericArray } from './run/arguments.ts'
export { trace } from './trace.ts'
export { type ValueAndGradient, type ValueAndGradientOptions, valueAndGradient } from './value-and-gradient.ts'
