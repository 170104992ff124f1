import type { Expr } from '../expression.ts'
import { pow, powElementwise } from '../power.ts'
import { div, mulAll } from '../product.ts'
import { addAll, neg } from '../sum.ts'
import * as operations from './operations.ts'
import { bySign } from './signs.ts'

/** What an operand looks like: mathjs's rules for `2 3`, `1/2 x` and `5 + 10%` depend on it. */
export type Look = 'plain' | 'numeral' | 'signed' | 'factorial' | 'percentage' | 'operation'

/** An operation or bracket of the grammar, with operands in it. */
export interface Construct {
  /**
   * How tightly it holds its operands: mathjs's table, from loose to tight. Brackets, calls and the middle of
   * `c ? a : b` hold level 0: they close by their own sign only.
   */
  readonly level: number
  /** The node of all operands. */
  readonly build: (operands: readonly Expr[], signs: readonly string[]) => Expr
  /** Takes in the next operand, which follows the sign; without it the operand is added to the list. */
  readonly append?: (operands: Expr[], next: Expr, sign: string, look: Look) => void
  /** Can be built operand by operand: that tells at which operator of a chain the operands do not fit. */
  readonly stepwise?: true
}

/** Takes a factor into a chain of `* / .* ./ % mod`. */
function appendFactor(operands: Expr[], factor: Expr, sign: string): void {
  const scalar = factor.shape.length === 0
  if (sign === '*' || (sign === '.*' && scalar)) operands.push(factor)
  else if ((sign === '/' || sign === './') && scalar) operands.push(div(operations.one(), factor))
  else {
    // scalars before an elementwise operator stay factors of the whole: -(x - y) .* z is -((x - y) .* z)
    const isOutside = (operand: Expr): boolean => sign[0] === '.' && operand.shape.length === 0
    const inside = operands.filter((operand) => !isOutside(operand))
    const left = inside.length === 0 ? operations.one() : operations.product(inside)
    operands.splice(0, operands.length, ...operands.filter(isOutside), operations.binary[sign]!(left, factor))
  }
}

/** Takes a term into a chain of `+ -`; `a + 10%` is `a + a * 10%`, as in mathjs. */
function appendTerm(operands: Expr[], term: Expr, sign: string, look: Look): void {
  let next = term
  if (look === 'percentage') {
    const left = addAll(operands)
    operands.splice(0, operands.length, left)
    next = mulAll([left, term])
  }
  operands.push(sign === '-' ? neg(next) : next)
}

const only = ([operand]: readonly Expr[]): Expr => operand!

const prefixes: Readonly<Record<string, (x: Expr) => Expr>> = { '-': neg, '+': (x) => x, not: operations.negation }

export const formula: Construct = { level: 0, build: only }
export const brackets: Construct = { level: 0, build: only }
export const call: Construct = { level: 0, build: only }
export const whenTrue: Construct = { level: 0, build: only }
export const whenFalse: Construct = { level: 1, build: operations.choose }
export const or: Construct = { level: 2, build: operations.disjunction }
export const xor: Construct = { level: 3, build: (operands) => operands.reduce(operations.exclusive) }
export const and: Construct = { level: 4, build: operations.conjunction }
export const relation: Construct = { level: 5, build: operations.relations }
export const sum: Construct = { level: 6, build: addAll, append: appendTerm, stepwise: true }
export const product: Construct = { level: 7, build: operations.product, append: appendFactor, stepwise: true }
export const implicit: Construct = { level: 8, build: operations.product, stepwise: true }
export const ratio: Construct = { level: 9, build: ([a, b]) => div(a!, b!) }
export const prefix: Construct = { level: 10, build: ([x], [sign]) => prefixes[sign!]!(x!) }
export const power: Construct = {
  level: 11,
  build: ([a, b], [sign]) => (sign === '^' ? pow(a!, b!) : powElementwise(a!, b!)),
}

/** What an infix operator belongs to. */
export const infix: ReadonlyMap<string, Construct> = /* @__PURE__ */ bySign<Construct>({
  or,
  xor,
  and,
  '< > <= >= == !=': relation,
  '+ -': sum,
  '* / .* ./ % mod': product,
  '^ .^': power,
})

/** A construct that is still open: it waits for its next operand. */
export interface Frame {
  readonly construct: Construct
  /** The operands so far; of a chain of one kind (`a + b - c`) all of them, so that it becomes one n-ary node. */
  readonly operands: Expr[]
  /** Index of the token before each operand: the operator, or what opened the construct. */
  readonly marks: number[]
  /** The operators so far; of a call its function's name. */
  readonly signs: string[]
  /** Of a call of an undefined function: how often it is differentiated, `'` or `'[1, 0]`. */
  readonly orders: readonly number[] | undefined
}
