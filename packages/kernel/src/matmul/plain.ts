/** The matrix product as plain loops: vectors and tiny matrices, where packing costs more than it saves. */

import type { ProductMode } from './runs.ts'
import { type MatrixData, type MatrixView, transposed } from './view.ts'

/** C = A·B (or += or −=), the innermost loop along memory where the strides allow. */
export function multiplyPlain(a: MatrixView, b: MatrixView, out: MatrixView, mode: ProductMode): void {
  const alongA = Math.abs(a.columnStride) <= Math.abs(a.rowStride)
  const alongB = Math.abs(b.rowStride) <= Math.abs(b.columnStride)
  if (out.columns === 1 && alongA) innerProducts(a, b, out, mode)
  else if (out.rows === 1 && alongB) innerProducts(transposed(b), transposed(a), transposed(out), mode)
  else if (out.columns === 1) rowUpdates(transposed(b), transposed(a), transposed(out), mode)
  else rowUpdates(a, b, out, mode)
}

/** Four rows of A at a time against one column of B: eight loads for eight operations. */
function innerProducts(a: MatrixView, b: MatrixView, out: MatrixView, mode: ProductMode): void {
  const { rows, columns: depth, rowStride, columnStride: stepA } = a
  const stepB = b.rowStride
  const [x, y, z] = [a.data, b.data, out.data]
  const sign = mode === 'subtract' ? -1 : 1
  for (let j = 0; j < out.columns; j++) {
    const column = b.offset + j * b.columnStride
    let to = out.offset + j * out.columnStride
    let i = 0
    for (; i + 4 <= rows; i += 4) {
      let at0 = a.offset + i * rowStride
      let at1 = at0 + rowStride
      let at2 = at1 + rowStride
      let at3 = at2 + rowStride
      let s0 = 0
      let s1 = 0
      let s2 = 0
      let s3 = 0
      let atB = column
      for (let k = 0; k < depth; k++) {
        const value = y[atB]!
        s0 += x[at0]! * value
        s1 += x[at1]! * value
        s2 += x[at2]! * value
        s3 += x[at3]! * value
        at0 += stepA
        at1 += stepA
        at2 += stepA
        at3 += stepA
        atB += stepB
      }
      for (const sum of [s0, s1, s2, s3]) {
        store(z, to, sign * sum, mode)
        to += out.rowStride
      }
    }
    for (; i < rows; i++) {
      store(z, to, sign * innerProduct(x, a.offset + i * rowStride, stepA, y, column, stepB, depth), mode)
      to += out.rowStride
    }
  }
}

/** Σ x·y over `n` strided elements, in four interleaved sums. */
function innerProduct(
  x: MatrixData,
  i: number,
  stepX: number,
  y: MatrixData,
  j: number,
  stepY: number,
  n: number,
): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let k = 0
  for (; k + 4 <= n; k += 4) {
    s0 += x[i]! * y[j]!
    s1 += x[i + stepX]! * y[j + stepY]!
    s2 += x[i + 2 * stepX]! * y[j + 2 * stepY]!
    s3 += x[i + 3 * stepX]! * y[j + 3 * stepY]!
    i += 4 * stepX
    j += 4 * stepY
  }
  for (; k < n; k++) {
    s0 += x[i]! * y[j]!
    i += stepX
    j += stepY
  }
  return s0 + s1 + (s2 + s3)
}

function store(out: MatrixData, at: number, value: number, mode: ProductMode): void {
  out[at] = mode === 'set' ? value : out[at]! + value
}

/** Each row of C gathers rows of B, four in a pass. */
function rowUpdates(a: MatrixView, b: MatrixView, out: MatrixView, mode: ProductMode): void {
  const { rows, columns } = out
  const { columns: depth, columnStride: stepA } = a
  const { rowStride: downB, columnStride: stepB } = b
  const stepOut = out.columnStride
  const [x, y, z] = [a.data, b.data, out.data]
  const sign = mode === 'subtract' ? -1 : 1
  for (let i = 0; i < rows; i++) {
    const row = out.offset + i * out.rowStride
    if (mode === 'set') for (let j = 0, at = row; j < columns; j++, at += stepOut) z[at] = 0
    let atA = a.offset + i * a.rowStride
    let rowB = b.offset
    let k = 0
    for (; k + 4 <= depth; k += 4) {
      const a0 = sign * x[atA]!
      const a1 = sign * x[atA + stepA]!
      const a2 = sign * x[atA + 2 * stepA]!
      const a3 = sign * x[atA + 3 * stepA]!
      let b0 = rowB
      let b1 = b0 + downB
      let b2 = b1 + downB
      let b3 = b2 + downB
      for (let j = 0, at = row; j < columns; j++, at += stepOut) {
        z[at]! += a0 * y[b0]! + a1 * y[b1]! + (a2 * y[b2]! + a3 * y[b3]!)
        b0 += stepB
        b1 += stepB
        b2 += stepB
        b3 += stepB
      }
      atA += 4 * stepA
      rowB += 4 * downB
    }
    for (; k < depth; k++) {
      const value = sign * x[atA]!
      let atB = rowB
      for (let j = 0, at = row; j < columns; j++, at += stepOut) {
        z[at]! += value * y[atB]!
        atB += stepB
      }
      atA += stepA
      rowB += downB
    }
  }
}
