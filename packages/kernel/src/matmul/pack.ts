/** Panels of the matrix product: the order in which its inner loop reads the blocks of A and B. */

import { type Blocks, stageSize } from './blocks.ts'
import { gatherRuns } from './runs.ts'

type FloatArray = Float64Array | Float32Array

/**
 * Packs `count` lines (rows of A or columns of B), `depth` entries each, into panels of `width` lines: entry k of line i of a panel goes to
 * `k * width + i`. The last panel is filled up with zeros. The lines pass through the scratch as they lie in memory.
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
    const atOnce = Math.max(1, Math.floor(stageSize / lines))
    for (let k = 0; k < depth; k += atOnce) {
      const terms = Math.min(atOnce, depth - k)
      const from = offset + k * depthStride
      gatherRuns(scratch, stage, lines, source, from, depthStride, lineStride, terms, count)
      if (lines > count)
        for (let i = 0; i < terms; i++) scratch.fill(0, stage + i * lines + count, stage + (i + 1) * lines)
      blocks.pack(to + k * width, width, lines, terms, depth * width, 1, lines)
    }
    return
  }
  const atOnce = Math.floor(stageSize / (depth * width)) * width
  for (let line = 0; line < lines; line += atOnce) {
    const staged = Math.min(atOnce, lines - line)
    const given = Math.min(staged, count - line)
    gatherRuns(scratch, stage, depth, source, offset + line * lineStride, lineStride, depthStride, given, depth)
    if (staged > given) scratch.fill(0, stage + given * depth, stage + staged * depth)
    blocks.pack(to + line * depth, width, staged, depth, depth * width, depth, 1)
  }
}
