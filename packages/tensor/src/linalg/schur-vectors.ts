/** Eigenvectors of a quasi-triangular matrix. */

import { type Matrix, machineEpsilon, safeMinimum, zeroMatrix } from './matrix.ts'
import type { Eigenvalues } from './schur.ts'

/** Complex numbers as pairs; only what back substitution needs. */
interface Complex {
  re: number
  im: number
}

/** (a + ib) / (c + id) without overflow of the squares: Smith, Comm. ACM 5, 1962. */
function divide(a: number, b: number, c: number, d: number, out: Complex): void {
  if (Math.abs(c) >= Math.abs(d)) {
    const r = d / c
    const t = c + d * r
    out.re = (a + b * r) / t
    out.im = (b - a * r) / t
  } else {
    const r = c / d
    const t = c * r + d
    out.re = (a * r + b) / t
    out.im = (b * r - a) / t
  }
}

/**
 * Real and imaginary parts of the eigenvectors of a real Schur form, as rows, one for each eigenvalue (for a conjugate pair only the first is filled).
 * Back substitution; where an eigenvalue repeats, the vanishing divisor is replaced by one of the size of the rounding errors, as LAPACK's dtrevc does.
 */
export function schurVectors(t: Matrix, { re, im }: Eigenvalues): { real: Matrix; imaginary: Matrix } {
  const n = t.rows
  const real = zeroMatrix(n, n)
  const imaginary = zeroMatrix(n, n)
  const norm = rowNorm(t)
  for (let k = 0; k < n; k++) {
    if (im[k]! < 0) continue
    const xr = real.data.subarray(k * n, (k + 1) * n)
    const xi = imaginary.data.subarray(k * n, (k + 1) * n)
    const entry = (i: number, j: number): number => t.data[t.offset + i * t.rowStride + j]!
    let top = k
    if (im[k]! === 0) xr[k] = 1
    else {
      top = k
      if (Math.abs(entry(k, k + 1)) >= Math.abs(entry(k + 1, k))) {
        xr[k] = 1
        xi[k + 1] = im[k]! / entry(k, k + 1)
      } else {
        xr[k] = -im[k]! / entry(k + 1, k)
        xi[k + 1] = 1
      }
    }
    const end = im[k]! === 0 ? k : k + 1
    substituteBack(
      t,
      re[k]!,
      im[k]!,
      top - 1,
      end,
      xr,
      xi,
      Math.max(machineEpsilon * norm, safeMinimum / machineEpsilon),
    )
  }
  return { real, imaginary }
}

/** Solves (T - λ)·x = 0 upwards from row `from`, x being known below, up to `end`. */
function substituteBack(
  t: Matrix,
  wr: number,
  wi: number,
  from: number,
  end: number,
  xr: Float64Array,
  xi: Float64Array,
  smallest: number,
): void {
  const { data, offset, rowStride: stride } = t
  const quotient: Complex = { re: 0, im: 0 }
  for (let i = from; i >= 0; i--) {
    const row = offset + i * stride
    const paired = i > 0 && data[row + i - 1] !== 0
    const s1 = rowTimes(t, i, i + 1, end, xr, xi)
    let dr = data[row + i]! - wr
    if (!paired) {
      if (Math.abs(dr) + Math.abs(wi) < smallest) dr = smallest
      divide(-s1.re, -s1.im, dr, -wi, quotient)
      xr[i] = quotient.re
      xi[i] = quotient.im
    } else {
      // Rows i-1 and i: [[p, b], [c, q]]·(x0, x1) = -(s0, s1) with p = q = T(i, i) - λ in standard form.
      const above = row - stride
      const s0 = rowTimes(t, i - 1, i + 1, end, xr, xi)
      const b = data[above + i]!
      const c = data[row + i - 1]!
      const ar = data[above + i - 1]! - wr
      let detRe = ar * dr - wi * wi - b * c
      const detIm = -wi * (ar + dr)
      if (Math.abs(detRe) + Math.abs(detIm) < smallest * smallest) detRe = smallest * smallest
      divide(-(s0.re * dr + s0.im * wi - b * s1.re), -(s0.im * dr - s0.re * wi - b * s1.im), detRe, detIm, quotient)
      xr[i - 1] = quotient.re
      xi[i - 1] = quotient.im
      divide(-(s1.re * ar + s1.im * wi - c * s0.re), -(s1.im * ar - s1.re * wi - c * s0.im), detRe, detIm, quotient)
      xr[i] = quotient.re
      xi[i] = quotient.im
      i--
    }
    const largest = Math.max(Math.abs(xr[i]!), Math.abs(xi[i]!), Math.abs(xr[i + 1] ?? 0), Math.abs(xi[i + 1] ?? 0))
    if (largest > 2 ** 300) {
      for (let j = i; j <= end; j++) {
        xr[j]! /= largest
        xi[j]! /= largest
      }
    }
  }
}

function rowTimes(t: Matrix, i: number, from: number, end: number, xr: Float64Array, xi: Float64Array): Complex {
  let re = 0
  let im = 0
  const row = t.offset + i * t.rowStride
  for (let j = from; j <= end; j++) {
    const value = t.data[row + j]!
    re += value * xr[j]!
    im += value * xi[j]!
  }
  return { re, im }
}

function rowNorm(t: Matrix): number {
  let largest = 0
  for (let i = 0; i < t.rows; i++) {
    let sum = 0
    for (let j = Math.max(0, i - 1); j < t.columns; j++) sum += Math.abs(t.data[t.offset + i * t.rowStride + j]!)
    largest = Math.max(largest, sum)
  }
  return largest
}
