import { cast, type Operand } from '../create.ts'
import { type DType, getDefaultDtype, isFloating } from '../dtype.ts'
import { errors } from '../errors.ts'
import { type Operation, operation } from '../operation.ts'
import { type Body, deliver, type Out, run } from '../pointwise.ts'
import { checkNotEmpty, countOf, type Dims, fold, reduce, reducedDims, same } from '../reduce.ts'
import { reducedShape, stridesOf } from '../shape.ts'
import type { Tensor } from '../tensor.ts'
import { normAlong } from '../vector-norm.ts'
import { constant } from './elementwise.ts'

/** Options that say what to reduce. */
export interface FoldOptions extends Out {
  readonly dim?: Dims
  /** Keep reduced dimensions with size 1. */
  readonly keepdim?: boolean
}

/** An operation that folds the elements along dimensions and keeps their dtype, or gives truth values. */
export type FoldOperation = Operation<[x: Operand], ['dim', 'keepdim'], FoldOptions, Tensor>

/** Options of reductions. */
export interface ReductionOptions extends FoldOptions {
  /** The dtype to bring elements to before reducing. */
  readonly dtype?: DType
}

/** An operation that folds the elements along dimensions. */
export type ReductionOperation = Operation<[x: Operand], ['dim', 'keepdim'], ReductionOptions, Tensor>

const floating = (dtype: DType): DType => (isFloating(dtype) ? dtype : getDefaultDtype())

const total = (kind: 'sum' | 'prod'): ReductionOperation =>
  operation(`${kind}(x; dim?, keepdim?; dtype?, out?)`, (x, { dim, keepdim = false, dtype, out }) => {
    const yields = dtype ?? (x.dtype === 'bool' ? 'int32' : x.dtype)
    return deliver(kind, fold(kind, kind, x, reducedDims(kind, dim, x), keepdim, yields), out)
  })

/**
 * The sum of all elements, or along dimensions. float32 is accumulated in double.
 *
 * @example
 * sum(tensor([[1, 2], [3, 4]])) // => tensor(10.)
 * sum(tensor([[1, 2], [3, 4]]), 0) // => tensor([4., 6.])
 */
export const sum: ReductionOperation = total('sum')

/**
 * The product of all elements, or along dimensions.
 *
 * @example
 * prod(tensor([[1, 2], [3, 4]]), 1) // => tensor([ 2., 12.])
 */
export const prod: ReductionOperation = total('prod')

/** A floating dtype for the elements of a tensor, or the one asked for, which must be floating. */
function floatingType(name: string, x: Tensor, dtype: DType = floating(x.dtype)): DType {
  if (!isFloating(dtype)) throw errors.dtype(name, dtype, 'a floating dtype')
  return dtype
}

function meanOf(x: Tensor, dims: readonly number[], keepdim: boolean, dtype: DType): Tensor {
  const sums = fold('sum', 'sum', x, dims, keepdim, dtype)
  return run('div', (k, a, n) => k.op('div', a!, n!), [sums, countOf(x, dims)], dtype, dtype, sums)
}

/**
 * The arithmetic mean of all elements, or along dimensions; NaN of none.
 *
 * @example
 * mean(tensor([[1, 2], [3, 4]]), 1) // => tensor([1.5000, 3.5000])
 */
export const mean: ReductionOperation = operation(
  'mean(x; dim?, keepdim?; dtype?, out?)',
  (x, { dim, keepdim = false, dtype, out }) => {
    return deliver('mean', meanOf(x, reducedDims('mean', dim, x), keepdim, floatingType('mean', x, dtype)), out)
  },
)

/** Options of {@link variance} and {@link std}: divide by n − correction; `unbiased: false` is correction 0. */
export interface SpreadOptions extends FoldOptions {
  readonly unbiased?: boolean
  readonly correction?: number
}

/** An operation on the spread of elements. */
export type SpreadOperation = Operation<[x: Operand], ['dim', 'keepdim'], SpreadOptions, Tensor>

const squaredGap: Body = (k, a, m) => {
  const gap = k.op('sub', a!, m!)
  return k.op('mul', gap, gap)
}

/** In two passes: the mean, then the squares of distances from it. */
function spread(name: 'var' | 'std', x: Tensor, options: SpreadOptions): Tensor {
  const { dim, keepdim = false, unbiased = true, correction = unbiased ? 1 : 0, out } = options
  const dims = reducedDims(name, dim, x)
  const dtype = floating(x.dtype)
  const centre = meanOf(x, dims, true, dtype)
  const mapped = { name: 'squared gap', body: squaredGap, operands: [x, centre], computed: dtype, yields: dtype }
  const squares = reduce('sum', mapped, dims, keepdim)
  const divisor = Math.max(0, countOf(x, dims) - correction)
  const body: Body = name === 'var' ? (k, s, n) => k.op('div', s!, n!) : (k, s, n) => k.op('sqrt', k.op('div', s!, n!))
  return deliver(name, run(`${name} of squares`, body, [squares, divisor], dtype, dtype, squares), out)
}

