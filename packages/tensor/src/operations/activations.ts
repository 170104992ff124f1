import type { Operand } from '../create.ts'
import { broadcasting, type Operation } from '../operation.ts'
import { type Body, type Out, pointwise } from '../pointwise.ts'
import type { Tensor } from '../tensor.ts'
import { constant, instruction, type Unary, unary } from './elementwise.ts'

/**
 * max(x, 0); NaN stays NaN.
 *
 * @example
 * relu(tensor([-1, 2])) // => tensor([0., 2.])
 */
export const relu: Unary = unary('relu', (k, x) => k.op('max', x!, constant(k, 0, x!)), 'number')

/** Options of {@link softplus}. */
export interface SoftplusOptions extends Out {
  readonly beta?: number
  /** Above it, β · x stands for its own softplus. */
  readonly threshold?: number
}

/**
 * log(1 + e^(βx)) / β.
 *
 * @example
 * softplus(tensor([0, 2])) // => tensor([0.6931, 2.1269])
 */
export const softplus: Operation<[x: Operand], ['beta'], SoftplusOptions, Tensor> = broadcasting(
  'softplus(x; beta?, threshold?; out?)',
  (x, { beta = 1, threshold, out }) => {
    if (beta === 1 && threshold === undefined)
      return pointwise('softplus', instruction('softplus'), [x], 'float', undefined, out)
    const body: Body = (k, a, b, t) => {
      const scaled = k.op('mul', a!, b!)
      return k.op('select', k.op('gt', scaled, t!), a!, k.op('div', k.op('softplus', scaled), b!))
    }
    return pointwise('softplus beta', body, [x, beta, threshold ?? Number.POSITIVE_INFINITY], 'float', undefined, out)
  },
)

/** Options of {@link gelu}: exact, or the approximation by tanh. */
export interface GeluOptions extends Out {
  readonly approximate?: 'none' | 'tanh'
}

const geluTanh: Body = (k, x) => {
  const cube = k.op('mul', k.op('mul', x!, x!), x!)
  const inner = k.op('add', x!, k.op('mul', constant(k, 0.044715, x!), cube))
  const tanh = k.op('tanh', k.op('mul', constant(k, Math.sqrt(2 / Math.PI), x!), inner))
  const half = k.op('mul', constant(k, 0.5, x!), x!)
  return k.op('mul', half, k.op('add', constant(k, 1, x!), tanh))
}

/**
 * x · Φ(x) with the normal distribution function Φ.
 *
 * @example
 * gelu(tensor([-1, 1])) // => tensor([-0.1587,  0.8413])
 */
export const gelu: Operation<[x: Operand], [], GeluOptions, Tensor> = broadcasting(
  'gelu(x; ; approximate?, out?)',
  (x, { approximate, out }) =>
    approximate === 'tanh'
      ? pointwise('gelu tanh', geluTanh, [x], 'float', undefined, out)
      : pointwise('gelu', instruction('gelu'), [x], 'float', undefined, out),
)

/**
 * x · sigmoid(x).
 *
 * @example
 * silu(tensor([-1, 1])) // => tensor([-0.2689,  0.7311])
 */
export const silu: Unary = unary('silu', (k, x) => k.op('mul', x!, k.op('sigmoid', x!)), 'float')

/** Options of {@link elu}. */
export interface EluOptions extends Out {
  readonly alpha?: number
}

/**
 * x above 0, α · (eˣ − 1) below.
 *
 * @example
 * elu(tensor([-1, 1])) // => tensor([-0.6321,  1.0000])
 */
export const elu: Operation<[x: Operand], ['alpha'], EluOptions, Tensor> = broadcasting(
  'elu(x; alpha?; out?)',
  (x, { alpha = 1, out }) =>
    pointwise(
      'elu',
      (k, a, scale) => k.op('select', k.op('gt', a!, constant(k, 0, a!)), a!, k.op('mul', scale!, k.op('expm1', a!))),
      [x, alpha],
      'float',
      undefined,
      out,
    ),
)

/** Options of {@link leakyRelu}. */
export interface LeakyReluOptions extends Out {
  readonly negativeSlope?: number
}

/**
 * x above 0, a small slope times x below.
 *
 * @example
 * leakyRelu(tensor([-1, 1])) // => tensor([-0.0100,  1.0000])
 */
export const leakyRelu: Operation<[x: Operand], ['negativeSlope'], LeakyReluOptions, Tensor> = broadcasting(
  'leakyRelu(x; negativeSlope?; out?)',
  (x, { negativeSlope = 0.01, out }) =>
    pointwise(
      'leakyRelu',
      (k, a, slope) => k.op('select', k.op('gt', a!, constant(k, 0, a!)), a!, k.op('mul', slope!, a!)),
      [x, negativeSlope],
      'float',
      undefined,
      out,
    ),
)

/**
 * log(sigmoid(x)) without overflow on the way.
 *
 * @example
 * logsigmoid(tensor([0, -1000])) // => tensor([-6.9315e-01, -1.0000e+03])
 */
export const logsigmoid: Unary = unary(
  'logsigmoid',
  (k, x) => k.op('sub', constant(k, 0, x!), k.op('softplus', k.op('neg', x!))),
  'float',
)
