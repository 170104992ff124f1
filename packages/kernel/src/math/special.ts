import type { SpecialOp } from '../ir.ts'
export const special: { readonly [Op in SpecialOp]: (a: number, b: number) => number } = {
  gamma: (x) => x,
  lgamma: (x) => x,
  digamma: (x) => x,
  lambertw: (x) => x,
  polygamma: (n, x) => n + x,
  beta: (a, b) => a + b,
  besselj: (n, x) => n + x,
  bessely: (n, x) => n + x,
}
