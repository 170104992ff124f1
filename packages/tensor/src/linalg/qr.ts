/** QR factorisation by blocked Householder reflectors. */

import { applyBlock, type ReflectorBlock, reflect, reflectorBlock } from './householder.ts'
import { blockOf, identityMatrix, type Matrix, zeroMatrix } from './matrix.ts'
import { addMultiple, dot } from './vectors.ts'

const panelWidth = 24

/**
 * A = Q·R: R replaces A on and above the diagonal, zeros below; Q comes as blocks of reflectors, the first to be applied last.
 * The diagonal of R has the signs LAPACK gives it. Golub & Van Loan, Matrix Computations, 4th ed., section 5.2.3.
 */
export function factorQr(a: Matrix): ReflectorBlock[] {
  const count = Math.min(a.rows, a.columns)
  const blocks: ReflectorBlock[] = []
  for (let j = 0; j < count; j += panelWidth) {
    const width = Math.min(panelWidth, count - j)
    const block = factorPanel(blockOf(a, j, j, a.rows - j, width), j)
    blocks.push(block)
    const right = j + width
    applyBlock(block, blockOf(a, j, right, a.rows - j, a.columns - right), true)
  }
  return blocks
}

/** Factors a panel column by column, in a transposed copy whose rows become the reflectors. */
function factorPanel(panel: Matrix, first: number): ReflectorBlock {
  const { rows, columns } = panel
  const vectors = zeroMatrix(columns, rows)
  const v = vectors.data
  for (let j = 0; j < columns; j++)
    for (let i = 0; i < rows; i++) v[j * rows + i] = panel.data[panel.offset + i * panel.rowStride + j]!
  const taus = new Float64Array(columns)
  for (let j = 0; j < columns; j++) {
    const at = j * rows + j
    const tau = reflect(v, at, rows - j)
    taus[j] = tau
    const beta = v[at]!
    v[at] = 1
    if (tau !== 0) {
      for (let k = j + 1; k < columns; k++) {
        const to = k * rows + j
        addMultiple(-tau * dot(v, at, v, to, rows - j), v, at, v, to, rows - j)
      }
    }
    for (let i = 0; i < j; i++) {
      panel.data[panel.offset + i * panel.rowStride + j] = v[j * rows + i]!
      v[j * rows + i] = 0
    }
    panel.data[panel.offset + j * panel.rowStride + j] = beta
    for (let i = j + 1; i < rows; i++) panel.data[panel.offset + i * panel.rowStride + j] = 0
  }
  return reflectorBlock(first, vectors, taus)
}

/** The first `columns` columns of the orthogonal matrix of reflector blocks. */
export function formQ(blocks: readonly ReflectorBlock[], rows: number, columns: number): Matrix {
  const q = identityMatrix(rows, columns)
  for (const block of blocks.toReversed()) {
    const { first } = block
    applyBlock(block, blockOf(q, first, first, rows - first, columns - first), false)
  }
  return q
}

/** C ← Q·C, or Qᵀ·C. */
export function applyQ(blocks: readonly ReflectorBlock[], c: Matrix, transpose: boolean): void {
  for (const block of transpose ? blocks : blocks.toReversed()) {
    applyBlock(block, blockOf(c, block.first, 0, c.rows - block.first, c.columns), transpose)
  }
}
