/** The inner loops of the product of a matrix and a vector as WebAssembly functions over rows staged in the scratch. */

import type { FunctionWriter, ModuleWriter } from '../targets/wasm/bytes.ts'
import { writeTranspose } from './panels.ts'
import { bytesOfTile, lanesOf, multiplyAdd, type TileType } from './tile.ts'

const rowsAtOnce = 4

/**
 * Exports `rows(a, x, y, count, terms, pitch, mask)`: y(i) += Σ a(i, k)·x(k) over the entries of rows `pitch` apart, four rows at a time, of which those beyond `count` give
 * numbers nobody reads; `mask` keeps the lanes of the last, incomplete vector, and x is 0 beyond them. And `columns(a, x, y, width, terms, pitch)`: y += Σ x(k)·a(k, ·) over
 * `terms` rows, a multiple of four. Byte addresses and distances; `terms` of rows and `width` of columns are in bytes of whole vectors.
 */
export function writeVectorProducts(module: ModuleWriter, type: TileType, fused: boolean): void {
  writeRows(module.function(['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'], [], 'rows'), type, fused)
  writeColumns(module.function(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], [], 'columns'), type, fused)
}

function pointersFrom(f: FunctionWriter, first: number, pitch: number, pointers: readonly number[]): void {
  f.get(first).set(pointers[0]!)
  for (let i = 1; i < pointers.length; i++)
    f.get(pointers[i - 1]!)
      .get(pitch)
      .op('i32.add')
      .set(pointers[i]!)
}

function writeRows(f: FunctionWriter, type: TileType, fused: boolean): void {
  const [a, x, y, count, terms, pitch, mask] = [0, 1, 2, 3, 4, 5, 6] as const
  const pointers = Array.from({ length: rowsAtOnce }, () => f.local('i32'))
  const sums = pointers.map(() => f.local('v128'))
  const [at, end] = [f.local('i32'), f.local('i32')]
  const [factor, value, keep] = [f.local('v128'), f.local('v128'), f.local('v128')]
  f.get(x).get(terms).op('i32.add').set(end)
  f.get(mask).memory('v128.load').set(keep)
  f.loop()
  pointersFrom(f, a, pitch, pointers)
  for (const sum of sums) f.i64x2(0n).set(sum)
  f.get(x).set(at)
  f.block().get(terms).op('i32.eqz').brIf(0).loop()
  f.get(at).memory('v128.load').set(factor)
  for (const [i, sum] of sums.entries()) {
    f.get(pointers[i]!).memory('v128.load').set(value)
    multiplyAdd(f, type, fused, value, factor, sum)
    f.get(pointers[i]!).i32(16).op('i32.add').set(pointers[i]!)
  }
  f.get(at).i32(16).op('i32.add').tee(at).get(end).op('i32.lt_u').brIf(0).end().end()
  f.get(at).memory('v128.load').set(factor)
  for (const [i, sum] of sums.entries()) {
    f.get(pointers[i]!).memory('v128.load').get(keep).op('v128.and').set(value)
    multiplyAdd(f, type, fused, value, factor, sum)
  }
  const lanes = lanesOf[type]
  const lane = type === 'f64' ? 'f64x2' : 'f32x4'
  for (let i = 0; i < rowsAtOnce; i += lanes) {
    const group = sums.slice(i, i + lanes)
    writeTranspose(f, type, group)
    f.get(y).get(y).memory('v128.load')
    for (const sum of group) f.get(sum).op(`${lane}.add`)
    f.memory('v128.store').get(y).i32(16).op('i32.add').set(y)
  }
  f.get(pointers.at(-1)!).get(terms).op('i32.sub').get(pitch).op('i32.add').set(a)
  f.get(count).i32(rowsAtOnce).op('i32.sub').tee(count).i32(0).op('i32.gt_s').brIf(0).end()
}

function writeColumns(f: FunctionWriter, type: TileType, fused: boolean): void {
  const [a, x, y, width, terms, pitch] = [0, 1, 2, 3, 4, 5] as const
  const pointers = Array.from({ length: rowsAtOnce }, () => f.local('i32'))
  const factors = pointers.map(() => f.local('v128'))
  const [at, end] = [f.local('i32'), f.local('i32')]
  const [value, sum] = [f.local('v128'), f.local('v128')]
  const bytes = bytesOfTile[type]
  f.get(y).get(width).op('i32.add').set(end)
  f.loop()
  pointersFrom(f, a, pitch, pointers)
  for (const [i, factor] of factors.entries())
    f.get(x)
      .memory(type === 'f64' ? 'v128.load64_splat' : 'v128.load32_splat', i * bytes)
      .set(factor)
  f.get(y).set(at)
  f.loop()
  f.get(at).memory('v128.load').set(sum)
  for (const [i, factor] of factors.entries()) {
    f.get(pointers[i]!).memory('v128.load').set(value)
    multiplyAdd(f, type, fused, value, factor, sum)
    f.get(pointers[i]!).i32(16).op('i32.add').set(pointers[i]!)
  }
  f.get(at).get(sum).memory('v128.store')
  f.get(at).i32(16).op('i32.add').tee(at).get(end).op('i32.lt_u').brIf(0).end()
  f.get(pitch).i32(rowsAtOnce).op('i32.mul').get(a).op('i32.add').set(a)
  f.get(x)
    .i32(rowsAtOnce * bytes)
    .op('i32.add')
    .set(x)
  f.get(terms).i32(rowsAtOnce).op('i32.sub').tee(terms).brIf(0).end()
}
