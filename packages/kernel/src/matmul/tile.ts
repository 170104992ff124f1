/**
 * The inner loops of the matrix product as one WebAssembly function: C += sign · A · B for a block of A and a block of B that are packed in panels.
 *
 * Register tiles of 2 rows by 4 vectors: 8 accumulators, the 4 vectors of B and what a row takes fill V8's 15 vector registers; larger tiles spill and run at
 * half the speed. V8 places all loads of a basic block first, which spills as well; so basic blocks are made short by branches that are never taken.
 * The loop structure is that of Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34(3), 2008.
 */

import type { FunctionWriter, ModuleWriter } from '../targets/wasm/bytes.ts'

/** Rows of A in a panel: entry (i, k) of a panel lies at `k * tileRows + i`. */
export const tileRows = 4

/** Columns of B in a panel, four vectors: entry (k, j) of a panel lies at `k * tileColumns + j`. */
export const tileColumns = { f64: 8, f32: 16 } as const

/** Lane type of a product. */
export type TileType = keyof typeof tileColumns

/** Numbers in a vector. */
export const lanesOf = { f64: 2, f32: 4 } as const

/** Bytes of a number. */
export const bytesOfTile = { f64: 8, f32: 4 } as const

const vectorsAcross = 4
/** Rows of a panel that are in registers at a time. */
const rowsAtOnce = 2
/** Terms that the inner loop sums without a test. */
export const depthUnit = 8

/** Exports `block(mc, nc, kc, a, b, c, rowBytes, sign)`: byte addresses; mc, nc multiples of the tile, kc ≥ 1; `sign` 1 or -1. */
export function writeBlock(module: ModuleWriter, type: TileType, fused: boolean): void {
  const lane = type === 'f64' ? 'f64x2' : 'f32x4'
  const f = module.function(['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', type], [], 'block')
  const bytes = bytesOfTile[type]
  const stepA = tileRows * bytes
  const stepB = vectorsAcross * 16
  const [mc, nc, kc, aStart, bStart, cStart, rowBytes, sign] = [0, 1, 2, 3, 4, 5, 6, 7] as const
  const local = (): number => f.local('i32')
  const [aPanel, aRow, a, b, cRow] = [local(), local(), local(), local(), local()]
  const [panelA, panelB, unrolledA, endOfA, endOfC, endOfK] = [local(), local(), local(), local(), local(), local()]
  const accumulators = Array.from({ length: rowsAtOnce }, () =>
    Array.from({ length: vectorsAcross }, () => f.local('v128')),
  )
  const across = Array.from({ length: vectorsAcross }, () => f.local('v128'))
  const down = f.local('v128')
  const advance = (pointer: number, by: number): FunctionWriter => f.get(pointer).i32(by).op('i32.add').set(pointer)
  const sum = (pointer: number, by: number, to: number): FunctionWriter => f.get(pointer).get(by).op('i32.add').set(to)

  let barriers = 0
  /** Ends a basic block: leaves the loop if kc, which is positive, equals a negative number. */
  const barrier = (): FunctionWriter => f.get(kc).i32(-++barriers).op('i32.eq').brIf(1)
  const step = (at: number): void => {
    for (const [j, vector] of across.entries())
      f.get(b)
        .memory('v128.load', at * stepB + 16 * j)
        .set(vector)
    for (const [i, row] of accumulators.entries()) {
      f.get(a)
        .memory(type === 'f64' ? 'v128.load64_splat' : 'v128.load32_splat', bytes * i)
        .set(down)
      if (i > 0) barrier()
      for (const [j, accumulator] of row.entries()) multiplyAdd(f, type, fused, down, across[j]!, accumulator)
    }
  }
  const steps = (count: number, end: number): void => {
    f.block().get(a).get(end).op('i32.eq').brIf(0).loop()
    step(0)
    for (let at = 1; at < count; at++) {
      barrier()
      advance(a, stepA)
      step(at)
    }
    advance(b, count * stepB)
    advance(a, stepA).get(a).get(end).op('i32.lt_u').brIf(0).end().end()
  }

  f.get(kc).i32(stepA).op('i32.mul').set(panelA)
  f.get(kc).i32(stepB).op('i32.mul').set(panelB)
  f.get(kc).i32(-depthUnit).op('i32.and').i32(stepA).op('i32.mul').set(unrolledA)
  f.get(mc).i32(bytes).op('i32.mul').get(kc).op('i32.mul').get(aStart).op('i32.add').set(endOfA)
  f.get(nc).i32(bytes).op('i32.mul').get(cStart).op('i32.add').set(endOfC)
  f.loop() // panels of B: one stays in the first-level cache while the panels of A stream past
  f.get(aStart).set(aPanel).get(cStart).set(cRow)
  f.loop() // panels of A
  f.get(aPanel).set(aRow)
  f.loop() // rows of a panel
  f.get(aRow).set(a).get(bStart).set(b)
  for (const accumulator of accumulators.flat()) f.i64x2(0n).set(accumulator)
  sum(a, unrolledA, endOfK)
  steps(depthUnit, endOfK)
  sum(aRow, panelA, endOfK)
  steps(1, endOfK)
  f.get(sign).op(`${lane}.splat`).set(down)
  for (const row of accumulators) {
    for (const [j, accumulator] of row.entries()) {
      f.get(cRow)
        .memory('v128.load', 16 * j)
        .set(across[0]!)
      multiplyAdd(f, type, fused, accumulator, down, across[0]!)
      f.get(cRow)
        .get(across[0]!)
        .memory('v128.store', 16 * j)
    }
    sum(cRow, rowBytes, cRow)
  }
  advance(aRow, rowsAtOnce * bytes)
  f.get(aRow).get(aPanel).op('i32.sub').i32(stepA).op('i32.lt_u').brIf(0).end()
  f.get(aPanel).get(panelA).op('i32.add').tee(aPanel).get(endOfA).op('i32.lt_u').brIf(0).end()
  sum(bStart, panelB, bStart)
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
