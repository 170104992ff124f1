import { toTypedArray } from '../convert.ts'
import { asTensor, copyOf, empty, type Operand, scalar } from '../create.ts'
import { errors } from '../errors.ts'
import { copyElements } from '../iterate.ts'
import { type Operation, operation } from '../operation.ts'
import { atLeast, part } from '../part.ts'
import { pick } from '../pick.ts'
import { broadcastShapes, checkRank, checkSizes, normaliseDim, normaliseDims } from '../shape.ts'
import type { Tensor } from '../tensor.ts'
import { mul } from './arithmetic.ts'
import { joined } from './joining.ts'
import { type DiagonalOptions, diagonal, expand, movedim, ravel, reshape } from './views.ts'

/** Options of {@link repeat}. */
export interface RepeatOptions {
  readonly repeats: readonly number[]
}

function repeated(name: string, x: Tensor, repeats: readonly number[]): Tensor {
  const times = checkSizes(name, repeats)
  if (times.length < x.ndim)
    throw errors.argument(name, `${times.length} repeats`, `one for each of ${x.ndim} dimensions`)
  const sizes = atLeast(x, times.length).shape
  const source = expand(
    reshape(
      x,
      sizes.flatMap((n) => [1, n]),
    ),
    sizes.flatMap((n, d) => [times[d]!, n]),
  )
  return copyOf(source).reshape(sizes.map((n, d) => n * times[d]!))
}

/**
 * The tensor repeated along each dimension, new dimensions first.
 *
 * @example
 * repeat(tensor([1, 2]), 2) // => tensor([1., 2., 1., 2.])
 */
export const repeat: Operation<[x: Tensor], ['...repeats'], RepeatOptions, Tensor> = operation(
  'repeat(x; ...repeats)',
  (x, { repeats }) => repeated('repeat', x, repeats),
)

/** Options of {@link tile}. */
export interface TileOptions {
  readonly dims: readonly number[]
}

/**
 * The tensor repeated along its last dimensions.
 *
 * @example
 * tile(tensor([[1], [2]]), 2).tolist() // => [[1, 1], [2, 2]]
 */
export const tile: Operation<[x: Tensor], ['...dims'], TileOptions, Tensor> = operation(
  'tile(x; ...dims)',
  (x, { dims }) => repeated('tile', x, [...new Array<number>(Math.max(0, x.ndim - dims.length)).fill(1), ...dims]),
)

/** Options of {@link repeatInterleave}: how often all slices are repeated, or each of them. */
export interface RepeatInterleaveOptions {
  readonly repeats: Operand
  readonly dim?: number | null
}

/**
 * Every element, or slice along a dimension, repeated in place.
 *
 * @example
 * repeatInterleave(tensor([1, 2]), 2) // => tensor([1., 1., 2., 2.])
 * repeatInterleave(tensor([1, 2]), [1, 3]) // => tensor([1., 2., 2., 2.])
 */
export const repeatInterleave: Operation<[x: Tensor], ['repeats', 'dim'], RepeatInterleaveOptions, Tensor> = operation(
  'repeatInterleave(x; repeats, dim?)',
  (x, { repeats, dim }) => {
    const whole = dim == null ? ravel(x) : atLeast(x, 1)
    const d = normaliseDim('repeatInterleave', dim ?? 0, whole.ndim, whole.shape)
    const size = whole.shape[d]!
    const given = asTensor('repeatInterleave', repeats)
    if (given.numel() !== 1 && given.shape.join() !== String(size)) {
      throw errors.shapeMismatch('repeatInterleave', whole.shape, given.shape, `one repeat for each of ${size} slices`)
    }
    const times = checkSizes('repeatInterleave', [
      ...toTypedArray(expand(given.numel() === 1 ? reshape(given, []) : given, [size])),
    ])
    return pick(
      whole,
      d,
      times.flatMap((n, i) => new Array<number>(n).fill(i)),
    )
  },
)

/** Options of {@link flip}. */
export interface FlipOptions {
  readonly dims: readonly number[]
}

/**
 * A copy with the order along dimensions reversed.
 *
 * @example
 * flip(tensor([1, 2, 3]), 0) // => tensor([3., 2., 1.])
 */
