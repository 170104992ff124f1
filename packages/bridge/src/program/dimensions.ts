import type { Dimension, Expr, Shape } from '@fluxion/symbolic'
import { errors } from '../errors.ts'
import type { Value } from '../run/computation.ts'

/** The size of each named dimension. */
export type Dimensions = ReadonlyMap<string, number>

/** The size of a dimension: a number, a name, or a product of them (`m*n`, of a Kronecker product). */
export function sizeOfDimension(dimension: Dimension, sizes: Dimensions): number {
  if (typeof dimension === 'number') return dimension
  const known = sizes.get(dimension)
  if (known !== undefined) return known
  const factors = dimension.split('*')
  if (factors.length === 1) throw errors.internal(`the size of dimension ${dimension} is not known`)
  return factors.reduce(
    (size, factor) => size * (/^\d+$/.test(factor) ? Number(factor) : sizeOfDimension(factor, sizes)),
    1,
  )
}

/** A symbolic shape in numbers. */
export const sizesOf = (shape: Shape, sizes: Dimensions): readonly number[] =>
  shape.map((dimension) => sizeOfDimension(dimension, sizes))

/** The names in the shapes of symbols, each with a size that is good for reading a plan. */
export function nominalDimensions(symbols: readonly Expr[]): Dimensions {
  const names = symbols.flatMap((symbol) => symbol.shape).filter((dimension) => typeof dimension === 'string')
  return new Map([...new Set(names)].filter((name) => !name.includes('*')).map((name) => [name, 100]))
}

/** Matches the shapes of arguments with those the formula declares. Throws `bridge/shape-mismatch`. */
export function matchDimensions(
  symbols: ReadonlyMap<string, Expr>,
  args: readonly string[],
  values: readonly Value[],
): Dimensions {
  const sizes = new Map<string, number>()
  const setBy = new Map<string, string>()
  args.forEach((name, i) => {
    const declared = symbols.get(name)?.shape
    const value = values[i]!
    if (declared === undefined) return
    const found = typeof value === 'number' ? [] : value.shape
    if (declared.length !== found.length) throw errors.argumentShape(name, declared, found, '')
    declared.forEach((dimension, d) => {
      const size = found[d]!
      const wanted = typeof dimension === 'number' ? dimension : sizes.get(dimension)
      if (wanted !== undefined && wanted !== size) {
        const why = typeof dimension === 'number' ? '' : `and ${setBy.get(dimension)} says ${dimension} = ${wanted}`
        throw errors.argumentShape(name, declared, found, why)
      }
      if (typeof dimension === 'number' || wanted !== undefined) return
      sizes.set(dimension, size)
      setBy.set(dimension, name)
    })
  })
  for (const [dimension, found] of sizes) {
    if (!dimension.includes('*')) continue
    const factors = new Map([...sizes].filter(([name]) => name !== dimension))
    const wanted = sizeOfDimension(dimension, factors)
    if (wanted !== found)
      throw errors.argumentShape(setBy.get(dimension)!, [dimension], [found], `and ${dimension} is ${wanted}`)
  }
  return sizes
}
