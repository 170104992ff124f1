import type { SpecialOp } from '../ir.ts'
import { besselJ, besselY } from './bessel.ts'
import { betaOf, digammaOf, gammaOf, lgammaOf, polygammaOf } from './gamma.ts'
import { lambertW } from './lambertw.ts'

/** The special functions on doubles, one number at a time: the same on every target. */
export const special: { readonly [Op in SpecialOp]: (a: number, b: number) => number } = {
  gamma: gammaOf,
  lgamma: lgammaOf,
  digamma: digammaOf,
  lambertw: lambertW,
  polygamma: polygammaOf,
  beta: betaOf,
  besselj: besselJ,
  bessely: besselY,
}
