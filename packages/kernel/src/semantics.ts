import type { Instruction, IrOp, Lane, SpecialOp } from './ir.ts'
import { elementary } from './math/elementary.ts'

/** A scalar operation: as many arguments as the operation's arity. */
export type ScalarFunction = (a: number, b: number, c: number) => number

/** Nearest integer, ties to even. Adding and taking away 2^52 rounds as the machine does. */
export function roundEven(x: number): number {
  if (!(Math.abs(x) < 4503599627370496)) return x
  const rounded = x < 0 ? x - 4503599627370496 + 4503599627370496 : x + 4503599627370496 - 4503599627370496
  return rounded === 0 ? x * 0 : rounded
}

/** Remainder with the sign of the divisor: x − y·floor(x/y), without rounding. */
export function floorMod(x: number, y: number): number {
  const r = x % y
  if (r === 0) return copySign(0, y)
  return r < 0 !== y < 0 ? (Number.isFinite(y) || Number.isNaN(r) ? r + y : y) : r
}

/** The magnitude of x with the sign of y, zeros included. */
export function copySign(x: number, y: number): number {
  const negative = y < 0 || Object.is(y, -0)
  const magnitude = Math.abs(x)
  return negative ? -magnitude : magnitude
}

/** Double to 32-bit integer: truncated, saturated, NaN to 0. */
export function toInt32(x: number): number {
  return Math.max(-2147483648, Math.min(2147483647, x)) | 0
}

/** What an operation means on doubles; truth values are 0 and 1. Rounding to single follows in {@link scalarFunction}. */
const onDoubles: { readonly [Op in Exclude<IrOp, 'const' | 'load' | 'convert' | SpecialOp>]: ScalarFunction } = {
  select: (a, b, c) => (a !== 0 ? b : c),
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  muladd: (a, b, c) => a * b + c,
  div: (a, b) => a / b,
  neg: (a) => -a,
  abs: Math.abs,
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  sign: Math.sign,
  sqrt: Math.sqrt,
  floor: Math.floor,
  ceil: Math.ceil,
  round: roundEven,
  trunc: Math.trunc,
  copysign: copySign,
  mod: floorMod,
  rem: (a, b) => a % b,
  lt: (a, b) => (a < b ? 1 : 0),
  le: (a, b) => (a <= b ? 1 : 0),
  gt: (a, b) => (a > b ? 1 : 0),
  ge: (a, b) => (a >= b ? 1 : 0),
  eq: (a, b) => (a === b ? 1 : 0),
  ne: (a, b) => (a !== b ? 1 : 0),
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  not: (a) => (a === 0 ? 1 : 0),
  ...elementary,
}

/** Operations whose 32-bit integer meaning differs: results wrap, a zero divisor gives 0. */
const onIntegers: { readonly [Op in IrOp]?: ScalarFunction } = {
  add: (a, b) => (a + b) | 0,
  sub: (a, b) => (a - b) | 0,
  mul: Math.imul,
  neg: (a) => -a | 0,
  abs: (a) => Math.abs(a) | 0,
  mod: (a, b) => floorMod(a, b) | 0,
  rem: (a, b) => (a % b) | 0,
  not: (a) => ~a,
}

const conversions: { readonly [To in Lane]: (x: number) => number } = {
  f64: (x) => x,
  f32: Math.fround,
  i32: toInt32,
  bool: (x) => (x !== 0 ? 1 : 0),
}

/** The scalar function of an instruction on its lanes: what every target must agree with. */
export function scalarFunction({ op, type, value = 0, special }: Instruction): ScalarFunction {
  if (op === 'const') return () => value
  if (op === 'load') return (a) => a
  if (op === 'convert') return conversions[type]
  const exact = special ?? onDoubles[op as keyof typeof onDoubles]
  if (type === 'i32') return onIntegers[op] ?? exact
  return type === 'f32' ? (a, b, c) => Math.fround(exact(a, b, c)) : exact
}
