import type { Expr } from '../expression.ts'
import { MINUS_ONE, rational } from '../number.ts'
import { powElementwise } from '../power.ts'
import { mulAll } from '../product.ts'
import { addAll } from '../sum.ts'
import { numberNode } from '../symbols.ts'
import { cancel, type Fraction, type RationalForm, type Relation, rationalForm, reduce } from './fraction.ts'
import { type Factored, factorCheaply } from './gcd.ts'
import type { Kernel } from './kernels.ts'
import {
  coefficientsIn,
  constant,
  degree,
  exponentOf,
  exponents,
  generator,
  type Packing,
  type Polynomial,
  plus,
  times,
} from './polynomial.ts'
import { isSmaller, size } from './size.ts'
import { squarePairs } from './squares.ts'

/** A form by squares that is larger than the formula by at most this is worth another look. */
const NEAR = 4

/**
 * The ways to write a rational expression: over one denominator with the common factor cancelled, multiplied out or
 * factored, term by term; with squares of sines replaced through cosines and the other way round; with the denominator
 * free of square roots. Each is equal to `e` wherever `e` is defined. The smallest is returned; `e` itself where none is
 * smaller or the limits are passed. `near` are forms by squares that are larger, but may become the smallest once rules
 * have gone over them. `charge` is told what it cost.
 */
export function smallestRational(e: Expr, charge: (work: number) => void): { smallest: Expr; near: readonly Expr[] } {
  const form = rationalForm(e, charge)
  if (form === undefined) return { smallest: e, near: [] }
  const { fraction, kernels, packed, relations } = form
  const plain = cancelled(fraction, relations, packed)
  const written = writings(plain, form)
  const cleared = withoutRoots(plain, relations, packed)
  if (cleared !== undefined) written.push(...writings(cleared, form))
  const bySquares = squareRelations(kernels, packed).flatMap((squares) =>
    writings(cancelled(plain, [...relations, ...squares], packed), form),
  )
  const limit = size(e) + NEAR
  return {
    smallest: smallestOf(e, [...written, ...bySquares]),
    near: bySquares.filter((candidate) => size(candidate) <= limit),
  }
}

function cancelled({ numerator, denominator }: Fraction, relations: readonly Relation[], packed: Packing): Fraction {
  const top = reduce(numerator, relations, packed)
  const bottom = denominator.size > 1 ? reduce(denominator, relations, packed) : denominator
  return cancel(bottom.size === 0 ? { numerator, denominator } : { numerator: top, denominator: bottom }, packed)
}

function smallestOf(e: Expr, forms: readonly Expr[]): Expr {
  return forms.filter((form) => isSmaller(form, e)).reduce((best, form) => (size(form) < size(best) ? form : best), e)
}

/** Two choices of relations: every square through its partner's, and the other way round. */
function squareRelations(kernels: readonly Kernel[], packed: Packing): Relation[][] {
  const intoFirst: Relation[] = []
  const intoSecond: Relation[] = []
  for (const { f, g, a, b } of squarePairs) {
    for (const first of kernels) {
      if (first.base.op !== f || !isWhole(first)) continue
      const second = kernels.find((k) => k.base.op === g && k.base.args[0] === first.base.args[0] && isWhole(k))
      if (second === undefined) continue
      intoFirst.push(square(second, first, a, b, packed))
      intoSecond.push(square(first, second, -a * b, b, packed))
    }
  }
  return intoFirst.length === 0 ? [] : [intoFirst, intoSecond]
}

const isWhole = (kernel: Kernel): boolean => kernel.rest === undefined && kernel.unit.q === 1 && kernel.unit.p <= 2

/** target² = a + b·other² */
function square(target: Kernel, other: Kernel, a: bigint, b: bigint, packed: Packing): Relation {
  const squared = (2 / other.unit.p) * generator(other.index, packed)
  const value = plus(constant(a), new Map([[squared, b]]))
  return { generator: target.index, exponent: 2 / target.unit.p, value }
}

/** The fraction with square roots moved out of the denominator, multiplying by conjugates. */
function withoutRoots(fraction: Fraction, relations: readonly Relation[], packed: Packing): Fraction | undefined {
  let current: Fraction | undefined
  for (const relation of relations) {
    if (relation.exponent !== 2) continue
    const { numerator, denominator } = current ?? fraction
    if (degree(denominator, relation.generator, packed) === 0 || denominator.size > 16 || numerator.size > 64) continue
    const reduced = reduce(denominator, [relation], packed)
    const parts = coefficientsIn(reduced, relation.generator, packed)
    const rootless = parts.get(0) ?? constant(0n)
    const rootful = parts.get(1)
    if (rootful === undefined || parts.size > 2) continue
    const root: Polynomial = new Map([[generator(relation.generator, packed), 1n]])
    const conjugate = parts.has(0) ? plus(rootless, times(rootful, root), -1n) : root
    if (overflows(numerator, conjugate, packed)) continue
    const bottom = parts.has(0)
      ? plus(times(rootless, rootless), times(times(rootful, rootful), relation.value), -1n)
      : times(rootful, relation.value)
    if (bottom.size === 0) continue
    current = cancelled({ numerator: times(numerator, conjugate), denominator: bottom }, relations, packed)
  }
  return current
}

