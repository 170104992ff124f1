import { asTensor, empty, type Operand } from '../create.ts'
import { promote } from '../dtype.ts'
import { errors } from '../errors.ts'
import { copyElements } from '../iterate.ts'
import { define, type Operation } from '../operation.ts'
import { atLeast, part } from '../part.ts'
import { checkRank, normaliseDim } from '../shape.ts'
import { isOptions, readValues } from '../signature.ts'
import type { Tensor } from '../tensor.ts'
import { expand, reshape, unsqueeze } from './views.ts'

/** Options that name a dimension, the first unless given. */
export interface JoinOptions {
  readonly dim?: number
}

/** An operation that joins tensors along a dimension. */
export type Joining = Operation<[tensors: readonly Operand[]], ['dim'], JoinOptions, Tensor>

function tensorsOf(name: string, operands: unknown): Tensor[] {
  if (!Array.isArray(operands) || operands.length === 0)
    throw errors.argument(name, 'no tensors', 'an array of tensors')
  return operands.map((operand) => asTensor(name, operand))
}

/** An operation on a list of tensors. */
function joining<N extends readonly string[], P>(
  signature: string,
  run: (tensors: readonly Tensor[], values: P) => Tensor,
): Operation<[tensors: readonly Operand[]], N, P, Tensor> {
  return define(signature, tensorsOf, run as (...args: unknown[]) => Tensor)
}

/** Tensors behind each other along a dimension, in their common dtype. */
export function joined(name: string, tensors: readonly Tensor[], dim: number): Tensor {
  // As in PyTorch, an empty tensor of one dimension joins anything.
  const parts = tensors.filter((x) => !(x.ndim === 1 && x.shape[0] === 0))
  const first = parts[0] ?? tensors[0]!
  const d = normaliseDim(name, dim, first.ndim, first.shape)
  if (first.ndim === 0) throw errors.dimensions(name, first.shape, 'at least one dimension')
  let size = 0
  for (const x of parts) {
    const fits = x.ndim === first.ndim && x.shape.every((n, e) => e === d || n === first.shape[e])
    if (!fits) throw errors.shapeMismatch(name, first.shape, x.shape, `sizes must agree except in dimension ${d}`)
    size += x.shape[d]!
  }
  const dtype = tensors.reduce((found, x) => promote(found, x.dtype), tensors[0]!.dtype)
  const to = empty(dtype, first.shape.with(d, size))
  let start = 0
  for (const x of parts) {
    copyElements(part(to, d, start, x.shape[d]!), x)
    start += x.shape[d]!
  }
  return to
}

/**
 * Tensors behind each other along a dimension.
 *
 * @example
 * cat([tensor([1, 2]), tensor([3])]) // => tensor([1., 2., 3.])
 */
export const cat: Joining = joining('cat(tensors; dim?)', (tensors, { dim = 0 }) => joined('cat', tensors, dim))

/**
 * Tensors of one shape along a new dimension.
 *
 * @example
 * stack([tensor([1, 2]), tensor([3, 4])], 1).tolist() // => [[1, 3], [2, 4]]
 */
export const stack: Joining = joining('stack(tensors; dim?)', (tensors, { dim = 0 }) => {
  const { shape, ndim } = tensors[0]!
  const d = normaliseDim('stack', dim, ndim + 1, shape)
  for (const x of tensors) {
    if (x.shape.join() !== shape.join()) throw errors.shapeMismatch('stack', shape, x.shape, 'all must have one shape')
  }
  return joined(
    'stack',
    tensors.map((x) => unsqueeze(x, d)),
    d,
  )
})

/** An operation that joins tensors. */
export type Stacking = Operation<[tensors: readonly Operand[]], [], object, Tensor>

/**
 * Tensors side by side: along the second dimension, vectors along their only one.
 *
 * @example
 * hstack([tensor([1, 2]), tensor([3])]) // => tensor([1., 2., 3.])
 */
export const hstack: Stacking = joining('hstack(tensors)', (given) => {
  const tensors = given.map((x) => atLeast(x, 1))
  return joined('hstack', tensors, tensors[0]!.ndim === 1 ? 0 : 1)
})

/**
 * Tensors below each other: along the first dimension, vectors as rows.
 *
 * @example
 * vstack([tensor([1, 2]), tensor([3, 4])]).tolist() // => [[1, 2], [3, 4]]
 */
export const vstack: Stacking = joining('vstack(tensors)', (tensors) =>
  joined(
    'vstack',
    tensors.map((x) => atLeast(x, 2)),
    0,
  ),
)

/** Options of {@link meshgrid}: matrix order (`ij`, the default) or with the first two dimensions exchanged (`xy`). */
export interface MeshgridOptions {
  readonly indexing?: 'ij' | 'xy'
}

/**
 * The coordinates of the grid that vectors span: one tensor for each, of the shape of all their lengths.
 *
 * @example
 * meshgrid([tensor([1, 2]), tensor([3, 4])])[1]?.tolist() // => [[3, 4], [3, 4]]
 */
export function meshgrid(...args: (Operand | readonly Operand[] | MeshgridOptions)[]): Tensor[] {
  const operands = args.filter((value) => !isOptions(value))
  const options = args.slice(operands.length)
  const { indexing } = readValues<MeshgridOptions>('meshgrid(; ; indexing?)', options)
  const list = operands.length === 1 && Array.isArray(operands[0]) ? operands[0] : operands
  const vectors = tensorsOf('meshgrid', list).map((x) => atLeast(x, 1))
  for (const x of vectors) checkRank('meshgrid', x.shape, 1)
  const flip = indexing === 'xy' && vectors.length > 1
  const place = (i: number): number => (flip && i < 2 ? 1 - i : i)
  const shape = vectors.map((_, i) => vectors[place(i)]!.length)
  return vectors.map((x, i) =>
    expand(
      reshape(
        x,
        shape.map((_, d) => (d === place(i) ? -1 : 1)),
      ),
      shape,
    ),
  )
}
