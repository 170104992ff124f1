import { asTensor, cast, copyOf, type Operand, toInt32 } from '../create.ts'
import { type DType, getDefaultDtype, isFloating } from '../dtype.ts'
import { errors } from '../errors.ts'
import { mapLines } from '../lines.ts'
import { type Operation, operation } from '../operation.ts'
import { deliver, kernelStore, type Out } from '../pointwise.ts'
import { named } from '../results.ts'
import { normaliseDim } from '../shape.ts'
import type { Tensor } from '../tensor.ts'
import { add, div, mul, sub } from './arithmetic.ts'
import { ne } from './comparisons.ts'
import { cat } from './joining.ts'
import type { ValuesAndIndices } from './ordering.ts'
import { sum } from './reductions.ts'
import { movedim, narrow } from './views.ts'

/** Options of running results: the dimension to run along. */
export interface ScanOptions extends Out {
  readonly dim: number
  readonly dtype?: DType
}

/** An operation with a running result along a dimension. */
export type Scan = Operation<[x: Operand], ['dim'], ScanOptions, Tensor>

function scan(
  name: string,
  start: number,
  step: (running: number, next: number) => number,
  result: (dtype: DType) => DType,
  op?: 'add' | 'mul',
): Scan {
  return operation(`${name}(x; dim; dtype?, out?)`, (given, { dim, dtype, out }) => {
    const x = dtype === undefined ? given : cast(given, dtype)
    const type = dtype ?? result(x.dtype)
    const whole = type === 'int32'
    if (op !== undefined && normaliseDim(name, dim, x.ndim, x.shape) < x.ndim - 1 && x.shape.at(-1)! >= longRow) {
      const found = scanRows(x, normaliseDim(name, dim, x.ndim), op)
      return deliver(name, whole ? toInt32(name, found) : cast(found, type), out)
    }
    const [found] = mapLines(
      name,
      x,
      dim,
      (n) => n,
      [whole ? 'float64' : type],
      (line, [to]) => {
        let running = start
        for (let i = 0; i < line.length; i++) {
          running = step(running, line[i]!)
          to![i] = running
        }
      },
    ) as [Tensor]
    return deliver(name, whole ? toInt32(name, found) : found, out)
  })
}

/** From so many elements on, rows are taken in whole. */
const longRow = 16
const rowSteps = kernelStore()

/** Running sums or products along a dimension before the last, in double: each row, once it is done, enters the next. */
function scanRows(x: Tensor, d: number, op: 'add' | 'mul'): Tensor {
  const to = copyOf(x, 'float64')
  const { data, strides, shape } = to
  const kernel = rowSteps(op, 0, (k) => {
    k.output(k.op(op, k.array('row before', 'f64'), k.array('row', 'f64')))
  })
  const first = { data, offset: 0, strides }
  const row = { data, offset: strides[d]!, strides }
  const nothing = { data: Float64Array.of(op === 'add' ? 0 : 1), offset: 0, strides: strides.map(() => 0) }
  kernel.runNest(shape.with(d, Math.min(1, shape[d]!)), [nothing, first], [first])
  kernel.runNest(shape.with(d, Math.max(0, shape[d]! - 1)), [first, row], [row])
  return to
}

const atLeastInt = (dtype: DType): DType => (dtype === 'bool' ? 'int32' : dtype)

/**
 * The running sum along a dimension.
 *
 * @example
 * cumsum(tensor([1, 2, 3]), 0) // => tensor([1., 3., 6.])
 */
export const cumsum: Scan = scan('cumsum', 0, (a, b) => a + b, atLeastInt, 'add')

/**
 * The running product along a dimension.
 *
 * @example
 * cumprod(tensor([1, 2, 3]), 0) // => tensor([1., 2., 6.])
 */
export const cumprod: Scan = scan('cumprod', 1, (a, b) => a * b, atLeastInt, 'mul')

/**
 * The running log Σ eˣ along a dimension, without overflow on the way.
 *
 * @example
 * logcumsumexp(tensor([0, 0, 0]), 0) // => tensor([0.0000, 0.6931, 1.0986])
 */