/**
 * The variance: the mean square distance from the mean, divided by n − 1 unless `unbiased: false` or another `correction`.
 * PyTorch's `var`, which JavaScript reserves; the method is `x.var()`.
 *
 * @example
 * variance(tensor([1, 2, 3, 4])) // => tensor(1.6667)
 */
const variance: SpreadOperation = operation('var(x; dim?, keepdim?; unbiased?, correction?, out?)', (x, options) =>
  spread('var', x, options),
)

export { variance, variance as var }

/**
 * The standard deviation: the square root of {@link variance}.
 *
 * @example
 * std(tensor([1, 2, 3, 4]), { unbiased: false }) // => tensor(1.1180)
 */
export const std: SpreadOperation = operation('std(x; dim?, keepdim?; unbiased?, correction?, out?)', (x, options) =>
  spread('std', x, options),
)

const quantifier = (kind: 'any' | 'all'): FoldOperation =>
  operation(`${kind}(x; dim?, keepdim?; out?)`, (x, { dim, keepdim = false, out }) => {
    return deliver(kind, fold(kind, kind, x, reducedDims(kind, dim, x), keepdim, 'bool'), out)
  })

/**
 * True where any element is not 0.
 *
 * @example
 * any(tensor([[true, false], [false, false]]), 1) // => tensor([ True, False])
 */
export const any: FoldOperation = quantifier('any')

/**
 * True where no element is 0.
 *
 * @example
 * all(tensor([[true, true], [true, false]]), 1) // => tensor([ True, False])
 */
export const all: FoldOperation = quantifier('all')

const extremum = (name: 'amax' | 'amin'): FoldOperation =>
  operation(`${name}(x; dim?, keepdim?; out?)`, (x, { dim, keepdim = false, out }) => {
    const dims = reducedDims(name, dim, x)
    checkNotEmpty(name, x, dims)
    const kind = name === 'amax' ? 'max' : 'min'
    const found =
      x.dtype === 'bool'
        ? fold(kind === 'max' ? 'any' : 'all', name, x, dims, keepdim, 'bool')
        : fold(kind, name, x, dims, keepdim, x.dtype)
    return deliver(name, found, out)
  })

/**
 * The largest element, of all or along dimensions; NaN where one is NaN.
 *
 * @example
 * amax(tensor([[1, 5], [3, 2]]), 0) // => tensor([3., 5.])
 */
export const amax: FoldOperation = extremum('amax')

/**
 * The smallest element, of all or along dimensions; NaN where one is NaN.
 *
 * @example
 * amin(tensor([[1, 5], [3, 2]]), 0) // => tensor([1., 2.])
 */
export const amin: FoldOperation = extremum('amin')

/** Options of {@link norm}: which norm (2 unless given) and along which dimensions. */
export interface NormOptions extends Out {
  readonly p?: number | string
  readonly dim?: Dims
  readonly keepdim?: boolean
}

/**
 * The p-norm of all elements, or along dimensions: (Σ |x|^p)^(1/p); p = Infinity the largest size, −Infinity the smallest,
 * 0 how many are not 0, 'fro' the square root of the sum of squares. For norms of matrices see `linalg.norm`.
 *
 * @example
 * norm(tensor([3, 4])) // => tensor(5.)
 * norm(tensor([[3, -4], [1, 2]]), 1, 0) // => tensor([4., 6.])
 */
export const norm: Operation<[x: Operand], ['p', 'dim', 'keepdim'], NormOptions, Tensor> = operation(
  'norm(x; p?, dim?, keepdim?; out?)',
  (given, { p = 2, dim, keepdim = false, out }) => {
    const x = cast(given, floating(given.dtype))
    const order = p === 'fro' ? 2 : Number(p)
    if (Number.isNaN(order)) throw errors.argument('norm', `p ${p}`, "a number or 'fro'")
    return deliver('norm', normAlong(x, order, reducedDims('norm', dim, x), keepdim), out)
  },
)

/** Options of {@link logsumexp}. */
export interface LogSumExpOptions extends Out {
  readonly dim?: Dims
  readonly keepdim?: boolean
}

const shiftedExp: Body = (k, a, m) => k.op('exp', k.op('sub', a!, m!))

/** The largest elements along dimensions, 0 where they are not finite, so that differences from them are defined. */
function shiftOf(x: Tensor, dims: readonly number[]): Tensor {
  const most = fold('max', 'max', x, dims, true, x.dtype)
  const body: Body = (k, m) => {
    const finite = k.op('lt', k.op('abs', m!), constant(k, Infinity, m!))
    return k.op('select', finite, m!, constant(k, 0, m!))
  }
  return run('finite or 0', body, [most], x.dtype, x.dtype)
}

/**
 * log Σ eˣ along dimensions, without overflow on the way.
 *
 * @example
 * logsumexp(tensor([1000, 1000]), 0) // => tensor(1000.6931)
 */
