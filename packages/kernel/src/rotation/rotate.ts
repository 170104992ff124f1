/** Sequences of plane rotations on neighbouring rows of a matrix, many at once: the bulk of the work of QR iterations. */

import { errors } from '../errors.ts'
import { createMemory, instantiate } from '../targets/wasm/engine.ts'
import { encodeRotations, stripWidth } from './strip.ts'

/** A sequence: rotation k acts on rows `first + k` and the next one going down, `first - k` and the next one going up. */
export interface RotationSequence {
  readonly first: number
  readonly direction: 'down' | 'up'
  /** Place in the list of pairs of the first rotation, and how many there are. */
  readonly start: number
  readonly count: number
}

const maximalPairs = 1 << 14
const maximalRows = 1 << 12
const pairDoubles = 2 * maximalPairs
const scratchDoubles = pairDoubles + maximalRows * stripWidth

type Sweep = (row: number, pairs: number, end: number) => void

interface Engine {
  readonly scratch: Float64Array
  /** Addresses are in doubles. */
  readonly down: Sweep
  readonly up: Sweep
}

function wasmEngine(): Engine | undefined {
  try {
    const pages = Math.ceil((scratchDoubles * 8) / 65536)
    const memory = createMemory(pages, pages)
    const { down, up } = instantiate(encodeRotations(pages), { env: { memory } })
    if (down === undefined || up === undefined) return undefined
    const inBytes =
      (sweep: (...args: number[]) => number): Sweep =>
      (row, pairs, end) => {
        sweep(row * 8, pairs * 8, end * 8)
      }
    return { scratch: new Float64Array(memory.buffer), down: inBytes(down), up: inBytes(up) }
  } catch {
    return undefined
  }
}

function jsEngine(): Engine {
  const scratch = new Float64Array(scratchDoubles)
  const sweep =
    (step: number): Sweep =>
    (row, pairs, end) => {
      let x = row
      for (let p = pairs; p < end; p += 2) {
        const c = scratch[p]!
        const s = scratch[p + 1]!
        for (let i = x; i < x + stripWidth; i++) {
          const above = scratch[i]!
          const below = scratch[i + stripWidth]!
          scratch[i] = c * above + s * below
          scratch[i + stripWidth] = c * below - s * above
        }
        x += step
      }
    }
  return { scratch, down: sweep(stripWidth), up: sweep(-stripWidth) }
}

let engine: Engine | undefined

/**
 * Applies sequences of rotations, in order, to a row-major matrix of `columns` columns in `data`: a rotation with cosine `pairs[2k]` and sine
 * `pairs[2k + 1]` maps neighbouring rows x, y to c·x + s·y, c·y − s·x. The matrix goes through a scratch in strips of a few columns, each
 * rotated by all sequences while it is in the first-level cache (Van Zee, van de Geijn and Quintana-Ortí, ACM TOMS 40(3), 2014).
 *
 * @example
 * const matrix = Float64Array.of(1, 2, 3, 4)
 * applyRotations(matrix, 2, Float64Array.of(0, 1), [{ first: 0, direction: 'down', start: 0, count: 1 }])
 * matrix.join(' ') // => 3 4 -1 -2
 */
export function applyRotations(
  data: Float64Array,
  columns: number,
  pairs: Float64Array,
  sequences: readonly RotationSequence[],
): void {
  let low = Number.POSITIVE_INFINITY
  let high = -1
  for (const { first, direction, count } of sequences) {
    if (count === 0) continue
    low = Math.min(low, direction === 'down' ? first : first - count + 1)
    high = Math.max(high, direction === 'down' ? first + count : first + 1)
  }
  if (high < 0 || columns === 0) return
  if (low < 0 || (high + 1) * columns > data.length)
    throw errors.outOfBounds('data', (high + 1) * columns - 1, data.length)
  engine ??= wasmEngine() ?? jsEngine()
  for (const group of groupsThatFit(sequences)) applyGroup(engine, data, columns, pairs, group)
}

/** Cuts the list of sequences (and sequences that are too long) so that each group's pairs and rows fit the scratch. */
function groupsThatFit(sequences: readonly RotationSequence[]): RotationSequence[][] {
  const groups: RotationSequence[][] = []
  let group: RotationSequence[] = []
  let pairs = 0
  let low = Number.POSITIVE_INFINITY
  let high = -1
  const longest = maximalRows / 2
  for (const { first, direction, start, count } of sequences) {
    for (let done = 0; done < count; done += longest) {
      const part: RotationSequence = {
        first: direction === 'down' ? first + done : first - done,
        direction,
        start: start + done,
        count: Math.min(longest, count - done),
      }
      const top = direction === 'down' ? part.first : part.first - part.count + 1
      const bottom = top + part.count
      if (pairs + part.count > maximalPairs || Math.max(high, bottom) - Math.min(low, top) + 1 > maximalRows) {
        groups.push(group)
        group = []
        pairs = 0
        low = Number.POSITIVE_INFINITY
        high = -1
      }
      group.push(part)
      pairs += part.count
      low = Math.min(low, top)
      high = Math.max(high, bottom)
    }
  }
  groups.push(group)
  return groups
}

function applyGroup(
  { scratch, down, up }: Engine,
  data: Float64Array,
  columns: number,
  pairs: Float64Array,
  group: readonly RotationSequence[],
): void {
  let low = Number.POSITIVE_INFINITY
  let high = -1
  let filled = 0
  for (const { first, direction, start, count } of group) {
    const top = direction === 'down' ? first : first - count + 1
    low = Math.min(low, top)
    high = Math.max(high, top + count)
    for (let p = 2 * start; p < 2 * (start + count); p++) scratch[filled++] = pairs[p]!
  }
  for (let column = 0; column < columns; column += stripWidth) {
    const width = Math.min(stripWidth, columns - column)
    copyStrip(data, low * columns + column, columns, scratch, pairDoubles, stripWidth, high - low + 1, width)
    let pair = 0
    for (const { first, direction, count } of group) {
      const sweep = direction === 'down' ? down : up
      if (count > 0) sweep(pairDoubles + (first - low) * stripWidth, pair, pair + 2 * count)
      pair += 2 * count
    }
    copyStrip(scratch, pairDoubles, stripWidth, data, low * columns + column, columns, high - low + 1, width)
  }
}

function copyStrip(
  source: Float64Array,
  from: number,
  sourceStride: number,
  target: Float64Array,
  to: number,
  targetStride: number,
  rows: number,
  width: number,
): void {
  for (let i = 0; i < rows; i++) {
    const p = from + i * sourceStride
    const q = to + i * targetStride
    for (let j = 0; j < width; j++) target[q + j] = source[p + j]!
  }
}
