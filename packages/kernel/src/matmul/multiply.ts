/** The matrix product of strided matrices: packed blocks in SIMD, plain loops where the matrices are small or thin. */

import { LoopBuilder } from '../build.ts'
import { compileLoop, type LoopKernel } from '../compile.ts'
import { errors } from '../errors.ts'
import { type Blocks, blockColumns, blockDepth, blockRows, blocksFor, stripRows } from './blocks.ts'
import { packPanels } from './pack.ts'
import { multiplyPlain } from './plain.ts'
import { gatherRuns, type ProductMode, scatterRuns } from './runs.ts'
import { bytesOfTile, depthUnit, type TileType, tileColumns, tileRows } from './tile.ts'
import { multiplyVector } from './vector.ts'
import { checkBounds, type MatrixView, transposed } from './view.ts'

/** Below so many multiplications a plain loop is faster than packing. */
const plainLimit = 300

/**
 * The matrix product `out = a · b`, or `out += a · b`, or `out -= a · b`. The matrices have one element type, any strides (also negative, and 0 in
 * `a` and `b`), any offsets and sizes; nothing is copied but blocks through a scratch of fixed size. `out` must not overlap `a` or `b`.
 * It runs in WebAssembly SIMD where the engine has it, in JavaScript elsewhere.
 *
 * Algorithm: Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34(3), 2008.
 *
 * @example
 * const out = new Float64Array(4)
 * const a = matrixView(Float64Array.of(1, 2, 3, 4), 2, 2)
 * multiplyMatrices(a, transposed(a), matrixView(out, 2, 2))
 * out.join(' ') // => 5 11 11 25
 */
export function multiplyMatrices(a: MatrixView, b: MatrixView, out: MatrixView, mode: ProductMode = 'set'): void {
  if (a.columns !== b.rows || out.rows !== a.rows || out.columns !== b.columns) {
    throw errors.productShapes(a, b, out)
  }
  const type = out.data.constructor
  if (a.data.constructor !== type || b.data.constructor !== type || (type !== Float64Array && type !== Float32Array)) {
    throw errors.productTypes(a.data.constructor.name, b.data.constructor.name, out.data.constructor.name)
  }
  checkBounds('a', a)
  checkBounds('b', b)
  checkBounds('out', out)
  multiplyUnchecked(a, b, out, mode)
}

/** {@link multiplyMatrices} without the checks, for callers whose shapes are right by construction. */
export function multiplyUnchecked(a: MatrixView, b: MatrixView, out: MatrixView, mode: ProductMode): void {
  // Rows of the result run along memory: a result stored by columns is the transposed product.
  if (Math.abs(out.rowStride) < Math.abs(out.columnStride) && out.rows > 1) {
    multiplyUnchecked(transposed(b), transposed(a), transposed(out), mode)
    return
  }
  if (out.rows * out.columns * a.columns <= plainLimit) {
    multiplyPlain(a, b, out, mode)
    return
  }
  const blocks = blocksFor(out.data instanceof Float64Array ? 'f64' : 'f32')
  if (out.rows > 1 && out.columns > 1) {
    // Few columns leave vectors of a tile idle; as rows they do not.
    const few = 2 * out.columns <= tileColumns[blocks.type] && out.rows > out.columns
    if (few) multiplyBlocked(blocks, transposed(b), transposed(a), transposed(out), mode)
    else multiplyBlocked(blocks, a, b, out, mode)
  } else if (out.rows === out.columns) multiplyVectors(blocks.type, a, b, out, mode)
  else if (blocks.vectors === undefined) multiplyPlain(a, b, out, mode)
  else if (out.columns === 1) multiplyVector(blocks, a, b, out, mode)
  else {
    multiplyVector(blocks, transposed(b), transposed(a), transposed(out), mode)
  }
}

const innerProducts: { [Type in TileType]?: LoopKernel } = {}

