/** Eigenvalues and eigenvectors of general real matrices. */

import { transposed } from '@fluxion/kernel'
import { balance, unbalance } from './balance.ts'
import { reduceToHessenberg } from './hessenberg.ts'
import {
  blockOf,
  copyMatrix,
  largestEntry,
  type Matrix,
  product,
  safeScale,
  scaleMatrix,
  zeroMatrix,
} from './matrix.ts'
import { formQ } from './qr.ts'
import { type Eigenvalues, schurForm } from './schur.ts'
import { schurVectors } from './schur-vectors.ts'
import { norm2 } from './vectors.ts'

/** Column k of `re` + i·`im` is the eigenvector of the k-th eigenvalue: of length 1, its largest entry real. */
export interface GeneralEigen {
  readonly values: Eigenvalues
  readonly vectors: { readonly re: Matrix; readonly im: Matrix } | undefined
}

/**
 * Eigenvalues, and right eigenvectors, of a finite square matrix: balancing, Hessenberg reduction, the double-shift QR algorithm, back substitution; the
 * steps of LAPACK's dgeev. Undefined when the iteration does not converge. Golub & Van Loan, Matrix Computations, 4th ed., sections 7.5 and 7.6.
 */
export function generalEigen(given: Matrix, wantVectors: boolean): GeneralEigen | undefined {
  const n = given.rows
  if (n === 0) {
    const none = { re: new Float64Array(0), im: new Float64Array(0) }
    return { values: none, vectors: wantVectors ? { re: zeroMatrix(0, 0), im: zeroMatrix(0, 0) } : undefined }
  }
  const a = copyMatrix(given)
  const factor = safeScale(largestEntry(a))
  if (factor !== 1) scaleMatrix(a, factor)
  const balanced = balance(a)
  const blocks = reduceToHessenberg(a, balanced.low, balanced.high)
  const z = wantVectors ? formSmallQ(blocks, n, balanced.high + 1) : undefined
  const values = schurForm(a, balanced.low, balanced.high, z)
  if (values === undefined) return undefined
  let vectors: GeneralEigen['vectors']
  if (z !== undefined) {
    const { real, imaginary } = schurVectors(a, values)
    const re = product(z, transposed(real))
    const im = product(z, transposed(imaginary))
    unbalance(re, balanced)
    unbalance(im, balanced)
    normalize(re, im, values)
    vectors = { re, im }
  }
  if (factor !== 1) {
    for (let i = 0; i < n; i++) {
      values.re[i]! /= factor
      values.im[i]! /= factor
    }
  }
  return { values, vectors }
}

/** Q of order n from reflectors that act on rows below `size`. */
function formSmallQ(blocks: Parameters<typeof formQ>[0], n: number, size: number): Matrix {
  const small = formQ(blocks, size, size)
  if (size === n) return small
  const q = zeroMatrix(n, n)
  const corner = blockOf(q, 0, 0, size, size)
  for (let i = 0; i < size; i++) {
    corner.data.set(small.data.subarray(i * size, (i + 1) * size), i * n)
  }
  for (let i = size; i < n; i++) q.data[i * n + i] = 1
  return q
}

/** Length 1 for every vector; complex ones turned so that their largest entry is real, and followed by their conjugate. */
function normalize(re: Matrix, im: Matrix, values: Eigenvalues): void {
  const n = re.rows
  const [x, y] = [re.data, im.data]
  for (let k = 0; k < n; k++) {
    const length = Math.hypot(norm2(x, k, n, n), norm2(y, k, n, n))
    if (values.im[k]! === 0) {
      for (let p = k; p < n * n; p += n) x[p]! /= length
      continue
    }
    if (values.im[k]! < 0) continue
    let largest = 0
    let at = k
    for (let p = k; p < n * n; p += n) {
      const size = Math.hypot(x[p]! / length, y[p]! / length)
      if (size > largest) {
        largest = size
        at = p
      }
    }
    const modulus = Math.hypot(x[at]!, y[at]!)
    const cos = x[at]! / modulus
    const sin = y[at]! / modulus
    for (let p = k; p < n * n; p += n) {
      const [u, v] = [x[p]! / length, y[p]! / length]
      x[p] = cos * u + sin * v
      y[p] = cos * v - sin * u
    }
    y[at] = 0
    for (let p = k; p < n * n; p += n) {
      x[p + 1] = x[p]!
      y[p + 1] = -y[p]!
    }
  }
}
