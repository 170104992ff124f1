import type { Expr, Formula } from './expression.ts'

/** A function of one's own: what `defineFunction` takes. */
export interface FunctionDefinition {
  readonly name: string
  /** The number of arguments. */
  readonly arity: number
  /** The value in double precision; NaN where the function is undefined. */
  readonly value: (...args: number[]) => number
  /** One partial derivative for each argument: a formula from the arguments. */
  readonly partials: readonly ((...args: Expr[]) => Formula)[]
  /** A LaTeX command put before the arguments, or a template with `#1`, `#2`. */
  readonly latex?: string
}

/** By name. */
export const definitions: Map<string, FunctionDefinition> = new Map<string, FunctionDefinition>()

/**
 * The definition given to `defineFunction` under that name, if there is one.
 *
 * @example
 * defineFunction({ name: 'triple', arity: 1, value: (x) => 3 * x, partials: [() => 3] })
 * definitionOf('triple')?.value(2) // => 6
 * definitionOf('unheardOf') // => undefined
 */
export function definitionOf(name: string): FunctionDefinition | undefined {
  return definitions.get(name)
}