export const flip: Operation<[x: Tensor], ['...dims'], FlipOptions, Tensor> = operation(
  'flip(x; ...dims)',
  (x, { dims }) => {
    const list = normaliseDims('flip', dims, x.ndim).filter((d) => d < x.ndim)
    const strides = x.strides.map((step, d) => (list.includes(d) ? -step : step))
    const start = list.reduce((at, d) => at + Math.max(0, x.shape[d]! - 1) * x.strides[d]!, x.offset)
    return copyOf(x.withLayout(x.shape, strides, start))
  },
)

/** Options of {@link roll}. PyTorch's `dims` is understood too. */
export interface RollOptions {
  readonly shifts: number | readonly number[]
  readonly dim?: number | readonly number[]
  readonly dims?: number | readonly number[]
}

function rolled(x: Tensor, shift: number, dim: number): Tensor {
  const size = x.shape[dim] ?? 0
  if (size === 0) return copyOf(x)
  const by = ((shift % size) + size) % size
  const to = empty(x.dtype, x.shape)
  copyElements(part(to, dim, by, size - by), part(x, dim, 0, size - by))
  copyElements(part(to, dim, 0, by), part(x, dim, size - by, by))
  return to
}

/**
 * Elements moved along dimensions, the last ones coming in at the start; all elements row by row when none is named.
 *
 * @example
 * roll(tensor([1, 2, 3]), 1) // => tensor([3., 1., 2.])
 */
export const roll: Operation<[x: Tensor], ['shifts', 'dim'], RollOptions, Tensor> = operation(
  'roll(x; shifts, dim?; dims?)',
  (x, { shifts, dim, dims = dim }) => {
    const steps = typeof shifts === 'number' ? [shifts] : shifts
    const list = typeof dims === 'number' ? [dims] : (dims ?? [])
    if (list.length === 0 && steps.length === 1) return rolled(ravel(x), steps[0]!, 0).reshape(x.shape)
    if (x.ndim === 0) throw errors.dimensions('roll', x.shape, 'at least one dimension')
    if (list.length !== steps.length)
      throw errors.argument('roll', `${steps.length} shifts for ${list.length} dimensions`, 'as many')
    return list.reduce((value, d, i) => rolled(value, steps[i]!, normaliseDim('roll', d, x.ndim, x.shape)), x)
  },
)

/** Options of {@link tril}, {@link triu} and {@link diag}: which diagonal, counted above the main one. */
export interface TriangleOptions {
  readonly diagonal?: number
}

/** An operation that keeps a triangle of matrices. */
export type Triangle = Operation<[x: Tensor], ['diagonal'], TriangleOptions, Tensor>

const triangle = (name: string, keeps: (column: number, edge: number) => boolean): Triangle =>
  operation(`${name}(x; diagonal?)`, (x, { diagonal = 0 }) => {
    if (x.ndim < 2) throw errors.dimensions(name, x.shape, 'at least two dimensions')
    const to = copyOf(x)
    const [rows, columns] = x.shape.slice(-2) as [number, number]
    for (let at = 0; at < to.data.length; at++) {
      const row = Math.floor(at / columns) % rows
      if (!keeps(at % columns, row + diagonal)) to.data[at] = 0
    }
    return to
  })

/**
 * The lower triangle of matrices, up to a diagonal; zeros above.
 *
 * @example
 * tril(tensor([[1, 2], [3, 4]])).tolist() // => [[1, 0], [3, 4]]
 */
export const tril: Triangle = triangle('tril', (column, edge) => column <= edge)

/**
 * The upper triangle of matrices, from a diagonal on; zeros below.
 *
 * @example
 * triu(tensor([[1, 2], [3, 4]])).tolist() // => [[1, 2], [0, 4]]
 */
export const triu: Triangle = triangle('triu', (column, edge) => column >= edge)

/**
 * The diagonal of a matrix, copied; or the matrix that has a vector as its diagonal.
 *
 * @example
 * diag(tensor([1, 2])).tolist() // => [[1, 0], [0, 2]]
 * diag(tensor([[1, 2], [3, 4]])) // => tensor([1., 4.])
 */
export const diag: Triangle = operation('diag(x; diagonal?)', (x, { diagonal: offset = 0 }) => {
  if (x.ndim === 2) return copyOf(diagonal(x, offset))
  if (x.ndim !== 1) throw errors.dimensions('diag', x.shape, 'a vector or a matrix')
  return diagEmbed(x, { offset })
})

/**
 * Matrices with vectors of the last dimension on a diagonal.
 *
 * @example
 * diagEmbed(tensor([[1, 2], [3, 4]])).shape // => [2, 2, 2]
 */
