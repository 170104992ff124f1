import { pow } from '../arithmetic.ts'
import { type Dimension, type Expr, isNumber } from '../expression.ts'
import { symbolBit } from '../intern.ts'
import { mulAll } from '../product.ts'
import { addAll } from '../sum.ts'
import { num } from '../symbols.ts'
import { count } from './parts.ts'

/** A place along an axis: a named label, the single place of an axis of size 1, or the block and the offset of a label in blocks of a size. */
export type Label = string | { readonly part: 'block' | 'offset'; readonly of: Label; readonly size: Dimension }

/** The place of an axis of size 1. */
export const ONLY = '0'

/** One factor of a term: an entry of an array, or a delta of two places (`array` undefined). */
export interface IndexFactor {
  readonly array: Expr | undefined
  readonly labels: readonly Label[]
}

/** A scalar times entries and deltas, summed over the bound labels. */
export interface IndexTerm {
  readonly scalar: Expr
  readonly factors: readonly IndexFactor[]
  readonly bound: readonly string[]
}

/** Makes bound labels, and knows their sizes. */
export class Labels {
  readonly sizes: Map<string, Dimension> = new Map()
  private readonly make: () => string

  constructor(make: () => string) {
    this.make = make
  }

  fresh(size: Dimension): string {
    if (size === 1) return ONLY
    const label = this.make()
    this.sizes.set(label, size)
    return label
  }
}

const one = (): Expr => num(1)

/**
 * The entry at `labels` of a formula that is linear in the symbol `dx`, as a sum of products of entries; the entry of `dx` itself is
 * a delta to each label of `at`. Undefined for operations that are not linear in `dx`.
 */
export function entriesOf(
  formula: Expr,
  dx: Expr,
  labels: readonly Label[],
  at: readonly string[],
  pool: Labels,
): IndexTerm[] | undefined {
  const bit = symbolBit(dx.name)
  const varies = (e: Expr): boolean => (e.symbolBits & bit) !== 0 && (e === dx || e.args.some(varies))

  const leaf = (e: Expr, places: readonly Label[]): IndexTerm[] =>
    e.shape.length === 0
      ? [{ scalar: e, factors: [], bound: [] }]
      : [{ scalar: one(), factors: [{ array: e, labels: places }], bound: [] }]

  function entry(e: Expr, places: readonly Label[]): IndexTerm[] | undefined {
    if (e === dx) {
      const factors = at.map((label, i) => ({ array: undefined, labels: [places[i]!, label] }))
      return [{ scalar: one(), factors, bound: [] }]
    }
    const [x] = e.args
    switch (e.op) {
      case 'mul':
      case 'hadamard':
        return e.shape.length === 0 && !varies(e)
          ? leaf(e, places)
          : product(e.args.map((arg) => entry(arg, arg.shape.length === 0 ? [] : places)))
      case 'matmul':
        return chain(e, places)
      case 'transpose':
        return entry(x!, x!.shape.length === 1 ? [places[1]!] : [places[1]!, places[0]!])
      case 'eye':
        return [{ scalar: one(), factors: [{ array: undefined, labels: places }], bound: [] }]
      case 'ones':
        return [{ scalar: one(), factors: [], bound: [] }]
      case 'diag':
        return product([
          entry(x!, [places[0]!]),
          [{ scalar: one(), factors: [{ array: undefined, labels: places }], bound: [] }],
        ])
      case 'diagonal':
        return entry(x!, [places[0]!, places[0]!])
      case 'kron':
        return kronecker(e, places)
    }
    if (!varies(e)) return leaf(e, places)
    if (e.op === 'add') return flat(e.args.map((arg) => entry(arg, arg.shape.length === 0 ? [] : places)))
    if (e.op === 'sum') return summed(x!, pool)
    if (e.op === 'mean') return product([summed(x!, pool), leaf(pow(count(x!.shape), -1), [])])
    if (e.op === 'trace') {
      const label = pool.fresh(x!.shape[0]!)
      return binding(entry(x!, [label, label]), [label])
    }
    return undefined
  }

  function summed(x: Expr, labels: Labels): IndexTerm[] | undefined {
    const places = x.shape.map((size) => labels.fresh(size))
    return binding(entry(x, places), places)
  }

  function chain(e: Expr, places: readonly Label[]): IndexTerm[] | undefined {
    const inner: Label[] = e.args.slice(0, -1).map((factor) => pool.fresh(factor.shape[1] ?? 1))
    const edges = [places[0] ?? ONLY, ...inner, places[1] ?? ONLY]
    const parts = e.args.map((factor, i) =>
      entry(factor, factor.shape.length === 1 ? [edges[i]!] : [edges[i]!, edges[i + 1]!]),
    )
    return binding(product(parts), inner as string[])
  }

  function kronecker(e: Expr, places: readonly Label[]): IndexTerm[] | undefined {
    const [a, b] = e.args as [Expr, Expr]
    const part = (which: 'block' | 'offset'): Label[] =>
      places.map((of, axis) => ({ part: which, of, size: b.shape[axis]! }))
    return product([entry(a, part('block')), entry(b, part('offset'))])
  }

  return entry(formula, labels)
}

