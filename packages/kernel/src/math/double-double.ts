import type { Reg, VectorGraph } from '../targets/wasm/graph.ts'

/** A value as the unevaluated sum of two doubles, the second below half a unit in the last place of the first. */
export interface Pair {
  readonly high: Reg
  readonly low: Reg
}

/** a + b without error, for |a| ≥ |b| or a = 0 (Dekker 1971). */
export function fastTwoSum(g: VectorGraph, a: Reg, b: Reg): Pair {
  const high = g.add(a, b)
  return { high, low: g.add(g.sub(a, high), b) }
}

/** The leading 26 bits of a double. */
export function leadingBits(g: VectorGraph, x: Reg): Reg {
  return g.and(x, g.i64(-0x8000000n))
}

/**
 * a·b as a pair, by splitting both into halves (Veltkamp, Dekker). Fused multiply-add is not used: relaxed instructions may
 * round twice, and this must not.
 */
export function twoProduct(g: VectorGraph, a: Reg, b: Reg): Pair {
  const high = g.mul(a, b)
  const ah = leadingBits(g, a)
  const al = g.sub(a, ah)
  const bh = leadingBits(g, b)
  const bl = g.sub(b, bh)
  const crossed = g.add(g.add(g.sub(g.mul(ah, bh), high), g.mul(ah, bl)), g.mul(al, bh))
  return { high, low: g.add(crossed, g.mul(al, bl)) }
}

/** The leading 26 bits of a moderate double (Veltkamp 1968). */
export function leadingPart(x: number): number {
  const scaled = 134217729 * x
  return scaled - (scaled - x)
}

/** a·b less its double (Dekker 1971), for products far from overflow and underflow. */
export function productError(a: number, b: number): number {
  const ah = leadingPart(a)
  const al = a - ah
  const bh = leadingPart(b)
  const bl = b - bh
  return ah * bh - a * b + ah * bl + al * bh + al * bl
}
