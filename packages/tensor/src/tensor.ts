import type { DType, TypedArray } from './dtype.ts'
import { errors } from './errors.ts'
import type { TensorMethods } from './methods.ts'
import { toText } from './print.ts'
import { isContiguous, normaliseDim, type Shape, sizeOf, stridesOf } from './shape.ts'

/** Arrays in arrays of numbers or truth values, as deep as a shape is long; a bare number for shape `[]`. */
export type NestedArray = number | boolean | readonly NestedArray[]

/**
 * An n-dimensional array: element `[i, j, …]` is `data[offset + i * strides[0] + j * strides[1] + …]`. Views share `data`.
 * Memory is the garbage collector's: nothing is ever disposed. Methods are the operations of this package with the tensor as their
 * first argument.
 *
 * @example
 * const x = tensor([[1, 2, 3], [4, 5, 6]])
 * x.T.add(10).at(0) // => tensor([11., 14.])
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: methods.ts puts every operation of TensorMethods on the prototype
export class Tensor {
  /** The elements, shared with views; where a tensor is not contiguous or has an offset, in another order or among others. */
  readonly data: TypedArray
  /** The type of the elements. */
  readonly dtype: DType
  /** Sizes of the dimensions, outermost first. */
  readonly shape: Shape
  /** Steps in `data`, in elements, from one index to the next along each dimension. */
  readonly strides: readonly number[]
  /** Place in `data` of the first element. */
  readonly offset: number

  constructor(
    data: TypedArray,
    dtype: DType,
    shape: Shape,
    strides: readonly number[] = stridesOf(shape),
    offset: number = 0,
  ) {
    this.data = data
    this.dtype = dtype
    this.shape = shape
    this.strides = strides
    this.offset = offset
  }

  /** The number of dimensions. */
  get ndim(): number {
    return this.shape.length
  }

  /** The size of the first dimension. */
  get length(): number {
    const length = this.shape[0]
    if (length === undefined) throw errors.dimensions('length', this.shape, 'at least one dimension')
    return length
  }

  /** A view with the dimensions in reverse order: the transpose of a matrix. */
  get T(): Tensor {
    return this.withLayout(this.shape.toReversed(), this.strides.toReversed())
  }

  /** A view with the last two dimensions exchanged: each matrix of a batch transposed. */
  get mT(): Tensor {
    const d = this.ndim
    if (d < 2) throw errors.dimensions('mT', this.shape, 'at least two dimensions')
    const order = Array.from({ length: d }, (_, i) => (i === d - 2 ? d - 1 : i === d - 1 ? d - 2 : i))
    return this.withLayout(
      order.map((i) => this.shape[i]!),
      order.map((i) => this.strides[i]!),
    )
  }

  /** The number of elements. */
  numel(): number {
    return sizeOf(this.shape)
  }

  /** The sizes, or the size of one dimension. */
  size(): Shape
  size(dim: number): number
  size(dim?: number): Shape | number {
    return dim === undefined ? this.shape : this.shape[normaliseDim('size', dim, this.ndim, this.shape)]!
  }

  /** The number of dimensions. */
  dim(): number {
    return this.ndim
  }

  /** True when the elements lie row by row without gaps. */
  isContiguous(): boolean {
    return isContiguous(this.shape, this.strides)
  }

  /** The only element, as a number (0 or 1 for a truth value). */
  item(): number {
    if (this.numel() !== 1) throw errors.dimensions('item', this.shape, 'exactly one element')
    return this.data[this.offset]!
  }

  /** The elements in nested arrays: numbers, or booleans for dtype bool. */
  tolist(): NestedArray {
    const truth = this.dtype === 'bool'
    const nest = (dim: number, at: number): NestedArray => {
      const n = this.shape[dim]
      if (n === undefined) return truth ? this.data[at] !== 0 : this.data[at]!
      const step = this.strides[dim]!
      return Array.from({ length: n }, (_, i) => nest(dim + 1, at + i * step))
    }
    return nest(0, this.offset)
  }

  /** A tensor over the same data with another shape, strides and offset. The caller answers for the bounds. */
  withLayout(shape: Shape, strides: readonly number[], offset: number = this.offset): Tensor {
    return new Tensor(this.data, this.dtype, shape, strides, offset)
  }

  /** The tensors along the first dimension, as views. */
  *[Symbol.iterator](): Generator<Tensor> {
    const shape = this.shape.slice(1)
    const strides = this.strides.slice(1)
    for (let i = 0; i < this.length; i++) yield this.withLayout(shape, strides, this.offset + i * this.strides[0]!)
  }

  /** The text PyTorch prints. */
  toString(): string {
    return toText(this)
  }
}

export interface Tensor extends TensorMethods {}
