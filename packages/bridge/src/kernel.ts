import type { Backend } from '@fluxion/kernel'
import type { Expr, Formula } from '@fluxion/symbolic'
import type { Tensor } from '@fluxion/tensor'
import { errors } from './errors.ts'
import { arranger, collect, type Formulas, type Layout } from './layout.ts'
import { type Argument, type FloatDtype, isRecord, readArgument } from './run/arguments.ts'
import type { Computation } from './run/computation.ts'

/** Buffers to be filled: a tensor, a typed array, or an object or list of them nested like the results. */
export type Out =
  | Tensor
  | Float64Array
  | Float32Array
  | readonly (Out | undefined)[]
  | { readonly [name: string]: Out | undefined }

/** Options of a call. */
export interface CallOptions {
  /** Buffers for array results; a result without one gets a new array. */
  readonly out?: Out
}

/** Results nested like the formulas. */
export type Results<F, R> = F extends Formula
  ? R
  : F extends readonly (infer G)[]
    ? Results<G, R>[]
    : { [Name in keyof F]: Results<F[Name], R> }

/** What a formula gives for arrays: a tensor; of an expression with vectors or matrices possibly a number. */
export type ArrayResults<F> = F extends string | number
  ? Tensor
  : F extends Expr
    ? Tensor | number
    : F extends readonly (infer G)[]
      ? ArrayResults<G>[]
      : { [Name in keyof F]: ArrayResults<F[Name]> }

/** What every kernel tells about itself. */
export interface KernelFacts {
  /** The arguments by position. */
  readonly args: readonly string[]
  /** Where arrays are computed. */
  readonly backend: Backend
  /** What was compiled: readable JavaScript, WebAssembly text, or the steps of a program over matrices. */
  readonly source: string
  /** Scalar operations per element after sharing; a function counts one. */
  readonly operations: number
}

/**
 * A compiled formula. It is called with all arguments by position, or with one object of named values and options.
 * Numbers give numbers. Arrays (nested, typed or tensors) broadcast and give tensors, or fill the buffers of `out`,
 * which are then returned. Several formulas give their results in the nesting in which they were passed.
 *
 * Throws `bridge/argument-count`, `bridge/unbound-argument`, `bridge/bad-argument`, `bridge/shape-mismatch`, `bridge/bad-output`.
 */
export interface Kernel<N = unknown, A = N> extends KernelFacts {
  (...args: readonly number[]): N
  (values: Readonly<Record<string, number>>, options?: CallOptions): N
  (...args: readonly Argument[]): A
  (values: Readonly<Record<string, Argument>>, options?: CallOptions): A
}

/** The kernel of several formulas, computed together. */
export type FormulaKernel<F extends Formulas> = Kernel<Results<F, number>, ArrayResults<F>>

/** Wraps a computation in the calling conventions of kernels. */
export function makeKernel<N, A>(
  computation: Computation,
  args: readonly string[],
  layout: Layout,
  dtype: FloatDtype,
): Kernel<N, A> {
  const arity = args.length
  const arrange = arranger(layout)
  const single = layout.kind === 'leaf'
  const count = leaves(layout)
  const inputs = new Float64Array(arity)

  const onNumbers = (): unknown => {
    const scalar = computation.scalar!
    if (single) return scalar(inputs)
    const results = new Array<number>(count)
    scalar(inputs, results)
    return arrange(results)
  }

  const onValues = (given: ArrayLike<unknown>, out: unknown): unknown => {
    const values = args.map((name, i) => readArgument(name, given[i], dtype))
    const buffers = out === undefined ? [] : collect(layout, out)
    const results: unknown[] = computation.run(values, buffers)
    buffers.forEach((buffer, i) => {
      if (buffer !== undefined && typeof results[i] !== 'number') results[i] = buffer
    })
    return arrange(results)
  }

  /** Whether numbers (a truth value is 0 or 1) are all that is given; they are put where the formula reads them. */
  const readNumbers = (given: readonly unknown[]): boolean => {
    for (let i = 0; i < arity; i++) {
      const value = given[i]
      if (typeof value !== 'number' && typeof value !== 'boolean') return false
      inputs[i] = Number(value)
    }
    return computation.scalar !== undefined
  }

  const byName = (record: Readonly<Record<string, unknown>>, out: unknown): unknown => {
    let numbers = out === undefined
    for (let i = 0; i < arity; i++) {
      const value = record[args[i]!]
      if (typeof value === 'number' || typeof value === 'boolean') inputs[i] = Number(value)
      else if (value === undefined || !Object.hasOwn(record, args[i]!)) throw errors.unboundArgument(args[i]!, args)
      else numbers = false
    }
    if (numbers && computation.scalar !== undefined) return onNumbers()
    return onValues(
      args.map((name) => record[name]),
      out,
    )
  }

  const kernel = (...given: readonly unknown[]): unknown => {
    const n = given.length
    if (n === arity && readNumbers(given)) return onNumbers()
    const first = given[0]
    if (n <= 2 && isRecord(first)) return byName(first, outOf(given[1]))
    if (n === arity) return onValues(given, undefined)
    if (n !== arity + 1 || !isRecord(given[arity])) throw errors.argumentCount(n, args)
    const out = outOf(given[arity])
    return out === undefined && readNumbers(given) ? onNumbers() : onValues(given, out)
  }

  Object.defineProperties(kernel, {
    args: { value: Object.freeze([...args]), enumerable: true },
    backend: { get: () => computation.backend, enumerable: true },
    source: { get: () => computation.source, enumerable: true },
    operations: { get: () => computation.operations, enumerable: true },
  })
  return kernel as unknown as Kernel<N, A>
}

const outOf = (options: unknown): unknown => (isRecord(options) ? options['out'] : undefined)

const leaves = (layout: Layout): number =>
  layout.kind === 'leaf'
    ? 1
    : layout.kind === 'list'
      ? layout.items.reduce((n, item) => n + leaves(item), 0)
      : layout.entries.reduce((n, [, item]) => n + leaves(item), 0)
