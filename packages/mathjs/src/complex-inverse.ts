import { type Complex, complex, sqrt } from 'mathjs'

// Source: Kahan, "Branch cuts for complex elementary functions, or much ado about nothing's sign bit" (1987). There the sign of
// a zero imaginary part tells the side of a cut; `onCut` gives it the sign of the side that mathjs, SymPy and Mathematica take.

/** 1 / z by Smith's rule, which neither overflows nor underflows where the result does not. */
export function reciprocal({ re, im }: Complex): Complex {
  if (Math.abs(re) >= Math.abs(im)) {
    const ratio = im / re
    const below = re + im * ratio
    return complex(1 / below, -ratio / below)
  }
  const ratio = re / im
  const below = re * ratio + im
  return complex(ratio / below, -1 / below)
}

/** The imaginary part; a zero one with the sign of the side from which asin, acos and atanh take their cuts: below on the right, above on the left. */
const onCut = ({ re, im }: Complex): number => (im === 0 ? (re > 0 ? -0 : 0) : im)

const root = (re: number, im: number): Complex => {
  const found = sqrt(complex(re, im)) as unknown as Complex
  return complex(found.re, Object.is(im, -0) && found.im > 0 ? -found.im : found.im)
}

/** Real and imaginary part of conj(a)·b. */
const along = (a: Complex, b: Complex): number => a.re * b.re + a.im * b.im
const across = (a: Complex, b: Complex): number => a.re * b.im - a.im * b.re

export function asin(z: Complex): Complex {
  const [re, im] = [z.re, onCut(z)]
  const [below, above] = [root(1 - re, -im), root(1 + re, im)]
  return complex(Math.atan2(re, below.re * above.re - below.im * above.im), Math.asinh(across(below, above)))
}

export function acos(z: Complex): Complex {
  const [re, im] = [z.re, onCut(z)]
  const [below, above] = [root(1 - re, -im), root(1 + re, im)]
  return complex(2 * Math.atan2(below.re, above.re), Math.asinh(across(above, below)))
}

export function acosh(z: Complex): Complex {
  // its cut, left of 1, is taken from above
  const [re, im] = [z.re, z.im === 0 ? 0 : z.im]
  const [below, above] = [root(re - 1, im), root(re + 1, im)]
  return complex(Math.asinh(along(below, above)), 2 * Math.atan2(below.im, above.re))
}

export function atanh(z: Complex): Complex {
  const [re, im] = [z.re, onCut(z)]
  return complex(
    Math.log1p((4 * re) / ((1 - re) ** 2 + im ** 2)) / 4,
    Math.atan2(2 * im, (1 - re) * (1 + re) - im ** 2) / 2,
  )
}

/** asinh(z) = -i·asin(i·z) */
export function asinh({ re, im }: Complex): Complex {
  const turned = asin(complex(-im, re))
  return complex(turned.im, -turned.re)
}

/** atan(z) = -i·atanh(i·z) */
export function atan({ re, im }: Complex): Complex {
  const turned = atanh(complex(-im, re))
  return complex(turned.im, -turned.re)
}
