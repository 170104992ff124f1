import * as errors from '../errors.ts'
import type { Expr } from '../expression.ts'
import { HALF, MINUS_ONE, type NumberValue, negative, ONE, signOf, ZERO } from '../number.ts'
import { SPLICE_LIMIT } from '../order.ts'
import { postorder } from '../traverse.ts'
import { type Notation, type Piece, type ProductKind, type Term, tightness } from './notation.ts'

/** Longest output, in characters. */
export const MAX_OUTPUT: number = 1 << 24

/** A node as it is written: its size, its sign, and for a power with a negative exponent what stands below the line. */
interface Written extends Term {
  readonly reciprocal?: Piece
}

/** Asked for each node below the root once it is written: a name for it, when it is to be written elsewhere. */
export type Share = (e: Expr, piece: Piece) => Piece | undefined

/**
 * Writes a formula in a notation. Every node of the graph is laid out once; the text of a shared node is used again, so
 * the work is that of the graph although the output is as long as the tree.
 *
 * Decided here, for all notations: `a - b` for a sum with a negative term, a positive term first where there is one,
 * numerator and denominator, square roots, the sign in front.
 */
export function layOut(root: Expr, notation: Notation, share: Share = () => undefined): string {
  const written = new Map<Expr, Written>()
  const layout = new Layout(notation, written)
  const check = (length: number): void => {
    if (length > MAX_OUTPUT) throw errors.outputTooLong(MAX_OUTPUT)
  }
  for (const e of postorder([root])) {
    // arguments of allowed lengths can together be too long for any string
    check(e.args.reduce((sum, arg) => sum + written.get(arg)!.text.length, 0))
    const made = layout.write(e)
    check(made.text.length)
    written.set(e, made)
    const name = e === root ? undefined : share(e, layout.signed(e))
    if (name !== undefined) written.set(e, name)
  }
  return layout.signed(root).text
}

class Layout {
  readonly #notation: Notation
  readonly #written: ReadonlyMap<Expr, Written>

  constructor(notation: Notation, written: ReadonlyMap<Expr, Written>) {
    this.#notation = notation
    this.#written = written
  }

