/**
 * Both ways between mathjs trees and Fluxion formulas, a mathjs plugin, high precision.
 *
 * @module @fluxion/mathjs
 */

export { compileFast, type FastFunction } from './compile-fast.ts'
export { evaluateComplex } from './complex.ts'
export { fromMathJs } from './from-mathjs.ts'
export { fluxionPlugin } from './plugin.ts'
export { evaluatePrecise, type PreciseOptions, type PreciseValue } from './precise.ts'
export { toMathJs } from './to-mathjs.ts'
