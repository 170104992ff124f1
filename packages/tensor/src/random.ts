import { empty } from './create.ts'
import { getDefaultDtype, isFloating } from './dtype.ts'
import { errors } from './errors.ts'
import { type FactoryOptions, readLike, readSizes, type SizeArguments } from './factories.ts'
import { Generator } from './generator.ts'
import { checkSizes, type Shape } from './shape.ts'
import { readValues } from './signature.ts'
import type { Tensor } from './tensor.ts'

let shared: Generator | undefined

/** The generator that factories use unless another is given: seeded at random until {@link manualSeed} is called. */
function sharedGenerator(): Generator {
  shared ??= new Generator(Math.floor(Math.random() * 2 ** 53))
  return shared
}

/**
 * Seeds the generator that random factories use, and returns it. The numbers of a seed are the same on every platform (but not PyTorch's).
 *
 * @example
 * manualSeed(1)
 * const x = rand(3)
 * manualSeed(1)
 * equal(x, rand(3)) // => true
 */
export function manualSeed(seed: number): Generator {
  return sharedGenerator().manualSeed(seed)
}

/** Options of random factories. */
export interface RandomOptions extends FactoryOptions {
  readonly generator?: Generator
}

function filled(
  name: string,
  shape: Shape,
  { dtype, generator }: RandomOptions,
  kind: 'fillUniform' | 'fillNormal',
): Tensor {
  const type = dtype ?? getDefaultDtype()
  if (!isFloating(type)) throw errors.dtype(name, type, 'a floating dtype')
  const x = empty(type, shape)
  ;(generator ?? sharedGenerator())[kind](x.data as Float64Array | Float32Array)
  return x
}

/**
 * Numbers distributed uniformly on [0, 1).
 *
 * @example
 * rand(2, 3).shape // => [2, 3]
 */
export function rand(...args: SizeArguments<RandomOptions>): Tensor {
  const { size, ...options } = readSizes<RandomOptions>('rand(; ...size?; dtype?, generator?)', args)
  return filled('rand', size, options, 'fillUniform')
}

/**
 * Numbers of the standard normal distribution.
 *
 * @example
 * randn(2, 3).shape // => [2, 3]
 */
export function randn(...args: SizeArguments<RandomOptions>): Tensor {
  const { size, ...options } = readSizes<RandomOptions>('randn(; ...size?; dtype?, generator?)', args)
  return filled('randn', size, options, 'fillNormal')
}

/**
 * Numbers distributed uniformly on [0, 1), in the shape and dtype of a tensor.
 *
 * @example
 * randLike(zeros(2, 3)).shape // => [2, 3]
 */
export function randLike(x: Tensor, ...options: [options?: RandomOptions]): Tensor {
  const { shape, ...rest } = readLike<RandomOptions>('randLike(x; ; dtype?, generator?)', x, options)
  return filled('randLike', shape, rest, 'fillUniform')
}

/**
 * Numbers of the standard normal distribution, in the shape and dtype of a tensor.
 *
 * @example
 * randnLike(zeros(2, 3)).shape // => [2, 3]
 */
export function randnLike(x: Tensor, ...options: [options?: RandomOptions]): Tensor {
  const { shape, ...rest } = readLike<RandomOptions>('randnLike(x; ; dtype?, generator?)', x, options)
  return filled('randnLike', shape, rest, 'fillNormal')
}

/** Options of {@link randint}. */
export interface RandintOptions extends RandomOptions {
  readonly low?: number
  readonly high?: number
  readonly size?: readonly number[]
}

/**
 * Integers distributed uniformly on [low, high); low is 0 unless given. Their dtype is int32 unless given.
 *
 * @example
 * randint(0, 10, [2, 3]).shape // => [2, 3]
 */
export function randint(
  ...args:
    | [high: number, size: readonly number[], options?: RandomOptions]
    | [low: number, high: number, size: readonly number[], options?: RandomOptions]
    | [options: RandintOptions]
): Tensor {
  const places = typeof args[1] === 'number' ? 'low, high, size; ' : 'high, size?; low?, '
  const {
    low = 0,
    high,
    size,
    dtype = 'int32',
    generator = sharedGenerator(),
  } = readValues<RandintOptions>(`randint(; ${places}dtype?, generator?)`, args)
  if (high === undefined || !Number.isInteger(low) || !Number.isInteger(high) || low >= high) {
    throw errors.range('randint', `low ${low} and high ${high}`, 'integers, low below high')
  }
  const x = empty(dtype, checkSizes('randint', size ?? []))
  for (let i = 0; i < x.data.length; i++) x.data[i] = low + generator.below(high - low)
  return x
}

/**
 * The integers 0 … n − 1 in random order.
 *
 * @example
 * randperm(4).sort().values // => tensor([0, 1, 2, 3])
 */
export function randperm(...args: [n: number, options?: RandomOptions]): Tensor {
  const values = readValues<RandomOptions & { n: number }>('randperm(; n; dtype?, generator?)', args)
  const { n, dtype = 'int32', generator = sharedGenerator() } = values
  const x = empty(dtype, checkSizes('randperm', [n]))
  for (let i = 0; i < n; i++) {
    const j = generator.below(i + 1)
    x.data[i] = x.data[j]!
    x.data[j] = i
  }
  return x
}
