import { type Expr, type Formula, isNumber, type Shape } from './expression.ts'
import { toExpr } from './formula.ts'
import { intern, SCALAR } from './intern.ts'
import { MINUS_ONE, type NumberValue, negative, ONE, plus, ZERO } from './number.ts'
import { compareTerms, sortBy } from './order.ts'
import { mulAll } from './product.ts'
import { elementwiseShape, isZero, onesOf, zeroOf } from './shapes.ts'
import { numberNode } from './symbols.ts'

/**
 * A sum or product of at most this many entries dissolves in the one around it; a longer one stays an entry of its own,
 * so that building one by one costs a bounded step each and never the square of the length.
 */
export const SPLICE_LIMIT = 16

/** From this many entries on, like terms and like bases are found through a map. */
export const MAP_FROM = 12

/**
 * The sum of the terms. Numbers are added exactly, like terms merge (`x + 2 * x` is `3 * x`), the order is canonical.
 *
 * Terms have one shape; a scalar beside a vector or matrix is added to every entry.
 *
 * @example
 * add('x', 1, 'x') // => 2 * x + 1
 */
export function add(...terms: readonly Formula[]): Expr {
  return addAll(terms.map(toExpr))
}

/**
 * The difference `a - b`.
 *
 * @example
 * sub('x', 'y') // => x - y
 */
export function sub(a: Formula, b: Formula): Expr {
  return addAll([toExpr(a), neg(b)])
}

/**
 * The negative of a formula.
 *
 * @example
 * neg('x - y') // => y - x
 */
export function neg(a: Formula): Expr {
  const e = toExpr(a)
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

/** The terms of a sum while it is collected: like terms under one entry. */
class Collected {
  constant: NumberValue = ZERO
  readonly parts: Expr[] = []
  readonly coefficients: NumberValue[] = []
  /** The term as it came, where nothing was merged into it. */
  readonly terms: (Expr | undefined)[] = []
  private index: Map<Expr, number> | undefined

  include(term: Expr): void {
    if (isNumber(term)) this.constant = plus(this.constant, term.payload)
    else if (term.op === 'add' && term.args.length <= SPLICE_LIMIT) for (const inner of term.args) this.include(inner)
    else if (!isZero(term)) this.merge(term, withoutCoefficient(term), coefficientOf(term))
  }

  private merge(term: Expr, part: Expr, coefficient: NumberValue): void {
    const at = this.find(part)
    if (at >= 0) {
      this.coefficients[at] = plus(this.coefficients[at]!, coefficient)
      this.terms[at] = undefined
      return
    }
    this.index?.set(part, this.parts.length)
    this.parts.push(part)
    this.coefficients.push(coefficient)
    this.terms.push(term)
  }

  private find(part: Expr): number {
    if (this.parts.length < MAP_FROM) return this.parts.indexOf(part)
    this.index ??= new Map(this.parts.map((known, i) => [known, i]))
    return this.index.get(part) ?? -1
  }

  /** The merged terms in order, the constant last. */
  finish(): Expr[] {
    const out: Expr[] = []
    for (let i = 0; i < this.parts.length; i++) {
      if (this.coefficients[i] === ZERO) continue
      const term = this.terms[i] ?? scale(this.coefficients[i]!, this.parts[i]!)
      // halves of a sum have come together: the sum dissolves
      if (this.terms[i] === undefined && term.op === 'add' && term.args.length <= SPLICE_LIMIT) return this.again()
      if (!isZero(term)) out.push(term)
    }
    sortBy(out, compareTerms)
    if (this.constant !== ZERO) out.push(numberNode(this.constant))
    return out
  }

  private again(): Expr[] {
    const next = new Collected()
    next.constant = this.constant
    this.parts.forEach((part, i) => {
      next.include(this.terms[i] ?? scale(this.coefficients[i]!, part))
    })
    return next.finish()
  }
}

/** The sum of a list of expressions; see {@link add}. */
export function addAll(terms: readonly Expr[]): Expr {
  if (terms.length === 1) return terms[0]!
  const shape = terms.some((term) => term.shape.length > 0) ? elementwiseShape('+', terms) : SCALAR
  const collected = new Collected()
  for (const term of terms) collected.include(term)
  return build(collected.finish(), shape)
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