/** The inner product of a row and a column: a sum like others. */
function multiplyVectors(type: TileType, a: MatrixView, b: MatrixView, out: MatrixView, mode: ProductMode): void {
  let kernel = innerProducts[type]
  if (kernel === undefined) {
    const k = new LoopBuilder()
    k.output(k.op('mul', k.array('row', type), k.array('column', type)), 'sum')
    kernel = innerProducts[type] = compileLoop(k.finish())
  }
  const row = { data: a.data, offset: a.offset, stride: a.columnStride }
  const column = { data: b.data, offset: b.offset, stride: b.rowStride }
  const value = kernel.run(a.columns, [row, column])[0] as number
  const before = mode === 'set' ? 0 : out.data[out.offset]!
  out.data[out.offset] = mode === 'subtract' ? before - value : before + value
}

/** The product through given blocks: loops over columns of B, over strips of C, over k, over rows of A. */
export function multiplyBlocked(
  blocks: Blocks,
  a: MatrixView,
  b: MatrixView,
  out: MatrixView,
  mode: ProductMode,
): void {
  const { scratch, type, c } = blocks
  const width = tileColumns[type]
  const depth = a.columns
  const sign = mode === 'subtract' ? -1 : 1
  const rowsAtOnce = evenly(Math.min(out.rows, stripRows), blockRows, tileRows)
  const columnsAtOnce = evenly(out.columns, blockColumns, width)
  const termsAtOnce = evenly(depth, blockDepth, depthUnit)
  const stripAtOnce = depth > termsAtOnce ? stripRows : rowsAtOnce
  for (let j = 0; j < out.columns; j += columnsAtOnce) {
    const columns = Math.min(columnsAtOnce, out.columns - j)
    const tiledColumns = roundUp(columns, width)
    const pitch = tiledColumns + gapAfter(tiledColumns, type)
    let packed = -1
    for (let top = 0; top < out.rows; top += stripAtOnce) {
      const rows = Math.min(stripAtOnce, out.rows - top)
      const place = out.offset + top * out.rowStride + j * out.columnStride
      if (mode === 'set') scratch.fill(0, c, c + roundUp(rows, tileRows) * pitch)
      else gatherRuns(scratch, c, pitch, out.data, place, out.rowStride, out.columnStride, rows, columns)
      for (let k = 0; k < depth; k += termsAtOnce) {
        const terms = Math.min(termsAtOnce, depth - k)
        if (packed !== k) {
          const fromB = b.offset + k * b.rowStride + j * b.columnStride
          packPanels(blocks, blocks.b, width, b.data, fromB, columns, terms, b.columnStride, b.rowStride)
          packed = k
        }
        for (let i = 0; i < rows; i += rowsAtOnce) {
          const count = Math.min(rowsAtOnce, rows - i)
          const fromA = a.offset + (top + i) * a.rowStride + k * a.columnStride
          packPanels(blocks, blocks.a, tileRows, a.data, fromA, count, terms, a.rowStride, a.columnStride)
          blocks.multiply(roundUp(count, tileRows), tiledColumns, terms, c + i * pitch, pitch, sign)
        }
      }
      const compact = columns < shortRow && columns < pitch && out.rowStride === columns && out.columnStride === 1
      if (compact) blocks.compact(rows, columns, pitch)
      const toPitch = compact ? columns : pitch
      scatterRuns(out.data, place, out.rowStride, out.columnStride, scratch, c, toPitch, rows, columns)
    }
  }
}

/** Shorter rows of C are written in one copy where they lie behind each other in memory. */
const shortRow = 256

/** Elements to leave free behind a row of C so that rows do not lie a multiple of 4096 bytes apart, where they share few places of the caches. */
const gapAfter = (columns: number, type: TileType): number =>
  (columns * bytesOfTile[type]) % 4096 === 0 ? tileColumns[type] : 0

const roundUp = (n: number, unit: number): number => Math.ceil(n / unit) * unit

/** A block size of at most `limit`, a multiple of `unit`, that cuts `total` into blocks of nearly the same size. */
function evenly(total: number, limit: number, unit: number): number {
  const blocks = Math.ceil(total / limit)
  return Math.min(limit, roundUp(Math.ceil(total / blocks), unit))
}

/**
 * Where products of this element type run: 'wasm', or 'js' without WebAssembly SIMD.
 *
 * @example
 * ['js', 'wasm'].includes(productBackend('f64')) // => true
 */
export function productBackend(type: TileType): 'wasm' | 'js' {
  return blocksFor(type).backend
}
