/** Between tensors and the matrices of doubles that decompositions work on: the last two dimensions are a matrix, those before a batch. */

import { asTensor, cast, empty, type Operand } from '../create.ts'
import { epsilon, getDefaultDtype, isFloating } from '../dtype.ts'
import { errors } from '../errors.ts'
import { walk } from '../iterate.ts'
import { broadcastStrides, type Shape, sizeOf } from '../shape.ts'
import type { Tensor } from '../tensor.ts'
import { linalgErrors } from './errors.ts'
import type { Matrix } from './matrix.ts'

/** The dtype of results. Decompositions compute in double and round at the end. */
export type FloatType = 'float64' | 'float32'

/** The matrices of a tensor, as doubles; they may lie in the user's data: read only. */
export interface Batch {
  readonly operation: string
  readonly dtype: FloatType
  /** Sizes of the dimensions before the last two. */
  readonly shape: Shape
  readonly count: number
  readonly rows: number
  readonly columns: number
  matrix(index: number): Matrix
  /** For messages: '' for a single matrix, ' 3 of the batch' otherwise. */
  which(index: number): string
}

/** Integers and truth values become the default dtype. */
export function floatTypeOf(...tensors: readonly Tensor[]): FloatType {
  const types = tensors.map(({ dtype }) => dtype).filter(isFloating)
  if (types.length === 0) return getDefaultDtype()
  return types.includes('float64') ? 'float64' : 'float32'
}

/** The gap between 1 and the next number of a dtype, on which default tolerances rest. */
export const epsilonOf = (dtype: FloatType): number => epsilon[dtype]

/** The matrices of an operand, its batch broadcast to `shape` where one is given. */
export function batchOf(operation: string, operand: Operand, shape?: Shape): Batch {
  const given = asTensor(operation, operand)
  if (given.ndim < 2) throw errors.dimensions(operation, given.shape, 'at least two dimensions')
  const dtype = floatTypeOf(given)
  const x = cast(given, 'float64')
  const batchShape = shape ?? x.shape.slice(0, -2)
  const strides = broadcastStrides(operation, x.shape.slice(0, -2), x.strides.slice(0, -2), batchShape)
  const offsets: number[] = []
  walk({ shape: batchShape, strides: [strides] }, [x.offset], ([at]) => offsets.push(at!))
  const [rows, columns] = x.shape.slice(-2) as [number, number]
  const [rowStride, columnStride] = x.strides.slice(-2) as [number, number]
  const data = x.data as Float64Array
  return {
    operation,
    dtype,
    shape: batchShape,
    count: offsets.length,
    rows,
    columns,
    matrix: (index) => ({ data, offset: offsets[index]!, rows, columns, rowStride, columnStride }),
    which: (index) => (offsets.length === 1 ? '' : ` ${index} of the batch`),
  }
}

/** {@link batchOf} for operations on square matrices. */
export function squareBatchOf(operation: string, operand: Operand): Batch {
  const batch = batchOf(operation, operand)
  if (batch.rows !== batch.columns) throw linalgErrors.notSquare(operation, [...batch.shape, batch.rows, batch.columns])
  return batch
}

/** Throws where a matrix has NaN or infinite elements, for which an iteration would not end. */
export function checkFinite(batch: Batch, index: number): Matrix {
  const a = batch.matrix(index)
  for (let i = 0; i < a.rows; i++)
    for (let j = 0; j < a.columns; j++) {
      if (!Number.isFinite(a.data[a.offset + i * a.rowStride + j * a.columnStride])) {
        throw linalgErrors.notFinite(batch.operation, batch.which(index))
      }
    }
  return a
}

/** Results of one shape for each matrix of a batch, gathered in a tensor. */
export class Results {
  readonly #dtype: FloatType
  readonly #tensor: Tensor
  readonly #size: number

  constructor(batch: { readonly dtype: FloatType; readonly shape: Shape }, each: Shape) {
    this.#dtype = batch.dtype
    this.#tensor = empty('float64', [...batch.shape, ...each])
    this.#size = sizeOf(each)
  }

  /** The elements of result `index`. */
  put(index: number, values: ArrayLike<number>): void {
    this.#tensor.data.set(values, index * this.#size)
  }

  /** Result `index`, a matrix with any strides. */
  putMatrix(index: number, a: Matrix): void {
    const to = this.#tensor.data
    let at = index * this.#size
    for (let i = 0; i < a.rows; i++)
      for (let j = 0; j < a.columns; j++) to[at++] = a.data[a.offset + i * a.rowStride + j * a.columnStride]!
  }

  /** The tensor, in the dtype of the batch. */
  get(): Tensor {
    return cast(this.#tensor, this.#dtype)
  }
}

/** A tensor with one matrix for each matrix of the batch. */
export function mapMatrices(batch: Batch, each: Shape, run: (a: Matrix, index: number) => Matrix): Tensor {
  const results = new Results(batch, each)
  for (let i = 0; i < batch.count; i++) results.putMatrix(i, run(batch.matrix(i), i))
  return results.get()
}

/** A tensor with one number for each matrix of the batch. */
export function mapNumbers(batch: Batch, run: (a: Matrix, index: number) => number): Tensor {
  const results = new Results(batch, [])
  for (let i = 0; i < batch.count; i++) results.put(i, [run(batch.matrix(i), i)])
  return results.get()
}
