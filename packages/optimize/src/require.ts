import { errors } from './errors.ts'

/** Refuses options that there are not: a name spelt wrongly would be ignored in silence. */
export function requireKnown(options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown !== undefined) throw errors.unknownOption(unknown, known)
}

/** Refuses what is no whole number from `least` on. */
export function requireCount(name: string, value: number, least: number): void {
  if (!(Number.isInteger(value) && value >= least))
    throw errors.badOption(name, value, `a whole number from ${least} on`)
}

/** Refuses tolerances that are no numbers from zero on. */
export function requireTolerances(tolerances: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(tolerances)) {
    if (!(typeof value === 'number' && value >= 0)) throw errors.badOption(name, value, 'a number from 0 on')
  }
}

/** Refuses a probability that is not between zero and one: 95 for 0.95. */
export function requireLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw errors.badOption('level', level, 'a probability between 0 and 1, such as 0.95')
}
