import { type Expr, isNumber, type NumberExpr } from '../expression.ts'
import { polynomialGcd } from './gcd.ts'
import { findRegion, isExpandable, type Kernel, type Region } from './kernels.ts'
import {
  constant,
  divide,
  exponentOf,
  generator,
  isOne,
  one,
  type Packing,
  type Polynomial,
  packing,
  plus,
  power,
  times,
} from './polynomial.ts'
import { byPrimes } from './prime-logarithms.ts'

/** Numerators and denominators of more terms are not built. */
const MAX_TERMS = 300

/** A radical's power of more than this many times its root is left alone. */
const MAX_REDUCED_POWER = 12

/** A quotient of polynomials in kernels. */
export interface Fraction {
  readonly numerator: Polynomial
  readonly denominator: Polynomial
}

/** A rational expression as polynomials: what its generators are, and how their exponents are packed. */
export interface RationalForm {
  readonly fraction: Fraction
  readonly kernels: readonly Kernel[]
  readonly packed: Packing
  /** For a radical r = b^(p/q) whose b^p is a polynomial: r^q equals it. */
  readonly relations: readonly Relation[]
}

/** generator^exponent = value */
export interface Relation {
  readonly generator: number
  readonly exponent: number
  readonly value: Polynomial
}

/** The numerator and denominator of an expression over a common denominator; undefined past the limits. `charge` is told what it cost. */
export function rationalForm(root: Expr, charge: (work: number) => void): RationalForm | undefined {
  const region = findRegion(root, charge)
  if (region === undefined || region.kernels.length === 0) return undefined
  const degrees = new DegreeBound(region)
  const bound = degrees.of(root)
  const packed = packing(region.kernels.length, 2 * Math.max(bound.above, bound.below, 2))
  if (packed === undefined) return undefined
  const builder = new Builder(region, packed)
  const fraction = builder.build(root)
  charge(builder.work)
  if (fraction === undefined) return undefined
  return { fraction, kernels: region.kernels, packed, relations: findRelations(region, builder, packed) }
}

/** Rewrites by the relations until none applies: powers of radicals become polynomials. */
export function reduce(p: Polynomial, relations: readonly Relation[], packed: Packing): Polynomial {
  let current = p
  for (let round = 0; round < 8; round++) {
    const before = current
    for (const relation of relations) current = reduceBy(current, relation, packed)
    if (current === before) return current
  }
  return current
}

/** The fraction with the common factor of numerator and denominator cancelled. */
export function cancel({ numerator, denominator }: Fraction, packed: Packing): Fraction {
  if (numerator.size === 0) return { numerator, denominator: one }
  const common = polynomialGcd(numerator, denominator, packed)
  if (isOne(common)) return { numerator, denominator }
  const top = divide(numerator, common, packed)
  const bottom = divide(denominator, common, packed)
  return top === undefined || bottom === undefined
    ? { numerator, denominator }
    : { numerator: top, denominator: bottom }
}

function reduceBy(p: Polynomial, { generator: i, exponent, value }: Relation, packed: Packing): Polynomial {
  let reduced: Polynomial | undefined
  for (const [monomial, coefficient] of p) {
    const turns = Math.floor(exponentOf(monomial, i, packed) / exponent)
    if (turns === 0 || (value.size > 1 && turns > MAX_REDUCED_POWER)) continue
    reduced ??= p
    const rest = monomial - turns * exponent * generator(i, packed)
    const replaced = times(new Map([[rest, coefficient]]), power(value, turns))
    reduced = plus(plus(reduced, new Map([[monomial, coefficient]]), -1n), replaced)
    if (reduced.size > MAX_TERMS) return p
  }
  return reduced ?? p
}

function findRelations(region: Region, builder: Builder, packed: Packing): Relation[] {
  const relations: Relation[] = []
  for (const { base, rest, unit, index } of region.kernels) {
    if (rest !== undefined || unit.q === 1 || (base.op !== 'add' && base.op !== 'mul' && base.op !== 'num')) continue
    const value = builder.build(base)
    if (value === undefined || !isOne(value.denominator)) continue
    if (unit.p * 4 < packed.bound)
      relations.push({ generator: index, exponent: unit.q, value: power(value.numerator, unit.p) })
  }
  return relations
}

class Builder {
  private readonly region: Region
  private readonly packed: Packing
  private readonly built = new Map<Expr, Fraction | undefined>()
  work = 0

  constructor(region: Region, packed: Packing) {
    this.region = region
    this.packed = packed
  }

  build(e: Expr): Fraction | undefined {
    if (this.built.has(e)) return this.built.get(e)
    const made = this.make(e)
    const fits = made !== undefined && made.numerator.size <= MAX_TERMS && made.denominator.size <= MAX_TERMS
    this.built.set(e, fits ? made : undefined)
    this.work += made === undefined ? MAX_TERMS : made.numerator.size + made.denominator.size
    return fits ? made : undefined
  }

