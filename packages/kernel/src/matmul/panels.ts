/** Packing of panels as WebAssembly functions over rows staged in the scratch, and the small transposes in registers they are made of. */

import type { FunctionWriter, ModuleWriter } from '../targets/wasm/bytes.ts'
import { lanesOf, type TileType } from './tile.ts'

/** The bytes of four words out of two vectors, words 0 to 3 and 4 to 7. */
const words = (...order: readonly number[]): readonly number[] =>
  order.flatMap((w) => [4 * w, 4 * w + 1, 4 * w + 2, 4 * w + 3])
const lowWords = words(0, 4, 1, 5)
const highWords = words(2, 6, 3, 7)
const lowHalves = words(0, 1, 4, 5)
const highHalves = words(2, 3, 6, 7)

/** Writes the transpose of as many vectors as a vector has lanes: vector i gets lane i of all. */
export function writeTranspose(f: FunctionWriter, type: TileType, rows: readonly number[]): void {
  const shuffleInto = (to: number, a: number, b: number, bytes: readonly number[]): void => {
    f.get(a).get(b).shuffle(bytes).set(to)
  }
  const [a, b, c, d] = rows as [number, number, number, number]
  const spare = f.local('v128')
  if (type === 'f64') {
    shuffleInto(spare, a, b, highHalves)
    shuffleInto(a, a, b, lowHalves)
    f.get(spare).set(b)
    return
  }
  const [ab, cd] = [f.local('v128'), f.local('v128')]
  shuffleInto(spare, a, b, lowWords)
  shuffleInto(ab, a, b, highWords)
  shuffleInto(cd, c, d, highWords)
  shuffleInto(c, c, d, lowWords)
  shuffleInto(a, spare, c, lowHalves)
  shuffleInto(b, spare, c, highHalves)
  shuffleInto(c, ab, cd, lowHalves)
  shuffleInto(d, ab, cd, highHalves)
}

/**
 * Exports the two ways to copy staged lines into panels. All are byte addresses and distances but the counts.
 *
 * `across(from, to, panels, depth, pitch, row, panel)`, where entries of neighbouring lines lie side by side, in whole vectors, and entries of one line `pitch`
 * apart: `row` bytes for each panel go to places `panel` apart, and those of the next entries `row` behind them.
 *
 * `along(from, to, panels, depth, pitch, fromPanel, row, panel)`, where entries of a line lie side by side and lines `pitch` apart: the lanes of one vector for each
 * panel, whose lines begin `fromPanel` apart. Entries are taken a vector at a time, and those beyond `depth` that come along are overwritten by the next panel.
 */
export function writePacking(module: ModuleWriter, type: TileType): void {
  writeAcross(module.function(['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'], [], 'across'))
  writeAlong(module.function(['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'], [], 'along'), type)
}

const step = (f: FunctionWriter, pointer: number, by: number): FunctionWriter =>
  f.get(pointer).get(by).op('i32.add').set(pointer)
const again = (f: FunctionWriter, count: number, by = 1): FunctionWriter =>
  f.get(count).i32(by).op('i32.sub').tee(count).i32(0).op('i32.gt_s').brIf(0).end()

function writeAcross(f: FunctionWriter): void {
  const [from, to, panels, depth, pitch, row, panel] = [0, 1, 2, 3, 4, 5, 6] as const
  const [source, target, count, at] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')]
  f.loop()
  f.get(from).set(source).get(to).set(target).get(panels).set(count)
  f.loop()
  f.i32(0).set(at)
  f.loop()
  f.get(target).get(at).op('i32.add').get(source).get(at).op('i32.add').memory('v128.load').memory('v128.store')
  f.get(at).i32(16).op('i32.add').tee(at).get(row).op('i32.lt_u').brIf(0).end()
  step(f, source, row)
  step(f, target, panel)
  again(f, count)
  step(f, from, pitch)
  step(f, to, row)
  again(f, depth)
}

function writeAlong(f: FunctionWriter, type: TileType): void {
  const [from, to, panels, depth, pitch, fromPanel, row, panel] = [0, 1, 2, 3, 4, 5, 6, 7] as const
  const [source, line, target, k] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')]
  const vectors = Array.from({ length: lanesOf[type] }, () => f.local('v128'))
  f.loop()
  f.get(from).set(source).get(to).set(target).get(depth).set(k)
  f.loop()
  f.get(source).set(line)
  for (const vector of vectors) {
    f.get(line).memory('v128.load').set(vector)
    step(f, line, pitch)
  }
  writeTranspose(f, type, vectors)
  f.get(source).i32(16).op('i32.add').set(source)
  for (const vector of vectors) {
    f.get(target).get(vector).memory('v128.store')
    step(f, target, row)
  }
  again(f, k, vectors.length)
  step(f, from, fromPanel)
  step(f, to, panel)
  again(f, panels)
}