function overflows(a: Polynomial, b: Polynomial, packed: Packing): boolean {
  for (let i = 0; i < packed.generators; i++) {
    if (degree(a, i, packed) + 2 * degree(b, i, packed) >= packed.bound) return true
  }
  return false
}

/** The forms of one fraction that may be the shortest: factored or multiplied out, above and below, or term by term. */
function writings(fraction: Fraction, form: RationalForm): Expr[] {
  const { numerator, denominator } = fraction
  if (numerator.size === 0) return [numberNode(rational(0, 1))]
  const writer = new Writer(form)
  const above = factorCheaply(numerator, form.packed)
  const below = factorCheaply(denominator, form.packed)
  const found = [writer.factored(above, below)]
  if (above.factors.length > 0 && !(isPlain(above) && below.content === 1n)) {
    const bottom = writer.reciprocal({ ...below, content: 1n })
    found.push(mulAll([writer.sum(numerator, below.content), bottom]))
    if (below.content !== 1n) {
      found.push(mulAll([writer.sum(numerator, 1n), numberNode(rational(1, below.content)), bottom]))
    }
  }
  if (above.factors.length > 0 && below.factors.length === 0 && below.monomial !== 0) {
    found.push(addAll([...numerator].map(([m, c]) => writer.quotient(m, c, denominator))))
  }
  if (below.factors.length > 0 && !isPlain(below)) {
    const inverse = powElementwise(writer.sum(denominator, 1n), numberNode(MINUS_ONE))
    found.push(mulAll([writer.factored(above, { content: 1n, monomial: 0, factors: [] }), inverse]))
    if (!isPlain(above)) found.push(mulAll([writer.sum(numerator, 1n), inverse]))
  }
  return found
}

/** A single factor, so that factored and multiplied out are the same. */
function isPlain({ content, monomial, factors }: Factored): boolean {
  return content === 1n && monomial === 0 && factors.length === 1 && factors[0]?.[1] === 1
}

/** Turns polynomials back into expressions. */
class Writer {
  private readonly form: RationalForm

  constructor(form: RationalForm) {
    this.form = form
  }

  /** p / divisor, multiplied out. */
  sum(p: Polynomial, divisor: bigint): Expr {
    return addAll(
      [...p].map(([monomial, c]) => mulAll([numberNode(rational(c, divisor)), ...this.powers(monomial, 1)])),
    )
  }

  /** One term of a numerator over a denominator of one term. */
  quotient(monomial: number, c: bigint, denominator: Polynomial): Expr {
    const [[below, d]] = [...denominator] as [[number, bigint]]
    return mulAll([numberNode(rational(c, d)), ...this.net(monomial, below)])
  }

  factored(above: Factored, below: Factored): Expr {
    const { sign, parts } = this.factors(above, 1)
    const { sign: otherSign, parts: otherParts } = this.factors(below, -1)
    const negative = above.content * sign * otherSign < 0n
    const turned = negative ? this.turn(above, parts, 1) || this.turn(below, otherParts, -1) : false
    const coefficient = numberNode(rational(above.content * (turned ? -sign : sign) * otherSign, below.content))
    const monomials = this.net(above.monomial, below.monomial)
    return mulAll([coefficient, ...monomials, ...parts, ...otherParts])
  }

  reciprocal(below: Factored): Expr {
    const { sign, parts } = this.factors(below, -1)
    return mulAll([numberNode(rational(sign, below.content)), ...this.net(0, below.monomial), ...parts])
  }

  /** The powers of a factored polynomial, each factor with as few minus signs as possible. */
  private factors({ factors }: Factored, direction: 1 | -1): { sign: bigint; parts: Expr[] } {
    let sign = 1n
    const parts = factors.map(([factor, exponent]) => {
      const flip = balanceOf(factor) > 0
      if (flip && exponent % 2 === 1) sign = -sign
      return powElementwise(this.sum(factor, flip ? -1n : 1n), numberNode(rational(direction * exponent, 1)))
    })
    return { sign, parts }
  }

  /** Takes a minus sign into a factor that has as many of them as plus signs; says whether there was one. */
  private turn({ factors }: Factored, parts: Expr[], direction: 1 | -1): boolean {
    const i = factors.findIndex(([factor, exponent]) => exponent % 2 === 1 && balanceOf(factor) === 0)
    if (i < 0) return false
    const [factor, exponent] = factors[i] as readonly [Polynomial, number]
    parts[i] = powElementwise(this.sum(factor, -1n), numberNode(rational(direction * exponent, 1)))
    return true
  }

  private net(above: number, below: number): Expr[] {
    if (below === 0) return this.powers(above, 1)
    if (above === 0) return this.powers(below, -1)
    const { kernels, packed } = this.form
    return kernels.flatMap((kernel) => {
      const k = exponentOf(above, kernel.index, packed) - exponentOf(below, kernel.index, packed)
      return k === 0 ? [] : [kernel.power(k)]
    })
  }

  private powers(monomial: number, direction: 1 | -1): Expr[] {
    const found: Expr[] = []
    for (const [i, k] of (monomial === 0 ? [] : exponents(monomial, this.form.packed)).entries()) {
      if (k !== 0) found.push((this.form.kernels[i] as Kernel).power(direction * k))
    }
    return found
  }
}

/** How many more coefficients are negative than positive. */
function balanceOf(p: Polynomial): number {
  let balance = 0
  for (const c of p.values()) balance += c < 0n ? 1 : -1
  return balance
}
