import type { Expr } from '../expression.ts'

/**
 * How tightly a construct that is still open holds its operands: mathjs's table, from loose to tight. Brackets, calls and
 * the middle of `c ? a : b` hold level 0: they close by their own sign only.
 */
export const levels = {
  root: 0,
  group: 0,
  call: 0,
  whenTrue: 0,
  whenFalse: 1,
  or: 2,
  xor: 3,
  and: 4,
  relation: 5,
  sum: 6,
  product: 7,
  implicit: 8,
  ratio: 9,
  prefix: 10,
  power: 11,
} as const

/** A construct of the grammar that can be open. */
export type FrameKind = keyof typeof levels

/** A construct that waits for its next operand. */
export interface Frame {
  kind: FrameKind
  /** The operands so far; of a chain of one kind (`a + b - c`) all of them, so that it becomes one n-ary node. */
  readonly items: Expr[]
  /** Index of the token before each operand: the operator, or what opened the frame. */
  readonly marks: number[]
  /** The operators so far; of a call its function's name. */
  readonly signs: string[]
  /** Of a call of an undefined function: how often it is differentiated, `'` or `'[1, 0]`. */
  orders?: readonly number[]
}

/** What the last operand looked like: mathjs's rules for `2 3`, `1/2 x` and `5 + 10%` depend on it. */
export const look = {
  /** A name, a call, a bracket. */
  plain: 0,
  /** A numeral. */
  numeral: 1,
  /** A sign before a numeral. */
  signed: 2,
  factorial: 3,
  percentage: 4,
  /** The result of any other operator. */
  operator: 5,
} as const

export type Look = (typeof look)[keyof typeof look]
