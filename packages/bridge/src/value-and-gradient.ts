import { type Formula, freeSymbols, gradient } from '@fluxion/symbolic'
import type { Tensor } from '@fluxion/tensor'
import { argumentsOf, type CompileOptions, compileExpressions } from './compile.ts'
import type { ArrayResults, Kernel } from './kernel.ts'
import { type Layout, toExpr } from './layout.ts'
import { namesOf, optionsOf } from './options.ts'

/** Options of {@link valueAndGradient}. */
export interface ValueAndGradientOptions extends CompileOptions {
  /** The symbols to differentiate by. */
  readonly wrt: string | readonly string[]
}

/** A value and its partial derivatives by name. */
export interface ValueAndGradient<V, G = V> {
  readonly value: V
  readonly gradient: { readonly [name: string]: G }
}

/**
 * Compiles a formula and its gradient, derived symbolically in one reverse sweep, to one kernel: the value and all partial
 * derivatives are computed together and share their work. It returns `{ value, gradient: { x: …, … } }`.
 *
 * With `reduce` the value is the sum (mean) of the formula over the columns of data. The gradient by a parameter, bound to
 * a number, is the sum (mean) of its elements; the gradient by a column is an array. All in one pass over the data.
 *
 * @example
 * const loss = valueAndGradient('(a * x - y) ^ 2', { wrt: 'a', reduce: 'sum' })
 * loss({ a: 2, x: [1, 2], y: [3, 5] }).value // => 2
 * loss({ a: 2, x: [1, 2], y: [3, 5] }).gradient['a'] // => -6
 */
export function valueAndGradient(
  formula: Formula,
  options: ValueAndGradientOptions & { readonly reduce: 'sum' | 'mean' },
): Kernel<ValueAndGradient<number>, ValueAndGradient<number, number | Tensor>>
export function valueAndGradient<const F extends Formula>(
  formula: F,
  options: ValueAndGradientOptions,
): Kernel<ValueAndGradient<number>, ValueAndGradient<ArrayResults<F>>>
export function valueAndGradient(formula: Formula, given: ValueAndGradientOptions): unknown {
  const options = optionsOf(given)
  const f = toExpr(formula)
  const wrt = namesOf('wrt', options.wrt)
  const args = argumentsOf([f], options.args)
  const free = new Set(freeSymbols(f))
  const known = wrt.filter((name) => free.has(name))
  const derived = known.length === 0 ? [] : gradient(f, known)
  const partials = wrt.map((name) => (free.has(name) ? derived[known.indexOf(name)]! : toExpr(0)))
  const leaf = (at: number): Layout => ({ kind: 'leaf', at })
  return compileExpressions({
    exprs: [f, ...partials],
    layout: {
      kind: 'record',
      entries: [
        ['value', leaf(0)],
        ['gradient', { kind: 'record', entries: wrt.map((name, i) => [name, leaf(i + 1)]) }],
      ],
    },
    isGradient: true,
    gradientBy: [undefined, ...wrt.map((name) => (args.includes(name) ? args.indexOf(name) : undefined))],
    args,
    options,
  })
}
