import { fromArray, Tensor } from '@fluxion/tensor'
import { describe } from './describe.ts'
import { errors } from './errors.ts'
import { namesOf } from './options.ts'
import { type Argument, isRecord, type NestedNumbers, readArgument } from './run/arguments.ts'

/** A point: one value, or one for each name. */
export type Point = Argument | Readonly<Record<string, Argument>>

/** The form in which a point comes back: vectors as `Float64Array`, all else as it was. */
export type Unraveled<P> = P extends number
  ? number
  : P extends readonly number[] | Float64Array
    ? Float64Array
    : P extends Tensor | readonly unknown[] | ArrayBufferView
      ? P
      : { [Name in keyof P]: Unraveled<P[Name]> }

/** A value laid out flat, and the way back. */
export interface Raveled {
  /** All numbers, names in the order asked for, arrays row by row. */
  readonly flat: Float64Array
  /** Where entry i is found: `x`, `x[3]`, `A[1, 2]`; indices count from zero. */
  path(index: number): string
  /** The value of the same form (record, tensor, typed array, nested arrays, number) that holds these numbers. */
  unravel(flat: Float64Array): Point
  /** Name, shape and place of each part; one part without a name where the value is not a record. */
  readonly parts: readonly RaveledPart[]
}

/** One named part of a value laid out flat. */
export interface RaveledPart {
  readonly name: string | undefined
  readonly shape: readonly number[]
  readonly offset: number
  readonly length: number
  /** The part of `flat` in the form it was given in. */
  restore(flat: Float64Array): Argument
}

/**
 * Lays a value out flat: what an algorithm on vectors needs to work on records, tensors and nested arrays.
 *
 * @param names the parts of a record to take, in this order; default: all, as they stand in the record
 * @example
 * const point = ravel({ w: [[1, 2], [3, 4]], b: 5 })
 * point.flat.join(' ') // => 1 2 3 4 5
 * point.path(2) // => w[1, 0]
 */
export function ravel(value: Point, names?: readonly string[]): Raveled {
  const isOne = isNumbers(value)
  if (!isOne && !isRecord(value)) throw errors.badArgument('the point', describe(value))
  const wanted = names === undefined ? undefined : namesOf('names', names)
  const entries: readonly (readonly [string | undefined, Argument])[] = isOne
    ? [[undefined, value]]
    : (wanted ?? Object.keys(value)).map((name, _, all) => [name, partOf(value, name, all)])
  const parts: RaveledPart[] = []
  const pieces: ArrayLike<number>[] = []
  let offset = 0
  for (const [name, numbers] of entries) {
    const { shape, flat, restore } = flatten(numbers, name)
    const start = offset
    const length = flat.length
    parts.push({ name, shape, offset, length, restore: (all) => restore(all.subarray(start, start + length)) })
    pieces.push(flat)
    offset += length
  }
  const flat = new Float64Array(offset)
  parts.forEach((part, k) => {
    flat.set(pieces[k]!, part.offset)
  })
  return {
    flat,
    parts,
    path: (index) => pathTo(parts, index),
    unravel: (numbers) =>
      isOne ? parts[0]!.restore(numbers) : Object.fromEntries(parts.map((part) => [part.name, part.restore(numbers)])),
  }
}

/**
 * A value as a number or nested arrays, which is what `evaluate` takes.
 *
 * @example
 * JSON.stringify(nested(Float64Array.of(1, 2))) // => [1,2]
 */
export function nested(value: Argument): number | number[] | number[][] {
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value)
  if (value instanceof Tensor) return value.tolist() as number | number[] | number[][]
  if (!isNumbers(value)) throw errors.badArgument('the point', describe(value))
  return Array.isArray(value) ? (value as number[] | number[][]) : Array.from(value as Float64Array)
}

/**
 * Whether a value is a number, an array or a tensor: not a record of them.
 *
 * @example
 * isNumbers([1, 2]) // => true
 * isNumbers({ x: 1 }) // => false
 */
export function isNumbers(value: unknown): value is Argument {
  return typeof value === 'number' || Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof Tensor
}

function partOf(record: Readonly<Record<string, Argument>>, name: string, names: readonly string[]): Argument {
  const value = Object.hasOwn(record, name) ? record[name] : undefined
  if (value === undefined) throw errors.unboundArgument(name, names)
  if (!isNumbers(value)) throw errors.badArgument(name, typeof value)
  return value
}

interface Flattened {
  readonly shape: readonly number[]
  readonly flat: ArrayLike<number>
  readonly restore: (flat: Float64Array) => Argument
}

function flatten(value: Argument, name = 'the point'): Flattened {
  const read = readArgument(name, value, 'float64')
  if (typeof read === 'number') return { shape: [], flat: [read], restore: (flat) => flat[0]! }
  const { data, offset, length } = rowMajor(read)
  const shape = [...read.shape]
  return { shape, flat: data.subarray(offset, offset + length), restore: (flat) => restore(flat, value, shape) }
}

function rowMajor(tensor: Tensor): { data: Tensor['data']; offset: number; length: number } {
  const { data, offset } = tensor.contiguous()
  return { data, offset, length: tensor.numel() }
}

function restore(flat: Float64Array, like: Argument, shape: readonly number[]): Argument {
  if (like instanceof Tensor) return fromArray(Float64Array.from(flat), [...shape])
  if (like instanceof Float32Array) return Float32Array.from(flat)
  return shape.length === 1 ? Float64Array.from(flat) : nest(flat, shape)
}

function nest(flat: Float64Array, shape: readonly number[]): NestedNumbers {
  const [length = 0, ...inner] = shape
  if (inner.length === 0) return Array.from(flat)
  const size = flat.length / Math.max(1, length)
  return Array.from({ length }, (_, i) => nest(flat.subarray(i * size, (i + 1) * size), inner))
}

function pathTo(parts: readonly RaveledPart[], index: number): string {
  const part = parts.find(({ offset, length }) => index >= offset && index < offset + length)
  if (part === undefined) return `[${index}]`
  const indices: number[] = []
  let rest = index - part.offset
  for (const size of [...part.shape].reverse()) {
    indices.unshift(rest % size)
    rest = Math.floor(rest / size)
  }
  const name = part.name ?? 'x'
  return indices.length === 0 ? name : `${name}[${indices.join(', ')}]`
}
