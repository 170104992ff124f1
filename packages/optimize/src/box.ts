import type { Raveled } from '@fluxion/bridge'
import type { Box } from './bounds.ts'
import { errors } from './errors.ts'

/** Lower and upper bound of a variable, null or infinite for none; of an array variable, of all its entries. */
export type Bounds = readonly [lower: number | null, upper: number | null]

/** The bounds of every entry; undefined where there are none. */
export function boxOf(
  { parts, flat }: Raveled,
  bounds: Readonly<Record<string, Bounds>> | readonly Bounds[] | undefined,
): Box | undefined {
  if (bounds === undefined) return undefined
  const lower = new Float64Array(flat.length).fill(Number.NEGATIVE_INFINITY)
  const upper = new Float64Array(flat.length).fill(Infinity)
  const set = (name: string, pair: Bounds, offset: number, length: number): void => {
    const [low, high] = [pair[0] ?? Number.NEGATIVE_INFINITY, pair[1] ?? Infinity]
    if (!(low <= high)) throw errors.badBounds(name, `[${low}, ${high}]`)
    lower.fill(low, offset, offset + length)
    upper.fill(high, offset, offset + length)
  }
  const isList = (it: typeof bounds): it is readonly Bounds[] => Array.isArray(it)
  if (isList(bounds)) {
    if (bounds.length !== flat.length)
      throw errors.badBounds('start', `${bounds?.length} pairs for ${flat.length} entries`)
    bounds.forEach((pair, i) => {
      set(`x[${i}]`, pair, i, 1)
    })
    return { lower, upper }
  }
  for (const [name, pair] of Object.entries(bounds)) {
    const part = parts.find((it) => it.name === name)
    if (part === undefined) {
      throw errors.unusedName(
        'bounds',
        name,
        parts.map((it) => it.name ?? 'x'),
      )
    }
    set(name, pair, part.offset, part.length)
  }
  return { lower, upper }
}
