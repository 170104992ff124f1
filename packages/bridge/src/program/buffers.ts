/** When a buffer of a size is written first and read last, in steps. */
export interface Lifetime {
  readonly size: number
  readonly from: number
  readonly to: number
}

/** Which buffer each lifetime gets, and how large each buffer is. */
export interface BufferPlan {
  readonly buffers: readonly number[]
  readonly sizes: readonly number[]
}

/**
 * Assigns buffers so that values whose lifetimes do not meet share one. The smallest free buffer that fits is taken; an
 * output of a step never shares with what the step reads.
 */
export function planBuffers(lifetimes: readonly Lifetime[]): BufferPlan {
  const sizes: number[] = []
  const freeFrom: number[] = []
  const buffers = new Array<number>(lifetimes.length).fill(-1)
  const order = lifetimes.map((_, i) => i).sort((a, b) => lifetimes[a]!.from - lifetimes[b]!.from || a - b)
  for (const i of order) {
    const { size, from, to } = lifetimes[i]!
    let best = -1
    for (let b = 0; b < sizes.length; b++) {
      if (freeFrom[b]! > from || sizes[b]! < size) continue
      if (best < 0 || sizes[b]! < sizes[best]!) best = b
    }
    if (best < 0) best = sizes.push(size) - 1
    freeFrom[best] = to + 1
    buffers[i] = best
  }
  return { buffers, sizes }
}
