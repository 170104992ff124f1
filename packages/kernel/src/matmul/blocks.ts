/** Where the matrix product does its arithmetic: a scratch of fixed size with room for a block of A, of B and a strip of C, and the loops over it. */

import { ModuleWriter } from '../targets/wasm/bytes.ts'
import { createMemory, instantiate, validates } from '../targets/wasm/engine.ts'
import { writePacking } from './panels.ts'
import { bytesOfTile, lanesOf, type TileType, tileColumns, tileRows, writeBlock } from './tile.ts'
import { writeVectorProducts } from './vector-kernels.ts'

/** Rows of A in a block (a multiple of the tile): with `depth` it fills about half of a second-level cache. */
export const blockRows = 96
/** Terms of the inner products summed in one pass. */
export const blockDepth = 256
/** Columns of B in a block. */
export const blockColumns = 512

/** Rows of C that stay in the scratch until all terms are summed. */
export const stripRows = 1024

/** Elements of rows on their way between memory and the panels: what the first-level cache holds of them. */
export const stageSize: number = 1 << 13

/** The scratch of one element type and the arithmetic on what lies in it. Places are elements from its start. */
export interface Blocks {
  readonly backend: 'wasm' | 'js'
  readonly type: TileType
  readonly scratch: Float64Array | Float32Array
  /** First elements of the packed block of A, of B, of the strip of C, which lies row by row, and of rows that are staged. */
  readonly a: number
  readonly b: number
  readonly c: number
  readonly stage: number
  /** Packs staged lines, a multiple of `width`, into panels that begin `panel` apart; one of the strides is 1. */
  pack(
    to: number,
    width: number,
    lines: number,
    depth: number,
    panel: number,
    lineStride: number,
    depthStride: number,
  ): void
  /** C += sign · A · B for a block of C that begins at element `c`; `rows` and `columns` are multiples of the tile. */
  multiply(rows: number, columns: number, depth: number, c: number, rowStride: number, sign: 1 | -1): void
  /** Closes the gaps between the rows of C, which begin `pitch` apart. */
  compact(rows: number, columns: number, pitch: number): void
  /** The product of staged rows and a vector, where it is worth while. See `vector.ts`. */
  readonly vectors?: {
    /** y(i) += Σ a(i, k) · x(k) for rows `pitch` apart. */
    rows(x: number, y: number, count: number, terms: number, pitch: number): void
    /** y += Σ x(k) · a(k, ·) over `terms` rows of `width`, with room and zeros up to a multiple of four. */
    columns(x: number, y: number, width: number, terms: number, pitch: number): void
  }
}

/** Elements that may be written or read beyond the end of a block: a vector for each row of a panel. */
const slack = 64
const sizeA = blockRows * blockDepth + slack
const sizeB = blockDepth * blockColumns + slack
const sizeC = stripRows * (blockColumns + slack)
const size = sizeA + sizeB + sizeC + stageSize + slack
const places = { a: 0, b: sizeA, c: sizeA + sizeB, stage: sizeA + sizeB + sizeC } as const

function encodeModule(type: TileType, pages: number, fused: boolean): Uint8Array<ArrayBuffer> {
  const module = new ModuleWriter()
  module.importMemory('env', 'memory', { initial: pages, maximum: pages })
  writeBlock(module, type, fused)
  writePacking(module, type)
  writeVectorProducts(module, type, fused)
  return module.encode()
}