export const logsumexp: Operation<[x: Operand], ['dim', 'keepdim'], LogSumExpOptions, Tensor> = operation(
  'logsumexp(x; dim?, keepdim?; out?)',
  (given, { dim, keepdim = false, out }) => {
    const x = cast(given, floating(given.dtype))
    const { dtype } = x
    const dims = reducedDims('logsumexp', dim, x)
    const shift = shiftOf(x, dims)
    const mapped = { name: 'shifted exp', body: shiftedExp, operands: [x, shift], computed: dtype, yields: dtype }
    const sums = reduce('sum', mapped, dims, true)
    const value = run('log and shift', (k, s, m) => k.op('add', k.op('log', s!), m!), [sums, shift], dtype, dtype)
    const shape = reducedShape(x.shape, dims, keepdim)
    return deliver('logsumexp', value.withLayout(shape, stridesOf(shape)), out)
  },
)

/** Options of {@link softmax} and {@link logSoftmax}. */
export interface SoftmaxOptions extends Out {
  readonly dim: number
  /** The dtype to bring elements to first. */
  readonly dtype?: DType
}

function normalised(name: 'softmax' | 'logSoftmax', given: Tensor, { dim, out, ...options }: SoftmaxOptions): Tensor {
  const dtype = floatingType(name, given, options.dtype)
  const x = cast(given, dtype)
  const dims = reducedDims(name, dim, x)
  const shift = fold('max', 'max', x, dims, true, dtype)
  if (name === 'softmax') {
    const powers = run('shifted exp', shiftedExp, [x, shift], dtype, dtype)
    const sums = fold('sum', 'sum', powers, dims, true, dtype)
    return run('div', (k, a, s) => k.op('div', a!, s!), [powers, sums], dtype, dtype, out ?? powers)
  }
  const mapped = { name: 'shifted exp', body: shiftedExp, operands: [x, shift], computed: dtype, yields: dtype }
  const logs = run('log', (k, s) => k.op('log', s!), [reduce('sum', mapped, dims, true)], dtype, dtype)
  const body: Body = (k, a, m, l) => k.op('sub', k.op('sub', a!, m!), l!)
  return run(name, body, [x, shift, logs], dtype, dtype, out)
}

/**
 * eˣ divided by its sum along a dimension.
 *
 * @example
 * softmax(tensor([0, 1, 2]), 0) // => tensor([0.0900, 0.2447, 0.6652])
 */
export const softmax: Operation<[x: Operand], ['dim'], SoftmaxOptions, Tensor> = operation(
  'softmax(x; dim; dtype?, out?)',
  (x, options) => normalised('softmax', x, options),
)

/**
 * The logarithm of {@link softmax}, without overflow on the way.
 *
 * @example
 * logSoftmax(tensor([0, 1, 2]), 0) // => tensor([-2.4076, -1.4076, -0.4076])
 */
export const logSoftmax: Operation<[x: Operand], ['dim'], SoftmaxOptions, Tensor> = operation(
  'logSoftmax(x; dim; dtype?, out?)',
  (x, options) => normalised('logSoftmax', x, options),
)

/**
 * How many elements are not 0.
 *
 * @example
 * countNonzero(tensor([0, 1, 2])) // => tensor(2)
 */
export const countNonzero: Operation<[x: Operand], ['dim'], { readonly dim?: Dims }, Tensor> = operation(
  'countNonzero(x; dim?)',
  (x, { dim }) => {
    return sum(run('nonzero', same, [x], 'bool', 'bool'), dim ?? null)
  },
)

const withoutNaN: Body = (k, x) => k.op('select', k.op('eq', x!, x!), x!, constant(k, 0, x!))

/**
 * The sum of the elements that are not NaN.
 *
 * @example
 * nansum(tensor([1, NaN, 2])) // => tensor(3.)
 */
export const nansum: ReductionOperation = operation(
  'nansum(x; dim?, keepdim?; dtype?, out?)',
  (given, { dim, keepdim = false, dtype = given.dtype, out }) => {
    const x = cast(given, dtype)
    if (!isFloating(dtype)) return deliver('nansum', sum(x, dim ?? null, keepdim), out)
    return deliver(
      'nansum',
      fold('sum', 'without NaN', x, reducedDims('nansum', dim, x), keepdim, x.dtype, withoutNaN),
      out,
    )
  },
)

/**
 * The mean of the elements that are not NaN.
 *
 * @example
 * nanmean(tensor([1, NaN, 2])) // => tensor(1.5000)
 */
export const nanmean: ReductionOperation = operation(
  'nanmean(x; dim?, keepdim?; dtype?, out?)',
  (x, { dim, keepdim = false, dtype: wanted, out }) => {
    const dtype = floatingType('nanmean', x, wanted)
    const present = run('is not NaN', (k, a) => k.op('eq', a!, a!), [x], x.dtype, 'bool')
    const dims = reducedDims('nanmean', dim, x)
    const sums = nansum(cast(x, dtype), dims, keepdim)
    const counts = fold('sum', 'sum', present, dims, keepdim, dtype)
    return run('div', (k, a, n) => k.op('div', a!, n!), [sums, counts], dtype, dtype, out)
  },
)
