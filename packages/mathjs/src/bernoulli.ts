/** A rational number. */
export type Fraction = readonly [numerator: bigint, denominator: bigint]

let known: readonly Fraction[] = []

/**
 * B₀, B₂, B₄, …, at least so many, exactly: from the tangent numbers, which need integers alone (Brent and Harvey, "Fast computation
 * of Bernoulli, tangent and secant numbers", 2011, algorithm TangentNumbers).
 */
export function bernoulliNumbers(count: number): readonly Fraction[] {
  if (known.length >= count) return known
  const tangent = [0n, 1n]
  for (let k = 2; k < count; k++) tangent.push(BigInt(k - 1) * tangent[k - 1]!)
  for (let k = 2; k < count; k++) {
    for (let j = k; j < count; j++) tangent[j] = BigInt(j - k) * tangent[j - 1]! + BigInt(j - k + 2) * tangent[j]!
  }
  known = tangent.map((number, n): Fraction => {
    const power = 4n ** BigInt(n)
    return n === 0 ? [1n, 1n] : [(n % 2 === 0 ? -1n : 1n) * BigInt(2 * n) * number, power * (power - 1n)]
  })
  return known
}
