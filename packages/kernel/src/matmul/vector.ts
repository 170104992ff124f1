/** The product of a matrix and a vector: the matrix passes through the scratch once, in rows as they lie in memory. */

import { type Blocks, stageSize } from './blocks.ts'
import { gatherRuns, type ProductMode, scatterRuns, stagedPitch, stageRuns } from './runs.ts'
import type { MatrixView } from './view.ts'

/** Entries of a run that are staged at once: at least four runs at a time go through the first-level cache. */
const runLength = 1024
/** Results that are gathered before they are written. */
const resultCount = 1 << 14

/** y = A·x, y += A·x or y −= A·x, for y of one column. */
export function multiplyVector(blocks: Blocks, a: MatrixView, x: MatrixView, y: MatrixView, mode: ProductMode): void {
  const byRows = Math.abs(a.columnStride) <= Math.abs(a.rowStride)
  const resultsAtOnce = byRows ? resultCount : runLength
  for (let i = 0; i < a.rows; i += resultsAtOnce) {
    const count = Math.min(resultsAtOnce, a.rows - i)
    blocks.scratch.fill(0, blocks.c, blocks.c + count + 4)
    const down = { ...a, offset: a.offset + i * a.rowStride, rows: count }
    if (byRows) addRows(blocks, down, x)
    else addColumns(blocks, down, x)
    mergeResults(blocks, y, i, count, mode)
  }
}

function stageVector({ scratch, b }: Blocks, x: MatrixView, k: number, terms: number): void {
  gatherRuns(scratch, b, 0, x.data, x.offset + k * x.rowStride, 0, x.rowStride, 1, terms)
  scratch.fill(0, b + terms, b + terms + 4)
}

function addRows(blocks: Blocks, a: MatrixView, x: MatrixView): void {
  const { scratch, stage } = blocks
  for (let k = 0; k < a.columns; k += runLength) {
    const terms = Math.min(runLength, a.columns - k)
    stageVector(blocks, x, k, terms)
    const pitch = stagedPitch(a.rowStride, a.columnStride, terms)
    const atOnce = Math.floor(stageSize / pitch / 4) * 4
    for (let i = 0; i < a.rows; i += atOnce) {
      const count = Math.min(atOnce, a.rows - i)
      const from = a.offset + i * a.rowStride + k * a.columnStride
      stageRuns(scratch, stage, pitch, a.data, from, a.rowStride, a.columnStride, count, terms)
      blocks.vectors!.rows(blocks.b, blocks.c + i, count, terms, pitch)
    }
  }
}

function addColumns(blocks: Blocks, a: MatrixView, x: MatrixView): void {
  const { scratch, stage } = blocks
  const width = a.rows
  const pitch = stagedPitch(a.columnStride, a.rowStride, width)
  const atOnce = Math.min(runLength, Math.floor(stageSize / pitch / 4) * 4)
  for (let k = 0; k < a.columns; k += atOnce) {
    const terms = Math.min(atOnce, a.columns - k)
    stageVector(blocks, x, k, terms)
    const from = a.offset + k * a.columnStride
    stageRuns(scratch, stage, pitch, a.data, from, a.columnStride, a.rowStride, terms, width)
    scratch.fill(0, stage + terms * pitch, stage + Math.ceil(terms / 4) * 4 * pitch)
    blocks.vectors!.columns(blocks.b, blocks.c, width, terms, pitch)
  }
}

function mergeResults({ scratch, c }: Blocks, y: MatrixView, row: number, count: number, mode: ProductMode): void {
  const { data, rowStride } = y
  let to = y.offset + row * rowStride
  if (mode === 'set') scatterRuns(data, to, 0, rowStride, scratch, c, 0, 1, count)
  else {
    const sign = mode === 'subtract' ? -1 : 1
    for (let i = c; i < c + count; i++, to += rowStride) data[to]! += sign * scratch[i]!
  }
}
