/** Panels of the matrix product: the order in which its inner loop reads the blocks of A and B. */

import { type Blocks, stageSize } from './blocks.ts'
import { stagedPitch, stageRuns } from './runs.ts'

type FloatArray = Float64Array | Float32Array

/**
 * Packs `count` lines (rows of A or columns of B), `depth` entries each, into panels of `width` lines: entry k of line i of a panel goes to
 * `k * width + i`. The lines pass through the scratch as they lie in memory. What fills up the last panel is anything: it meets only rows or columns of C
 * that nobody reads.
 */
export function packPanels(
  blocks: Blocks,
  to: number,
  width: number,
  source: FloatArray,
  offset: number,
  count: number,
  depth: number,
  lineStride: number,
  depthStride: number,
): void {
  const { scratch, stage } = blocks
  const lines = Math.ceil(count / width) * width
  if (Math.abs(lineStride) < Math.abs(depthStride)) {
    // Entries of all lines lie side by side: a few k at a time.
    const pitch = stagedPitch(depthStride, lineStride, count)
    const atOnce = Math.max(1, Math.floor(stageSize / pitch))
    for (let k = 0; k < depth; k += atOnce) {
      const terms = Math.min(atOnce, depth - k)
      stageRuns(scratch, stage, pitch, source, offset + k * depthStride, depthStride, lineStride, terms, count)
      blocks.pack(to + k * width, width, lines, terms, depth * width, 1, pitch)
    }
    return
  }
  const pitch = stagedPitch(lineStride, depthStride, depth)
  const atOnce = Math.floor(stageSize / (pitch * width)) * width
  for (let line = 0; line < lines; line += atOnce) {
    const staged = Math.min(atOnce, lines - line)
    const given = Math.min(staged, count - line)
    stageRuns(scratch, stage, pitch, source, offset + line * lineStride, lineStride, depthStride, given, depth)
    blocks.pack(to + line * depth, width, staged, depth, depth * width, pitch, 1)
  }
}
