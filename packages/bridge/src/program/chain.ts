/** Where a product of several matrices is cut in two, and what the whole costs. */
export interface ChainOrder {
  /** The left factor is the product of the matrices from `from` up to, and not including, the cut. */
  cut(from: number, to: number): number
  /** Multiplications of the whole chain. */
  readonly cost: number
}

/**
 * The cheapest order of a matrix chain by dynamic programming (Godbole 1973; CLRS 15.2); among equals the most balanced,
 * so that repeated factors share their products. Matrix i has `dimensions[i]` rows and `dimensions[i + 1]` columns.
 */
export function matrixChain(dimensions: readonly number[]): ChainOrder {
  const n = dimensions.length - 1
  const at = (from: number, to: number): number => from * (n + 1) + to
  const costs = new Float64Array((n + 1) * (n + 1))
  const cuts = new Int32Array((n + 1) * (n + 1))
  for (let length = 2; length <= n; length++) {
    for (let from = 0; from + length <= n; from++) {
      const to = from + length
      let best = Number.POSITIVE_INFINITY
      let balance = 0
      for (let cut = from + 1; cut < to; cut++) {
        const own = dimensions[from]! * dimensions[cut]! * dimensions[to]!
        const cost = costs[at(from, cut)]! + costs[at(cut, to)]! + own
        const skew = Math.abs(cut - from - (to - cut))
        if (cost > best || (cost === best && skew >= balance)) continue
        best = cost
        balance = skew
        cuts[at(from, to)] = cut
      }
      costs[at(from, to)] = best
    }
  }
  return { cut: (from, to) => cuts[at(from, to)]!, cost: costs[at(0, n)]! }
}
