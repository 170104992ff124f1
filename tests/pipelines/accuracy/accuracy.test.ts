import { type Backend, compileLoop, errorBounds, type IrOp, LoopBuilder, type LoopKernel } from '@fluxion/kernel'
import { describe, expect, test } from 'vitest'
import { functions, pointsOf, unitInLastPlace } from './reference.ts'

function kernelOf(op: IrOp, arity: number, type: 'f64' | 'f32', target: Backend, fma?: boolean): LoopKernel {
  const k = new LoopBuilder()
  const args = Array.from({ length: arity }, (_, i) => k.array(`x${i}`, type))
  k.output(k.op(op as 'sin', ...args))
  return compileLoop(k.finish(), fma === undefined ? { target } : { target, fma })
}

/** Each point on its own, padded by itself, so that no neighbour sends it to the slow path. */
function valuesOf(kernel: LoopKernel, args: readonly Float64Array[]): Float64Array {
  return Float64Array.from(
    args[0]!,
    (_, i) =>
      (
        kernel.run(
          1,
          args.map((it) => it.subarray(i, i + 1)),
        )[0] as Float64Array
      )[0]!,
  )
}

describe.each(['wasm', 'js', 'interpret'] as const)('%s, float64, against references of 50 digits', (target) => {
  test.each(functions)('%s stays within its bound', (op) => {
    const { args, nearest, rest } = pointsOf(op)
    const found = valuesOf(kernelOf(op, args.length, 'f64', target), args)
    const { wasm, js } = op === 'sqrt' ? { wasm: 0.5, js: 0.5 } : errorBounds[op]
    const bound = target === 'wasm' ? Math.max(wasm, js) : js
    let worst = { error: 0, at: '' }
    found.forEach((value, i) => {
      const error = Math.abs((value - nearest[i]!) / unitInLastPlace(nearest[i]!) - rest[i]!)
      if (!(error <= worst.error))
        worst = { error, at: `${op}(${args.map((it) => it[i])}) = ${value}, not ${nearest[i]}` }
    })
    expect(worst.error, worst.at).toBeLessThanOrEqual(bound + 1e-6)
  })
})

describe.each(['wasm', 'js'] as const)('%s, float32', (target) => {
  const bound = target === 'js' ? 0.51 : 2
  test.each(functions)('%s is the double rounded, within the bound', (op) => {
    const { args } = pointsOf(op)
    const singles = args.map((it) => Float32Array.from(it))
    const wanted = kernelOf(op, args.length, 'f64', 'interpret').run(
      singles[0]!.length,
      singles.map((it) => Float64Array.from(it)),
    )[0] as Float64Array
    const found = kernelOf(op, args.length, 'f32', target).run(singles[0]!.length, singles)[0] as Float32Array
    found.forEach((value, i) => {
      const exact = wanted[i]!
      if (Number.isNaN(exact)) expect(value).toBeNaN()
      else if (Math.abs(exact) > 3.4028235677973366e38) expect(Math.abs(value)).toBeGreaterThan(3.4e38)
      else {
        const unit = Math.max(2 ** (Math.floor(Math.log2(Math.abs(exact) || 1e-45)) - 23), 2 ** -149)
        expect(
          Math.abs(value - exact) / unit,
          `${op}(${singles.map((it) => it[i])}) = ${value}, not ${exact}`,
        ).toBeLessThan(bound)
      }
    })
  })
})

