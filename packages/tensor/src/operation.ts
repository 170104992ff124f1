/**
 * How an operation is called. One row gives the free function `fn(...tensors, ...values, options?)` and, with the first tensor as
 * `this`, the method. Values given by position fill the row's parameters in order; a parameter written `'...sizes'` takes
 * an array or all numbers that follow.
 */

type Values<P> = Record<string, never> extends P ? [options?: P] : [options: P]

type AfterTensors<N extends readonly string[], P> =
  | Values<P>
  | (N extends readonly [`...${infer F extends keyof P & string}`, ...infer M extends readonly string[]]
      ? [sizes: Exclude<P[F], undefined>, ...rest: AfterTensors<M, Omit<P, F>>] | number[]
      : N extends readonly [infer F extends keyof P & string, ...infer M extends readonly string[]]
        ? [value: P[F], ...rest: AfterTensors<M, Omit<P, F>>]
        : never)

/**
 * An operation as a free function: tensors `T`, then values of the parameters `N` by position, then options `P`.
 *
 * @example
 * const x = ones(2, 3)
 * sum(x, 1, { keepdim: true }).shape // => [2, 1]
 */
export interface Operation<T extends readonly unknown[], N extends readonly string[], P, R> {
  /** @hidden */
  // biome-ignore lint/style/useShorthandFunctionType: inference reads T, N, P from a named interface, not through an alias of an alias
  (...args: [...tensors: T, ...rest: AfterTensors<N, P>]): R
}

type Tail<A extends readonly unknown[]> = A extends readonly [unknown?, ...infer Rest] ? Rest : never

/** The method that an operation becomes when its first tensor is `this`. Overloaded ones state it in `asMethod`. */
export type MethodOf<F> = 'asMethod' extends keyof F
  ? F extends { readonly asMethod?: infer M }
    ? Exclude<M, undefined>
    : never
  : F extends (...args: infer A) => infer R
    ? (...args: Tail<A>) => R
    : never

/** True for an object literal: options, as opposed to tensors, arrays, slices. */
export function isOptions(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** Makes the function of a row: `run` receives `tensors` leading arguments and one object with all values by name. */
export function operation<T extends readonly unknown[], N extends readonly string[], P, R>(
  tensors: T['length'],
  parameters: N,
  run: (...args: [...T, P]) => R,
): Operation<T, N, P, R> {
  return (...args) => {
    const leading = args.slice(0, tensors)
    const values = readValues(parameters, args.slice(tensors))
    return run(...([...leading, values] as unknown as [...T, P]))
  }
}

/** Values given by position and as options, gathered by name. */
export function readValues(parameters: readonly string[], given: readonly unknown[]): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  let next = 0
  for (const parameter of parameters) {
    const value = given[next]
    if (next >= given.length || isOptions(value)) break
    if (!parameter.startsWith('...')) {
      values[parameter] = value
      next++
      continue
    }
    const end = Array.isArray(value) ? next + 1 : given.findLastIndex((v) => !isOptions(v)) + 1
    values[parameter.slice(3)] = Array.isArray(value) ? value : given.slice(next, end)
    next = end
  }
  const options = given.at(-1)
  return isOptions(options) ? Object.assign(values, options) : values
}
