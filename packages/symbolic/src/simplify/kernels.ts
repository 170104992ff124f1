import { type Expr, isNumber, isScalar, type NumberExpr } from '../expression.ts'
import { type Integer, isInteger, rational } from '../number.ts'
import { powElementwise } from '../power.ts'
import { mulAll } from '../product.ts'
import { isPositive } from '../sign.ts'
import { coefficientOf, withoutCoefficient } from '../sum.ts'
import { constant, numberNode } from '../symbols.ts'
import { byPrimes } from './prime-logarithms.ts'
import { hasSquareRelation } from './squares.ts'

/** A region of more nodes, or a power higher than this, is taken as it stands: nothing is multiplied out. */
const MAX_NODES = 400
const MAX_DEPTH = 60
const MAX_EXPANDED_POWER = 12

/** A small exact fraction p/q, q positive. */
interface Ratio {
  readonly p: number
  readonly q: number
}

/**
 * What a rational expression treats as an indeterminate: `base ^ (unit * rest)`, where every exponent of the base that
 * occurs is a whole multiple of `unit` (times `rest`, where the exponent is symbolic).
 */
export class Kernel {
  readonly base: Expr
  readonly rest: Expr | undefined
  readonly index: number
  unit: Ratio

  constructor(base: Expr, rest: Expr | undefined, index: number, unit: Ratio) {
    this.base = base
    this.rest = rest
    this.index = index
    this.unit = unit
  }

  /** The kernel to the power k. */
  power(k: number): Expr {
    const exponent = numberNode(rational(this.unit.p * k, this.unit.q))
    return powElementwise(this.base, this.rest === undefined ? exponent : mulAll([exponent, this.rest]))
  }

  /** How many times the unit an exponent is. */
  multiple(exponent: Ratio): number {
    return Math.round((exponent.p * this.unit.q) / (exponent.q * this.unit.p))
  }
}

/** A factor of a product as powers of kernels. */
export type KernelPower = readonly [Kernel, Ratio]

/**
 * The kernels of a rational region: the sums, products and whole powers around `root`, down to everything else. `powers`
 * says how each such leaf is made of kernels. Undefined where the region is no exact scalar formula, or too large. `charge` is told the nodes looked at.
 */
export interface Region {
  readonly root: Expr
  readonly kernels: readonly Kernel[]
  readonly powers: ReadonlyMap<Expr, readonly KernelPower[]>
}

export function findRegion(root: Expr, charge: (work: number) => void): Region | undefined {
  const survey = new Survey()
  const found = survey.visit(root, 0)
  charge(survey.visited.size)
  return found ? { root, kernels: survey.kernels, powers: survey.powers } : undefined
}

/** True for a power that is multiplied out: a sum, or a logarithm of several primes, to a small whole exponent. */
export function isExpandable(e: Expr): boolean {
  const [base, exponent] = e.args
  return (
    e.op === 'pow' &&
    base !== undefined &&
    (base.op === 'add' || byPrimes(base)?.op === 'add') &&
    exponent !== undefined &&
    isNumber(exponent) &&
    isInteger(exponent.payload) &&
    Math.abs(exponent.value) <= MAX_EXPANDED_POWER
  )
}

class Survey {
  readonly kernels: Kernel[] = []
  readonly powers = new Map<Expr, KernelPower[]>()
  private readonly numeric = new Map<Expr, Kernel>()
  private readonly symbolic = new Map<Expr, Kernel>()
  readonly visited = new Set<Expr>()

  visit(e: Expr, depth: number): boolean {
    if (this.visited.has(e)) return true
    if (depth > MAX_DEPTH || this.visited.size > MAX_NODES || !isScalar(e)) return false
    this.visited.add(e)
    switch (e.op) {
      case 'num':
        return (e as NumberExpr).payload.exact
      case 'const':
        return e.name !== 'infinity' && e.name !== 'nan' && this.opaque(e)
      case 'add':
      case 'mul':
        return e.args.every((arg) => this.visit(arg, depth + 1))
      case 'pow':
        return isExpandable(e) ? this.visit(e.args[0] as Expr, depth + 1) : this.power(e, depth)
      case 'exp':
        return this.symbolicPower(e, constant('e'), e.args[0] as Expr)
      case 'log': {
        const primes = byPrimes(e)
        return primes === undefined ? this.opaque(e) : this.visit(primes, depth + 1)
      }
      default:
        return this.opaque(e)
    }
  }

