/** Norms of one matrix of doubles. */

import { errors } from '../../errors.ts'
import type { Matrix } from '../matrix.ts'
import { decomposeSingular } from '../svd.ts'

/** Norms of matrices: Frobenius, nuclear, and those of the maps between normed spaces; negative orders take the smallest in place of the largest. */
export type MatrixNorm = 'fro' | 'nuc' | 1 | -1 | 2 | -2 | number

/** A norm of one matrix. NaN elements give NaN. */
export function matrixNormOf(name: string, a: Matrix, ord: MatrixNorm): number {
  if (ord === 'fro') return frobenius(a)
  if (ord === 'nuc') return singularValues(a).reduce((sum, value) => sum + value, 0)
  if (ord === 2) return singularValues(a)[0] ?? 0
  if (ord === -2) return least(name, a, singularValues(a))
  const lines = Math.abs(ord) === 1 ? columnSums(a) : rowSums(a)
  if (Math.abs(ord) !== 1 && Math.abs(ord) !== Number.POSITIVE_INFINITY) {
    throw errors.argument(name, `ord ${ord}`, "'fro', 'nuc', 1, -1, 2, -2, Infinity or -Infinity")
  }
  return ord < 0 ? least(name, a, lines) : lines.reduce((found, value) => Math.max(found, value), 0)
}

/** The least of some numbers of a matrix, which must not be none. */
function least(name: string, { rows, columns }: Matrix, values: Float64Array): number {
  if (values.length === 0) throw errors.emptyReduction(name, [rows, columns])
  return values.reduce((found, value) => Math.min(found, value))
}

function singularValues(a: Matrix): Float64Array {
  for (let i = 0; i < a.rows; i++)
    for (let j = 0; j < a.columns; j++) {
      if (!Number.isFinite(entry(a, i, j))) return new Float64Array(Math.min(a.rows, a.columns)).fill(Number.NaN)
    }
  return decomposeSingular(a, 'none')?.values ?? new Float64Array(1).fill(Number.NaN)
}

const entry = (a: Matrix, i: number, j: number): number => a.data[a.offset + i * a.rowStride + j * a.columnStride]!

/** Scaled as it grows, so that no square overflows or underflows (LAPACK's dlassq). */
function frobenius(a: Matrix): number {
  let scale = 0
  let sum = 1
  for (let i = 0; i < a.rows; i++)
    for (let j = 0; j < a.columns; j++) {
      const value = Math.abs(entry(a, i, j))
      if (value === 0) continue
      if (!Number.isFinite(value)) return infiniteOrNaN(a)
      if (value > scale) {
        sum = 1 + sum * (scale / value) ** 2
        scale = value
      } else sum += (value / scale) ** 2
    }
  return scale * Math.sqrt(sum)
}

function infiniteOrNaN(a: Matrix): number {
  for (let i = 0; i < a.rows; i++)
    for (let j = 0; j < a.columns; j++) if (Number.isNaN(entry(a, i, j))) return Number.NaN
  return Number.POSITIVE_INFINITY
}

function columnSums(a: Matrix): Float64Array {
  const sums = new Float64Array(a.columns)
  for (let i = 0; i < a.rows; i++) for (let j = 0; j < a.columns; j++) sums[j]! += Math.abs(entry(a, i, j))
  return sums
}

function rowSums(a: Matrix): Float64Array {
  const sums = new Float64Array(a.rows)
  for (let i = 0; i < a.rows; i++) for (let j = 0; j < a.columns; j++) sums[i]! += Math.abs(entry(a, i, j))
  return sums
}
