import type { FunctionName } from './functions.ts'
import type { Region } from './intern-table.ts'
import type { Methods } from './methods.ts'
import type { NumberValue } from './number.ts'
import { toText } from './print/text.ts'

/** One dimension: a number, or a name for a size that stays open. */
export type Dimension = number | string

/** Sizes along each axis: `[]` a scalar, `['n']` a vector, `['m', 'n']` a matrix. */
export type Shape = readonly Dimension[]

export type ConstantName = 'pi' | 'e' | 'tau' | 'phi' | 'infinity' | 'nan' | 'true' | 'false'

export type ConditionOp = 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne' | 'and' | 'or' | 'not'

export type MatrixOp =
  | 'matmul'
  | 'transpose'
  | 'hadamard'
  | 'inv'
  | 'det'
  | 'logdet'
  | 'trace'
  | 'sum'
  | 'mean'
  | 'norm'
  | 'norm1'
  | 'diag'
  | 'diagonal'
  | 'outer'
  | 'kron'
  | 'eye'
  | 'ones'
  | 'softmax'
  | 'logsumexp'

/** What a node is. Every function of the function table is an operation of its own name. */
export type Op =
  | 'num'
  | 'sym'
  | 'const'
  | 'add'
  | 'mul'
  | 'pow'
  | 'piecewise'
  | 'call'
  | 'D'
  | ConditionOp
  | MatrixOp
  | FunctionName

/** What is assumed of a symbol; part of its identity. */
export interface Assumptions {
  readonly positive?: boolean
  readonly nonnegative?: boolean
  readonly integer?: boolean
  readonly symmetric?: boolean
  /** Of a matrix; it is symmetric then. */
  readonly positiveDefinite?: boolean
}

/** Name of a symbol, constant or called function, with what else tells two of them apart. */
export interface Label {
  readonly name: string
  readonly assumptions?: Assumptions
  /** Of an undefined function's call: how often it is differentiated by each argument. */
  readonly orders?: readonly number[]
  /** Everything above as one text: equal keys, equal labels. */
  readonly key: string
}

/** What is stored in a node beside its arguments. */
export type Payload = NumberValue | Label | undefined

/** What a function of this package takes where it wants a formula. */
export type Formula = Expr | string | number

/**
 * A formula: an immutable node of one shared graph.
 *
 * Nodes are interned: two expressions are structurally equal exactly when they are the same object, so `===` compares
 * formulas. A child's `id` is smaller than its parent's, which makes ascending ids a topological order. Nodes are made by
 * the constructors (`add`, `mul`, `pow`, `sin`, …) only, which bring them into canonical form.
 *
 * @example
 * parse('x + x') === mul(2, symbol('x')) // => true
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: methods.ts puts the operations on the prototype
export class Expr {
  readonly id: number
  readonly op: Op
  readonly args: readonly Expr[]
  readonly shape: Shape
  /** Structural hash: the same in every run, whatever was built before. */
  readonly hash: number
  /** A bit for each symbol name inside (names share bits), and one for vectors and matrices: a clear bit proves absence. */
  readonly symbolBits: number
  /** Total degree in all symbols in twelfths, as far as the node looks like a polynomial; orders sums for people. */
  readonly degree: number
  readonly payload: Payload
  /** The last traversal that came by; scratch space, no part of the value. */
  seenBy = 0
  /** Where that traversal listed it, which saves a search: a hint, to be checked against the list. */
  place = 0
  /** What keeps the node in the intern table, unless it stands there alone. */
  region: Region | undefined = undefined

  /** @internal Use the constructors. */
  constructor(
    id: number,
    op: Op,
    args: readonly Expr[],
    shape: Shape,
    hash: number,
    symbolBits: number,
    degree: number,
    payload: Payload,
  ) {
    this.id = id
    this.op = op
    this.args = args
    this.shape = shape
    this.hash = hash
    this.symbolBits = symbolBits
    this.degree = degree
    this.payload = payload
  }

  /** Of a number: the nearest double; NaN of anything else. */
  get value(): number {
    return this.op === 'num' ? (this.payload as NumberValue).value : Number.NaN
  }

  /** Of a symbol, a constant or a call: its name; the operation's name of anything else. */
  get name(): string {
    return this.op === 'sym' || this.op === 'const' || this.op === 'call' ? (this.payload as Label).name : this.op
  }

  /** Of a symbol: what is assumed of it. */
  get assumptions(): Assumptions {
    return (this.op === 'sym' && (this.payload as Label).assumptions) || NOTHING_ASSUMED
  }

  /** Of a call: how often the function is differentiated by each argument. */
  get orders(): readonly number[] {
    return (this.op === 'call' && (this.payload as Label).orders) || []
  }

  /** The formula as text that `parse` reads back as this very node. */
  toString(): string {
    return toText(this)
  }
}

/** The operations of a formula, as methods: `x.pow(2).add(1)`. */
export interface Expr extends Methods {}

const NOTHING_ASSUMED: Assumptions = {}

/** An expression that is a number, with its exact value at hand. */
export type NumberExpr = Expr & { readonly op: 'num'; readonly payload: NumberValue }

export const isNumber = (e: Expr): e is NumberExpr => e.op === 'num'

export const isScalar = (e: Expr): boolean => e.shape.length === 0
