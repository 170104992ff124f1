import { compileLoop, FluxionError, LoopBuilder, type LoopIR, type LoopKernel, type NestedView } from '@fluxion/kernel'
import { asTensor, copyOf, empty, type Operand, toInt32 } from './create.ts'
import {
  type DType,
  dtypeOfNumber,
  getDefaultDtype,
  isFloating,
  laneOf,
  type Participant,
  resultType,
} from './dtype.ts'
import { errors } from './errors.ts'
import { digamma, lgamma } from './gamma.ts'
import { coalesce, copyElements, innerDim, inwards } from './iterate.ts'
import { broadcastShapes, broadcastStrides, isContiguous, type Shape, sameShape, sizeOf } from './shape.ts'
import { Tensor } from './tensor.ts'

/** Writes the instructions of an operation: from its operands, on one lane, to its value. */
export type Body = (k: LoopBuilder, ...operands: number[]) => number

/** Which dtype operands are brought to: their common one, at least int32, or a floating one. */
export type Compute = 'common' | 'number' | 'float'

/** The digit of a dtype in a signature, below 4. */
export const digitOf: Readonly<Record<DType, number>> = { bool: 0, int32: 1, float32: 2, float64: 3 }

/**
 * A store of compiled loops by the name of what they do (names are of this package, so they are few) and a signature. A loop is built when it
 * is first wanted. `vectors` asks for SIMD also where the kernel would choose JavaScript: loops with many inputs gain from it.
 */
export function kernelStore(
  vectors: boolean = false,
): (name: string, signature: number, build: (k: LoopBuilder) => void) => LoopKernel {
  const store = new Map<string, Map<number, LoopKernel>>()
  return (name, signature, build) => {
    const known = store.get(name)?.get(signature)
    if (known !== undefined) return known
    const k = new LoopBuilder({ lgamma, digamma })
    build(k)
    const kernel = vectors ? compileVectors(k.finish()) : compileLoop(k.finish())
    const named = store.get(name) ?? new Map<number, LoopKernel>()
    store.set(name, named.set(signature, kernel))
    return kernel
  }
}

function compileVectors(ir: LoopIR): LoopKernel {
  try {
    return compileLoop(ir, { target: 'wasm' })
  } catch (error) {
    if (error instanceof FluxionError && error.code === 'kernel/unsupported') return compileLoop(ir)
    throw error
  }
}

/** The dtype an operation computes in. */
export function computeType(compute: Compute, participants: readonly Participant[]): DType {
  const common = resultType(participants)
  if (compute === 'float' && !isFloating(common)) return getDefaultDtype()
  return compute === 'number' && common === 'bool' ? 'int32' : common
}

/** How an operand takes part in the promotion of dtypes. */
export function participantOf(operand: Operand): Participant {
  if (typeof operand === 'number' || typeof operand === 'boolean')
    return { dtype: dtypeOfNumber(operand), rank: 'number' }
  const x = operand as Tensor
  return { dtype: x.dtype, rank: x.ndim === 0 ? 'zero-dimensional' : 'tensor' }
}

/** Options of elementwise operations. */
export interface Out {
  /** The tensor to fill and return, of the result's shape and dtype. */
  readonly out?: Tensor
}

/**
 * Applies a body to every element of broadcast operands: one kernel for each operation and combination of dtypes, run along
 * the inner dimension of the coalesced layout. Operands of one element enter as scalars.
 */
export function pointwise(
  name: string,
  body: Body,
  operands: readonly Operand[],
  compute: Compute = 'common',
  result?: DType,
  out?: Tensor,
): Tensor {
  const given = operands.map((operand) =>
    operand instanceof Tensor || typeof operand === 'number' || typeof operand === 'boolean'
      ? operand
      : asTensor(name, operand),
  )
  const computed = computeType(compute, given.map(participantOf))
  if (computed === 'int32' && growing.has(name)) {
    return deliver(name, toInt32(name, run(name, body, given, 'float64', 'float64')), out)
  }
  return run(name, body, given, computed, result ?? computed, out)
}

/** Operations that lead out of the integers of 32 bits: they compute them in double. */
const growing: ReadonlySet<string> = new Set([
  'add',
  'add alpha',
  'sub',
  'sub alpha',
  'mul',
  'pow of integers',
  'pow 2',
  'pow 3',
  'square',
])

const loopOf = kernelStore()

