import { add, derivative, type Expr, expand, mul, nodeCount, simplify, substitute, symbol } from '@fluxion/symbolic'
import { byCases } from './cases.ts'
import { fromTable } from './elementary.ts'
import { ofGaussian } from './gaussian.ts'
import { holdingConstants } from './held-constants.ts'
import { coefficientsOf, isFree, ONE, ZERO } from './polynomial.ts'
import { overQuadratic } from './quadratic.ts'
import { partialFractionTerms } from './rational.ts'
import { nodesOf } from './replace.ts'
import { byDerivative, byLinear, substitutions } from './substitutions.ts'
import { ofWaves } from './waves.ts'

const DEEPEST = 9
const LARGEST = 400
const WIDE = 6
const INVERSE = new Set('log asin acos atan acot asec acsc asinh acosh atanh acoth asech acsch erf'.split(' '))
const CIRCULAR = new Set('exp sin cos sinh cosh'.split(' '))

/** Whether a formula dividesByZero by zero: parameters of a general case may be those of a special one. */
const dividesByZero = (f: Expr): boolean => nodesOf(f).some((e) => e.op === 'pow' && e.args[0] === ZERO)

/** Reduces an integral to integrals of a table, until a deadline; what it finds is a candidate that is to be proved by differentiating. */
export class Search {
  readonly #deadline: number
  readonly #known = new Map<string, Expr | undefined>()

  constructor(deadline: number) {
    this.#deadline = deadline
  }

  /** An antiderivative, or undefined where no reduction leads to the table. */
  find(f: Expr, x: string, depth = 0): Expr | undefined {
    if (isFree(f, x)) return mul(f, symbol(x))
    if (depth > DEEPEST || Date.now() > this.#deadline || nodeCount(f) > LARGEST) return undefined
    const key = `${f.id} ${x}`
    if (this.#known.has(key)) return this.#known.get(key)
    this.#known.set(key, undefined)
    const reduced = this.#reduce(f, x, depth)
    const found = reduced && dividesByZero(reduced) ? undefined : reduced
    this.#known.set(key, found)
    return found
  }

  #reduce(f: Expr, x: string, depth: number): Expr | undefined {
    if (f.op === 'add') return this.#termByTerm(f.args, x, depth) ?? this.#wayRound(f, x, depth)
    if (f.op === 'mul') {
      const constants = f.args.filter((arg) => isFree(arg, x))
      if (constants.length > 0) {
        const found = this.find(mul(...f.args.filter((arg) => !isFree(arg, x))), x, depth)
        return found && mul(...constants, found)
      }
    }
    if (f.op === 'piecewise') return byCases(f, symbol(x), (part) => this.find(part, x, depth + 1))
    return (
      fromTable(f, x) ??
      ofGaussian(f, x) ??
      byCases(f, symbol(x), (part) => this.find(part, x, depth + 1)) ??
      ofWaves(f, x) ??
      overQuadratic(f, x) ??
      this.#byFractions(f, x, depth) ??
      this.#wayRound(f, x, depth)
    )
  }

  #termByTerm(terms: readonly Expr[], x: string, depth: number): Expr | undefined {
    const found: Expr[] = []
    for (const term of terms) {
      const part = this.find(term, x, depth + 1)
      if (part === undefined) return undefined
      found.push(part)
    }
    return add(...found)
  }

  #byFractions(f: Expr, x: string, depth: number): Expr | undefined {
    const terms = partialFractionTerms(f, x)
    return terms && terms.length > 0 && !terms.includes(f) ? this.#termByTerm(terms, x, depth) : undefined
  }

  #wayRound(f: Expr, x: string, depth: number): Expr | undefined {
    // a long power is better kept whole where the chain rule allows: its expansion cancels
    const short = expand(f).args.length <= WIDE
    const whole = short ? undefined : this.#substituted(f, x, depth, [byDerivative, byLinear])
    return (
      whole ??
      this.#withoutConstants(f, x, depth) ??
      this.#expanded(f, x, depth) ??
      this.#byParts(f, x, depth) ??
      this.#substituted(f, x, depth)
    )
  }

  #withoutConstants(f: Expr, x: string, depth: number): Expr | undefined {
    const held = holdingConstants(f, x)
    const found = held && this.find(held.f, x, depth + 1)
    return found && substitute(found, held.constants)
  }

  #expanded(f: Expr, x: string, depth: number): Expr | undefined {
    const wide = expand(f)
    if (wide === f || wide.op !== 'add' || wide.args.length > 60) return undefined
    return this.#termByTerm(wide.args, x, depth + 1)
  }

  /** ∫ g·p = g·P - ∫ g'·P with g a logarithm, an inverse function or a power of one, else a polynomial beside exp, sin, …. */
  #byParts(f: Expr, x: string, depth: number): Expr | undefined {
    const parts = f.op === 'mul' ? f.args : [f]
    const baseOf = (e: Expr): Expr =>
      e.op === 'pow' && e.args[1]?.op === 'num' && e.args[1].value > 0 ? (e.args[0] as Expr) : e
    const inverse = parts.find((part) => INVERSE.has(baseOf(part).op))
    const circular = parts.some((part) => CIRCULAR.has(part.op))
    const g = inverse ?? (circular ? parts.find((part) => coefficientsOf(part, x) !== undefined) : undefined)
    if (g === undefined) return undefined
    const P = this.find(mul(...parts.filter((part) => part !== g), ONE), x, depth + 1)
    if (P === undefined) return undefined
    const rest = mul(P, derivative(g, x))
    const left = this.find(nodeCount(rest) < 120 ? simplify(rest) : rest, x, depth + 1)
    return left && add(mul(g, P), mul(-1, left))
  }

  #substituted(f: Expr, x: string, depth: number, ways = substitutions): Expr | undefined {
    const t = `t${depth}_`
    for (const way of ways) {
      for (const { integrand, back, constants = {} } of way(f, x, t)) {
        const found = this.find(integrand, t, depth + 1)
        if (found !== undefined) return substitute(substitute(found, { [t]: back }), constants)
        if (Date.now() > this.#deadline) return undefined
      }
    }
    return undefined
  }
}
