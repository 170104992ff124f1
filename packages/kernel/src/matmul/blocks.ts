/** Where the matrix product does its arithmetic: a scratch of fixed size with room for a block of A, of B and of C, and the loops over it. */

import { createMemory, instantiate, validates } from '../targets/wasm/engine.ts'
import { encodeBlockKernel, type TileType, tileColumns, tileRows } from './tile.ts'

/** Rows of A in a block (a multiple of the tile): with `depth` it fills about half of a second-level cache. */
export const blockRows = 96
/** Terms of the inner products summed in one pass. */
export const blockDepth = 256
/** Columns of B in a block. */
export const blockColumns = 512

/** The scratch of one element type and the product of the blocks packed in it. */
export interface Blocks {
  readonly backend: 'wasm' | 'js'
  readonly type: TileType
  readonly scratch: Float64Array | Float32Array
  /** First elements of the packed block of A, of B, and of the product C, which lies row by row, `rowStride` apart. */
  readonly a: number
  readonly b: number
  readonly c: number
  /** C = A · B; `rows` and `columns` are multiples of the tile. */
  multiply(rows: number, columns: number, depth: number, rowStride: number): void
}

const sizeA = blockRows * blockDepth
const sizeB = blockDepth * blockColumns
const sizeC = blockRows * blockColumns
const size = sizeA + sizeB + sizeC

/** Blocks in WebAssembly memory, or undefined where WebAssembly or its 128-bit vectors are missing or forbidden by a content security policy. */
export function wasmBlocks(type: TileType): Blocks | undefined {
  const bytes = type === 'f64' ? 8 : 4
  const pages = Math.ceil((size * bytes) / 65536)
  try {
    const fused = encodeBlockKernel(type, pages, true)
    const memory = createMemory(pages, pages)
    const code = validates(fused) ? fused : encodeBlockKernel(type, pages, false)
    const { block } = instantiate(code, { env: { memory } })
    if (block === undefined) return undefined
    const scratch = type === 'f64' ? new Float64Array(memory.buffer) : new Float32Array(memory.buffer)
    const [a, b, c] = [0, sizeA * bytes, (sizeA + sizeB) * bytes]
    const multiply: Blocks['multiply'] = (rows, columns, depth, rowStride) =>
      block(rows, columns, depth, a, b, c, rowStride * bytes)
    return { backend: 'wasm', type, scratch, a: 0, b: sizeA, c: sizeA + sizeB, multiply }
  } catch {
    return undefined
  }
}

/** The same blocks in an ordinary typed array, multiplied in JavaScript. */
export function jsBlocks(type: TileType): Blocks {
  const scratch = type === 'f64' ? new Float64Array(size) : new Float32Array(size)
  const across = tileColumns[type]
  const multiply: Blocks['multiply'] = (rows, columns, depth, rowStride) => {
    for (let j = 0; j < columns; j += 2)
      for (let i = 0; i < rows; i += tileRows)
        multiplyTile(
          scratch,
          depth,
          i * depth,
          sizeA + (j - (j % across)) * depth + (j % across),
          across,
          sizeA + sizeB + i * rowStride + j,
          rowStride,
        )
  }
  return { backend: 'js', type, scratch, a: 0, b: sizeA, c: sizeA + sizeB, multiply }
}

/** Four rows of A by two columns of B: eight sums in registers. */
function multiplyTile(
  s: Float64Array | Float32Array,
  depth: number,
  a: number,
  b: number,
  across: number,
  c: number,
  rowStride: number,
): void {
  let c00 = 0
  let c01 = 0
  let c10 = 0
  let c11 = 0
  let c20 = 0
  let c21 = 0
  let c30 = 0
  let c31 = 0
  for (let k = 0; k < depth; k++) {
    const b0 = s[b]!
    const b1 = s[b + 1]!
    const a0 = s[a]!
    const a1 = s[a + 1]!
    const a2 = s[a + 2]!
    const a3 = s[a + 3]!
    c00 += a0 * b0
    c01 += a0 * b1
    c10 += a1 * b0
    c11 += a1 * b1
    c20 += a2 * b0
    c21 += a2 * b1
    c30 += a3 * b0
    c31 += a3 * b1
    a += tileRows
    b += across
  }
  s[c] = c00
  s[c + 1] = c01
  s[c + rowStride] = c10
  s[c + rowStride + 1] = c11
  s[c + 2 * rowStride] = c20
  s[c + 2 * rowStride + 1] = c21
  s[c + 3 * rowStride] = c30
  s[c + 3 * rowStride + 1] = c31
}

const cache: { [Type in TileType]?: Blocks } = {}

/** The blocks of an element type, made at the first use. */
export function blocksFor(type: TileType): Blocks {
  cache[type] ??= wasmBlocks(type) ?? jsBlocks(type)
  return cache[type]
}
