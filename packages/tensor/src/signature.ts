import { errors, usages } from './errors.ts'
import { Tensor } from './tensor.ts'

/**
 * How an operation is called, read from a text such as `sum(x; dim?, keepdim?; dtype?, out?)`: the tensors, the values given by
 * position or by name, and those given by name only. A question mark stands behind what may be left out, and `...shape` takes an array
 * or all numbers that follow.
 */
interface Signature {
  readonly name: string
  readonly text: string
  readonly tensors: readonly string[]
  readonly positional: readonly Parameter[]
  /** All values, by name. */
  readonly parameters: ReadonlyMap<string, Parameter>
  readonly required: readonly Parameter[]
}

interface Parameter extends Accepted {
  readonly name: string
  readonly spread: boolean
}

const signatures = new Map<string, Signature>()

/** The signature of a text, read once. */
function signatureOf(text: string): Signature {
  const known = signatures.get(text)
  if (known !== undefined) return known
  const signature = readSignature(text)
  signatures.set(text, signature)
  usages.set(signature.name, text)
  return signature
}

function readSignature(text: string): Signature {
  const [name, list] = text.slice(0, -1).split('(') as [string, string]
  const groups = list.split(';').map((group) =>
    group
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean),
  )
  const [tensors = [], positional = [], byName = []] = groups
  const parameterOf = (word: string): Parameter => {
    const parameter = word.replace(/^\.{3}|\?$/g, '')
    return { name: parameter, spread: word.startsWith('...'), ...acceptedBy(parameter) }
  }
  const words = [...positional, ...byName]
  const all = words.map(parameterOf)
  return {
    name,
    text,
    tensors,
    positional: all.slice(0, positional.length),
    parameters: new Map(all.map((parameter) => [parameter.name, parameter])),
    required: all.filter((_, i) => !words[i]!.endsWith('?')),
  }
}

/** True for an object literal: options, as opposed to tensors, arrays, slices. */
export function isOptions(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/**
 * Values given by position and as options, from place `next` on, gathered by name and checked. null and undefined count as not given.
 */
export function readValues<Values extends object = Record<string, unknown>>(
  text: string,
  given: readonly unknown[],
  next: number = 0,
): Values {
  const signature = signatureOf(text)
  const { name, positional, parameters, required } = signature
  const values: Record<string, unknown> = {}
  if (given.length <= next && required.length === 0) return values as Values
  let place = next
  for (const parameter of positional) {
    const value = given[place]
    if (place >= given.length || isOptions(value)) break
    const end =
      parameter.spread && typeof value === 'number' ? given.length - Number(isOptions(given.at(-1))) : place + 1
    put(signature, values, parameter, parameter.spread && typeof value === 'number' ? given.slice(place, end) : value)
    place = end
  }
  const options = given[place] ?? {}
  if (!isOptions(options)) throw errors.tooManyArguments(name, options, text)
  if (place + 1 < given.length) throw errors.tooManyArguments(name, given[place + 1], text)
  for (const key of Object.keys(options)) {
    const parameter = parameters.get(key)
    if (parameter === undefined) throw errors.unknownOption(name, key, [...parameters.keys()], text)
    const value = options[key]
    put(signature, values, parameter, parameter.spread && typeof value === 'number' ? [value] : value)
  }
  for (const parameter of required) {
    if (values[parameter.name] === undefined) {
      throw errors.value(name, parameter.name, undefined, parameter.wanted, text)
    }
  }
  return values as Values
}

function put({ name, text }: Signature, values: Record<string, unknown>, parameter: Parameter, value: unknown): void {
  if (value === undefined || value === null) return
  const { name: key, wanted, code, holds } = parameter
  if (!holds(value)) throw errors.value(name, key, value, wanted, text, code)
  values[key] = value
}

interface Accepted {
  readonly wanted: string
  /** The code of the error where a value is not accepted. */
  readonly code?: string
  readonly holds: (value: unknown) => boolean
}

const integer: Accepted = { wanted: 'an integer', holds: Number.isInteger }
const integers: Accepted = {
  wanted: 'an integer or an array of integers',
  holds: (value) => (Array.isArray(value) ? value.every(Number.isInteger) : Number.isInteger(value)),
}
const number: Accepted = { wanted: 'a number', holds: (value) => typeof value === 'number' }
const scalar: Accepted = {
  wanted: 'a number or truth value',
  holds: (value) => typeof value === 'number' || typeof value === 'boolean',
}
const truth: Accepted = { wanted: 'true or false', holds: (value) => typeof value === 'boolean' }
const order: Accepted = {
  wanted: 'a number or the name of a norm',
  holds: (value) => typeof value === 'number' || typeof value === 'string',
}
const tensor: Accepted = { wanted: 'a tensor', holds: (value) => value instanceof Tensor }
const operand: Accepted = {
  wanted: 'a tensor, a number or an array',
  holds: (value) => value instanceof Tensor || scalar.holds(value) || Array.isArray(value) || ArrayBuffer.isView(value),
}
const oneOf = (...words: readonly string[]): Accepted => ({
  wanted: words.map((word) => `'${word}'`).join(' or '),
  holds: (value) => words.includes(value as string),
})

const each = (kind: Accepted, names: string): Record<string, Accepted> =>
  Object.fromEntries(names.split(' ').map((name) => [name, kind]))

/** What a value must be, by its name: a name means the same in all operations. */
const accepted: Readonly<Record<string, Accepted>> = {
  ...each(integer, 'chunks decimals diagonal dim0 dim1 dim2 endDim k length m minlength n offset startDim steps'),
  ...each(integers, 'destination dim dims shape shifts size sizes source'),
  ...each(
    number,
    'alpha atol base beta correction dx end eps high low negativeSlope neginf nan posinf rcond rtol start step threshold tol',
  ),
  ...each(
    truth,
    'descending equalNan fullMatrices hermitian keepdim largest left returnCounts returnInverse right sorted stable',
  ),
  ...each(truth, 'unbiased unitriangular upper'),
  ...each(operand, 'append exponent index mask max min prepend q repeats src value weight weights x'),
  ...each(order, 'ord p'),
  fillValue: scalar,
  generator: { wanted: 'a Generator', holds: (value) => typeof value === 'object' },
  out: tensor,
  approximate: oneOf('none', 'tanh'),
  driver: oneOf('gels', 'gelsy', 'gelsd', 'gelss', 'gesvd', 'gesvdj', 'gesvda'),
  dtype: { ...oneOf('float64', 'float32', 'int32', 'bool'), code: 'tensor/dtype' },
  indexing: oneOf('ij', 'xy'),
  interpolation: oneOf('linear', 'lower', 'higher', 'midpoint', 'nearest'),
  mode: oneOf('reduced', 'complete', 'r'),
  roundingMode: oneOf('trunc', 'floor'),
  side: oneOf('left', 'right'),
  UPLO: oneOf('L', 'U'),
}

function acceptedBy(name: string): Accepted {
  const found = accepted[name]
  if (found === undefined) throw errors.unknownParameter(name)
  return found
}

/** The tensors an operation is given, in front of its values. */
export function readTensors<T>(
  signature: string,
  given: readonly unknown[],
  convert: (name: string, value: unknown) => T,
): T[] {
  const { name, tensors } = signatureOf(signature)
  const read: T[] = []
  for (let i = 0; i < tensors.length; i++) {
    const value = given[i]
    if (value === undefined || value === null) {
      throw errors.value(name, tensors[i]!, value, operand.wanted, signature)
    }
    read.push(convert(name, value))
  }
  return read
}
