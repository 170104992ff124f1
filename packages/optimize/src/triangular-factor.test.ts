import { expect, test } from 'vitest'
import { inverseInformation } from './covariance.ts'
import { pivotedQr } from './pivoted-qr.ts'
import { TriangularFactor } from './triangular-factor.ts'

const columns = (rows: number): Float64Array[] => [
  Float64Array.from({ length: rows }, () => 1),
  Float64Array.from({ length: rows }, (_, i) => i),
  Float64Array.from({ length: rows }, (_, i) => Math.sin(i)),
]

test('blocks of rows give the inner products of the whole', () => {
  const whole = columns(50)
  const factor = new TriangularFactor(3)
  for (let from = 0; from < 50; from += 7) {
    const block = whole.map((column) => column.slice(from, from + 7))
    factor.append(block, block[0]!.length)
  }
  for (let a = 0; a < 3; a++) {
    for (let b = 0; b < 3; b++) {
      const expected = whole[a]!.reduce((sum, value, i) => sum + value * whole[b]![i]!, 0)
      expect(factor.innerProduct(a, b)).toBeCloseTo(expected, 9)
    }
  }
})

test('pivoting finds the rank, whatever the units', () => {
  const factor = new TriangularFactor(4)
  const [one, line, wave] = columns(20) as [Float64Array, Float64Array, Float64Array]
  const mixed = line.map((value, i) => 1e8 * (value + 2 * one[i]!))
  factor.append([one, line, mixed, wave], 20)
  const scale = Float64Array.of(1, 1, 1e8, 1)
  expect(pivotedQr(factor, [0, 1, 2], scale).rank).toBe(2)
  expect(inverseInformation(factor, [0, 1, 2]).dependent).toHaveLength(1)
  expect(pivotedQr(factor, [0, 1], scale).rank).toBe(2)
})

test('a nearly dependent column keeps the digits that normal equations would lose', () => {
  const factor = new TriangularFactor(3)
  const epsilon = 1e-7
  factor.append([Float64Array.of(1, epsilon, 0), Float64Array.of(1, 0, epsilon), new Float64Array(3)], 3)
  const { matrix } = inverseInformation(factor, [0, 1])
  expect(matrix[0]! * epsilon * epsilon * 2).toBeCloseTo(1, 6)
})
