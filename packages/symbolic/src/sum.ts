import { type Expr, isNumber, type Shape } from './expression.ts'
import { intern, SCALAR } from './intern.ts'
import { MINUS_ONE, type NumberValue, negative, ONE, plus, ZERO } from './number.ts'
import { areLike, compareTerms, SPLICE_LIMIT, sortBy } from './order.ts'
import { mulAll, zeroTimes } from './product.ts'
import { elementwiseShape, isZero, onesOf, zeroOf } from './shapes.ts'
import { numberNode } from './symbols.ts'

/** `a - b` */
export function sub(a: Expr, b: Expr): Expr {
  return addAll([a, neg(b)])
}

/** `-e` */
export function neg(e: Expr): Expr {
  return isNumber(e) ? numberNode(negative(e.payload)) : scale(MINUS_ONE, e)
}

/** `c * e` for a number `c`. */
export function scale(c: NumberValue, e: Expr): Expr {
  if (c === ONE) return e
  if (c === ZERO && isNumber(e)) return e.payload === ZERO ? e : numberNode(ZERO)
  return mulAll([numberNode(c), e])
}

/** The numeric coefficient of a term: 3 of `3 * x * y`. */
export function coefficientOf(term: Expr): NumberValue {
  const first = term.op === 'mul' ? term.args[0]! : undefined
  return first !== undefined && isNumber(first) ? first.payload : ONE
}

/** A term without its numeric coefficient: `x * y` of `3 * x * y`. */
export function withoutCoefficient(term: Expr): Expr {
  if (term.op !== 'mul' || term.args[0]!.op !== 'num') return term
  return term.args.length === 2 ? term.args[1]! : intern('mul', term.args.slice(1), term.shape)
}

/** The sum of a list of expressions; see `add`. */
export function addAll(terms: readonly Expr[]): Expr {
  if (terms.length === 1) return terms[0]!
  const shape = shapeOf(terms)
  const collected: Expr[] = []
  let constant = gather(terms, collected, ZERO)
  for (;;) {
    sortBy(collected, compareTerms)
    if (!mergeLike(collected)) break
    // halves of a sum have come together: the sum dissolves
    constant = gather(collected.splice(0), collected, constant)
  }
  if (constant !== ZERO) collected.push(numberNode(constant))
  return build(collected, shape)
}

function shapeOf(terms: readonly Expr[]): Shape {
  for (let i = 0; i < terms.length; i++) if (terms[i]!.shape.length > 0) return elementwiseShape('+', terms)
  return SCALAR
}

/** Lists the terms that are no numbers, short sums dissolved; returns the constant with the numbers added. */
function gather(terms: readonly Expr[], into: Expr[], constant: NumberValue): NumberValue {
  let total = constant
  for (let i = 0; i < terms.length; i++) {
    const term = terms[i]!
    if (isNumber(term)) total = plus(total, term.payload)
    else if (term.op === 'add' && term.args.length <= SPLICE_LIMIT) total = gather(term.args, into, total)
    else if (!isZero(term)) into.push(term)
  }
  return total
}

/** Adds up like terms, which stand beside each other in a sorted list; whether one of them came out as a short sum. */
function mergeLike(terms: Expr[]): boolean {
  let kept = 0
  let dissolves = false
  for (let i = 0; i < terms.length; ) {
    const first = terms[i]!
    let end = i + 1
    while (end < terms.length && areLike(first, terms[end]!)) end++
    const merged = end === i + 1 ? first : multiple(terms, i, end)
    dissolves ||= merged.op === 'add' && merged !== first && merged.args.length <= SPLICE_LIMIT
    if (!isZero(merged)) terms[kept++] = merged
    i = end
  }
  if (kept < terms.length) terms.length = kept
  return dissolves
}

function multiple(terms: readonly Expr[], from: number, end: number): Expr {
  const first = terms[from]!
  let coefficient = coefficientOf(first)
  for (let i = from + 1; i < end; i++) coefficient = plus(coefficient, coefficientOf(terms[i]!))
  if (coefficient === ZERO) return zeroTimes(first.op === 'mul' ? first.args : [first])
  return scale(coefficient, withoutCoefficient(first))
}

function build(terms: Expr[], shape: Shape): Expr {
  if (terms.length === 0) return zeroOf(shape)
  if (terms.length > 1) return intern('add', terms, shape)
  const only = terms[0]!
  return only.shape.length === shape.length ? only : mulAll([only, onesOf(shape)])
}

/** A sum with every sign flipped; keeps the order. */
export function negatedSum(e: Expr): Expr {
  return addAll(e.args.map(neg))
}
