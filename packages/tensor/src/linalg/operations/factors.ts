import { type Named, named } from '../../results.ts'

/** Named results whose fields PyTorch writes as capitals, which are found in lower case too: `const { Q, R } = …`, `const { q, r } = …`. */
export function factors<Fields extends object>(fields: Fields): Named<Fields> {
  const result = named(fields)
  for (const [name, value] of Object.entries(fields)) {
    const plain = name.toLowerCase()
    if (!(plain in result)) Object.defineProperty(result, plain, { value, enumerable: false })
  }
  return result
}
