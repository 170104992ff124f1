import { compileLoop, FluxionError, LoopBuilder, type LoopIR, type LoopKernel, type NestedView } from '@fluxion/kernel'
import { asTensor, copyOf, empty, type Operand } from './create.ts'
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
import { coalesce, copyElements, innerDim, inwards } from './iterate.ts'
import { broadcastShapes, broadcastStrides, type Shape, sameShape, sizeOf } from './shape.ts'
import { Tensor } from './tensor.ts'

/** Writes the instructions of an operation: from its operands, on one lane, to its value. */
export type Body = (k: LoopBuilder, ...operands: number[]) => number

/** Which dtype operands are brought to: their common one, at least int32, or a floating one. */
export type Compute = 'common' | 'number' | 'float'

const kernels = new Map<string, LoopKernel>()

/**
 * The compiled loop under a key, built when it is first wanted. Keys are made of names and dtypes of this package, so they are few.
 * `vectors` asks for SIMD also where the kernel would choose JavaScript: loops with many inputs gain from it.
 */
export function kernelOf(key: string, build: (k: LoopBuilder) => void, vectors: boolean = false): LoopKernel {
  let kernel = kernels.get(key)
  if (kernel === undefined) {
    const k = new LoopBuilder()
    build(k)
    kernel = vectors ? compileVectors(k.finish()) : compileLoop(k.finish())
    kernels.set(key, kernel)
  }
  return kernel
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
    typeof operand === 'number' || typeof operand === 'boolean' ? operand : asTensor(name, operand),
  )
  const computed = computeType(compute, given.map(participantOf))
  return run(name, body, given, computed, result ?? computed, out)
}

/** {@link pointwise} in a given dtype. */
export function run(
  name: string,
  body: Body,
  operands: readonly (Tensor | number | boolean)[],
  computed: DType,
  result: DType,
  out?: Tensor,
): Tensor {
  let shape: Shape = []
  for (const x of operands) if (x instanceof Tensor) shape = broadcastShapes(name, shape, x.shape)
  const size = sizeOf(shape)
  const isScalar = operands.map((x) => !(x instanceof Tensor) || (x.numel() === 1 && size !== 1))
  let key = `${name}>${computed}>${result}`
  operands.forEach((x, i) => {
    key += x instanceof Tensor ? `${isScalar[i] ? ' s:' : ' '}${x.dtype}` : ' number'
  })
  const kernel = kernelOf(key, (k) => {
    const lane = laneOf[computed]
    const loads = operands.map((x, i) => {
      const from = x instanceof Tensor ? laneOf[x.dtype] : lane
      return k.convert(isScalar[i] ? k.scalar(`operand ${i}`, from) : k.array(`operand ${i}`, from), lane)
    })
    k.output(k.convert(body(k, ...loads), laneOf[result]))
  })
  const target = checkOut(name, out, result, shape, operands)
  const arrays = [target, ...operands.filter((_, i): boolean => !isScalar[i])] as Tensor[]
  const scalars = operands.map((x, i) =>
    isScalar[i] ? (x instanceof Tensor ? x.data[x.offset]! : Number(x)) : undefined,
  )
  runRows(kernel, shape, arrays, scalars)
  if (out !== undefined && target !== out) copyElements(out, target)
  return out ?? target
}

/** Runs a kernel of one output over tensors that broadcast to `shape`; `arrays[0]` is the output, the others fill the gaps in `inputs`. */
function runRows(
  kernel: LoopKernel,
  shape: Shape,
  arrays: readonly Tensor[],
  inputs: readonly (number | undefined)[],
): void {
  if (sizeOf(shape) === 0) return
  const coalesced = coalesce(
    shape,
    arrays.map((x) => broadcastStrides('internal', x.shape, x.strides, shape)),
  )
  const { shape: sizes, strides } = inwards(coalesced, innerDim(coalesced.shape))
  const views = arrays.map(({ data, offset }, k): NestedView => ({ data, offset, strides: strides[k]! }))
  let next = 1
  kernel.runNest(
    sizes,
    inputs.map((value) => value ?? views[next++]!),
    [views[0]!],
  )
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