  private make(e: Expr): Fraction | undefined {
    if (e.op === 'num') {
      const { numerator, denominator } = (e as NumberExpr).payload
      return { numerator: constant(BigInt(numerator)), denominator: constant(BigInt(denominator)) }
    }
    if (e.op === 'add') return this.sum(e.args)
    if (e.op === 'mul') return this.product(e.args)
    if (isExpandable(e)) return this.power(e.args[0] as Expr, (e.args[1] as Expr).value)
    const primes = byPrimes(e)
    return primes === undefined ? this.leaf(e) : this.build(primes)
  }

  private leaf(e: Expr): Fraction {
    let above = 0
    let below = 0
    for (const [kernel, exponent] of this.region.powers.get(e) ?? []) {
      const k = kernel.multiple(exponent)
      if (k > 0) above += k * generator(kernel.index, this.packed)
      else below -= k * generator(kernel.index, this.packed)
    }
    return { numerator: new Map([[above, 1n]]), denominator: new Map([[below, 1n]]) }
  }

  private power(base: Expr, exponent: number): Fraction | undefined {
    const f = this.build(base)
    if (f === undefined || f.numerator.size ** Math.abs(exponent) > 20_000 || f.numerator.size === 0) return undefined
    const top = power(f.numerator, Math.abs(exponent))
    const bottom = power(f.denominator, Math.abs(exponent))
    return exponent > 0 ? { numerator: top, denominator: bottom } : { numerator: bottom, denominator: top }
  }

  private product(factors: readonly Expr[]): Fraction | undefined {
    let product: Fraction = { numerator: one, denominator: one }
    for (const factor of factors) {
      const f = this.build(factor)
      if (f === undefined || product.numerator.size * f.numerator.size > 4 * MAX_TERMS) return undefined
      product = {
        numerator: times(product.numerator, f.numerator),
        denominator: times(product.denominator, f.denominator),
      }
      if (product.numerator.size > MAX_TERMS || product.denominator.size > MAX_TERMS) return undefined
    }
    return product
  }

  private sum(terms: readonly Expr[]): Fraction | undefined {
    let sum: Fraction | undefined
    for (const term of terms) {
      const f = this.build(term)
      if (f === undefined) return undefined
      sum = sum === undefined ? f : this.plus(sum, f)
      if (sum.numerator.size > MAX_TERMS || sum.denominator.size > MAX_TERMS) return undefined
    }
    return sum
  }

  private plus(a: Fraction, b: Fraction): Fraction {
    if (sameConstant(a.denominator, b.denominator)) {
      return { numerator: plus(a.numerator, b.numerator), denominator: a.denominator }
    }
    const common = polynomialGcd(a.denominator, b.denominator, this.packed)
    const left = divide(a.denominator, common, this.packed) as Polynomial
    const right = divide(b.denominator, common, this.packed) as Polynomial
    return {
      numerator: plus(times(a.numerator, right), times(b.numerator, left)),
      denominator: times(a.denominator, right),
    }
  }
}

const sameConstant = (a: Polynomial, b: Polynomial): boolean =>
  a === b || (a.size === 1 && b.size === 1 && a.get(0) !== undefined && a.get(0) === b.get(0))

/** Upper bounds of the degrees that building the fraction can reach in any one generator. */
class DegreeBound {
  private readonly region: Region
  private readonly known = new Map<Expr, { above: number; below: number }>()

  constructor(region: Region) {
    this.region = region
  }

  of(e: Expr): { above: number; below: number } {
    const known = this.known.get(e)
    if (known !== undefined) return known
    const bound = this.compute(e)
    this.known.set(e, bound)
    return bound
  }

  private compute(e: Expr): { above: number; below: number } {
    if (isNumber(e)) return { above: 0, below: 0 }
    if (e.op === 'add') {
      const parts = e.args.map((arg) => this.of(arg))
      const below = parts.reduce((total, part) => total + part.below, 0)
      return { above: Math.max(...parts.map((part) => part.above + below - part.below)), below }
    }
    if (e.op === 'mul') {
      const parts = e.args.map((arg) => this.of(arg))
      const sum = (key: 'above' | 'below'): number => parts.reduce((total, part) => total + part[key], 0)
      return { above: sum('above'), below: sum('below') }
    }
    if (isExpandable(e)) {
      const { above, below } = this.of(e.args[0] as Expr)
      const exponent = (e.args[1] as Expr).value
      return exponent > 0
        ? { above: above * exponent, below: below * exponent }
        : { above: -below * exponent, below: -above * exponent }
    }
    const primes = byPrimes(e)
    return primes === undefined ? this.leaf(e) : this.of(primes)
  }

  /** A radical may be replaced by the polynomial it is a root of, whose degree then counts. */
  private leaf(e: Expr): { above: number; below: number } {
    let above = 0
    let below = 0
    for (const [kernel, exponent] of this.region.powers.get(e) ?? []) {
      const k = kernel.multiple(exponent)
      const radical = kernel.unit.q > 1 && (kernel.base.op === 'add' || kernel.base.op === 'mul')
      const inner = radical ? this.of(kernel.base) : { above: 1, below: 1 }
      const weight = radical ? Math.max(1, kernel.unit.p) * Math.max(1, inner.above, inner.below) : 1
      if (k > 0) above += k * weight
      else below -= k * weight
    }
    return { above, below }
  }
}
