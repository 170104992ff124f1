/** The exponential of a square matrix. */

import { factorLu, solveFactored } from './lu.ts'
import { identityMatrix, type Matrix, product, zeroMatrix } from './matrix.ts'

/** Numerator coefficients of the diagonal Padé approximants of exp, and the largest 1-norm for which each reaches double precision. */
const approximants: readonly { readonly bound: number; readonly coefficients: readonly number[] }[] = [
  { bound: 1.495585217958292e-2, coefficients: [120, 60, 12, 1] },
  { bound: 2.53939833006323e-1, coefficients: [30240, 15120, 3360, 420, 30, 1] },
  { bound: 9.504178996162932e-1, coefficients: [17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1] },
  {
    bound: 2.097847961257068,
    coefficients: [17643225600, 8821612800, 2075673600, 302702400, 30270240, 2162160, 110880, 3960, 90, 1],
  },
  {
    bound: 5.371920351148152,
    coefficients: [
      64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600,
      670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
    ],
  },
]

/** exp(A) by scaling and squaring: Higham, "The Scaling and Squaring Method for the Matrix Exponential Revisited", SIAM J. Matrix Anal. 26(4), 2005. */
export function exponential(a: Matrix): Matrix {
  const n = a.rows
  const norm = oneNorm(a)
  if (!Number.isFinite(norm)) return fill(zeroMatrix(n, n), Number.NaN)
  const found = approximants.find(({ bound }) => norm <= bound)
  if (found !== undefined) return padeQuotient(a, found.coefficients)
  const { bound, coefficients } = approximants.at(-1)!
  const squarings = Math.max(0, Math.ceil(Math.log2(norm / bound)))
  let result = padeQuotient(combine(n, [[2 ** -squarings, a]]), coefficients)
  for (let i = 0; i < squarings; i++) result = product(result, result)
  return result
}

/** (V - U)⁻¹·(V + U) for the odd part U and the even part V of the numerator. */
function padeQuotient(a: Matrix, b: readonly number[]): Matrix {
  const n = a.rows
  const square = product(a, a)
  const powers = [identityMatrix(n), square]
  const degree = b.length - 1
  while (powers.length < Math.min(4, (degree + 1) / 2)) powers.push(product(powers.at(-1)!, square))
  let odd: Matrix
  let even: Matrix
  const terms = (first: number, from: number, to: number): [number, Matrix][] =>
    Array.from({ length: to - from }, (_, i) => [b[first + 2 * i]!, powers[from + i]!])
  if (degree === 13) {
    const sixth = powers[3]!
    odd = combine(n, [[1, product(sixth, combine(n, terms(9, 1, 4)))], ...terms(1, 0, 4)])
    even = combine(n, [[1, product(sixth, combine(n, terms(8, 1, 4)))], ...terms(0, 0, 4)])
  } else {
    while (powers.length < (degree + 1) / 2) powers.push(product(powers.at(-1)!, square))
    odd = combine(n, terms(1, 0, powers.length))
    even = combine(n, terms(0, 0, powers.length))
  }
  const u = product(a, odd)
  const denominator = combine(n, [
    [1, even],
    [-1, u],
  ])
  const { rows } = factorLu(denominator)
  return solveFactored(
    denominator,
    rows,
    combine(n, [
      [1, even],
      [1, u],
    ]),
  )
}

/** Σ factor · matrix. */
function combine(n: number, terms: readonly (readonly [number, Matrix])[]): Matrix {
  const out = zeroMatrix(n, n)
  for (const [factor, m] of terms)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        out.data[i * n + j]! += factor * m.data[m.offset + i * m.rowStride + j * m.columnStride]!
      }
  return out
}

function oneNorm(a: Matrix): number {
  let largest = 0
  for (let j = 0; j < a.columns; j++) {
    let sum = 0
    for (let i = 0; i < a.rows; i++) sum += Math.abs(a.data[a.offset + i * a.rowStride + j * a.columnStride]!)
    if (!(sum <= largest)) largest = sum
  }
  return largest
}

function fill(a: Matrix, value: number): Matrix {
  a.data.fill(value)
  return a
}
