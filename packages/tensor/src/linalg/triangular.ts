/** Triangular systems, solved by halves so that the matrix product does the work. */

import { multiplyMatrices } from '@fluxion/kernel'
import { blockOf, type Matrix, reversed, rowsReversed } from './matrix.ts'

const baseSize = 16

/** B ← L⁻¹·B for the lower triangle of `l` (the rest is not read); `unit`: ones stand for its diagonal. */
export function solveLower(l: Matrix, b: Matrix, unit: boolean): void {
  const n = l.rows
  if (n <= baseSize) {
    substitute(l, b, unit)
    return
  }
  const half = Math.ceil(n / 32) * 16
  const top = blockOf(b, 0, 0, half, b.columns)
  const bottom = blockOf(b, half, 0, n - half, b.columns)
  solveLower(blockOf(l, 0, 0, half, half), top, unit)
  multiplyMatrices(blockOf(l, half, 0, n - half, half), top, bottom, 'subtract')
  solveLower(blockOf(l, half, half, n - half, n - half), bottom, unit)
}

/** B ← U⁻¹·B for the upper triangle of `u`. */
export function solveUpper(u: Matrix, b: Matrix, unit: boolean): void {
  solveLower(reversed(u), rowsReversed(b), unit)
}

function substitute(l: Matrix, b: Matrix, unit: boolean): void {
  const x = b.data
  const step = b.columnStride
  for (let i = 0; i < l.rows; i++) {
    const row = b.offset + i * b.rowStride
    for (let k = 0; k < i; k++) {
      const factor = l.data[l.offset + i * l.rowStride + k * l.columnStride]!
      if (factor === 0) continue
      let from = b.offset + k * b.rowStride
      let to = row
      for (let j = 0; j < b.columns; j++) {
        x[to]! -= factor * x[from]!
        to += step
        from += step
      }
    }
    if (unit) continue
    const pivot = l.data[l.offset + i * (l.rowStride + l.columnStride)]!
    let to = row
    for (let j = 0; j < b.columns; j++) {
      x[to]! /= pivot
      to += step
    }
  }
}
