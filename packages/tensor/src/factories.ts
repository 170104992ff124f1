import { asTensor, cast, checkTruth, copyOf, empty, fromNested, fromTyped, type Operand } from './create.ts'
import { type DType, dtypeOfArray, dtypeOfNumber, getDefaultDtype, type TypedArray } from './dtype.ts'
import { errors } from './errors.ts'
import { checkSizes, type Shape, sizeOf } from './shape.ts'
import { isOptions, readTensors, readValues } from './signature.ts'
import { type NestedArray, Tensor } from './tensor.ts'

/** Options of factories. */
export interface FactoryOptions {
  /** The type of the elements. */
  readonly dtype?: DType
}

/** Sizes as numbers or as one array, then options; or sizes as the option `size`. */
export type SizeArguments<Options = FactoryOptions> =
  | number[]
  | [...sizes: number[], options: Options]
  | [sizes: readonly number[], options?: Options]
  | [options: Options & { readonly size: readonly number[] }]

/** Options once they are read, when those that are required are known to be there. */
type Given<Options, Names extends keyof Options> = Options & Required<Pick<Options, Names>>

/** Reads {@link SizeArguments} as `name(; ...size?; …)`. */
export function readSizes<Options>(
  signature: string,
  args: SizeArguments<Options>,
): Options & { readonly size: readonly number[] } {
  const values = readValues<Options & { readonly size?: readonly number[] }>(signature, args)
  return { ...values, size: checkSizes(signature.slice(0, signature.indexOf('(')), values.size ?? []) }
}

/** The shape of a tensor and the options of what is to be like it, which has its dtype unless they say otherwise. */
export function readLike<Options extends FactoryOptions>(
  signature: string,
  operand: Tensor,
  given: readonly unknown[],
): { shape: Shape; dtype: DType } & Options {
  const [x] = readTensors(signature, [operand], asTensor) as [Tensor]
  return { shape: x.shape, dtype: x.dtype, ...readValues<Options>(signature, given) }
}

/** Options of {@link tensor}. */
export interface TensorOptions extends FactoryOptions {}

/**
 * A tensor from nested arrays, a number, a typed array or another tensor (copied). A typed array of the dtype is wrapped without
 * a copy. Truth values give dtype bool, numbers the default dtype (also integers: JavaScript does not tell 1 from 1.0).
 *
 * @example
 * tensor([[1, 2], [3, 4]]) // => tensor([[1., 2.],
 * //            [3., 4.]])
 * tensor([1, 2], { dtype: 'int32' }) // => tensor([1, 2])
 */
export function tensor(values: Operand, ...options: [options?: TensorOptions]): Tensor {
  const { dtype: wanted } = readValues<TensorOptions>('tensor(values; ; dtype?)', options)
  if (values instanceof Tensor) return copyOf(values, wanted)
  if (ArrayBuffer.isView(values)) {
    const x =
      wanted !== undefined && wanted !== 'bool' && values instanceof Uint8Array
        ? new Tensor(values, 'bool', [values.length])
        : fromTyped('tensor', values)
    return wanted === undefined ? x : cast(x, wanted)
  }
  return fromNested('tensor', values as NestedArray, wanted)
}

/**
 * A tensor over a typed array, without a copy: what changes one changes the other.
 *
 * @example
 * fromArray(new Float64Array([1, 2, 3, 4]), [2, 2]).T.tolist() // => [[1, 3], [2, 4]]
 */
export function fromArray(data: TypedArray, shape?: Shape): Tensor {
  const dtype = dtypeOfArray(data)
  if (dtype === undefined) {
    throw errors.argument('fromArray', Object.prototype.toString.call(data).slice(8, -1), 'a typed array of a dtype')
  }
  if (dtype === 'bool') checkTruth('fromArray', data)
  const sizes = checkSizes('fromArray', shape ?? [data.length])
  if (sizeOf(sizes) !== data.length) throw errors.length('fromArray', data.length, sizes)
  return new Tensor(data, dtype, sizes)
}

