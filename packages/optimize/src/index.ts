/**
 * Minimises formulas and fits models on compiled gradients.
 *
 * @module @fluxion/optimize
 */

export type { Bounds } from './box.ts'
export type { Signal, Watching } from './drive.ts'
export { type FitOptions, type FitProgress, fit, fitAsync } from './fit.ts'
export { Fit, type Prediction, type PredictOptions } from './fit-result.ts'
export type { Data } from './formula-objective.ts'
export {
  type Method,
  type MinimizeOptions,
  type Minimum,
  minimize,
  minimizeAsync,
  type Progress,
} from './minimize.ts'
export type { StopReason, TraceRow } from './objective.ts'
