/** p - a·b for p the rounded product, by Dekker's splitting. */
export function productError(a: number, b: number, p: number): number {
  const [aHigh, bHigh] = [high(a), high(b)]
  const [aLow, bLow] = [a - aHigh, b - bHigh]
  return p - aHigh * bHigh - aHigh * bLow - aLow * bHigh - aLow * bLow
}

/** The upper half of a double's digits. */
function high(x: number): number {
  const scaled = x * 134217729
  return scaled - (scaled - x)
}
