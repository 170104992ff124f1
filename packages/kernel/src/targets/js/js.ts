import { loadInterpreter } from '../../interpret.ts'
import type { LoopIR } from '../../ir.ts'
import type { StridedView } from '../../operands.ts'
import type { LoopTarget } from '../target.ts'
import { emitJs, type Shape } from './emit.ts'
import { library } from './expressions.ts'

type Scalar = (x: ArrayLike<number>, o: { [index: number]: number }) => number
type Views = readonly (StridedView | undefined)[]
type Loop = (n: number, a: Views, c: readonly number[], o: Views, r: number[]) => void

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

/** The library with the special functions of a loop. */
function libraryOf({ body }: LoopIR): typeof library {
  const special = body.filter((it) => it.special !== undefined).map((it) => [it.op, it.special])
  return special.length === 0 ? library : { ...library, ...Object.fromEntries(special) }
}

const startsAtZero = (view: StridedView | undefined): boolean => view === undefined || view.offset === 0

/**
 * The js target: one fused loop through `new Function`, compiled on first use in each of four shapes (from the start, from
 * an offset, strided, one element). Where `evaluate` is refused it is interpreted instead.
 */
export function jsTarget(evaluate: Evaluate = evaluateHere): LoopTarget<LoopIR> {
  let mayEvaluate: boolean | undefined
  return {
    name: 'js',
    emit: (ir) => ir,
    print: (ir) => `(m) => {\n${emitJs(ir, 'contiguous').replace(/^/gm, '  ')}\n}`,
    load: (ir) => {
      mayEvaluate ??= evaluate('') !== undefined
      if (!mayEvaluate) return loadInterpreter(ir)
      const functions = libraryOf(ir)
      const make = (shape: Shape): unknown => evaluate(emitJs(ir, shape))?.(functions)
      const loops: { [S in Shape]?: Loop } = {}
      let scalar: Scalar | undefined
      return {
        scalar: (inputs, out) => {
          scalar ??= make('scalar') as Scalar
          return scalar(inputs, out)
        },
        run: (length, { arrays, scalars, targets, contiguous }, results) => {
          const whole = contiguous && arrays.every(startsAtZero) && targets.every(startsAtZero)
          const shape = whole ? 'contiguous' : contiguous ? 'shifted' : 'strided'
          loops[shape] ??= make(shape) as Loop
          loops[shape](length, arrays, scalars, targets, results)
        },
      }
    },
  }
}
