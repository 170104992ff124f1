export function erf(x: number): number {
  return x
}
export function erfc(x: number): number {
  return 1 - erf(x)
}
export function gelu(x: number): number {
  return 0.5 * x * erfc(-x * Math.SQRT1_2)
}
