/**
 * The inner loops of the matrix product as one WebAssembly function: C += sign · A · B for a block of A and a block of B that are packed in panels.
 *
 * Register tiles of 4 rows by 2 vectors: 8 accumulators and the 6 vectors loaded in a step fill V8's 15 vector registers; a larger tile, or a step
 * unrolled over k (V8 places all loads of a basic block first), spills and runs at half the speed or less.
 * The loop structure is that of Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34(3), 2008.
 */

import type { FunctionWriter, ModuleWriter } from '../targets/wasm/bytes.ts'

/** Rows of A in a panel: entry (i, k) of a panel lies at `k * tileRows + i`. */
export const tileRows = 4

/** Columns of B in a panel, two vectors: entry (k, j) of a panel lies at `k * tileColumns + j`. */
export const tileColumns = { f64: 4, f32: 8 } as const

/** Lane type of a product. */
export type TileType = keyof typeof tileColumns

/** Numbers in a vector. */
export const lanesOf = { f64: 2, f32: 4 } as const

/** Bytes of a number. */
export const bytesOfTile = { f64: 8, f32: 4 } as const

const vectorsAcross = 2

/** Exports `block(mc, nc, kc, a, b, c, rowBytes, sign)`: byte addresses; mc, nc multiples of the tile, kc ≥ 1; `sign` 1 or -1. */
export function writeBlock(module: ModuleWriter, type: TileType, fused: boolean): void {
  const lane = type === 'f64' ? 'f64x2' : 'f32x4'
  const f = module.function(['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', type], [], 'block')
  const bytes = bytesOfTile[type]
  const stepA = tileRows * bytes
  const stepB = vectorsAcross * 16
  const [mc, nc, kc, aStart, b, cStart, rowBytes, sign] = [0, 1, 2, 3, 4, 5, 6, 7] as const
  const local = (): number => f.local('i32')
  const [a, panelA, bPanel, cTile, cRow] = [local(), local(), local(), local(), local()]
  const [endOfK, endOfA, endOfC] = [local(), local(), local()]
  const accumulators = Array.from({ length: tileRows }, () =>
    Array.from({ length: vectorsAcross }, () => f.local('v128')),
  )
  const across = Array.from({ length: vectorsAcross }, () => f.local('v128'))
  const down = f.local('v128')

  f.get(kc).i32(stepA).op('i32.mul').set(panelA)
  f.get(mc).i32(bytes).op('i32.mul').get(kc).op('i32.mul').get(aStart).op('i32.add').set(endOfA)
  f.get(nc).i32(bytes).op('i32.mul').get(cStart).op('i32.add').set(endOfC)
  f.loop() // panels of B: one stays in the first-level cache while the panels of A stream past
  f.get(aStart).set(a).get(cStart).set(cTile)
  f.loop() // panels of A
  f.get(b).set(bPanel).get(a).get(panelA).op('i32.add').set(endOfK)
  for (const accumulator of accumulators.flat()) f.i64x2(0n).set(accumulator)
  f.loop() // k
  for (const [j, vector] of across.entries())
    f.get(bPanel)
      .memory('v128.load', 16 * j)
      .set(vector)
  for (const [i, row] of accumulators.entries()) {
    f.get(a)
      .memory(type === 'f64' ? 'v128.load64_splat' : 'v128.load32_splat', bytes * i)
      .set(down)
    for (const [j, accumulator] of row.entries()) multiplyAdd(f, type, fused, down, across[j]!, accumulator)
  }
  f.get(bPanel).i32(stepB).op('i32.add').set(bPanel)
  f.get(a).i32(stepA).op('i32.add').tee(a).get(endOfK).op('i32.lt_u').brIf(0).end()
  f.get(sign).op(`${lane}.splat`).set(down)
  f.get(cTile).set(cRow)
  for (const [i, row] of accumulators.entries()) {
    if (i > 0) f.get(cRow).get(rowBytes).op('i32.add').set(cRow)
    for (const [j, accumulator] of row.entries()) {
      f.get(cRow)
        .memory('v128.load', 16 * j)
        .set(across[0]!)
      multiplyAdd(f, type, fused, accumulator, down, across[0]!)
      f.get(cRow)
        .get(across[0]!)
        .memory('v128.store', 16 * j)
    }
  }
  f.get(cRow).get(rowBytes).op('i32.add').set(cTile)
  f.get(a).get(endOfA).op('i32.lt_u').brIf(0).end()
  f.get(bPanel).set(b)
  f.get(cStart).i32(stepB).op('i32.add').tee(cStart).get(endOfC).op('i32.lt_u').brIf(0).end()
}

/** Writes `sum += x · y`. */
export function multiplyAdd(
  f: FunctionWriter,
  type: TileType,
  fused: boolean,
  x: number,
  y: number,
  sum: number,
): void {
  const lane = type === 'f64' ? 'f64x2' : 'f32x4'
  if (fused) f.get(x).get(y).get(sum).op(`${lane}.relaxed_madd`).set(sum)
  else f.get(sum).get(x).get(y).op(`${lane}.mul`).op(`${lane}.add`).set(sum)
}
