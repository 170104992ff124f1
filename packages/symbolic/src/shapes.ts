import * as errors from './errors.ts'
import type { Expr, Shape } from './expression.ts'
import { holdsArrays, intern, SCALAR } from './intern.ts'
import { ONE, ZERO } from './number.ts'
import { operandsText } from './print/operands.ts'
import { numberNode } from './symbols.ts'

export function shapesEqual(a: Shape, b: Shape): boolean {
  return a === b || (a.length === b.length && a.every((dimension, i) => dimension === b[i]))
}

/** The shape of an elementwise operation: all arguments have one shape, or are scalars. */
export function elementwiseShape(operation: string, args: readonly Expr[]): Shape {
  let first: Expr | undefined
  for (const arg of args) {
    if (arg.shape.length === 0) continue
    first ??= arg
    if (!shapesEqual(first.shape, arg.shape))
      throw errors.shapeMismatch(operandsText(operation, first, arg), first.shape, arg.shape)
  }
  return first?.shape ?? SCALAR
}

/** Whether the node, or an argument of it, is a vector or matrix. */
export function hasArrays(e: Expr): boolean {
  return holdsArrays(e) && (e.shape.length > 0 || e.args.some((arg) => arg.shape.length > 0))
}

/** A vector or matrix of ones. */
export function onesOf(shape: Shape): Expr {
  return shape.length === 0 ? numberNode(ONE) : intern('ones', [], shape)
}

/** Zero of a shape: the number, or `0 * ones(…)`. */
export function zeroOf(shape: Shape): Expr {
  return shape.length === 0 ? numberNode(ZERO) : intern('mul', [numberNode(ZERO), onesOf(shape)], shape)
}

export function isZero(e: Expr): boolean {
  return (e.op === 'num' && e.payload === ZERO) || (e.op === 'mul' && e.shape.length > 0 && e.args[0]!.payload === ZERO)
}