/**
 * A tensor of zeros.
 *
 * @example
 * zeros(2, 3) // => tensor([[0., 0., 0.],
 * //            [0., 0., 0.]])
 */
export function zeros(...args: SizeArguments): Tensor {
  const { size, dtype } = readSizes<FactoryOptions>('zeros(; ...size?; dtype?)', args)
  return empty(dtype ?? getDefaultDtype(), size)
}

/**
 * A tensor of ones.
 *
 * @example
 * ones(2) // => tensor([1., 1.])
 */
export function ones(...args: SizeArguments): Tensor {
  const { size, dtype } = readSizes<FactoryOptions>('ones(; ...size?; dtype?)', args)
  return filled(size, 1, dtype)
}

function filled(shape: Shape, value: number | boolean, dtype?: DType): Tensor {
  const own = typeof value === 'boolean' ? 'bool' : getDefaultDtype()
  const x = empty(dtype ?? own, shape)
  x.data.fill(x.dtype === 'bool' ? Number(value !== 0 && value !== false) : Number(value))
  return x
}

/** Options of {@link full}. */
export interface FullOptions extends FactoryOptions {
  readonly size?: readonly number[]
  readonly fillValue?: number | boolean
}

/**
 * A tensor of one value.
 *
 * @example
 * full([2], 7) // => tensor([7., 7.])
 */
export function full(
  ...args: [size: readonly number[], fillValue: number | boolean, options?: FactoryOptions] | [options: FullOptions]
): Tensor {
  const given = readValues<Required<FullOptions>>('full(; size, fillValue; dtype?)', args)
  return filled(checkSizes('full', [given.size].flat()), given.fillValue, given.dtype)
}

const like =
  (name: string, value: number) =>
  (x: Tensor, ...options: [options?: FactoryOptions]): Tensor => {
    const { shape, dtype } = readLike<FactoryOptions>(`${name}(x; ; dtype?)`, x, options)
    return filled(shape, value, dtype)
  }

/**
 * Zeros in the shape and dtype of a tensor.
 *
 * @example
 * zerosLike(tensor([1, 2])) // => tensor([0., 0.])
 */
export const zerosLike: (x: Tensor, options?: FactoryOptions) => Tensor = like('zerosLike', 0)

/**
 * Ones in the shape and dtype of a tensor.
 *
 * @example
 * onesLike(tensor([1, 2])) // => tensor([1., 1.])
 */
export const onesLike: (x: Tensor, options?: FactoryOptions) => Tensor = like('onesLike', 1)

/** Options of {@link fullLike}. */
export interface FullLikeOptions extends FactoryOptions {
  readonly fillValue: number | boolean
}

/**
 * One value in the shape and dtype of a tensor.
 *
 * @example
 * fullLike(tensor([1, 2]), 9) // => tensor([9., 9.])
 */
export function fullLike(
  x: Tensor,
  ...args: [fillValue: number | boolean, options?: FactoryOptions] | [options: FullLikeOptions]
): Tensor {
  const { shape, fillValue, dtype } = readLike<FullLikeOptions>('fullLike(x; fillValue; dtype?)', x, args)
  return filled(shape, fillValue, dtype)
}

/** Options of {@link arange}. */
export interface ArangeOptions extends FactoryOptions {
  readonly start?: number
  readonly end?: number
  readonly step?: number
}

/**
 * The numbers start, start + step, … before end. int32 when all three are integers of 32 bits, else of the default dtype.
 *
 * @example
 * arange(5) // => tensor([0, 1, 2, 3, 4])
 * arange(1, 2, 0.5) // => tensor([1.0000, 1.5000])
 */