const inf = Number.POSITIVE_INFINITY
const nan = Number.NaN
/** Function, argument, value: the special values of IEEE 754 and C99 annex F. */
const specials: readonly (readonly [IrOp, readonly number[], number])[] = [
  ...(
    ['sin', 'tan', 'asin', 'atan', 'sinh', 'tanh', 'asinh', 'atanh', 'expm1', 'log1p', 'cbrt', 'sqrt', 'erf'] as const
  ).flatMap(
    (op) =>
      [
        [op, [0], 0],
        [op, [-0], -0],
      ] as const,
  ),
  ...functions.filter((op) => !['pow', 'atan2', 'hypot'].includes(op)).map((op) => [op, [nan], nan] as const),
  ...(['sin', 'cos', 'tan'] as const).flatMap(
    (op) =>
      [
        [op, [inf], nan],
        [op, [-inf], nan],
      ] as const,
  ),
  ...(['asin', 'acos', 'atanh'] as const).flatMap(
    (op) =>
      [
        [op, [1.5], nan],
        [op, [-inf], nan],
      ] as const,
  ),
  ...(['log', 'log2', 'log10', 'sqrt'] as const).flatMap(
    (op) =>
      [
        [op, [-1], nan],
        [op, [inf], inf],
        [op, [-inf], nan],
      ] as const,
  ),
  ...(['log', 'log2', 'log10'] as const).flatMap(
    (op) =>
      [
        [op, [0], -inf],
        [op, [-0], -inf],
        [op, [1], 0],
      ] as const,
  ),
  ...(['exp', 'exp2'] as const).flatMap(
    (op) =>
      [
        [op, [inf], inf],
        [op, [-inf], 0],
        [op, [1e4], inf],
        [op, [-1e4], 0],
        [op, [0], 1],
      ] as const,
  ),
  ['exp', [-745], 5e-324],
  ['exp2', [-1074], 5e-324],
  ['exp2', [10], 1024],
  ['expm1', [-inf], -1],
  ['expm1', [inf], inf],
  ['log1p', [-1], -inf],
  ['log1p', [-2], nan],
  ['log1p', [inf], inf],
  ['log2', [8], 3],
  ['log10', [1000], 3],
  ['cbrt', [-27], -3],
  ['cbrt', [-inf], -inf],
  ['cos', [0], 1],
  ['asin', [1], Math.PI / 2],
  ['acos', [1], 0],
  ['acos', [-1], Math.PI],
  ['atan', [inf], Math.PI / 2],
  ['atan', [-inf], -Math.PI / 2],
  ['sinh', [-inf], -inf],
  ['sinh', [800], inf],
  ['cosh', [-inf], inf],
  ['tanh', [inf], 1],
  ['tanh', [-inf], -1],
  ['asinh', [-inf], -inf],
  ['acosh', [1], 0],
  ['acosh', [0.5], nan],
  ['acosh', [-2], nan],
  ['acosh', [inf], inf],
  ['atanh', [1], inf],
  ['atanh', [-1], -inf],
  ['sigmoid', [inf], 1],
  ['sigmoid', [-inf], 0],
  ['sigmoid', [0], 0.5],
  ['sigmoid', [-800], 0],
  ['softplus', [inf], inf],
  ['softplus', [-inf], 0],
  ['erf', [inf], 1],
  ['erf', [-inf], -1],
  ['erfc', [inf], 0],
  ['erfc', [-inf], 2],
  ['erfc', [0], 1],
  ['gelu', [0], 0],
  ['gelu', [inf], inf],
  ['pow', [nan, 0], 1],
  ['pow', [1, nan], 1],
  ['pow', [-1, inf], 1],
  ['pow', [0, -1], inf],
  ['pow', [-0, -3], -inf],
  ['pow', [-0, 3], -0],
  ['pow', [-8, 1 / 3], nan],
  ['pow', [-2, 3], -8],
  ['pow', [2, inf], inf],
  ['pow', [0.5, inf], 0],
  ['pow', [-inf, 3], -inf],
  ['pow', [2, 1024], inf],
  ['atan2', [0, 1], 0],
  ['atan2', [-0, 1], -0],
  ['atan2', [0, -1], Math.PI],
  ['atan2', [-0, -1], -Math.PI],
  ['atan2', [0, -0], Math.PI],
  ['atan2', [-0, -0], -Math.PI],
  ['atan2', [1, 0], Math.PI / 2],
  ['atan2', [inf, -inf], (3 * Math.PI) / 4],
  ['atan2', [1, nan], nan],
  ['atan2', [-1, -1], (-3 * Math.PI) / 4],
  ['hypot', [inf, nan], inf],
  ['hypot', [3, -4], 5],
  ['hypot', [0, -0], 0],
  ['hypot', [nan, 1], nan],
]

describe.each(['wasm', 'js', 'interpret'] as const)('%s: special values', (target) => {
  test.each(specials)('%s(%j) is %d', (op, args, wanted) => {
    const kernel = kernelOf(op, args.length, 'f64', target)
    const inputs = args.map((it) => new Float64Array(5).fill(it))
    expect([...(kernel.run(5, inputs)[0] as Float64Array)]).toEqual(new Array(5).fill(wanted))
    const ordinary = op === 'acosh' ? 1.5 : 0.5
    inputs.forEach((it) => {
      it[1] = ordinary
    })
    const mixed = kernel.run(5, inputs)[0] as Float64Array
    expect(mixed[0]).toBe(wanted)
    expect(mixed[1]).toBeCloseTo(kernel.scalar(args.map(() => ordinary)), 14)
    expect(kernel.scalar(args)).toBe(wanted)
  })
})
