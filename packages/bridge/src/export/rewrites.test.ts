import { type InferredOp, interpret, LoopBuilder } from '@fluxion/kernel'
import { expect, test } from 'vitest'
import { onnxOperator } from './onnx-operations.ts'
import { legalise } from './rewrites.ts'

const rewritten: readonly (readonly [InferredOp, readonly number[], number])[] = [
  ['tan', [-1.5, -0.3, 0, 1e-9, 1, 4], 4],
  ['asin', [-1, -0.99, -0.1, 0, 1e-9, 0.5, 1], 8],
  ['acos', [-1, -0.9, 0, 0.5, 0.999999, 1], 8],
  ['atan', [-1e9, -2, -0.3, 0, 1e-9, 0.41, 0.5, 1, 1e300, Number.POSITIVE_INFINITY], 4],
  ['sinh', [-800, -709.9, -5, -1e-9, 0, 1e-9, 0.5, 21, 25, 710], 8],
  ['cosh', [-710, -1, 0, 3, 710], 8],
  ['asinh', [-1e200, -3, -1e-9, 0, 1e-9, 2, 1e10], 8],
  ['acosh', [1, 1.0000001, 2, 50, 1e200], 8],
  ['atanh', [-0.999, -1e-9, 0, 0.3, 0.99], 8],
  ['expm1', [-40, -1, -1e-12, 0, 1e-12, 0.5, 30], 8],
  ['log1p', [-0.99, -1e-12, 0, 1e-20, 1e-12, 0.5, 1e300], 4],
  ['softplus', [-800, -40, 0, 1, 800], 4],
  ['cbrt', [-27, -1e-9, 0, 8], 8],
  ['log2', [1e-3, 1, 8], 4],
  ['log10', [1e-3, 1, 1000], 4],
  ['exp2', [-3, 0, 0.5, 10], 4],
  ['trunc', [-2.7, -0.2, 0, 3.9], 0],
]

const twoArguments: readonly (readonly [InferredOp, readonly (readonly [number, number])[], number])[] = [
  [
    'atan2',
    [
      [1, 1],
      [1, -1],
      [-1, -1],
      [-1, 1],
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
      [3, -1e-9],
    ],
    8,
  ],
  [
    'hypot',
    [
      [3, 4],
      [0, 0],
      [1e200, 1e200],
      [-5, 12],
    ],
    4,
  ],
  [
    'mod',
    [
      [7, 3],
      [-7, 3],
      [7, -3],
      [5.5, 2],
    ],
    4,
  ],
  [
    'copysign',
    [
      [3, -1],
      [-3, 2],
    ],
    0,
  ],
]

/** The rewritten operation gives the operation's own value, to so many units in the last place. */
function agrees(op: InferredOp, columns: readonly (readonly number[])[], ulps: number): void {
  const k = new LoopBuilder()
  k.output(k.op(op, ...columns.map((_, i) => k.array(`x${i}`))))
  const ir = k.finish()
  const legal = legalise(ir, 'f64', 'ONNX', (name) => onnxOperator(name) !== undefined)
  expect(legal.body.some((it) => it.op === op)).toBe(false)
  const inputs = columns.map((column) => Float64Array.from(column))
  const n = columns[0]!.length
  const [found] = interpret(legal, n, inputs) as [Float64Array]
  const [wanted] = interpret(ir, n, inputs) as [Float64Array]
  wanted.forEach((value, i) => {
    if (value === found[i]) return
    expect(
      Math.abs(found[i]! - value) / (Math.abs(value) * 2 ** -52),
      `${op}(${columns.map((c) => c[i])})`,
    ).toBeLessThanOrEqual(ulps)
  })
}

test.each(rewritten)('%s is rewritten accurately', (op, points, ulps) => {
  agrees(op, [points], ulps)
})

test.each(twoArguments)('%s is rewritten accurately', (op, points, ulps) => {
  agrees(op, [points.map(([a]) => a), points.map(([, b]) => b)], ulps)
})

test('what cannot be rewritten is reported', () => {
  const k = new LoopBuilder()
  k.output(k.op('digamma', k.array('x')))
  expect(() => legalise(k.finish(), 'f64', 'ONNX', (op) => onnxOperator(op) !== undefined)).toThrow(
    'ONNX has no operation digamma',
  )
})
