import type { ElementaryOp, Instruction, IrOp, Lane, SpecialOp } from '../../ir.ts'
import { elementary } from '../../math/elementary.ts'
import { copySign, floorMod, roundEven, toInt32 } from '../../semantics.ts'
import { literal } from '../target.ts'

/** Writes an operation as a JavaScript expression of its arguments' texts. */
type Emit = (a: string, b: string, c: string) => string

const infix =
  (operator: string): Emit =>
  (a, b) =>
    `${a} ${operator} ${b}`

/** The scalar functions of this package, which emitted code reaches as `m.name`. */
export const library: { readonly [Op in Own]: (a: number, b: number) => number } = {
  ...elementary,
  round: roundEven,
  copysign: copySign,
  mod: floorMod,
  toInt32,
}
type Own = ElementaryOp | 'round' | 'copysign' | 'mod' | 'toInt32'

/** Operations that are functions: of the library, of JavaScript, or given with the loop. */
type Called = Own | SpecialOp | 'abs' | 'min' | 'max' | 'sign' | 'sqrt' | 'floor' | 'ceil' | 'trunc'

/** One row for each operation with an operator, on floats and truth values; truth values are booleans inside a loop. */
const operators: { readonly [Op in Exclude<IrOp, 'const' | 'load' | 'convert' | Called>]: Emit } = {
  select: (a, b, c) => `${a} ? ${b} : ${c}`,
  add: infix('+'),
  sub: infix('-'),
  mul: infix('*'),
  muladd: (a, b, c) => `${a} * ${b} + ${c}`,
  div: infix('/'),
  neg: (a) => `-${a}`,
  rem: infix('%'),
  lt: infix('<'),
  le: infix('<='),
  gt: infix('>'),
  ge: infix('>='),
  eq: infix('==='),
  ne: infix('!=='),
  and: infix('&&'),
  or: infix('||'),
  xor: infix('!=='),
  not: (a) => `!${a}`,
}

const native = Math as unknown as Readonly<Record<string, unknown>>
const own = library as Readonly<Record<string, unknown>>

/** A call: JavaScript's own function by its name where it is the one that is meant, which engines compile to less. */
function call(op: IrOp, args: readonly string[]): string {
  const isNative = Object.hasOwn(native, op) && (own[op] ?? native[op]) === native[op]
  return `${isNative ? 'Math' : 'm'}.${op}(${args.join(', ')})`
}

/** Rows that differ for 32-bit integers. */
const onIntegers: { readonly [Op in IrOp]?: Emit } = {
  add: (a, b) => `(${a} + ${b}) | 0`,
  sub: (a, b) => `(${a} - ${b}) | 0`,
  mul: (a, b) => `Math.imul(${a}, ${b})`,
  neg: (a) => `-${a} | 0`,
  abs: (a) => `Math.abs(${a}) | 0`,
  mod: (a, b) => `m.mod(${a}, ${b}) | 0`,
  rem: (a, b) => `(${a} % ${b}) | 0`,
  and: infix('&'),
  or: infix('|'),
  xor: infix('^'),
  not: (a) => `~${a}`,
}

function conversion(from: Lane, to: Lane, a: string): string {
  if (to === 'bool') return `${a} !== 0`
  const number = from === 'bool' ? `(${a} ? 1 : 0)` : a
  if (to === 'f32') return `Math.fround(${number})`
  return to === 'i32' && from !== 'bool' ? `m.toInt32(${number})` : number
}

/** An instruction other than a load as an expression; `name(i)` is the local that holds instruction i. */
export function expression(
  { op, args, type, value }: Instruction,
  body: readonly Instruction[],
  name: (at: number) => string,
): string {
  const [a = '', b = '', c = ''] = args.map(name)
  if (op === 'const') return literal(value!, type)
  if (op === 'load') return ''
  if (op === 'convert') return conversion(body[args[0]!]!.type, type, a)
  const emit = (type === 'i32' ? onIntegers[op] : undefined) ?? (operators as { readonly [Op in IrOp]?: Emit })[op]
  const text = emit === undefined ? call(op, args.map(name)) : emit(a, b, c)
  return type === 'f32' && op !== 'select' ? `Math.fround(${text})` : text
}
