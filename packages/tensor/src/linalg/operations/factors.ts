import { type Named, named } from '../../results.ts'

/** Named results whose fields PyTorch writes as capitals and that are found in lower case too: `const { Q, R } = …`, `const { q, r } = …`. */
export type Factors<Fields extends object> = Named<Fields> & {
  readonly [Name in keyof Fields & string as Lowercase<Name>]: Fields[Name]
}

/** {@link Factors} from the fields in PyTorch's order; the names in lower case are not enumerated. */
export function factors<Fields extends object>(fields: Fields): Factors<Fields> {
  const result = named(fields)
  for (const [name, value] of Object.entries(fields)) {
    const plain = name.toLowerCase()
    if (!(plain in result)) Object.defineProperty(result, plain, { value, enumerable: false })
  }
  return result as Factors<Fields>
}
