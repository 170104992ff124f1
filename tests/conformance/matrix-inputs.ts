import { FluxionError, type ParseOptions, parse } from '@fluxion/symbolic'

type Sizes = Readonly<Record<string, readonly number[]>>
type Nested = number | number[] | number[][]

/** A dimension of a variable: its name and which axis. */
interface Place {
  readonly name: string
  readonly axis: number
}

/** All ways to put the items into groups, those with most groups first. */
function groupings<T>(items: readonly T[]): T[][][] {
  let found: T[][][] = [[]]
  for (const item of items) {
    found = found.flatMap((groups) => [
      ...groups.map((_, i) => groups.map((group, k) => (i === k ? [...group, item] : group))),
      [...groups, [item]],
    ])
  }
  return found.sort((a, b) => b.length - a.length)
}

/** Out of the way of the sizes that are still as listed. */
const ASIDE = 100

/** The shapes of a formula with as many different sizes as it allows: what need not be equal is not. */
export function withDistinctSizes(formula: string, shapes: Sizes, assume: NonNullable<ParseOptions['assume']>): Sizes {
  const sizes = [...new Set(Object.values(shapes).flat())].sort((a, b) => a - b)
  const places = (size: number): Place[] =>
    Object.entries(shapes).flatMap(([name, shape]) =>
      shape.flatMap((found, axis) => (found === size ? [{ name, axis }] : [])),
    )
  let next = ASIDE + 2
  let result = shapes
  for (const size of sizes) {
    const distinct = groupings(places(size))
      .map((groups) => withSizes(result, groups, next))
      .find((tried) => fits(formula, { ...tried }, assume))
    if (distinct === undefined) throw new Error(`${formula} does not fit its own shapes`)
    next += new Set(places(size).map(({ name, axis }) => distinct[name]![axis])).size
    result = distinct
  }
  return Object.fromEntries(Object.entries(result).map(([name, shape]) => [name, shape.map((size) => size - ASIDE)]))
}

/** The first group gets the size `first`, each other one more. */
function withSizes(shapes: Sizes, groups: readonly (readonly Place[])[], first: number): Sizes {
  const changed = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, [...shape]]))
  groups.forEach((group, i) => {
    for (const { name, axis } of group) changed[name]![axis] = first + i
  })
  return changed
}

function fits(formula: string, shapes: Sizes, assume: NonNullable<ParseOptions['assume']>): boolean {
  try {
    parse(formula, { shapes, assume })
    return true
  } catch (error) {
    if (error instanceof FluxionError) return false
    throw error
  }
}

/** Numbers between -1 and 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1
  }
}

/** Random values of the shapes, with the properties a row states: `W symmetric`, `A positive definite; x positive`. */
export function randomInputs(shapes: Sizes, assume: string | null, seed: number): Record<string, Nested> {
  const random = randomNumbers(seed)
  const property = (name: string): string | undefined => new RegExp(`\\b${name} ([a-z ]+)`).exec(assume ?? '')?.[1]
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, randomValue(shape, property(name), random)]),
  )
}

function randomValue(shape: readonly number[], property: string | undefined, random: () => number): Nested {
  const entry = property === 'positive' ? () => 1.2 + random() : random
  const [rows, columns] = shape
  if (rows === undefined) return entry()
  if (columns === undefined) return Array.from({ length: rows }, entry)
  const m = Array.from({ length: rows }, () => Array.from({ length: columns }, entry))
  const onDiagonal = (i: number, k: number, value: number): number => (i === k ? value : 0)
  if (property === 'symmetric') return m.map((row, i) => row.map((x, k) => x + m[k]![i]!))
  if (property === 'well conditioned') return m.map((row, i) => row.map((x, k) => x + onDiagonal(i, k, columns)))
  if (property === 'positive definite')
    return m.map((row, i) => m.map((other, k) => row.reduce((sum, x, j) => sum + x * other[j]!, onDiagonal(i, k, 1))))
  return m
}