  #of(e: Expr): Written {
    return this.#written.get(e)!
  }

  /** The piece of a node with its sign. */
  signed(e: Expr): Piece {
    const written = this.#of(e)
    return written.negative ? this.#notation.negative(written) : written
  }

  #signedAll(list: readonly Expr[]): Piece[] {
    return list.map((e) => this.signed(e))
  }

  write(e: Expr): Written {
    const notation = this.#notation
    switch (e.op) {
      case 'num':
        return this.#number(e.payload as NumberValue)
      case 'add':
        return notation.sum(
          inReadingOrder(
            e.args.map((arg) => this.#of(arg)),
            e.args,
          ),
        )
      case 'mul':
        return this.#product(e)
      case 'pow':
        return this.#power(e)
      case 'sym':
        return notation.symbol(e.name, e.shape)
      case 'const':
        return notation.constant(e)
      case 'eye':
      case 'ones':
        return notation.sized(e.op, e.shape)
      case 'sum':
        // so many ones are a size
        return e.args[0]!.op === 'ones'
          ? notation.symbol(String(e.args[0]!.shape[0]), [])
          : notation.function(e, this.#signedAll(e.args))
      case 'matmul':
        return this.#productOf(this.#matrixFactors(e.args))
      case 'hadamard':
        return this.#elementwise(e)
      case 'transpose':
        return notation.transpose(this.signed(e.args[0]!))
      case 'lt':
      case 'le':
      case 'gt':
      case 'ge':
      case 'eq':
      case 'ne':
        return notation.relation(e.op, this.signed(e.args[0]!), this.signed(e.args[1]!))
      case 'and':
      case 'or':
        return notation.junction(e.op, this.#signedAll(e.args))
      case 'not':
        return notation.not(this.signed(e.args[0]!))
      case 'piecewise':
        return notation.piecewise(this.#signedAll(e.args))
      case 'call':
        return notation.call(e.name, e.orders, this.#signedAll(e.args))
      default:
        return notation.function(e, this.#signedAll(e.args))
    }
  }

  #number(value: NumberValue): Written {
    return signOf(value) < 0 ? { ...this.#magnitude(negative(value)), negative: true } : this.#magnitude(value)
  }

  /** A number without its sign: `3`, `2 / 3`, `0.5`. */
  #magnitude(size: NumberValue): Piece {
    const notation = this.#notation
    const { numerator, denominator } = size
    if (!this.#isFraction(size))
      return notation.number(size.exact && !this.#tooLong(size) ? String(numerator) : floatText(size.value))
    return notation.quotient(notation.number(String(numerator)), notation.number(String(denominator)), 'product')
  }

  /** Is the number written as numerator over denominator? */
  #isFraction(size: NumberValue): boolean {
    return size.exact && size.denominator !== 1 && !this.#tooLong(size)
  }

  #tooLong({ numerator, denominator }: NumberValue): boolean {
    return this.#notation.doubles === true && (typeof numerator === 'bigint' || typeof denominator === 'bigint')
  }

  #product(e: Expr): Written {
    const first = e.args[0]!
    const coefficient = numberIn(first) ?? ONE
    const minus = signOf(coefficient) < 0
    const size = minus ? negative(coefficient) : coefficient
    const above: Piece[] = []
    const below: Piece[] = []
    if (this.#isFraction(size)) {
      if (size.numerator !== 1) above.push(this.#notation.number(String(size.numerator)))
      below.push(this.#notation.number(String(size.denominator)))
    } else if (size !== ONE) above.push(this.#magnitude(size))
    const factors = numberIn(first) === undefined ? e.args : e.args.slice(1)
    const last = factors[factors.length - 1]!
    const entrywise = last.shape.length === 0 ? undefined : this.#of(last).reciprocal
    for (const factor of factors) {
      const { reciprocal } = this.#of(factor)
      if (reciprocal !== undefined && factor.shape.length === 0) below.push(reciprocal)
      else if (factor === last && entrywise !== undefined) {
        above.splice(0, above.length, this.#notation.quotient(this.#productOf(above), entrywise, 'elementwise'))
      } else if (factor === last && factor.op === 'matmul' && !factors.some((f) => f !== factor && f.shape.length > 0))
        above.push(...this.#matrixFactors(factor.args))
      else if (factor === last && factor.op === 'hadamard' && above.length > 0)
        above.push({ text: this.signed(factor).text, tightness: tightness.power })
      else above.push(factor.op === 'matmul' || factor.op === 'mul' ? this.#inBrackets(factor) : this.signed(factor))
    }
    const piece = this.#over(above, below)
    return minus ? { ...piece, negative: true } : piece
  }

  /** The factors of a matrix product; one that stands several times in a row is a power. */
  #matrixFactors(factors: readonly Expr[]): Piece[] {
    const pieces: Piece[] = []
    for (let i = 0; i < factors.length; ) {
      const factor = factors[i]!
      let count = 1
      while (factors[i + count] === factor) count++
      const piece = factor.op === 'matmul' || factor.op === 'hadamard' ? this.#inBrackets(factor) : this.signed(factor)
      pieces.push(
        count === 1 ? piece : this.#notation.power(piece, this.#notation.number(String(count)), 'product', factor),
      )
      i += count
    }
    return pieces
  }

  /** The piece as one that every surrounding product puts into brackets. */
  #inBrackets(e: Expr): Piece {
    return { text: this.signed(e).text, tightness: tightness.sum }
  }

  #over(above: readonly Piece[], below: readonly Piece[]): Piece {
    const notation = this.#notation
    const top = this.#productOf(above)
    if (below.length === 0) return top
    // a longer product below the line would not dissolve again when it is read, and 2 * 0 would be 0
    if (below.length > SPLICE_LIMIT || below.some(({ text }) => text === '0'))
      return below.reduce((left, piece) => notation.quotient(left, piece, 'product'), top)
    return notation.quotient(top, this.#productOf(below), 'product')
  }

  #productOf(pieces: readonly Piece[]): Piece {
    if (pieces.length < 2) return pieces[0] ?? this.#notation.number('1')
    return this.#notation.product(pieces, 'product')
  }

  /** A chain of `.*` and `./` in the order of the factors. */
  #elementwise(e: Expr): Piece {
    const notation = this.#notation
    return e.args.slice(1).reduce((left, factor) => {
      const { reciprocal } = this.#of(factor)
      if (reciprocal !== undefined) return notation.quotient(left, reciprocal, 'elementwise')
      return notation.product([left, this.#elementwiseFactor(factor)], 'elementwise')
    }, this.#elementwiseFactor(e.args[0]!))
  }

  #elementwiseFactor(factor: Expr): Piece {
    return factor.op === 'matmul' || factor.op === 'mul' || factor.op === 'hadamard'
      ? this.#inBrackets(factor)
      : this.signed(factor)
  }

  #power(e: Expr): Written {
    const base = e.args[0]!
    const exponent = numberIn(e.args[1]!)
    const kind: ProductKind = e.shape.length === 0 ? 'product' : 'elementwise'
    const sign = exponent === undefined ? 0 : signOf(exponent)
    if (sign > 0) return this.#positivePower(base, exponent!, kind)
    // 1 / 0 is 0 ^ (-1), which 0 ^ (-2) is not
    if (sign === 0 || (base.payload === ZERO && exponent !== MINUS_ONE))
      return this.#notation.power(this.signed(base), this.signed(e.args[1]!), kind, base)
    const reciprocal = this.#positivePower(base, negative(exponent!), kind)
    return { ...this.#notation.quotient(this.#notation.number('1'), reciprocal, kind), reciprocal }
  }

  #positivePower(base: Expr, exponent: NumberValue, kind: ProductKind): Piece {
    const piece = this.signed(base)
    if (exponent === ONE) return piece
    if (isHalf(exponent)) return this.#notation.squareRoot(piece)
    return this.#notation.power(piece, this.#magnitude(exponent), kind, base)
  }
}

const numberIn = (e: Expr): NumberValue | undefined => (e.op === 'num' ? (e.payload as NumberValue) : undefined)

const isHalf = (x: NumberValue): boolean =>
  x.exact && x.numerator === HALF.numerator && x.denominator === HALF.denominator

/** The shortest text of a float, told from that of an exact integer: `5e+20`. */
export function floatText(value: number): string {
  const text = String(value)
  return /^-?\d+$/.test(text) ? value.toExponential() : text
}

/**
 * The terms as people write them: the canonical order has the highest degree first; where that would start with a minus
 * sign although one positive term could lead (`-x + 1`, `-x - y + 1`), that term goes first: `1 - x`, `1 - x - y`.
 */
function inReadingOrder(terms: readonly Written[], nodes: readonly Expr[]): readonly Written[] {
  if (!terms[0]!.negative) return terms
  const lead = terms.findIndex((term) => !term.negative)
  if (lead === -1) return terms
  const onlyConstant = lead === terms.length - 1 && nodes[lead]!.degree === 0
  if (terms.length > 2 && !onlyConstant) return terms
  return [terms[lead]!, ...terms.slice(0, lead), ...terms.slice(lead + 1)]
}