/** {@link pointwise} in a given dtype. */
export function run(
  name: string,
  body: Body,
  operands: readonly (Tensor | number | boolean)[],
  computed: DType,
  result: DType,
  out?: Tensor,
): Tensor {
  let shape: Shape | undefined
  for (const x of operands)
    if (x instanceof Tensor) shape = shape === undefined ? x.shape : broadcastShapes(name, shape, x.shape)
  shape ??= []
  const target = checkOut(name, out, result, shape, operands)
  const { sizes, inputs, filled } = rowsOf(shape, operands, target)
  // What is one number, or stands still along a row, enters as a scalar.
  let signature = digitOf[computed] * 4 + digitOf[result]
  operands.forEach((x, i) => {
    signature = signature * 16 + (x instanceof Tensor ? digitOf[x.dtype] + (movesAlong(inputs[i]!) ? 4 : 8) : 0)
  })
  const kernel = loopOf(name, signature, (k) => {
    const lane = laneOf[computed]
    const loads = operands.map((x, i) => {
      const from = x instanceof Tensor ? laneOf[x.dtype] : lane
      const moves = movesAlong(inputs[i]!)
      return k.convert(moves ? k.array(`operand ${i}`, from) : k.scalar(`operand ${i}`, from), lane)
    })
    k.output(k.convert(body(k, ...loads), laneOf[result]))
  })
  kernel.runNest(sizes, inputs, [filled])
  if (out !== undefined && target !== out) copyElements(out, target)
  return out ?? target
}

const movesAlong = (input: NestedView | number): boolean => typeof input !== 'number' && input.strides.at(-1) !== 0

/** Whether elements lie row by row in the very shape of the result: where all operands do, all dimensions are one. */
export function isAligned(x: Tensor, shape: Shape): boolean {
  return sameShape(x.shape, shape) && isContiguous(shape, x.strides)
}

/** The nest of rows a kernel runs along: its sizes, and the operands and the target as views over them. */
interface Rows {
  readonly sizes: readonly number[]
  /** Operands of one element are numbers. */
  readonly inputs: readonly (NestedView | number)[]
  readonly filled: NestedView
}

const unit: readonly number[] = [1]
const flatView = ({ data, offset }: Tensor): NestedView => ({ data, offset, strides: unit })

function rowsOf(shape: Shape, operands: readonly (Tensor | number | boolean)[], target: Tensor): Rows {
  const size = sizeOf(shape)
  const given: (Tensor | number)[] = []
  let aligned = isAligned(target, shape)
  for (const x of operands) {
    const whole = x instanceof Tensor && (size === 1 || x.numel() !== 1)
    given.push(whole ? x : x instanceof Tensor ? x.data[x.offset]! : Number(x))
    if (whole && !isAligned(x, shape)) aligned = false
  }
  if (aligned) {
    return {
      sizes: [size],
      inputs: given.map((x) => (typeof x === 'number' ? x : flatView(x))),
      filled: flatView(target),
    }
  }
  const tensors = [target, ...given.filter((x) => typeof x !== 'number')]
  const coalesced = coalesce(
    shape,
    tensors.map((x) => broadcastStrides('internal', x.shape, x.strides, shape)),
  )
  const { shape: sizes, strides } = inwards(coalesced, innerDim(coalesced.shape))
  const views = tensors.map(({ data, offset }, k): NestedView => ({ data, offset, strides: strides[k]! }))
  let next = 1
  const inputs = given.map((x) => (typeof x === 'number' ? x : views[next++]!))
  return { sizes, inputs, filled: views[0]! }
}

/** The tensor to write: a new one, `out`, or where `out` overlaps an operand out of step with it, a new one to copy from. */
function checkOut(
  name: string,
  out: Tensor | undefined,
  dtype: DType,
  shape: Shape,
  operands: readonly (Tensor | number | boolean)[],
): Tensor {
  if (out === undefined) return empty(dtype, shape)
  if (!sameShape(out.shape, shape))
    throw errors.shapeMismatch(name, out.shape, shape, 'out must have the shape of the result')
  if (out.dtype !== dtype) throw errors.dtype(name, `out of ${out.dtype}`, dtype)
  const overlaps = operands.some((x) => x instanceof Tensor && x.data.buffer === out.data.buffer && !sameLayout(x, out))
  return overlaps ? empty(dtype, shape) : out
}

function sameLayout(a: Tensor, b: Tensor): boolean {
  return a.data === b.data && a.offset === b.offset && sameShape(a.shape, b.shape) && sameShape(a.strides, b.strides)
}

/** A result that another computation left in `value`, in `out` where that is given. */
export function deliver(name: string, value: Tensor, out: Tensor | undefined): Tensor {
  if (out === undefined) return value
  if (!sameShape(out.shape, value.shape)) {
    throw errors.shapeMismatch(name, out.shape, value.shape, 'out must have the shape of the result')
  }
  if (out.dtype !== value.dtype) throw errors.dtype(name, `out of ${out.dtype}`, value.dtype)
  copyElements(out, value.data.buffer === out.data.buffer ? copyOf(value) : value)
  return out
}
