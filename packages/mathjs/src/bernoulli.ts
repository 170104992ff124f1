import type { BigNumber } from 'mathjs'

/** B₀, B₂, B₄, … by the recurrence Σ (n+1 choose k) Bₖ = 0. */
export function bernoulliNumbers(big: (x: number | string) => BigNumber, count: number): BigNumber[] {
  const all: BigNumber[] = [big(1)]
  for (let n = 1; n < 2 * count; n++) {
    let sum = big(0)
    let binomial = big(1)
    for (let k = 0; k < n; k++) {
      sum = sum.plus(binomial.times(all[k] as BigNumber))
      binomial = binomial.times(n + 1 - k).div(k + 1)
    }
    all.push(n > 1 && n % 2 === 1 ? big(0) : sum.neg().div(n + 1))
  }
  return all.filter((_, n) => n % 2 === 0)
}