export const diagEmbed: Operation<[x: Tensor], ['offset', 'dim1', 'dim2'], DiagonalOptions, Tensor> = operation(
  'diagEmbed(x; offset?, dim1?, dim2?)',
  (x, { offset = 0, dim1 = -2, dim2 = -1 }) => {
    if (x.ndim === 0) throw errors.dimensions('diagEmbed', x.shape, 'at least one dimension')
    const n = x.size(-1) + Math.abs(offset)
    const to = empty(x.dtype, [...x.shape.slice(0, -1), n, n])
    copyElements(diagonal(to, offset, -2, -1), x)
    return movedim(to, [-2, -1], [dim1, dim2])
  },
)

/**
 * The Kronecker product: every element of x times the whole of y.
 *
 * @example
 * kron(tensor([1, 10]), tensor([1, 2])) // => tensor([ 1.,  2., 10., 20.])
 */
export const kron: Operation<[x: Operand, y: Operand], [], object, Tensor> = operation('kron(x, y)', (x, y) => {
  const rank = Math.max(x.ndim, y.ndim)
  const [a, b] = [atLeast(x, rank), atLeast(y, rank)]
  const product = mul(
    reshape(
      a,
      a.shape.flatMap((n) => [n, 1]),
    ),
    reshape(
      b,
      b.shape.flatMap((n) => [1, n]),
    ),
  )
  return product.reshape(a.shape.map((n, d) => n * b.shape[d]!))
})

/** Options of {@link cross}. */
export interface CrossOptions {
  readonly dim?: number
}

/**
 * The cross product of vectors of three numbers along a dimension, the last unless given; other dimensions broadcast.
 *
 * @example
 * cross(tensor([1, 0, 0]), tensor([0, 1, 0])) // => tensor([0., 0., 1.])
 */
export const cross: Operation<[x: Operand, y: Operand], ['dim'], CrossOptions, Tensor> = operation(
  'cross(x, y; dim?)',
  (x, y, { dim = -1 }) => {
    const shape = broadcastShapes('cross', x.shape, y.shape)
    const d = normaliseDim('cross', dim, shape.length, shape)
    if (x.size(dim) !== 3 || y.size(dim) !== 3) {
      throw errors.shapeMismatch('cross', x.shape, y.shape, `dimension ${dim} must have 3 elements`)
    }
    const [a, b] = [expand(x, shape), expand(y, shape)]
    const product = (i: number, j: number): Tensor => mul(part(a, d, i, 1), part(b, d, j, 1))
    return joined(
      'cross',
      [product(1, 2).sub(product(2, 1)), product(2, 0).sub(product(0, 2)), product(0, 1).sub(product(1, 0))],
      d,
    )
  },
)

/**
 * The sum of the diagonal of a matrix.
 *
 * @example
 * trace(tensor([[1, 2], [3, 4]])) // => tensor(5.)
 */
export const trace: Operation<[x: Tensor], [], object, Tensor> = operation('trace(x)', (x) => {
  checkRank('trace', x.shape, 2)
  return x.numel() === 0 ? scalar(0, x.dtype) : diagonal(x).sum()
})

/** Options of {@link rot90}: how many turns, in which plane: from its first dimension towards its second. */
export interface Rot90Options {
  readonly k?: number
  readonly dims?: readonly number[]
}

/**
 * The plane of two dimensions, the first two unless given, turned counterclockwise k times by 90°.
 *
 * @example
 * rot90(tensor([[1, 2], [3, 4]])).tolist() // => [[2, 4], [1, 3]]
 */
export const rot90: Operation<[x: Tensor], ['k', 'dims'], Rot90Options, Tensor> = operation(
  'rot90(x; k?, dims?)',
  (x, { k = 1, dims = [0, 1] }) => {
    if (x.ndim < 2) throw errors.dimensions('rot90', x.shape, 'at least two dimensions')
    const plane = normaliseDims('rot90', dims, x.ndim)
    if (plane.length !== 2) throw errors.argument('rot90', `${plane.length} dimensions`, 'two')
    const [from, towards] = plane as [number, number]
    const turns = ((k % 4) + 4) % 4
    const flipped = turns === 0 ? copyOf(x) : flip(x, turns === 1 ? [towards] : turns === 2 ? plane : [from])
    return turns % 2 === 1 ? flipped.transpose(from, towards) : flipped
  },
)
