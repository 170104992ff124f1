import { evaluate, FluxionError, type Formula, freeSymbols, toCode, toExpr } from '@fluxion/symbolic'
import { errors } from './errors.ts'

/** A formula as a plain function, in the form of mathjs's `compile`. */
export interface FastFunction {
  /** The value at a scope of numbers, a record or a Map, as `evaluate` of mathjs's `compile`. Throws `evaluate/unbound-symbol`. */
  evaluate(scope?: Readonly<Record<string, number>> | ReadonlyMap<string, number>): number
}

/**
 * A formula compiled to one JavaScript function of doubles in which shared parts are computed once: the form of mathjs's `compile`, many
 * times its speed. Names of the formula never enter the code. A function that JavaScript lacks, such as `besselj`, is evaluated
 * step by step.
 *
 * @example
 * compileFast('x^2 + y').evaluate({ x: 3, y: 1 }) // => 10
 */
export function compileFast(f: Formula): FastFunction {
  const formula = toExpr(f)
  const names = freeSymbols(formula)
  const run = functionOf(formula, names)
  return {
    evaluate: (scope = {}) => {
      const given = scope instanceof Map ? (name: string) => scope.get(name) : ownValue(scope as Record<string, number>)
      return run(
        ...names.map((name) => {
          const value: unknown = given(name)
          if (value === undefined) throw errors.unbound(name)
          if (typeof value !== 'number') throw errors.badValue(name, value)
          return value
        }),
      )
    },
  }
}

const ownValue =
  (scope: Readonly<Record<string, number>>) =>
  (name: string): number | undefined =>
    Object.hasOwn(scope, name) ? scope[name] : undefined

function functionOf(formula: Formula, names: readonly string[]): (...x: number[]) => number {
  try {
    const code = toCode(formula, 'javascript', { name: 'f', args: names })
    return new Function(`${code.replace(/^export /m, '')}; return f`)() as (...x: number[]) => number
  } catch (error) {
    if (!(error instanceof FluxionError) || error.code !== 'code/unsupported') throw error
    return (...x) => evaluate(formula, Object.fromEntries(names.map((name, i) => [name, x[i] as number])))
  }
}
