import type { InferredOp, LoopIR } from '@fluxion/kernel'
import { type Expr, freeSymbols, gradient } from '@fluxion/symbolic'
import { errors } from '../errors.ts'
import { toExpr } from '../layout.ts'
import { lowerLoop } from '../lower/loop.ts'
import { nodesOf } from '../lower/order.ts'
import { distinct, namesOf } from '../options.ts'
import { legalise } from './rewrites.ts'

/** A formula with, where asked for, its partial derivatives; each with the name of its output. */
export interface Derived {
  readonly exprs: readonly Expr[]
  readonly names: readonly string[]
}

/**
 * The outputs of an export: `value`, and `gradient_x` for each symbol x that `wrt` asks for (`true`: all free symbols).
 * Exports are elementwise: the formula must be a scalar one.
 */
export function derivedOutputs(formula: unknown, wrt: unknown): Derived {
  const f = toExpr(formula)
  for (const e of [f, ...nodesOf([f])])
    if (e.shape.length > 0) throw errors.notScalar(e === f ? 'the formula' : String(e), e.shape)
  const free = freeSymbols(f)
  const by =
    wrt === true ? free : wrt === false || wrt === undefined ? [] : distinct('gradient', namesOf('gradient', wrt))
  const known = by.filter((name) => free.includes(name))
  const partials = known.length === 0 ? [] : gradient(f, known)
  return {
    exprs: [f, ...by.map((name) => (free.includes(name) ? partials[known.indexOf(name)]! : toExpr(0)))],
    names: ['value', ...by.map((name) => `gradient_${name}`)],
  }
}

/** The outputs lowered to one loop over columns, in operations that the target has. */
export function exportedLoop(
  outputs: readonly Expr[],
  args: readonly string[],
  dtype: 'float64' | 'float32',
  target: string,
  has: (op: InferredOp) => boolean,
): LoopIR {
  const lane = dtype === 'float64' ? 'f64' : 'f32'
  const summed = outputs.map(() => false)
  const ir = lowerLoop({ outputs, args, arrays: args.map(() => true), lane, summed, reduce: undefined })
  return legalise(ir, lane, target, has)
}
