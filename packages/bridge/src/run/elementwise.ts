import { type Backend, compileLoop, type LoopIR, type LoopKernel } from '@fluxion/kernel'
import type { Expr } from '@fluxion/symbolic'
import type { Tensor } from '@fluxion/tensor'
import type { FloatLane } from '../lower/emitter.ts'
import { countOperations, lowerLoop } from '../lower/loop.ts'
import type { FloatDtype } from './arguments.ts'
import { broadcastShape, sizeOf } from './broadcast.ts'
import type { Computation, Value } from './computation.ts'
import { sumInto } from './copy.ts'
import { type ArrayTarget, allocate, runOverArrays } from './over-arrays.ts'
import { wouldOverwrite } from './overlap.ts'
import { readTarget } from './targets.ts'

/** Formulas of scalars, to be computed for every element of arrays that broadcast. */
export interface ElementwiseRequest {
  readonly outputs: readonly Expr[]
  readonly args: readonly string[]
  readonly dtype: FloatDtype
  readonly backend: 'auto' | Backend
  readonly reduce: 'sum' | 'mean' | undefined
  /** For a gradient by an argument, that argument's position: it stays an array where the argument is a column. */
  readonly gradientBy: readonly (number | undefined)[]
  /** Whether the outputs after the first are its derivatives. */
  readonly isGradient: boolean
  /** Nodes that are given like symbols: the argument each one is. */
  readonly inputs?: ReadonlyMap<Expr, string>
}

/**
 * Runs formulas of scalars over numbers and arrays. What is a column and what a parameter shows when it is called, so a
 * loop is compiled for each pattern of arrays and numbers, when it first occurs.
 */
export class Elementwise implements Computation {
  readonly #request: ElementwiseRequest
  readonly #loops = new Map<string, LoopKernel>()
  readonly #everything: readonly boolean[]
  #ir: LoopIR | undefined
  #latest: LoopKernel | undefined
  /** Which arguments were arrays when `#latest` ran. */
  #pattern: readonly boolean[] = []
  #single: LoopKernel | undefined

  constructor(request: ElementwiseRequest) {
    this.#request = request
    this.#everything = request.args.map(() => true)
  }

  get backend(): Backend {
    return this.#current().backend
  }

  get source(): string {
    return this.#current().source
  }

  get operations(): number {
    this.#ir ??= this.#lower(this.#everything)
    return countOperations(this.#ir)
  }

  /** One number for each output, all arguments being numbers. */
  get scalar(): LoopKernel['scalar'] {
    if (this.#single === undefined) {
      const { backend } = this.#request
      this.#single = compileLoop(this.#lowerSingle(), { target: backend === 'auto' ? 'js' : backend })
    }
    return this.#single.scalar
  }

  run(values: readonly Value[], out: readonly unknown[]): Value[] {
    const { args, outputs, reduce, gradientBy, dtype } = this.#request
    const given = reduce === undefined ? values : values.map(numberOfScalarTensor)
    const arrays = given.map((value) => typeof value !== 'number')
    const summed = this.#summed(arrays)
    const loop = this.#latest !== undefined && equal(arrays, this.#pattern) ? this.#latest : this.#loop(arrays, summed)
    this.#latest = loop
    this.#pattern = arrays
    const shape = broadcastShape(args, given)
    const count = sizeOf(shape)
    const shapes = outputs.map((_, i) => {
      const by = gradientBy[i]
      return by === undefined || summed[i] === true || reduce === undefined ? shape : (given[by] as Tensor).shape
    })
    const tensors = outputs.map((_, i) =>
      summed[i] === true ? undefined : (readTarget(out[i], shapes[i]!, dtype) ?? allocate(shapes[i]!, dtype)),
    )
    // what is summed afterwards, and what would be written over an argument that is still read, is computed elsewhere first
    const isReadLater = (tensor: Tensor): boolean =>
      given.some((value) => typeof value !== 'number' && wouldOverwrite(tensor, value, shape))
    const whole = tensors.map((tensor, i) => {
      if (tensor === undefined) return undefined
      const isWhole = shapes[i] === shape || sizeOf(shapes[i]!) === count
      return isWhole && (out[i] === undefined || !isReadLater(tensor)) ? tensor : allocate(shape, dtype)
    })
    const targets = whole.map((tensor) => (tensor === undefined ? undefined : targetOf(tensor, shape)))
    const inputs = loop.ir.inputs.length > given.length ? [...given, count] : given
    const sums = runOverArrays(loop, shape, inputs, targets)
    return outputs.map((_, i) => {
      const tensor = tensors[i]
      if (tensor === undefined) return reduce === 'mean' ? sums[i]! / count : sums[i]!
      if (whole[i] !== tensor) sumInto(tensor, whole[i]!)
      return tensor
    })
  }

  #current(): LoopKernel {
    return this.#latest ?? this.#loop(this.#everything, this.#summed(this.#everything))
  }

  #summed(arrays: readonly boolean[]): boolean[] {
    const { outputs, reduce, gradientBy } = this.#request
    return outputs.map(
      (_, i) => reduce !== undefined && (gradientBy[i] === undefined || arrays[gradientBy[i]] !== true),
    )
  }

  #loop(arrays: readonly boolean[], summed: readonly boolean[]): LoopKernel {
    const key = arrays.map(Number).join('')
    let loop = this.#loops.get(key)
    if (loop === undefined) {
      const ir = this.#lower(arrays, summed)
      loop = compileLoop(ir, { target: this.#request.backend })
      this.#loops.set(key, loop)
    }
    return loop
  }

  #lower(arrays: readonly boolean[], summed: readonly boolean[] = this.#summed(arrays)): LoopIR {
    return lowerLoop({ ...this.#request, arrays, lane: laneOf(this.#request.dtype), summed })
  }

  #lowerSingle(): LoopIR {
    const lane = laneOf(this.#request.dtype)
    return lowerLoop({ ...this.#request, arrays: this.#everything, lane, summed: [], reduce: undefined })
  }
}

const laneOf = (dtype: FloatDtype): FloatLane => (dtype === 'float64' ? 'f64' : 'f32')

const equal = (a: readonly boolean[], b: readonly boolean[]): boolean => a.every((value, i) => value === b[i])

const numberOfScalarTensor = (value: Value): Value =>
  typeof value !== 'number' && value.shape.length === 0 ? value.item() : value

function targetOf(tensor: Tensor, shape: readonly number[]): ArrayTarget {
  const missing = shape.length - tensor.shape.length
  return {
    data: tensor.data as Float64Array | Float32Array,
    offset: tensor.offset,
    strides: shape.map((_, d) => (d < missing ? 0 : tensor.strides[d - missing]!)),
  }
}
