import type { Backend } from '@fluxion/kernel'
import { type Expr, freeSymbols } from '@fluxion/symbolic'
import { errors } from './errors.ts'
import { type FormulaKernel, type Kernel, makeKernel, type Results } from './kernel.ts'
import { type Formulas, flatten, type Layout } from './layout.ts'
import { nodesOf } from './lower/order.ts'
import { choice, distinct, namesOf, optionsOf, reductions } from './options.ts'
import { MatrixFormulas } from './program/matrix-formulas.ts'
import { dtypes, type FloatDtype } from './run/arguments.ts'
import type { Computation } from './run/computation.ts'
import { definedCalls, WithDefinedFunctions } from './run/defined-functions.ts'
import { Elementwise, type ElementwiseRequest } from './run/elementwise.ts'

/** Options of {@link compile}. */
export interface CompileOptions {
  /** The arguments by position; default: all free symbols, sorted. */
  readonly args?: readonly string[]
  /** What is computed in and returned; default float64. */
  readonly dtype?: FloatDtype
  /** `auto` (default): js for plain arithmetic and short arrays, wasm for transcendental functions and long bodies. */
  readonly backend?: 'auto' | Backend
  /** Sums, or averages, each formula over the elements of the arrays it is given. */
  readonly reduce?: 'sum' | 'mean'
}

/**
 * Compiles formulas to one kernel; what they have in common is computed once.
 *
 * Without `reduce`, arrays broadcast and every element is computed. With `reduce`, symbols bound to arrays are columns
 * of data, symbols bound to numbers are parameters, and each result is one number.
 *
 * Arithmetic is that of IEEE 754, on every backend alike: 1/0 and log(0) are ±∞, a comparison with NaN is false, where
 * `evaluate` answers NaN for what is undefined over the reals.
 *
 * @example
 * const f = compile('x ^ 2 + y', { args: ['x', 'y'] })
 * f(3, 1) // => 10
 * f([1, 2, 3], 1).tolist() // => [2, 5, 10]
 * f({ x: 2, y: 0.5 }) // => 4.5
 */
export function compile<const F extends Formulas>(
  formulas: F,
  options: CompileOptions & { readonly reduce: 'sum' | 'mean' },
): Kernel<Results<F, number>>
export function compile<const F extends Formulas>(formulas: F, options?: CompileOptions): FormulaKernel<F>
export function compile(formulas: Formulas, given?: CompileOptions): unknown {
  const options = optionsOf(given)
  const { exprs, layout } = flatten(formulas)
  return compileExpressions({ exprs, layout, args: argumentsOf(exprs, options.args), options })
}

/** Formulas taken apart, ready to be lowered. */
export interface Compilation {
  readonly exprs: readonly Expr[]
  readonly layout: Layout
  /** For an output that is a gradient, the position of the argument it is by. */
  readonly gradientBy?: readonly (number | undefined)[]
  /** Whether the outputs after the first are its derivatives. */
  readonly isGradient?: boolean
  readonly args: readonly string[]
  readonly options: CompileOptions
}

/** Lowers, and wraps what comes out in a kernel. */
export function compileExpressions<N, A>(compilation: Compilation): Kernel<N, A> {
  const { exprs, layout, args, options, gradientBy = [], isGradient = false } = compilation
  const { dtype, backend, reduce } = checkOptions(options)
  return makeKernel(computation(), args, layout, dtype)

  function computation(): Computation {
    const nodes = nodesOf(exprs)
    if (nodes.every((e) => e.shape.length === 0))
      return elementwise({ outputs: exprs, args, dtype, backend, reduce, gradientBy, isGradient })
    if (reduce !== undefined) throw errors.reduceMatrices()
    const symbols = new Map(nodes.flatMap((e) => (e.op === 'sym' ? [[e.name, e] as const] : [])))
    return new MatrixFormulas({ outputs: exprs, args, symbols, dtype, backend })
  }
}

function elementwise(request: ElementwiseRequest): Computation {
  const calls = definedCalls(request.outputs)
  return calls.length === 0 ? new Elementwise(request) : new WithDefinedFunctions(request, calls)
}

/** The arguments of a kernel: those given, which must cover the formulas, or all free symbols, sorted. */
export function argumentsOf(exprs: readonly Expr[], given: readonly string[] | undefined): readonly string[] {
  const free = new Set(exprs.flatMap((e) => freeSymbols(e)))
  if (given === undefined) return [...free].sort()
  const args = distinct('args', namesOf('args', given))
  const missing = [...free].filter((name) => !args.includes(name))
  if (missing.length > 0) throw errors.missingArgument(missing.sort(), args)
  return args
}

function checkOptions(options: CompileOptions): {
  readonly dtype: FloatDtype
  readonly backend: 'auto' | Backend
  readonly reduce: 'sum' | 'mean' | undefined
} {
  const { dtype = 'float64', backend = 'auto', reduce } = options
  return {
    dtype: choice('dtype', dtype, dtypes),
    backend: choice('backend', backend, ['auto', 'js', 'wasm', 'interpret']),
    reduce: reduce === undefined ? undefined : choice('reduce', reduce, reductions),
  }
}