function flat(parts: readonly (IndexTerm[] | undefined)[]): IndexTerm[] | undefined {
  return parts.includes(undefined) ? undefined : (parts as IndexTerm[][]).flat()
}

/** The product of sums, multiplied out. */
function product(parts: readonly (IndexTerm[] | undefined)[]): IndexTerm[] | undefined {
  return parts.reduce<IndexTerm[] | undefined>(
    (left, right) =>
      left &&
      right &&
      left.flatMap((a) =>
        right.map((b) => ({
          scalar: mulAll([a.scalar, b.scalar]),
          factors: [...a.factors, ...b.factors],
          bound: [...a.bound, ...b.bound],
        })),
      ),
    [{ scalar: one(), factors: [], bound: [] }],
  )
}

const binding = (terms: IndexTerm[] | undefined, labels: readonly string[]): IndexTerm[] | undefined => {
  const named = labels.filter((label) => label !== ONLY)
  return terms?.map((term) => ({ ...term, bound: [...term.bound, ...named] }))
}

/** The label with one named label replaced by another. */
function relabelled(label: Label, from: string, to: Label): Label {
  if (typeof label === 'string') return label === from ? to : label
  return { ...label, of: relabelled(label.of, from, to) }
}

export const sameLabel = (a: Label, b: Label): boolean =>
  typeof a === 'string' || typeof b === 'string'
    ? a === b
    : a.part === b.part && a.size === b.size && sameLabel(a.of, b.of)

const uses = (label: Label, name: string): boolean =>
  typeof label === 'string' ? label === name : uses(label.of, name)

/**
 * The term without the deltas that a sum runs through: δ[p, k] takes k for p. What a sum leaves without any factor counts its size.
 */
export function withoutDeltas(term: IndexTerm, sizes: ReadonlyMap<string, Dimension>): IndexTerm {
  let { factors } = term
  const bound = new Set(term.bound)
  const scalars = [term.scalar]
  for (let found = true; found; ) {
    found = false
    for (const factor of factors) {
      if (factor.array !== undefined) continue
      const [a, b] = factor.labels as [Label, Label]
      const isBound = (label: Label): label is string => typeof label === 'string' && bound.has(label)
      if (!sameLabel(a, b) && !isBound(a) && !isBound(b)) continue
      factors = factors.filter((other) => other !== factor)
      if (!sameLabel(a, b)) {
        const [from, to] = isBound(a) ? [a, b] : [b as string, a]
        bound.delete(from)
        factors = factors.map((other) => ({
          ...other,
          labels: other.labels.map((label) => relabelled(label, from, to)),
        }))
      }
      found = true
      break
    }
  }
  for (const label of bound) {
    if (factors.some(({ labels }) => labels.some((place) => uses(place, label)))) continue
    bound.delete(label)
    scalars.push(count([sizes.get(label)!]))
  }
  return { scalar: mulAll(scalars), factors, bound: [...bound] }
}

/** Terms with the same factors as one, their scalars added; terms that vanish are left out. */
export function collected(terms: readonly IndexTerm[], keyOf: (term: IndexTerm) => string): IndexTerm[] {
  const groups = new Map<string, IndexTerm>()
  for (const term of terms) {
    const key = keyOf(term)
    const known = groups.get(key)
    groups.set(key, known === undefined ? term : { ...known, scalar: addAll([known.scalar, term.scalar]) })
  }
  return [...groups.values()].filter(({ scalar }) => !(isNumber(scalar) && scalar.value === 0))
}