export const logcumsumexp: Scan = scan(
  'logcumsumexp',
  -Infinity,
  (a, b) => {
    const most = Math.max(a, b)
    return Number.isFinite(most) ? most + Math.log1p(Math.exp(Math.min(a, b) - most)) : most
  },
  (dtype) => (isFloating(dtype) ? dtype : getDefaultDtype()),
)

/** A running extremum along a dimension, and where it was last found. */
export type RunningExtremum = Operation<[x: Tensor], ['dim'], { readonly dim: number }, ValuesAndIndices>

const runningExtremum = (name: string, sign: number): RunningExtremum =>
  operation(`${name}(x; dim)`, (x, { dim }) => {
    const [values, indices] = mapLines(
      name,
      x,
      dim,
      (n) => n,
      [x.dtype, 'int32'],
      (line, [value, place]) => {
        let best = 0
        for (let i = 0; i < line.length; i++) {
          const next = line[i]!
          if (Number.isNaN(next) || !(Number.isNaN(line[best]!) || sign * next < sign * line[best]!)) best = i
          value![i] = line[best]!
          place![i] = best
        }
      },
    ) as [Tensor, Tensor]
    return named({ values, indices })
  })

/**
 * The largest element so far along a dimension, and where it is.
 *
 * @example
 * cummax(tensor([1, 3, 2]), 0).values // => tensor([1., 3., 3.])
 */
export const cummax: RunningExtremum = runningExtremum('cummax', 1)

/**
 * The smallest element so far along a dimension, and where it is.
 *
 * @example
 * cummin(tensor([3, 1, 2]), 0).values // => tensor([3., 1., 1.])
 */
export const cummin: RunningExtremum = runningExtremum('cummin', -1)

/** Options of {@link diff}. */
export interface DiffOptions {
  readonly n?: number
  readonly dim?: number
  /** What stands before or behind the tensor along the dimension. */
  readonly prepend?: Operand
  readonly append?: Operand
}

/**
 * Differences of neighbours along a dimension (the last unless given), taken n times.
 *
 * @example
 * diff(tensor([1, 4, 9])) // => tensor([3., 5.])
 */
export const diff: Operation<[x: Tensor], ['n', 'dim'], DiffOptions, Tensor> = operation(
  'diff(x; n?, dim?, prepend?, append?)',
  (x, { n = 1, dim = -1, prepend, append }) => {
    if (x.ndim === 0) throw errors.dimensions('diff', x.shape, 'at least one dimension')
    const parts = [prepend, x, append].filter((part) => part !== undefined)
    let value = n === 0 ? x : cat(parts, dim)
    for (let i = 0; i < n; i++) {
      const size = Math.max(0, value.size(dim) - 1)
      const later = narrow(value, dim, Math.min(1, value.size(dim)), size)
      const earlier = narrow(value, dim, 0, size)
      value = x.dtype === 'bool' ? ne(later, earlier) : sub(later, earlier)
    }
    return value
  },
)

/** Options of {@link trapezoid}: the points along the dimension, or how far apart they are. */
export interface TrapezoidOptions {
  readonly x?: Operand
  readonly dx?: number
  readonly dim?: number
}

/**
 * The integral along a dimension (the last unless given) by the trapezoidal rule, for points `x` or points `dx` apart.
 *
 * @example
 * trapezoid(tensor([1, 2, 3])) // => tensor(4.)
 * trapezoid(tensor([1, 2, 3]), tensor([0, 1, 3])) // => tensor(6.5000)
 */
export const trapezoid: Operation<[y: Operand], ['x'], TrapezoidOptions, Tensor> = operation(
  'trapezoid(y; x?; dx?, dim?)',
  (y, { x, dx = 1, dim = -1 }) => {
    if (y.ndim === 0) throw errors.dimensions('trapezoid', y.shape, 'at least one dimension')
    const size = Math.max(0, y.size(dim) - 1)
    const middles = div(add(narrow(y, dim, Math.min(1, y.size(dim)), size), narrow(y, dim, 0, size)), 2)
    if (x === undefined) return sum(mul(middles, dx), dim)
    const points = asTensor('trapezoid', x)
    const gaps = diff(points, { dim: points.ndim === 1 ? 0 : dim })
    return points.ndim === 1 ? sum(mul(movedim(middles, dim, -1), gaps), -1) : sum(mul(middles, gaps), dim)
  },
)
