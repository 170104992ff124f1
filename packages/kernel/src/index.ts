/**
 * Loop kernels: a small IR, its verifier and passes, JavaScript and WebAssembly SIMD targets, vector math.
 *
 * @module @fluxion/kernel
 */

export { type InferredOp, LoopBuilder } from './build.ts'
export { type Backend, type CompileOptions, compileLoop, type LoopKernel } from './compile.ts'
export { FluxionError } from './errors.ts'
export { interpret } from './interpret.ts'
export {
  type Instruction,
  type IrOp,
  irKey,
  type Lane,
  type LoopInput,
  type LoopIR,
  type LoopOutput,
  operations,
  type Reduction,
  resultLane,
  type SpecialFunction,
  type SpecialFunctions,
  type SpecialOp,
  type TypedArray,
} from './ir.ts'
export { type ErrorBound, errorBounds } from './math/bounds.ts'
export { multiplyMatrices, productBackend } from './matmul/multiply.ts'
export type { ProductMode } from './matmul/runs.ts'
export type { TileType } from './matmul/tile.ts'
export { type MatrixData, type MatrixView, matrixView, transposed } from './matmul/view.ts'
export type { NestedView } from './nest.ts'
export type { Operand, Result, StridedView, Target } from './operands.ts'
export { optimize, type Pass, type PassName, type PassSwitches, passes } from './passes/optimize.ts'
export { applyRotations, type RotationSequence } from './rotation/rotate.ts'
export { verify } from './verify.ts'
