/** c[0] + c[1]·x + … by Horner's scheme. */
export function polynomial(x: number, coefficients: readonly number[]): number {
  let value = 0
  for (let i = coefficients.length - 1; i >= 0; i--) value = value * x + coefficients[i]!
  return value
}

/** Coefficients that are fractions, from their numerators and denominators. */
export const quotients = (...fractions: readonly (readonly [number, number])[]): number[] =>
  fractions.map(([numerator, denominator]) => numerator / denominator)
