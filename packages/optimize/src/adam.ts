import type { StepRule } from './step-rule.ts'

/** The constants of Adam. */
export interface AdamRates {
  readonly learningRate: number
  readonly beta1: number
  readonly beta2: number
}

/**
 * Adam (Kingma and Ba, ICLR 2015, algorithm 1) on the full gradient. The learning rate falls as a half cosine over the
 * iterations, so that the last steps settle.
 */
export function adam(size: number, maxIterations: number, { learningRate, beta1, beta2 }: AdamRates): StepRule {
  const first = new Float64Array(size)
  const second = new Float64Array(size)
  let iteration = 0
  return ({ x, free }, visit) => {
    const rate = (learningRate * (1 + Math.cos((Math.PI * iteration) / maxIterations))) / 2
    iteration++
    const bias1 = 1 - beta1 ** iteration
    const bias2 = 1 - beta2 ** iteration
    return visit(
      x.map((value, i) => {
        const g = free[i]!
        first[i] = beta1 * first[i]! + (1 - beta1) * g
        second[i] = beta2 * second[i]! + (1 - beta2) * g * g
        return value - (rate * (first[i]! / bias1)) / (Math.sqrt(second[i]! / bias2) + 1e-8)
      }),
    )
  }
}
