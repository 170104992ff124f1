/** Copies between strided matrices and the scratch of the matrix product. */

import type { MatrixView } from './view.ts'

type FloatArray = Float64Array | Float32Array

/**
 * Packs `count` lines (rows of A or columns of B), `depth` entries each, into panels of `width` lines: entry k of line i of a panel goes to
 * `k * width + i`. The last panel is filled with zeros.
 */
export function packPanels(
  target: FloatArray,
  start: number,
  width: number,
  source: FloatArray,
  offset: number,
  count: number,
  depth: number,
  lineStride: number,
  depthStride: number,
): void {
  const whole = count - (count % width)
  if (lineStride === 1) packContiguousLines(target, start, width, source, offset, whole, depth, depthStride)
  else {
    for (let line = 0; line < whole; line += width)
      for (let quad = 0; quad < width; quad += 4) {
        let to = start + line * depth + quad
        let s0 = offset + (line + quad) * lineStride
        let s1 = s0 + lineStride
        let s2 = s1 + lineStride
        let s3 = s2 + lineStride
        for (let k = 0; k < depth; k++) {
          target[to] = source[s0]!
          target[to + 1] = source[s1]!
          target[to + 2] = source[s2]!
          target[to + 3] = source[s3]!
          to += width
          s0 += depthStride
          s1 += depthStride
          s2 += depthStride
          s3 += depthStride
        }
      }
  }
  if (whole === count) return
  const rest = count - whole
  let to = start + whole * depth
  let from = offset + whole * lineStride
  for (let k = 0; k < depth; k++) {
    for (let i = 0; i < rest; i++) target[to + i] = source[from + i * lineStride]!
    for (let i = rest; i < width; i++) target[to + i] = 0
    to += width
    from += depthStride
  }
}

/** Lines that lie side by side (columns of a row-major B) are read in the order of memory. */
function packContiguousLines(
  target: FloatArray,
  start: number,
  width: number,
  source: FloatArray,
  offset: number,
  whole: number,
  depth: number,
  depthStride: number,
): void {
  const panel = depth * width
  for (let k = 0; k < depth; k++) {
    let from = offset + k * depthStride
    let to = start + k * width
    if (width === 4) {
      for (let line = 0; line < whole; line += 4) {
        target[to] = source[from]!
        target[to + 1] = source[from + 1]!
        target[to + 2] = source[from + 2]!
        target[to + 3] = source[from + 3]!
        from += 4
        to += panel
      }
    } else {
      for (let line = 0; line < whole; line += 8) {
        target[to] = source[from]!
        target[to + 1] = source[from + 1]!
        target[to + 2] = source[from + 2]!
        target[to + 3] = source[from + 3]!
        target[to + 4] = source[from + 4]!
        target[to + 5] = source[from + 5]!
        target[to + 6] = source[from + 6]!
        target[to + 7] = source[from + 7]!
        from += 8
        to += panel
      }
    }
  }
}

/** What becomes of the product: C = A·B, C = C + A·B or C = C − A·B. */
export type ProductMode = 'set' | 'add' | 'subtract'

/** Writes, adds or subtracts a block of `rows` × `columns` that lies row by row in the scratch. */
export function mergeBlock(
  out: MatrixView<FloatArray>,
  row: number,
  column: number,
  scratch: FloatArray,
  start: number,
  scratchStride: number,
  rows: number,
  columns: number,
  mode: ProductMode,
): void {
  const { data, rowStride, columnStride } = out
  const origin = out.offset + row * rowStride + column * columnStride
  for (let i = 0; i < rows; i++) {
    let to = origin + i * rowStride
    const from = start + i * scratchStride
    const end = from + columns
    if (mode === 'set') {
      for (let p = from; p < end; p++, to += columnStride) data[to] = scratch[p]!
    } else if (mode === 'add') {
      for (let p = from; p < end; p++, to += columnStride) data[to]! += scratch[p]!
    } else {
      for (let p = from; p < end; p++, to += columnStride) data[to]! -= scratch[p]!
    }
  }
}
