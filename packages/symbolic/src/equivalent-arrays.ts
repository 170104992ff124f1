import { type Bindings, evaluate } from './evaluate.ts'
import type { Dimension, Expr } from './expression.ts'
import type { NestedArray } from './nested-array.ts'

/** Values agree below the first relative distance and differ above the second; between them the point says nothing. */
const AGREE = 1e-9
const DIFFER = 1e-6

/** Sizes given to named dimensions in turn. */
const sizes = [3, 2, 4, 5]

/** How two formulas with vectors and matrices compare at one point. */
export function compareArrays(left: Expr, right: Expr, at: Bindings): 'agree' | 'differ' | 'unclear' {
  const a = entries(evaluate<number | NestedArray>(left, at))
  const b = entries(evaluate<number | NestedArray>(right, at))
  const scale = Math.max(...a.map(Math.abs), ...b.map(Math.abs), Number.MIN_VALUE)
  const distance = Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number)))) / scale
  if (distance > DIFFER) return 'differ'
  return distance <= AGREE ? 'agree' : 'unclear'
}

/** Random arrays for the symbols: square matrices with a large diagonal, so that they are well conditioned and det > 0. */
export function sampleArrays(
  symbols: readonly Expr[],
  scalar: (symbol: Expr) => number,
  random: () => number,
): Bindings {
  const known = new Map<Dimension, number>()
  const sizeOf = (dimension: Dimension): number => {
    if (typeof dimension === 'number') return dimension
    const size = known.get(dimension) ?? (sizes[known.size % sizes.length] as number)
    known.set(dimension, size)
    return size
  }
  return Object.fromEntries(symbols.map((symbol) => [symbol.name, sampleArray(symbol, sizeOf, scalar, random)]))
}

function sampleArray(
  symbol: Expr,
  sizeOf: (dimension: Dimension) => number,
  scalar: (symbol: Expr) => number,
  random: () => number,
): number | NestedArray {
  const [rows, columns] = symbol.shape.map(sizeOf)
  if (rows === undefined) return scalar(symbol)
  const list = (length: number): number[] => Array.from({ length }, () => 2 * random() - 1)
  if (columns === undefined) return list(rows)
  const matrix = Array.from({ length: rows }, () => list(columns))
  if (rows !== columns) return matrix
  return matrix.map((row, i) =>
    row.map((value, j) => {
      const mirrored = symbol.assumptions.symmetric === true && j < i ? ((matrix[j] as number[])[i] as number) : value
      return i === j ? rows + mirrored : mirrored
    }),
  )
}

function entries(value: number | NestedArray): number[] {
  return typeof value === 'number' ? [value] : Array.from<number | ArrayLike<number>>(value).flatMap(entries)
}
