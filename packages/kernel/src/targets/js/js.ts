import type { LoopIR, TypedArray } from '../../ir.ts'
import { elementary } from '../../math/elementary.ts'
import { special } from '../../math/special.ts'
import type { StridedView } from '../../operands.ts'
import { copySign, floorMod, roundEven, toInt32 } from '../../semantics.ts'
import type { LoopTarget } from '../target.ts'
import { loadClosures } from './closures.ts'
import { emitJs } from './emit.ts'

/** The scalar functions emitted code reaches as `m.name`. */
const library = { ...elementary, ...special, round: roundEven, copysign: copySign, mod: floorMod, toInt32 }

type Scalar = (x: ArrayLike<number>, o: { [index: number]: number }) => number
type Arrays = readonly (TypedArray | undefined)[]
type Contiguous = (n: number, a: Arrays, c: readonly number[], o: Arrays, r: number[]) => void
type Strided = (
  n: number,
  a: Arrays,
  c: readonly number[],
  o: Arrays,
  r: number[],
  p: readonly number[],
  s: readonly number[],
  q: readonly number[],
  t: readonly number[],
) => void

/** Turns `function (m) { … }` given by its body into a value; undefined where a policy forbids it. */
export type Evaluate = (body: string) => ((library: unknown) => unknown) | undefined

/** The evaluator of this realm. A content security policy without `unsafe-eval` makes `Function` throw EvalError. */
const evaluateHere: Evaluate = (body) => {
  try {
    return new Function('m', body) as (library: unknown) => unknown
  } catch (error) {
    if (error instanceof EvalError) return undefined
    throw error
  }
}

const dataOf = (view: StridedView | undefined): TypedArray | undefined =>
  view === undefined ? undefined : view.offset === 0 ? view.data : view.data.subarray(view.offset)
const offsetOf = (view: StridedView | undefined): number => view?.offset ?? 0
const strideOf = (view: StridedView | undefined): number => view?.stride ?? 0

/**
 * The js target: one fused loop through `new Function`, compiled on first use in each of three shapes (contiguous, strided,
 * one element). Where `evaluate` is refused it runs as closures instead.
 */
export function jsTarget(evaluate: Evaluate = evaluateHere): LoopTarget<LoopIR> {
  return {
    name: 'js',
    emit: (ir) => ir,
    print: (ir) => `(m) => {\n${emitJs(ir, 'contiguous').replace(/^/gm, '  ')}\n}`,
    load: (ir) => {
      const make = (shape: 'contiguous' | 'strided' | 'scalar'): unknown => evaluate(emitJs(ir, shape))?.(library)
      const first = make('scalar') as Scalar | undefined
      if (first === undefined) return loadClosures(ir)
      let contiguous: Contiguous | undefined
      let strided: Strided | undefined
      return {
        scalar: first,
        run: (length, { arrays, scalars, targets, contiguous: plain }, results) => {
          if (plain) {
            contiguous ??= make('contiguous') as Contiguous
            contiguous(length, arrays.map(dataOf), scalars, targets.map(dataOf), results)
            return
          }
          strided ??= make('strided') as Strided
          const read = arrays.map((view) => view?.data)
          const written = targets.map((view) => view?.data)
          strided(
            length,
            read,
            scalars,
            written,
            results,
            arrays.map(offsetOf),
            arrays.map(strideOf),
            targets.map(offsetOf),
            targets.map(strideOf),
          )
        },
      }
    },
  }
}
