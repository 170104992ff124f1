import {
  add,
  apply,
  constant,
  div,
  type Expr,
  evaluate,
  type FunctionName,
  freeSymbols,
  functions,
  mul,
  neg,
  num,
  pow,
} from '@fluxion/symbolic'
import { parametersOf } from './proof.ts'
import { limitByQuotient } from './quotient-limit.ts'

export type Side = 'left' | 'right'

/** Where a variable goes: to a point from one side, or to infinity (then from below). */
export interface Approach {
  readonly x: string
  readonly to: Expr
  readonly side: Side
}

/** What a formula goes to: a formula without the variable, or infinity with its sign. */
type Reached = Expr | 1 | -1

export const INFINITY: Expr = constant('infinity')
const HALF_PI = div(constant('pi'), 2)
const ZERO = num(0)
const ONE = num(1)

/** What functions go to at -∞ and ∞; undefined where they have no limit there. */
const atInfinity: Readonly<Record<string, readonly [Reached | undefined, Reached | undefined]>> = {
  exp: [ZERO, 1],
  expm1: [num(-1), 1],
  log: [undefined, 1],
  log2: [undefined, 1],
  log10: [undefined, 1],
  log1p: [undefined, 1],
  abs: [1, 1],
  cbrt: [-1, 1],
  atan: [neg(HALF_PI), HALF_PI],
  acot: [ZERO, ZERO],
  sinh: [-1, 1],
  cosh: [1, 1],
  tanh: [num(-1), ONE],
  coth: [num(-1), ONE],
  sech: [ZERO, ZERO],
  csch: [ZERO, ZERO],
  asinh: [-1, 1],
  acosh: [undefined, 1],
  acoth: [ZERO, ZERO],
  acsch: [ZERO, ZERO],
  erf: [num(-1), ONE],
  erfc: [num(2), ZERO],
  sigmoid: [ZERO, ONE],
  softplus: [ZERO, 1],
  relu: [ZERO, 1],
  sign: [num(-1), ONE],
  heaviside: [ZERO, ONE],
}

/**
 * The limit of a formula, node by node, by the laws for sums, products, powers and continuous functions; undefined where they do not
 * tell (∞ - ∞), with the rule of de l'Hôpital for 0/0 and the like. Parameters count as positive. What is found is a candidate that is to be proved by following the values.
 */
export function limitByLaws(f: Expr, approach: Approach): Expr | undefined {
  return new Laws(approach, DEEPEST).limitOf(f)
}

/** How often a quotient may be replaced by that of derivatives inside another. */
const DEEPEST = 2

const signOf = (value: number): 1 | -1 | undefined => (value > 0 ? 1 : value < 0 ? -1 : undefined)

class Laws {
  readonly #approach: Approach
  readonly #depth: number
  readonly #known = new Map<Expr, Reached | undefined>()

  constructor(approach: Approach, depth: number) {
    this.#approach = approach
    this.#depth = depth
  }

  limitOf(e: Expr): Expr | undefined {
    const reached = this.of(e)
    return typeof reached === 'number' ? mul(reached, INFINITY) : reached
  }

  of(e: Expr): Reached | undefined {
    if (!this.#known.has(e)) this.#known.set(e, this.#find(e))
    return this.#known.get(e)
  }

  #find(e: Expr): Reached | undefined {
    const { x, to } = this.#approach
    if (!freeSymbols(e).includes(x)) return this.#constant(e)
    if (e.op === 'sym') return this.#constant(to)
    return this.#byArguments(e) ?? (e.op === 'mul' || e.op === 'pow' ? this.#byQuotient(e) : undefined)
  }

  #byArguments(e: Expr): Reached | undefined {
    const args = e.args.map((arg) => this.of(arg))
    if (args.includes(undefined)) return undefined
    const known = args as Reached[]
    if (e.op === 'add') return this.#sum(known)
    if (e.op === 'mul') return this.#product(known)
    if (e.op === 'pow') return this.#power(e, known[0] as Reached, known[1] as Reached)
    return this.#function(e, known)
  }

  #byQuotient(e: Expr): Reached | undefined {
    if (this.#depth === 0) return undefined
    const inner = new Laws(this.#approach, this.#depth - 1)
    const found = limitByQuotient(e, this.#approach.x, (part) => inner.limitOf(part))
    return found && this.#constant(found)
  }

  #constant(e: Expr): Reached {
    const value = freeSymbols(e).length === 0 ? (evaluate(e, {}) as number) : 0
    return Math.abs(value) === Number.POSITIVE_INFINITY ? (Math.sign(value) as 1 | -1) : e
  }

  #sum(terms: readonly Reached[]): Reached | undefined {
    const infinite = new Set(terms.filter((term) => typeof term === 'number'))
    if (infinite.size > 1) return undefined
    const [only] = infinite
    return only ?? add(...(terms as Expr[]))
  }

  #product(factors: readonly Reached[]): Reached | undefined {
    const finite = factors.filter((factor) => typeof factor !== 'number')
    if (finite.length === factors.length) return mul(...finite)
    const sign = signOf(this.#value(mul(...finite, ONE)))
    return sign && factors.reduce<1 | -1>((s, factor) => (factor === -1 ? (-s as 1 | -1) : s), sign)
  }

  #power(e: Expr, base: Reached, exponent: Reached): Reached | undefined {
    const b = typeof base === 'number' ? base * Number.POSITIVE_INFINITY : this.#value(base)
    const p = typeof exponent === 'number' ? exponent * Number.POSITIVE_INFINITY : this.#value(exponent)
    if (b === 0 && p > 0) return ZERO
    if (Number.isFinite(b) && Number.isFinite(p) && b !== 0) return pow(base as Expr, exponent as Expr)
    // 1^∞, 0^0 and ∞^0 are not told by the limits of base and exponent
    if (p === 0 || (!Number.isFinite(p) && (b === 1 || b < 0))) return undefined
    const size = b ** p
    return size === 0 ? ZERO : Math.abs(size) === Number.POSITIVE_INFINITY ? this.#growing(e) : undefined
  }

  #function(e: Expr, args: readonly Reached[]): Reached | undefined {
    const [only] = args
    if (typeof only === 'number') {
      const row = Object.hasOwn(atInfinity, e.op) ? atInfinity[e.op] : undefined
      return args.length === 1 ? row?.[only < 0 ? 0 : 1] : undefined
    }
    if (!Object.hasOwn(functions, e.op) || args.some((arg) => typeof arg === 'number')) return undefined
    if (only !== undefined && e.op === 'log' && this.#value(only) === 0) return -1
    const found = apply(e.op as FunctionName, args as Expr[])
    return Math.abs(this.#value(found)) < LARGEST ? found : this.#growing(e)
  }

  /** The sign with which a formula grows beyond all bounds, read off close to the point. */
  #growing(e: Expr): 1 | -1 | undefined {
    const { x, to, side } = this.#approach
    const parameters = parametersOf([e, to], x, 0)
    const target = evaluate(to, parameters) as number
    const near = (h: number): number =>
      Number.isFinite(target) ? target + (side === 'left' ? -h : h) : Math.sign(target) / h
    return signOf(evaluate(e, { ...parameters, [x]: near(2 ** -20) }) as number)
  }

  #value(e: Expr): number {
    return evaluate(e, parametersOf([e], this.#approach.x, 0)) as number
  }
}

/** Larger values than these, at a point that is rounded, stand for a pole. */
const LARGEST = 1e15
