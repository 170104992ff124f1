import type { ElementaryOp } from '../ir.ts'
import type { Reg, VectorGraph } from '../targets/wasm/graph.ts'
import { expVector } from './exponential.ts'
import { logVector } from './logarithm.ts'
import { cosVector, sinVector } from './trigonometric.ts'

/** Writes a function on two doubles; binary functions get both arguments. */
export type VectorFunction = (g: VectorGraph, x: Reg, y: Reg) => Reg

/** The vector forms of the elementary functions. */
export const vectorMath: { readonly [Op in ElementaryOp]?: VectorFunction } = {
  exp: expVector,
  log: logVector,
  sin: sinVector,
  cos: cosVector,
}
