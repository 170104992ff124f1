import type { Point } from '@fluxion/bridge'
import { errors } from './errors.ts'

/** What every check is told. */
export interface CheckOptions {
  /** The point: a record for a formula; a number, an array, a tensor or a record of those for a function. */
  readonly at: Point
  /** The variables to differentiate by; default: all that the formula contains, sorted. */
  readonly wrt?: string | readonly string[]
  /** Relative difference that counts as agreement; default 1e-6, in float32 2e-3. */
  readonly tolerance?: number
  /**
   * `full` checks every entry; `fast` checks random projections of all entries at once and sixteen entries one by
   * one, and on failure finds the wrong one. Default: full up to 256 entries.
   */
  readonly mode?: 'full' | 'fast'
  /** Seed of the random choices; the same seed, the same report. */
  readonly seed?: number
  /** Precision that the function or the compiled kernel works in. */
  readonly dtype?: 'float64' | 'float32'
}

/** The names of the options that all checks have. */
const COMMON: { readonly [Name in keyof Required<CheckOptions>]: true } = {
  at: true,
  wrt: true,
  tolerance: true,
  mode: true,
  seed: true,
  dtype: true,
}

/** Refuses options that there are not (a name spelt wrongly would be ignored in silence), and a missing point. */
export function requireOptions(options: object | undefined, ...own: readonly string[]): void {
  if (options === undefined || (options as Partial<CheckOptions>).at === undefined) throw errors.missingPoint()
  const known = [...Object.keys(COMMON), ...own]
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown !== undefined) throw errors.unknownOption(unknown, known)
}

/** The options with their defaults, for this many entries. */
export function settings(
  options: CheckOptions,
  size: number,
): Required<Pick<CheckOptions, 'tolerance' | 'mode' | 'seed' | 'dtype'>> {
  const { dtype = 'float64', mode, tolerance } = options
  if (dtype !== 'float64' && dtype !== 'float32') throw errors.badOption('dtype', dtype, "'float64' or 'float32'")
  if (mode !== undefined && mode !== 'full' && mode !== 'fast') throw errors.badOption('mode', mode, "'full' or 'fast'")
  if (tolerance !== undefined && !(tolerance >= 0)) throw errors.badOption('tolerance', tolerance, 'a number from 0 on')
  return {
    dtype,
    tolerance: options.tolerance ?? (dtype === 'float32' ? 2e-3 : 1e-6),
    mode: options.mode ?? (size <= 256 ? 'full' : 'fast'),
    seed: options.seed ?? 0,
  }
}
