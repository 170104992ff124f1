import type { Expr, Shape } from '../expression.ts'

/** How tightly a piece of output holds together: a piece goes into brackets where something tighter is wanted. */
export const tightness = {
  loose: 0,
  choice: 1,
  or: 2,
  and: 3,
  relation: 4,
  sum: 5,
  product: 6,
  /** A leading minus sign. */
  sign: 7,
  power: 8,
  atom: 9,
} as const

/** How comparisons are written, in formulas and in messages. */
export const relationSigns = { lt: '<', le: '<=', gt: '>', ge: '>=', eq: '==', ne: '!=' } as const

/** A finished piece of output. */
export interface Piece {
  readonly text: string
  readonly tightness: number
  /** A numeral, or a product that starts with one. */
  readonly digits?: boolean
  /** The text before a raised sign, of what is `…^{-1}` or `command(…)`: where another sign can join it. */
  readonly stem?: string
  /** Of a function: the bracketed arguments after the stem. */
  readonly rest?: string
}

/**
 * Joins texts. Plain concatenation, never `join` and no look inside: it lets the engine share the texts of the parts, so
 * that a deep formula costs its nodes and not the square of its length.
 */
export function concat(texts: readonly string[], between = ''): string {
  let whole = texts[0] ?? ''
  for (let i = 1; i < texts.length; i++) whole += between + texts[i]!
  return whole
}

/** A term of a sum: its size, and whether it is subtracted. */
export interface Term extends Piece {
  readonly negative?: boolean
}

/** What stands between the factors of a product. */
export type ProductKind = 'product' | 'elementwise'

/**
 * A way of writing formulas: how each construct looks, given the finished pieces inside it. The layout (what is a
 * fraction, which term comes first, where the minus sign goes) is decided once for all notations, in layout.ts.
 */
export interface Notation {
  readonly number: (digits: string) => Piece
  /** Numbers are doubles: an exact number beyond 2^53 is written as the nearest one. */
  readonly doubles?: true
  readonly symbol: (name: string, shape: Shape) => Piece
  readonly constant: (e: Expr) => Piece
  /** Of matrices whose size is all there is to say: `eye(n)`, `ones(m, n)`. */
  readonly sized: (name: 'eye' | 'ones', shape: Shape) => Piece
  readonly negative: (piece: Piece) => Piece
  readonly sum: (terms: readonly Term[]) => Piece
  readonly product: (factors: readonly Piece[], kind: ProductKind) => Piece
  readonly quotient: (numerator: Piece, denominator: Piece, kind: ProductKind) => Piece
  readonly power: (base: Piece, exponent: Piece, kind: ProductKind, baseNode: Expr) => Piece
  readonly squareRoot: (radicand: Piece) => Piece
  readonly transpose: (base: Piece) => Piece
  readonly relation: (op: keyof typeof relationSigns, left: Piece, right: Piece) => Piece
  readonly junction: (op: 'and' | 'or', parts: readonly Piece[]) => Piece
  readonly not: (condition: Piece) => Piece
  /** Conditions and values in turn, the value otherwise last. */
  readonly piecewise: (parts: readonly Piece[]) => Piece
  /** A function or matrix operation of the table, by the node's operation. */
  readonly function: (e: Expr, args: readonly Piece[]) => Piece
  /** A call of an undefined function, differentiated `orders[i]` times by its i-th argument. */
  readonly call: (name: string, orders: readonly number[], args: readonly Piece[]) => Piece
}
