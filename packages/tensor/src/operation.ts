/**
 * How an operation is called. One row gives the free function `fn(...tensors, ...values, options?)` and, with the first tensor as
 * `this`, the method. Values given by position fill the row's parameters in order; a parameter written `'...sizes'` takes
 * an array or all numbers that follow.
 */

import { asTensor } from './create.ts'
import { readTensors, readValues } from './signature.ts'
import type { Tensor } from './tensor.ts'

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

/** The names in a list such as `dim?, keepdim?; dtype?`. */
type Names<List extends string> = List extends `${infer A}; ${infer B}`
  ? Names<A> | Names<B>
  : List extends `${infer A}, ${infer B}`
    ? Names<A> | Names<B>
    : List extends `...${infer A}` | `${infer A}?`
      ? A
      : List

/** A signature's text, which must name every value of `P`. */
type Naming<S extends string, P> = S extends `${string}(${string}; ${infer List})`
  ? Exclude<keyof P, Names<List>> extends never
    ? S
    : `no word on ${Exclude<keyof P, Names<List>> & string}`
  : S

type TensorsOf<T extends readonly unknown[]> = { [K in keyof T]: Tensor }

/** Makes an operation from its signature, `sum(x; dim?, keepdim?; out?)`: `run` receives the tensors and one object with all values by name. */
export function operation<T extends readonly unknown[], N extends readonly string[], P, R, S extends string = string>(
  signature: Naming<S, P> & S,
  run: (...args: [...TensorsOf<T>, P]) => R,
): Operation<T, N, P, R> {
  return define(signature, asTensor, run as Run<R>)
}

/** An {@link operation} that numbers enter as they are, since they weigh less than tensors in the choice of a dtype. */
export function broadcasting<
  T extends readonly unknown[],
  N extends readonly string[],
  P,
  R,
  S extends string = string,
>(signature: Naming<S, P> & S, run: (...args: [...T, P]) => R): Operation<T, N, P, R> {
  const convert: Convert = (name, value) =>
    typeof value === 'number' || typeof value === 'boolean' ? value : asTensor(name, value)
  return define(signature, convert, run as Run<R>)
}

type Convert = (name: string, value: unknown) => unknown
type Run<R> = (...args: unknown[]) => R

/** An operation whose leading arguments are converted one by one. */
export function define<T extends readonly unknown[], N extends readonly string[], P, R>(
  signature: string,
  convert: Convert,
  run: Run<R>,
): Operation<T, N, P, R> {
  return (...args) => {
    const tensors = readTensors(signature, args, convert)
    tensors.push(readValues(signature, args, tensors.length))
    return run(...tensors)
  }
}
