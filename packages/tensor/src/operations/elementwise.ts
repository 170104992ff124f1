import type { InferredOp, LoopBuilder } from '@fluxion/kernel'
import type { Operand } from '../create.ts'
import type { DType } from '../dtype.ts'
import { broadcasting, type Operation } from '../operation.ts'
import { type Body, type Compute, type Out, pointwise } from '../pointwise.ts'
import type { Tensor } from '../tensor.ts'

/** An elementwise function of one tensor. */
export type Unary = Operation<[x: Operand], [], Out, Tensor>

/** An elementwise function of two tensors that broadcast. */
export type Binary = Operation<[x: Operand, y: Operand], [], Out, Tensor>

/** The operation that applies `body` to every element. */
export function unary(name: string, body: Body, compute: Compute = 'common', result?: DType): Unary {
  return broadcasting(`${name}(x; ; out?)`, (x, { out }) => pointwise(name, body, [x], compute, result, out))
}

/** The operation that applies `body` to every pair of elements. */
export function binary(name: string, body: Body, compute: Compute = 'common', result?: DType): Binary {
  return broadcasting(`${name}(x, y; ; out?)`, (x, y, { out }) => pointwise(name, body, [x, y], compute, result, out))
}

/** The body of one instruction. */
export const instruction =
  (op: InferredOp): Body =>
  (k, ...operands) =>
    k.op(op, ...operands)

/** A constant on the lane of another value, rounded to single precision where that is f32. */
export function constant(k: LoopBuilder, value: number, like: number): number {
  const lane = k.lane(like)
  return k.constant(lane === 'f32' ? Math.fround(value) : value, lane)
}

/** True when a value is on a floating lane. */
export const onFloat = (k: LoopBuilder, x: number): boolean => k.lane(x) === 'f64' || k.lane(x) === 'f32'

/** A body that computes integers in double and converts back. */
export const throughFloat =
  (body: Body): Body =>
  (k, ...operands) => {
    const lane = k.lane(operands[0]!)
    if (lane === 'f64' || lane === 'f32') return body(k, ...operands)
    return k.convert(body(k, ...operands.map((x) => k.convert(x, 'f64'))), lane)
  }
