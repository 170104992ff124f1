import { Expr, type Label, type Op, type Payload, type Shape } from './expression.ts'
import { enter, lookUp } from './intern-table.ts'
import type { NumberValue } from './number.ts'

/** The shape of every scalar. */
export const SCALAR: Shape = []

const NO_ARGUMENTS: readonly Expr[] = []

let nextId = 0

const operationHashes = new Map<Op, number>()

function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return mix(hash)
}

function mix(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

function operationHash(op: Op): number {
  let hash = operationHashes.get(op)
  if (hash === undefined) {
    hash = hashText(op)
    operationHashes.set(op, hash)
  }
  return hash
}

const double = new Float64Array(1)
const words = new Int32Array(double.buffer)

function hashNumber(x: NumberValue): number {
  double[0] = x.value
  return mix(Math.imul(words[0]!, 31) ^ words[1]! ^ (x.exact ? 0 : 0x5bd1e995))
}

/** The one node with this operation, arguments, shape and payload. */
export function intern(op: Op, args: readonly Expr[], shape: Shape = SCALAR): Expr {
  let hash = operationHash(op)
  for (let i = 0; i < args.length; i++) hash = Math.imul(hash ^ args[i]!.hash, 0x01000193) ^ (hash >>> 15)
  return node(mix(hash), op, args, shape, undefined)
}

/** The one node with this label: symbols, constants, and calls of functions that have no row in the table. */
export function internLabelled(
  op: 'sym' | 'const' | 'call',
  label: Label,
  args: readonly Expr[] = NO_ARGUMENTS,
  shape: Shape = SCALAR,
): Expr {
  let hash = operationHash(op) ^ hashText(label.key)
  for (const arg of args) hash = Math.imul(hash ^ arg.hash, 0x01000193) ^ (hash >>> 15)
  return node(mix(hash), op, args, shape, label)
}

/** The integers from -128 to 128. */
const smallIntegers: (Expr | undefined)[] = new Array(257).fill(undefined)

/** The one node of this number. */
export function internNumber(x: NumberValue): Expr {
  const place = x.value + 128
  if (!x.exact || x.denominator !== 1 || !(place >= 0 && place < smallIntegers.length)) return makeNumber(x)
  smallIntegers[place] ??= makeNumber(x)
  return smallIntegers[place]
}

const makeNumber = (x: NumberValue): Expr =>
  node(mix(operationHash('num') ^ hashNumber(x)), 'num', NO_ARGUMENTS, SCALAR, x)

function node(hash: number, op: Op, args: readonly Expr[], shape: Shape, payload: Payload): Expr {
  const found = lookUp(hash, op, args, shape, payload)
  if (found !== undefined) return found
  const made = new Expr(
    nextId++,
    op,
    // lists that grew by push have room to spare: a node keeps an exact copy
    args.length === 0 ? NO_ARGUMENTS : args.slice(),
    shape,
    hash,
    bitsOf(op, args, shape, payload),
    degreeOf(op, args),
    payload,
  )
  enter(made)
  return made
}

/** The bit of `symbolBits` that tells of vectors and matrices. */
const ARRAY_BIT = 1 << 31

/** The bit of a symbol's name in `symbolBits`. */
export const symbolBit = (name: string): number => 1 << ((hashText(name) >>> 0) % 31)

/** Whether the formula is or holds a vector or matrix. */
export const holdsArrays = (e: Expr): boolean => (e.symbolBits & ARRAY_BIT) !== 0

function bitsOf(op: Op, args: readonly Expr[], shape: Shape, payload: Payload): number {
  let bits = op === 'sym' ? symbolBit((payload as Label).name) : 0
  if (shape.length > 0) bits |= ARRAY_BIT
  for (let i = 0; i < args.length; i++) bits |= args[i]!.symbolBits
  return bits
}

/** The least common multiple of the usual denominators of exponents; whole numbers keep nodes small. */
const DEGREE_UNIT = 12

const MAX_DEGREE = 1 << 29

function degreeOf(op: Op, args: readonly Expr[]): number {
  switch (op) {
    case 'sym':
      return DEGREE_UNIT
    case 'mul':
    case 'matmul':
    case 'hadamard': {
      let degree = 0
      for (let i = 0; i < args.length; i++) degree = bounded(degree + args[i]!.degree)
      return degree
    }
    case 'pow':
      return args[1]!.op === 'num' ? bounded(args[0]!.degree * args[1]!.value) : args[0]!.degree
    case 'add':
    case 'transpose':
      return args[0]!.degree
    default:
      return 0
  }
}

const bounded = (degree: number): number => Math.max(-MAX_DEGREE, Math.min(MAX_DEGREE, degree)) | 0
