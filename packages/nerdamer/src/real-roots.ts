/**
 * All real roots of a polynomial with these coefficients, constant first, each once: between the roots of its slope a polynomial crosses
 * zero at most once, and it touches zero only there.
 */
export function realRoots(coefficients: readonly number[]): number[] {
  const degree = coefficients.length - 1
  if (degree < 1) return []
  const [c0, c1] = coefficients as [number, number]
  if (degree === 1) return [-c0 / c1]
  const value = (x: number): number => coefficients.reduceRight((sum, c) => sum * x + c, 0)
  const size = (x: number): number => coefficients.reduceRight((sum, c) => sum * Math.abs(x) + Math.abs(c), 0)
  // Cauchy's bound
  const bound = 1 + Math.max(...coefficients.slice(0, -1).map((c) => Math.abs(c / (coefficients[degree] as number))))
  const turns = realRoots(coefficients.slice(1).map((c, i) => c * (i + 1)))
  const marks = [-bound, ...turns, bound]
  const touches = turns.filter((x) => Math.abs(value(x)) <= ROUNDING * size(x))
  const crossings = marks.slice(1).flatMap((high, i) => {
    const low = marks[i] as number
    if (touches.includes(low) || touches.includes(high) || value(low) * value(high) >= 0) return []
    return [crossing(value, low, high)]
  })
  return [...touches, ...crossings].sort((a, b) => a - b)
}

const ROUNDING = 1e-14

function crossing(value: (x: number) => number, low: number, high: number): number {
  const sign = Math.sign(value(low))
  let [a, b] = [low, high]
  for (;;) {
    const middle = a + (b - a) / 2
    if (middle <= a || middle >= b) return Math.abs(value(a)) < Math.abs(value(b)) ? a : b
    if (Math.sign(value(middle)) === sign) a = middle
    else b = middle
  }
}
