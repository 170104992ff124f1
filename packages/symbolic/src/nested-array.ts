import * as errors from './errors.ts'
import type { Dimension, Expr, Shape } from './expression.ts'

/** A vector as a list of numbers, a matrix as a list of rows; typed arrays may stand for lists of numbers. */
export type NestedArray = ArrayLike<number> | ArrayLike<ArrayLike<number>>

/** Rows of numbers; a vector is a column, a scalar one entry. */
export type Rows = number[][]

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value)

/** What the named dimensions of a formula are: from the arrays bound to its symbols, else from a number bound to the name. */
export class Sizes {
  private readonly known = new Map<string, number>()
  private readonly given: Readonly<Record<string, unknown>>

  constructor(given: Readonly<Record<string, unknown>> = {}) {
    this.given = given
  }

  /** Checks that a value has the shape of a symbol, and learns the sizes it gives. */
  bind(e: Expr, value: unknown): void {
    const { name, shape } = e
    if (shape.length === 0) {
      if (typeof value !== 'number') throw errors.badValue(name, 'a number', value)
      return
    }
    const wanted = `an array of shape [${shape.join(', ')}]`
    if (!isList(value)) throw errors.badValue(name, wanted, value)
    this.learn(name, shape[0]!, value.length)
    if (shape.length === 1) return
    for (let i = 0; i < value.length; i++) {
      const row = value[i]
      if (!isList(row)) throw errors.badValue(name, wanted, value)
      this.learn(name, shape[1]!, row.length)
    }
  }

  private learn(name: string, dimension: Dimension, found: number): void {
    const wanted = typeof dimension === 'number' ? dimension : this.known.get(dimension)
    if (wanted === undefined) this.known.set(String(dimension), found)
    else if (wanted !== found) throw errors.badSize(name, dimension, wanted, found)
  }

  /** Throws where a size that is a product, such as `m*n`, is not that of its factors. */
  check(): void {
    for (const [dimension, found] of this.known) {
      const parts = dimension.split('*')
      if (parts.length < 2) continue
      const wanted = parts.reduce((size, part) => size * this.of(part), 1)
      if (wanted !== found) throw errors.badSize('the arrays', dimension, wanted, found)
    }
  }

  /** The size of a dimension; of a product of names such as `m*n` the product. */
  of(dimension: Dimension): number {
    if (typeof dimension === 'number') return dimension
    const known = this.known.get(dimension)
    const given = Object.hasOwn(this.given, dimension) ? this.given[dimension] : undefined
    if (known !== undefined) {
      if (typeof given === 'number' && given !== known) throw errors.badSize('the arrays', dimension, given, known)
      return known
    }
    if (typeof given === 'number' && Number.isInteger(given) && given > 0) return given
    if (/^\d+$/.test(dimension)) return Number(dimension)
    if (dimension.includes('*')) return dimension.split('*').reduce((size, part) => size * this.of(part), 1)
    throw errors.unknownSize(dimension)
  }
}

export function toRows(value: number | NestedArray): Rows {
  if (typeof value === 'number') return [[value]]
  return Array.from<number | ArrayLike<number>, number[]>(value, (row) =>
    typeof row === 'number' ? [row] : Array.from(row),
  )
}

export function fromRows(rows: Rows, shape: Shape): number | number[] | number[][] {
  if (shape.length === 0) return rows[0]![0]!
  return shape.length === 1 ? rows.map((row) => row[0]!) : rows
}
