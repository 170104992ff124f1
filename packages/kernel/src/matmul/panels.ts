/** Packing of panels as WebAssembly functions over rows staged in the scratch, and the small transposes in registers they are made of. */

import type { FunctionWriter, ModuleWriter } from '../targets/wasm/bytes.ts'
import { lanesOf, type TileType } from './tile.ts'

const lowWords = [0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23]
const highWords = [8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31]
const lowHalves = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]
const highHalves = [8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31]

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
 * Exports `across` and `along(from, to, panels, depth, pitch, fromPanel, row, panel)`: copies one vector's lanes of lines into each of the panels. All are byte
 * addresses and distances but the counts: `row` from entry to entry and `panel` from panel to panel in the target. Across, entries of neighbouring lines lie side by
 * side and entries of one line `pitch` apart; along, the other way round: entries are taken a vector at a time, and those beyond `depth` that come along
 * are overwritten by the next panel.
 */
export function writePacking(module: ModuleWriter, type: TileType): void {
  const lanes = lanesOf[type]
  for (const order of ['across', 'along'] as const) {
    const f = module.function(['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'], [], order)
    const [from, to, panels, depth, pitch, fromPanel, row, panel] = [0, 1, 2, 3, 4, 5, 6, 7] as const
    const [source, line, target, k] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')]
    const vectors = Array.from({ length: order === 'along' ? lanes : 1 }, () => f.local('v128'))
    const step = (pointer: number, by: number): FunctionWriter => f.get(pointer).get(by).op('i32.add').set(pointer)
    f.loop()
    f.get(from).set(source).get(to).set(target).get(depth).set(k)
    f.loop()
    f.get(source).set(line)
    for (const vector of vectors) {
      f.get(line).memory('v128.load').set(vector)
      step(line, pitch)
    }
    if (order === 'across') f.get(line).set(source)
    else {
      writeTranspose(f, type, vectors)
      f.get(source).i32(16).op('i32.add').set(source)
    }
    for (const vector of vectors) {
      f.get(target).get(vector).memory('v128.store')
      step(target, row)
    }
    f.get(k).i32(vectors.length).op('i32.sub').tee(k).i32(0).op('i32.gt_s').brIf(0).end()
    step(from, fromPanel)
    step(to, panel)
    f.get(panels).i32(1).op('i32.sub').tee(panels).brIf(0).end()
  }
}
