import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { applyRotations, type RotationSequence } from './rotate.ts'

/** The oracle: one rotation after another on the whole rows. */
function rotateSlowly(
  data: Float64Array,
  columns: number,
  pairs: Float64Array,
  sequences: readonly RotationSequence[],
): void {
  for (const { first, direction, start, count } of sequences)
    for (let k = 0; k < count; k++) {
      const row = direction === 'down' ? first + k : first - k
      const [c, s] = [pairs[2 * (start + k)]!, pairs[2 * (start + k) + 1]!]
      for (let j = 0; j < columns; j++) {
        const [x, y] = [data[row * columns + j]!, data[(row + 1) * columns + j]!]
        data[row * columns + j] = c * x + s * y
        data[(row + 1) * columns + j] = c * y - s * x
      }
    }
}

function rotatesRight(apply: typeof applyRotations, rows: number, columns: number, waves: number): void {
  const data = Float64Array.from({ length: rows * columns }, (_, i) => Math.sin(i * 1.7))
  const sequences: RotationSequence[] = []
  let start = 0
  for (let w = 0; w < waves; w++) {
    const count = 1 + ((w * 7 + rows - 2) % (rows - 1))
    const slack = rows - 1 - count
    const top = slack === 0 ? 0 : (w * 3) % (slack + 1)
    sequences.push({
      first: w % 2 === 0 ? top : top + count - 1,
      direction: w % 2 === 0 ? 'down' : 'up',
      start,
      count,
    })
    start += count
  }
  const pairs = Float64Array.from({ length: 2 * start }, (_, i) => (i % 2 === 0 ? Math.cos(i) : Math.sin(i - 1)))
  const wanted = data.slice()
  rotateSlowly(wanted, columns, pairs, sequences)
  apply(data, columns, pairs, sequences)
  expect(data).toEqual(wanted)
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('applyRotations', () => {
  test('equals rotating whole rows one after another, bit for bit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 9 }),
        (rows, columns, waves) => rotatesRight(applyRotations, rows, columns, waves),
      ),
      { seed: 7 },
    )
  })

  test('more rows and rotations than the scratch holds', () => {
    rotatesRight(applyRotations, 9000, 3, 5)
  })

  test('runs in JavaScript where there is no WebAssembly', async () => {
    vi.stubGlobal('WebAssembly', undefined)
    vi.resetModules()
    const fresh = await import('./rotate.ts')
    rotatesRight(fresh.applyRotations, 30, 11, 6)
  })

  test('refuses rows outside the matrix', () => {
    const pair = Float64Array.of(1, 0)
    expect(() =>
      applyRotations(new Float64Array(4), 2, pair, [{ first: 1, direction: 'down', start: 0, count: 1 }]),
    ).toThrow('"data" is read or written at element 5')
  })
})
