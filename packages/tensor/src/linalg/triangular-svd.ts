/** The singular values and vectors of [[f, g], [0, h]], accurate to the last digits: LAPACK's dlas2 and dlasv2. */

import { roundoff } from './matrix.ts'

/** Singular values of [[f, g], [0, h]]. */
export function singularValues2(f: number, g: number, h: number): { smallest: number; largest: number } {
  const fa = Math.abs(f)
  const ga = Math.abs(g)
  const ha = Math.abs(h)
  const low = Math.min(fa, ha)
  const high = Math.max(fa, ha)
  if (low === 0) {
    if (high === 0) return { smallest: 0, largest: ga }
    return { smallest: 0, largest: Math.hypot(high, ga) }
  }
  const sum = 1 + low / high
  const difference = (high - low) / high
  if (ga < high) {
    const au = (ga / high) ** 2
    const c = 2 / (Math.sqrt(sum * sum + au) + Math.sqrt(difference * difference + au))
    return { smallest: low * c, largest: high / c }
  }
  const au = high / ga
  if (au === 0) return { smallest: (low * high) / ga, largest: ga }
  const c = 1 / (Math.sqrt(1 + (sum * au) ** 2) + Math.sqrt(1 + (difference * au) ** 2))
  return { smallest: 2 * (low * c * au), largest: ga / (c + c) }
}

/** [[cosLeft, sinLeft], [-sinLeft, cosLeft]] · [[f, g], [0, h]] · [[cosRight, -sinRight], [sinRight, cosRight]] = diag(largest, smallest), up to signs. */
export interface TriangularSvd {
  readonly smallest: number
  readonly largest: number
  readonly cosRight: number
  readonly sinRight: number
  readonly cosLeft: number
  readonly sinLeft: number
}

const signOf = (x: number): number => (x < 0 || Object.is(x, -0) ? -1 : 1)

/** Bai and Demmel, "Computing the Generalized Singular Value Decomposition", SIAM J. Sci. Comput. 14(6), 1993, appendix. */
export function triangularSvd2(f: number, g: number, h: number): TriangularSvd {
  const swap = Math.abs(h) > Math.abs(f)
  const [ft, ht] = swap ? [h, f] : [f, h]
  const fa = Math.abs(ft)
  const ha = Math.abs(ht)
  const ga = Math.abs(g)
  let place: 'f' | 'g' | 'h' = swap ? 'h' : 'f'
  let smallest = ha
  let largest = fa
  let [cosLeft, cosRight, sinLeft, sinRight] = [1, 1, 0, 0]
  if (ga !== 0) {
    let ordinary = true
    if (ga > fa) {
      place = 'g'
      if (fa / ga < roundoff) {
        // g dwarfs the others.
        ordinary = false
        largest = ga
        smallest = ha > 1 ? fa / (ga / ha) : (fa / ga) * ha
        cosLeft = 1
        sinLeft = ht / g
        sinRight = 1
        cosRight = ft / g
      }
    }
    if (ordinary) {
      const d = fa - ha
      const l = d === fa ? 1 : d / fa
      const m = g / ft
      let t = 2 - l
      const mm = m * m
      const s = Math.sqrt(t * t + mm)
      const r = l === 0 ? Math.abs(m) : Math.sqrt(l * l + mm)
      const a = 0.5 * (s + r)
      smallest = ha / a
      largest = fa * a
      if (mm === 0) t = l === 0 ? 2 * signOf(ft) * signOf(g) : g / (signOf(ft) * d) + m / t
      else t = (m / (s + t) + m / (r + l)) * (1 + a)
      const length = Math.sqrt(t * t + 4)
      cosRight = 2 / length
      sinRight = t / length
      cosLeft = (cosRight + sinRight * m) / a
      sinLeft = ((ht / ft) * sinRight) / a
    }
  }
  const [csl, snl, csr, snr] = swap ? [sinRight, cosRight, sinLeft, cosLeft] : [cosLeft, sinLeft, cosRight, sinRight]
  let sign: number
  if (place === 'f') sign = signOf(csr) * signOf(csl) * signOf(f)
  else if (place === 'g') sign = signOf(snr) * signOf(csl) * signOf(g)
  else sign = signOf(snr) * signOf(snl) * signOf(h)
  return {
    largest: sign * Math.abs(largest),
    smallest: smallest * sign * signOf(f) * signOf(h),
    cosRight: csr,
    sinRight: snr,
    cosLeft: csl,
    sinLeft: snl,
  }
}