/** Blocks in WebAssembly memory, or undefined where WebAssembly or its 128-bit vectors are missing or forbidden by a content security policy. */
export function wasmBlocks(type: TileType): Blocks | undefined {
  const bytes = bytesOfTile[type]
  const lanes = lanesOf[type]
  // Behind the blocks: for each number of lanes that count in the last vector of a row, the mask that keeps them.
  const masks = Math.ceil((size * bytes) / 16) * 16
  const pages = Math.ceil((masks + 16 * lanes) / 65536)
  try {
    const fused = encodeModule(type, pages, true)
    const memory = createMemory(pages, pages)
    const code = validates(fused) ? fused : encodeModule(type, pages, false)
    const { block, across, along, rows, columns } = instantiate(code, { env: { memory } })
    new Uint8Array(memory.buffer, masks, 16 * lanes).forEach((_, i, mask) => {
      mask[i] = i % 16 < Math.floor(i / 16) * bytes ? 255 : 0
    })
    const scratch = type === 'f64' ? new Float64Array(memory.buffer) : new Float32Array(memory.buffer)
    const [a, b, stage] = [places.a * bytes, places.b * bytes, places.stage * bytes]
    const inVectors = (count: number): number => Math.floor(count / lanes) * 16
    return {
      ...places,
      backend: 'wasm',
      type,
      scratch,
      pack: (to, width, lines, depth, panel, lineStride, depthStride) => {
        const [target, panels, row, next] = [to * bytes, lines / width, width * bytes, panel * bytes]
        if (lineStride === 1) across!(stage, target, panels, depth, depthStride * bytes, row, next)
        else
          for (let line = 0; line < row; line += 16) {
            const pitch = lineStride * bytes
            along!(stage + (line / bytes) * pitch, target + line, panels, depth, pitch, width * pitch, row, next)
          }
      },
      multiply: (rowCount, columnCount, depth, c, rowStride, sign) => {
        block!(rowCount, columnCount, depth, a, b, c * bytes, rowStride * bytes, sign)
      },
      compact: (rowCount, columnCount, pitch) => {
        const c = places.c * bytes
        across!(c, c, 1, rowCount, pitch * bytes, columnCount * bytes, 0)
      },
      vectors: {
        rows: (x, y, count, terms, pitch) => {
          rows!(stage, x * bytes, y * bytes, count, inVectors(terms), pitch * bytes, masks + 16 * (terms % lanes))
        },
        columns: (x, y, width, terms, pitch) => {
          const whole = inVectors(width + lanes - 1)
          columns!(stage, x * bytes, y * bytes, whole, Math.ceil(terms / 4) * 4, pitch * bytes)
        },
      },
    }
  } catch {
    return undefined
  }
}

/** The same blocks in an ordinary typed array, multiplied in JavaScript. */
export function jsBlocks(type: TileType): Blocks {
  const scratch = type === 'f64' ? new Float64Array(size) : new Float32Array(size)
  const width = tileColumns[type]
  return {
    ...places,
    backend: 'js',
    type,
    scratch,
    pack: (to, across, lines, depth, panel, lineStride, depthStride) => {
      for (let line = 0; line < lines; line++) {
        const target = to + Math.floor(line / across) * panel + (line % across)
        const from = places.stage + line * lineStride
        for (let k = 0; k < depth; k++) scratch[target + k * across] = scratch[from + k * depthStride]!
      }
    },
    multiply: (rows, columns, depth, c, rowStride, sign) => {
      for (let j = 0; j < columns; j += 2)
        for (let i = 0; i < rows; i += tileRows) {
          const b = places.b + (j - (j % width)) * depth + (j % width)
          multiplyTile(scratch, depth, i * depth, b, width, c + i * rowStride + j, rowStride, sign)
        }
    },
    compact: (rows, columns, pitch) => {
      for (let i = 1; i < rows; i++) {
        const from = places.c + i * pitch
        scratch.copyWithin(places.c + i * columns, from, from + columns)
      }
    },
  }
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
  sign: 1 | -1,
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
  s[c]! += sign * c00
  s[c + 1]! += sign * c01
  s[c + rowStride]! += sign * c10
  s[c + rowStride + 1]! += sign * c11
  s[c + 2 * rowStride]! += sign * c20
  s[c + 2 * rowStride + 1]! += sign * c21
  s[c + 3 * rowStride]! += sign * c30
  s[c + 3 * rowStride + 1]! += sign * c31
}

const cache: { [Type in TileType]?: Blocks } = {}

/** The blocks of an element type, made at the first use. */
export function blocksFor(type: TileType): Blocks {
  cache[type] ??= wasmBlocks(type) ?? jsBlocks(type)
  return cache[type]
}