export function arange(...args: (number | ArangeOptions)[]): Tensor {
  const positional = args.filter((value) => !isOptions(value))
  const places = positional.length === 1 ? 'end; start?, step?, dtype?' : 'start?, end, step?; dtype?'
  const given = readValues<Given<ArangeOptions, 'end'>>(`arange(; ${places})`, args)
  const { start = 0, step = 1, end } = given
  if (!Number.isFinite(start) || !Number.isFinite(end) || !Number.isFinite(step)) {
    throw errors.range('arange', `start ${start}, end ${end}, step ${step}`, 'finite numbers')
  }
  if (step === 0) throw errors.range('arange', 'step 0', 'a step other than 0')
  if ((end - start) * step < 0) {
    throw errors.range('arange', `start ${start}, end ${end}, step ${step}`, 'a step from start towards end')
  }
  const integers = [start, end, step].every((value) => dtypeOfNumber(value) === 'int32')
  const dtype = given.dtype ?? (integers ? 'int32' : getDefaultDtype())
  const x = empty(dtype, [Math.ceil((end - start) / step)])
  for (let i = 0; i < x.data.length; i++) x.data[i] = start + i * step
  return x
}

/** Options of {@link linspace}. */
export interface LinspaceOptions extends FactoryOptions {
  readonly start?: number
  readonly end?: number
  readonly steps?: number
}

/**
 * `steps` numbers from start to end, both included, equally spaced.
 *
 * @example
 * linspace(0, 1, 5) // => tensor([0.0000, 0.2500, 0.5000, 0.7500, 1.0000])
 */
export function linspace(...args: (number | LinspaceOptions)[]): Tensor {
  const { start, end, steps, dtype } = readValues<Spaced>('linspace(; start, end, steps; dtype?)', args)
  return spaced('linspace', start, end, steps, dtype)
}

type Spaced = Given<LogspaceOptions, 'start' | 'end' | 'steps'>

function spaced(name: string, start: number, end: number, steps: number, dtype: DType = getDefaultDtype()): Tensor {
  if (!(steps >= 0)) throw errors.range(name, `${steps} steps`, 'a non-negative integer')
  const x = empty(dtype, [steps])
  const step = (end - start) / (steps - 1)
  // From both ends towards the middle, as PyTorch does: the last number is exactly `end`.
  for (let i = 0; i < steps; i++) x.data[i] = i < steps / 2 ? start + i * step : end - (steps - 1 - i) * step
  if (steps === 1) x.data[0] = start
  return x
}

/** Options of {@link logspace}. */
export interface LogspaceOptions extends LinspaceOptions {
  readonly base?: number
}

/**
 * `steps` numbers from base^start to base^end in geometric progression.
 *
 * @example
 * logspace(0, 2, 3) // => tensor([  1.,  10., 100.])
 */
export function logspace(...args: (number | LogspaceOptions)[]): Tensor {
  const {
    start,
    end,
    steps,
    base = 10,
    dtype,
  } = readValues<Spaced>('logspace(; start, end, steps, base?; dtype?)', args)
  const exponents = spaced('logspace', start, end, steps, 'float64')
  const x = empty(dtype ?? getDefaultDtype(), [steps])
  for (let i = 0; i < steps; i++) x.data[i] = base ** exponents.data[i]!
  return x
}

/** Options of {@link eye}. */
export interface EyeOptions extends FactoryOptions {
  readonly n?: number
  readonly m?: number
}

/**
 * The n × m matrix with ones on the diagonal; m is n unless given.
 *
 * @example
 * eye(2) // => tensor([[1., 0.],
 * //            [0., 1.]])
 */
export function eye(...args: (number | EyeOptions)[]): Tensor {
  const { n, m = n, dtype } = readValues<EyeOptions>('eye(; n, m?; dtype?)', args)
  const [rows, columns] = checkSizes('eye', [n, m]) as [number, number]
  const x = empty(dtype ?? getDefaultDtype(), [rows, columns])
  for (let i = 0; i < Math.min(rows, columns); i++) x.data[i * (columns + 1)] = 1
  return x
}
