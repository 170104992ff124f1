/** Several results under their names that can also be taken in order: `const { q, r } = …` and `const [q, r] = …`. */
export type Named<Fields extends object> = Readonly<Fields> & Iterable<Fields[keyof Fields]>

/**
 * Results under their names, in the order of the fields.
 *
 * @example
 * const { values, indices } = sort(tensor([3, 1, 2]))
 * values // => tensor([1., 2., 3.])
 * const [least] = sort(tensor([3, 1, 2]))
 * least // => tensor([1., 2., 3.])
 */
export function named<Fields extends object>(fields: Fields): Named<Fields> {
  return Object.defineProperty({ ...fields }, Symbol.iterator, {
    value: () => Object.values(fields)[Symbol.iterator](),
  }) as unknown as Named<Fields>
}
