import { type Formula, freeSymbols, toCode, toExpr } from '@fluxion/symbolic'

/** A formula as a plain function, in the form of mathjs's `compile`. */
export interface FastFunction {
  /** The value at a scope of numbers, as `evaluate` of mathjs's `compile`. */
  evaluate(scope: Readonly<Record<string, number>>): number
}

/**
 * A formula compiled to one JavaScript function of doubles in which shared parts are computed once: the form of mathjs's `compile`, many
 * times its speed. Names of the formula never enter the code.
 *
 * @example
 * compileFast('x^2 + y').evaluate({ x: 3, y: 1 }) // => 10
 */
export function compileFast(f: Formula): FastFunction {
  const formula = toExpr(f)
  const names = freeSymbols(formula)
  const code = toCode(formula, 'javascript', { name: 'f', args: names })
  const run = new Function(`${code.replace(/^export /m, '')}; return f`)() as (...x: number[]) => number
  return { evaluate: (scope) => run(...names.map((name) => scope[name] as number)) }
}
