import type { InferredOp } from '@fluxion/kernel'

/** An ONNX operator with integer attributes. */
export interface OnnxOperator {
  readonly op: string
  readonly attributes?: Readonly<Record<string, number>>
  /** ONNX Runtime has no float64 kernel for it on CPU, and it cannot be rewritten in a few others. */
  readonly singleOnly?: true
}

/**
 * The operations of the loop IR that ONNX Runtime has for float64 on CPU. The others (Tan, Asin, Acos, Atan, Sinh, Cosh,
 * Asinh, Acosh, Atanh, Softplus, …) are rewritten before; Erf runs in single precision.
 */
const rows: { readonly [Op in InferredOp]?: OnnxOperator } = {
  select: { op: 'Where' },
  add: { op: 'Add' },
  sub: { op: 'Sub' },
  mul: { op: 'Mul' },
  div: { op: 'Div' },
  neg: { op: 'Neg' },
  abs: { op: 'Abs' },
  min: { op: 'Min' },
  max: { op: 'Max' },
  sign: { op: 'Sign' },
  sqrt: { op: 'Sqrt' },
  floor: { op: 'Floor' },
  ceil: { op: 'Ceil' },
  round: { op: 'Round' },
  rem: { op: 'Mod', attributes: { fmod: 1 } },
  lt: { op: 'Less' },
  le: { op: 'LessOrEqual' },
  gt: { op: 'Greater' },
  ge: { op: 'GreaterOrEqual' },
  eq: { op: 'Equal' },
  and: { op: 'And' },
  or: { op: 'Or' },
  xor: { op: 'Xor' },
  not: { op: 'Not' },
  exp: { op: 'Exp' },
  log: { op: 'Log' },
  sin: { op: 'Sin' },
  cos: { op: 'Cos' },
  tanh: { op: 'Tanh' },
  sigmoid: { op: 'Sigmoid' },
  pow: { op: 'Pow' },
  erf: { op: 'Erf', singleOnly: true },
}

/** The operator of an operation, or undefined where it must be rewritten. */
export const onnxOperator = (op: InferredOp): OnnxOperator | undefined => rows[op]
