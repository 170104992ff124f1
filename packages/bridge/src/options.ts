import { errors } from './errors.ts'
import { isRecord } from './run/arguments.ts'

/** What `reduce` may be. */
export const reductions: readonly ('sum' | 'mean')[] = ['sum', 'mean']

/** The options of a call: none, or an object. Throws `bridge/bad-option`. */
export function optionsOf<Options extends object>(given: Options | undefined): Partial<Options> {
  if (given === undefined) return {}
  if (!isRecord(given)) throw errors.badOptions(given)
  return given
}

/** One of a few values. Throws `bridge/bad-option`. */
export function choice<Value extends string>(option: string, found: unknown, values: readonly Value[]): Value {
  const value = values.find((it) => it === found)
  if (value !== undefined) return value
  throw errors.badOption(option, found, values.map((it) => `'${it}'`).join(' or '))
}

/** The names an option lists; one name may stand alone. Throws `bridge/bad-option`. */
export function namesOf(option: string, given: unknown): readonly string[] {
  const names: unknown = typeof given === 'string' ? [given] : given
  if (Array.isArray(names) && Array.from(names).every((name): name is string => typeof name === 'string')) return names
  throw errors.badOption(option, given, 'the name of a symbol, or a list of names')
}

/** Names that stand for different things. Throws `bridge/repeated-argument`. */
export function distinct(option: string, names: readonly string[]): readonly string[] {
  const repeated = names.find((name, i) => names.indexOf(name) !== i)
  if (repeated !== undefined) throw errors.repeatedArgument(option, repeated)
  return names
}
