/** The inner loops of plane rotations as WebAssembly functions over a strip of a matrix: every row 8 doubles wide, rows one after another. */

import { type FunctionWriter, ModuleWriter } from '../targets/wasm/bytes.ts'

/** Doubles in a row of the strip. */
export const stripWidth = 8

const rowBytes = stripWidth * 8
const vectors = stripWidth / 2

/**
 * A module that imports a memory and exports `down(row, pairs, end)` and `up(row, pairs, end)`: byte addresses of the first row of the first
 * rotation, of the cosines and sines, interleaved, and of their end. A rotation maps rows x, y (y below x) to c·x + s·y, c·y − s·x; the
 * next one lies a row further down or up. There is at least one.
 */
export function encodeRotations(pages: number): Uint8Array<ArrayBuffer> {
  const module = new ModuleWriter()
  module.importMemory('env', 'memory', { initial: pages, maximum: pages })
  writeSweep(module.function(['i32', 'i32', 'i32'], [], 'down'), 'down')
  writeSweep(module.function(['i32', 'i32', 'i32'], [], 'up'), 'up')
  return module.encode()
}

/** One row is carried in registers from a rotation to the next: y going down, x going up. */
function writeSweep(f: FunctionWriter, direction: 'down' | 'up'): void {
  const [row, pairs, end] = [0, 1, 2] as const
  const carried = Array.from({ length: vectors }, () => f.local('v128'))
  const loaded = Array.from({ length: vectors }, () => f.local('v128'))
  const [cosine, sine] = [f.local('v128'), f.local('v128')]
  const [ahead, done] = direction === 'down' ? [rowBytes, 0] : [0, rowBytes]
  const address = (at: number): FunctionWriter => f.get(row).i32(at).op('i32.add')
  for (const [i, vector] of carried.entries())
    address(done + 16 * i)
      .memory('v128.load')
      .set(vector)
  f.loop()
  f.get(pairs).memory('v128.load64_splat').set(cosine)
  f.get(pairs).memory('v128.load64_splat', 8).set(sine)
  for (const [i, vector] of loaded.entries()) {
    f.get(row)
      .memory('v128.load', ahead + 16 * i)
      .set(vector)
  }
  for (let i = 0; i < vectors; i++) {
    const [x, y] = direction === 'down' ? [carried[i]!, loaded[i]!] : [loaded[i]!, carried[i]!]
    const writeX = (): FunctionWriter =>
      f.get(cosine).get(x).op('f64x2.mul').get(sine).get(y).op('f64x2.mul').op('f64x2.add')
    const writeY = (): FunctionWriter =>
      f.get(cosine).get(y).op('f64x2.mul').get(sine).get(x).op('f64x2.mul').op('f64x2.sub')
    f.get(row)
    if (direction === 'down') {
      writeX().memory('v128.store', done + 16 * i)
      writeY().set(carried[i]!)
    } else {
      writeY().memory('v128.store', done + 16 * i)
      writeX().set(carried[i]!)
    }
  }
  f.get(row)
    .i32(direction === 'down' ? rowBytes : -rowBytes)
    .op('i32.add')
    .set(row)
  f.get(pairs).i32(16).op('i32.add').tee(pairs).get(end).op('i32.lt_u').brIf(0).end()
  // After the loop `row` has moved past the last rotation; the carried row is its own x going down, the row below it going up.
  for (const [i, vector] of carried.entries()) {
    address(done + 16 * i)
      .get(vector)
      .memory('v128.store')
  }
}