  /** A leaf that is its own kernel. */
  private opaque(e: Expr): true {
    return this.leaf(e, [this.of(e, undefined, { p: 1, q: 1 })])
  }

  private leaf(e: Expr, powers: KernelPower[]): true {
    this.powers.set(e, powers)
    return true
  }

  private power(e: Expr, depth: number): boolean {
    const [base, exponent] = e.args as [Expr, Expr]
    if (!isNumber(exponent)) return this.symbolicPower(e, base, exponent)
    const ratio = smallRatio(exponent.payload.exact, exponent.payload.numerator, exponent.payload.denominator)
    if (ratio === undefined) return this.opaque(e)
    if (base.op === 'num' && base.value <= 0) return false
    if (ratio.q > 1 && isCompound(base) && !this.visit(base, depth + 1)) return false
    return this.leaf(e, [this.of(base, undefined, ratio)])
  }

  /** b^(c + d·r + …) = b^c · (b^r)^d · …; what is not a whole number comes apart for a positive base alone. */
  private symbolicPower(e: Expr, base: Expr, exponent: Expr): boolean {
    if (isNumber(base) && base.value === 0) return this.opaque(e)
    const apart = isPositive(base)
    const terms = exponent.op === 'add' && exponent.args.length <= 8 ? exponent.args : [exponent]
    const powers: KernelPower[] = []
    const kept: Expr[] = []
    for (const term of terms) {
      const c = isNumber(term) ? term.payload : coefficientOf(term)
      const ratio = smallRatio(c.exact, c.numerator, c.denominator)
      if (ratio === undefined || (isNumber(term) ? !apart && ratio.q !== 1 : !apart && terms.length > 1))
        kept.push(term)
      else powers.push(this.of(base, isNumber(term) ? undefined : withoutCoefficient(term), ratio))
    }
    if (kept.length > 0) {
      const numbers = powers.filter(([kernel]) => kernel.rest === undefined)
      if (numbers.length !== powers.length || kept.length === terms.length) return this.opaque(e)
      const remainder = kept.length === 1 ? (kept[0] as Expr) : undefined
      if (remainder === undefined) return this.opaque(e)
      powers.push(this.of(base, remainder, { p: 1, q: 1 }))
    }
    return this.leaf(e, powers)
  }

  /** The kernel of a base (and symbolic exponent), its unit lowered so that this exponent too is a whole multiple. */
  private of(base: Expr, rest: Expr | undefined, exponent: Ratio): KernelPower {
    const table = rest === undefined ? this.numeric : this.symbolic
    const key = rest === undefined ? base : powElementwise(base, rest)
    let kernel = table.get(key)
    const p = Math.abs(exponent.p)
    // squares of these functions are replaced by polynomials, so their even powers count in squares
    const magnitude = { p: hasSquareRelation(base.op) ? gcd(p, 2) : p, q: exponent.q }
    if (kernel === undefined) {
      kernel = new Kernel(base, rest, this.kernels.length, magnitude)
      table.set(key, kernel)
      this.kernels.push(kernel)
    } else kernel.unit = commonUnit(kernel.unit, magnitude)
    return [kernel, exponent]
  }
}

const isCompound = (base: Expr): boolean => base.op === 'add' || base.op === 'mul' || base.op === 'num'

function smallRatio(exact: boolean, numerator: Integer, denominator: Integer): Ratio | undefined {
  if (!exact || typeof numerator !== 'number' || typeof denominator !== 'number') return undefined
  if (Math.abs(numerator) > 10_000 || denominator > 60 || numerator === 0) return undefined
  return { p: numerator, q: denominator }
}

function commonUnit(a: Ratio, b: Ratio): Ratio {
  const q = (a.q * b.q) / gcd(a.q, b.q)
  const p = gcd((a.p * q) / a.q, (b.p * q) / b.q)
  const common = gcd(p, q)
  return { p: p / common, q: q / common }
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}
