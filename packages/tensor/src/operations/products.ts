import { type MatrixData, type MatrixView, matrixView, multiplyMatrices } from '@fluxion/kernel'
import { cast, empty, type Operand, toInt32 } from '../create.ts'
import { promote } from '../dtype.ts'
import { errors } from '../errors.ts'
import { walk } from '../iterate.ts'
import { type Operation, operation } from '../operation.ts'
import { deliver, type Out } from '../pointwise.ts'
import { broadcastShapes, broadcastStrides, checkRank } from '../shape.ts'
import type { Tensor } from '../tensor.ts'
import { mul } from './arithmetic.ts'

/** A product of two tensors. */
export type Product = Operation<[a: Operand, b: Operand], [], Out, Tensor>

/** The matrix in the last two dimensions that begins at a place of the data. */
function matrixAt(x: Tensor, offset: number): MatrixView {
  const d = x.ndim - 2
  return matrixView(x.data as MatrixData, x.shape[d]!, x.shape[d + 1]!, offset, x.strides[d]!, x.strides[d + 1]!)
}

/** Two tensors as floating or int32 of one dtype. */
function common(x: Tensor, y: Tensor): [Tensor, Tensor] {
  const dtype = promote(promote(x.dtype, y.dtype), 'int32')
  return [cast(x, dtype), cast(y, dtype)]
}

/** The products of matrices in the last two dimensions; dimensions before them broadcast. */
function batched(name: string, a: Tensor, b: Tensor, out?: Tensor): Tensor {
  const [m, k] = a.shape.slice(-2) as [number, number]
  const n = b.shape.at(-1)!
  if (b.shape.at(-2) !== k) {
    throw errors.shapeMismatch(name, a.shape, b.shape, 'columns of the first must be rows of the second')
  }
  if (a.dtype === 'int32') {
    return deliver(name, toInt32(name, batched(name, cast(a, 'float64'), cast(b, 'float64'))), out)
  }
  const batch = broadcastShapes(name, a.shape.slice(0, -2), b.shape.slice(0, -2))
  const shape = [...batch, m, n]
  const fits = out !== undefined && out.dtype === a.dtype && out.data !== a.data && out.data !== b.data
  const to = fits && out.shape.join() === shape.join() ? out : empty(a.dtype, shape)
  const multiply = ([p, q, c]: readonly number[]): void =>
    multiplyMatrices(matrixAt(a, p!), matrixAt(b, q!), matrixAt(to, c!))
  const places = [a.offset, b.offset, to.offset]
  if (batch.length === 0) multiply(places)
  else {
    const strides = [a, b, to].map((x) => broadcastStrides(name, x.shape.slice(0, -2), x.strides.slice(0, -2), batch))
    walk({ shape: batch, strides }, places, multiply)
  }
  return to === out ? out : deliver(name, to, out)
}

/**
 * The product of two matrices (m × k by k × n gives m × n).
 *
 * @example
 * mm(tensor([[1, 2], [3, 4]]), tensor([[0, 1], [1, 0]])).tolist() // => [[2, 1], [4, 3]]
 */
export const mm: Product = operation('mm(a, b; ; out?)', (left, right, { out }) => {
  const [a, b] = common(left, right)
  checkRank('mm', a.shape, 2)
  checkRank('mm', b.shape, 2)
  return batched('mm', a, b, out)
})

/**
 * The products of two batches of matrices (b × m × k by b × k × n gives b × m × n).
 *
 * @example
 * bmm(ones(3, 2, 4), ones(3, 4, 5)).shape // => [3, 2, 5]
 */
export const bmm: Product = operation('bmm(a, b; ; out?)', (left, right, { out }) => {
  const [a, b] = common(left, right)
  checkRank('bmm', a.shape, 3)
  checkRank('bmm', b.shape, 3)
  if (a.shape[0] !== b.shape[0]) throw errors.shapeMismatch('bmm', a.shape, b.shape, 'as many matrices in both')
  return batched('bmm', a, b, out)
})

/**
 * The product of a matrix and a vector (m × n by n gives m).
 *
 * @example
 * mv(tensor([[1, 2], [3, 4]]), tensor([1, 1])) // => tensor([3., 7.])
 */
export const mv: Product = operation('mv(a, b; ; out?)', (left, right, { out }) => {
  const [a, b] = common(left, right)
  checkRank('mv', a.shape, 2)
  checkRank('mv', b.shape, 1)
  return matmul(a, b, out === undefined ? {} : { out })
})

/**
 * The inner product of two vectors of one length.
 *
 * @example
 * dot(tensor([1, 2, 3]), tensor([4, 5, 6])) // => tensor(32.)
 */
export const dot: Product = operation('dot(a, b; ; out?)', (left, right, { out }) => {
  const [a, b] = common(left, right)
  checkRank('dot', a.shape, 1)
  checkRank('dot', b.shape, 1)
  return matmul(a, b, out === undefined ? {} : { out })
})

/**
 * The product of vectors, matrices and batches: inner product of two vectors, matrix by vector, matrix by matrix; dimensions
 * before the last two broadcast.
 *
 * @example
 * matmul(tensor([[1, 2], [3, 4]]), tensor([[5], [6]])).tolist() // => [[17], [39]]
 */
export const matmul: Product = operation('matmul(a, b; ; out?)', (left, right, { out }) => {
  const [a, b] = common(left, right)
  if (a.ndim === 0 || b.ndim === 0) {
    throw errors.shapeMismatch('matmul', a.shape, b.shape, 'both need at least one dimension')
  }
  const rows = a.ndim === 1 ? a.withLayout([1, ...a.shape], [0, ...a.strides]) : a
  const columns = b.ndim === 1 ? b.withLayout([...b.shape, 1], [...b.strides, 0]) : b
  if (rows.shape.at(-1) !== columns.shape.at(-2)) {
    throw errors.shapeMismatch(
      'matmul',
      a.shape,
      b.shape,
      'the last size of the first must be the last but one of the second',
    )
  }
  if (a.ndim > 1 && b.ndim > 1) return batched('matmul', rows, columns, out)
  const full = batched('matmul', rows, columns)
  const drop = (list: readonly number[]): readonly number[] => {
    const withoutRow = a.ndim === 1 ? list.toSpliced(-2, 1) : list
    return b.ndim === 1 ? withoutRow.slice(0, -1) : withoutRow
  }
  return deliver('matmul', full.withLayout(drop(full.shape), drop(full.strides)), out)
})

/**
 * The products of every element of one vector with every element of another.
 *
 * @example
 * outer(tensor([1, 2]), tensor([3, 4])).tolist() // => [[3, 4], [6, 8]]
 */
export const outer: Product = operation('outer(a, b; ; out?)', (a, b, { out }) => {
  checkRank('outer', a.shape, 1)
  checkRank('outer', b.shape, 1)
  const column = a.withLayout([a.shape[0]!, 1], [a.strides[0]!, 0])
  return mul(column, b, out === undefined ? {} : { out })
})
