import { type Expr, evaluate } from '@fluxion/symbolic'
import { errors } from '../errors.ts'
import type { Emitter } from './emitter.ts'
import {
  type ExponentialPower,
  type ExponentialTerm,
  exponentialPowers,
  exponentialSum,
  isValue,
  logisticExponent,
  splitCoefficient,
} from './exponentials.ts'
import { functionRow } from './functions.ts'
import { nodesOf } from './order.ts'
import { isChainExponent, PowerChains } from './powers.ts'

/** How a node is computed: the nodes whose values it wants, and its instructions once they are there. */
interface Recipe {
  readonly needs: readonly Expr[]
  build(): number
}

/** A product taken apart: coefficient · numerators / denominators, each a base with a positive exponent. */
interface Fraction {
  coefficient: number
  readonly above: { readonly base: Expr; readonly exponent: number }[]
  readonly below: { readonly base: Expr; readonly exponent: number }[]
}

/**
 * Where a node comes from if it is not computed here: a value (symbols, and what a program has computed before), or
 * another formula that defines it.
 */
export type Source = (e: Expr) => number | Expr | undefined

/**
 * Lowers formulas to instructions for one element. Each node is emitted once and on demand, without recursion, in forms that do not
 * overflow or cancel where the plain ones do:
 *
 * - log(1 + u) is log1p(u), exp(u) − 1 is expm1(u), 1 − erf(u) is erfc(u), 1 − cos(u) is 2 sin²(u / 2);
 * - log(1 + exp(u)) is softplus(u), 1 / (1 + exp(−u)) and exp(u) / (1 + exp(u)) are sigmoid(u), log Σ exp(uᵢ) and
 *   exp(u) / Σ exp(uᵢ) are computed relative to the largest exponent;
 * - whole, half and quarter powers are multiplications and square roots, negative ones divisions.
 */
export function lowerInto(k: Emitter, roots: readonly Expr[], source: Source): number[] {
  return new Lowering(k, roots, source).run(roots)
}

class Lowering {
  readonly #k: Emitter
  readonly #source: Source
  readonly #values = new Map<Expr, number>()
  readonly #chains = new PowerChains()
  readonly #exponentials: ReadonlyMap<Expr, ExponentialPower>

  constructor(k: Emitter, roots: readonly Expr[], source: Source) {
    this.#k = k
    this.#source = source
    const nodes = nodesOf(roots, (e) => source(e) !== undefined)
    this.#exponentials = exponentialPowers(nodes)
    for (const e of nodes)
      if (e.op === 'pow' && e.args[1]!.op === 'num') this.#chains.note(e.args[0]!, e.args[1]!.value)
  }

  run(roots: readonly Expr[]): number[] {
    const recipes = new Map<Expr, Recipe>()
    const stack = [...roots].reverse()
    while (stack.length > 0) {
      const e = stack[stack.length - 1]!
      if (this.#values.has(e)) {
        stack.pop()
        continue
      }
      let recipe = recipes.get(e)
      if (recipe === undefined) {
        recipe = this.#recipe(e)
        recipes.set(e, recipe)
        for (let i = recipe.needs.length - 1; i >= 0; i--) {
          const need = recipe.needs[i]!
          if (!this.#values.has(need)) stack.push(need)
        }
      } else {
        this.#values.set(e, recipe.build())
        stack.pop()
      }
    }
    return roots.map((root) => this.#at(root))
  }

  #at(e: Expr): number {
    const value = this.#values.get(e)
    if (value === undefined) throw errors.internal(`${e.op} is read before it is computed`)
    return value
  }

  #float(e: Expr): number {
    return this.#k.float(this.#at(e))
  }

  #recipe(e: Expr): Recipe {
    const k = this.#k
    const given = this.#source(e)
    if (typeof given === 'number') return { needs: [], build: () => given }
    if (given !== undefined) return { needs: [given], build: () => this.#at(given) }
    if (e.symbolBits === 0 && e.shape.length === 0 && e.op !== 'call' && e.op !== 'D') return this.#constant(e)
    switch (e.op) {
      case 'add':
        return this.#sum(e.args)
      case 'mul':
      case 'hadamard':
        return this.#product(e.args)
      case 'ones':
        return { needs: [], build: () => k.number(1) }
      case 'pow':
        return this.#power(e)
      case 'exp':
        return this.#exponential(e)
      case 'log':
        return this.#logarithm(e)
      case 'piecewise':
        return this.#piecewise(e)
      case 'lt':
      case 'le':
      case 'gt':
      case 'ge':
      case 'eq':
      case 'ne': {
        const op = e.op
        return { needs: e.args, build: () => k.op(op, this.#float(e.args[0]!), this.#float(e.args[1]!)) }
      }
      case 'and':
      case 'or': {
        const op = e.op
        return {
          needs: e.args,
          build: () => e.args.map((arg) => k.condition(this.#at(arg))).reduce((a, b) => k.op(op, a, b)),
        }
      }
      case 'not':
        return { needs: e.args, build: () => k.op('not', k.condition(this.#at(e.args[0]!))) }
      default: {
        const row = functionRow(e.op)
        if (row === undefined) throw errors.notComputable(describe(e))
        return { needs: e.args, build: () => row(k, ...e.args.map((arg) => this.#float(arg))) }
      }
    }
  }

  #constant(e: Expr): Recipe {
    const k = this.#k
    if (e.op === 'const' && (e.name === 'true' || e.name === 'false'))
      return { needs: [], build: () => k.truth(e.name === 'true') }
    return { needs: [], build: () => k.number(e.op === 'num' ? e.value : evaluate(e, {})) }
  }

  /** A sum: positive terms are added, negative ones subtracted. */
  #sum(terms: readonly Expr[]): Recipe {
    const k = this.#k
    const { rest, special } = this.#cancelling(terms)
    const parts = rest.map((term) => this.#signed(term))
    const all = special === undefined ? parts : [special, ...parts]
    const start = Math.max(
      0,
      all.findIndex((part) => !part.negative),
    )
    const build = (): number => {
      const first = all[start]!
      let value = first.build()
      for (let i = 0; i < all.length; i++) {
        if (i === start) continue
        const part = all[i]!
        value = k.op(part.negative === first.negative ? 'add' : 'sub', value, part.build())
      }
      return first.negative ? k.op('neg', value) : value
    }
    return { needs: all.flatMap((part) => part.needs), build }
  }

  /** Takes c·exp(u) − c, 1 − erf(u), 1 − sigmoid(u) or 1 − cos(u) out of a sum. */
  #cancelling(terms: readonly Expr[]): {
    readonly rest: readonly Expr[]
    readonly special: (Recipe & { readonly negative: boolean }) | undefined
  } {
    const k = this.#k
    const constant = terms.find((term) => term.op === 'num')
    if (constant === undefined) return { rest: terms, special: undefined }
    for (const term of terms) {
      const { coefficient, factors } = splitCoefficient(term)
      const [only] = factors
      if (factors.length !== 1 || (coefficient?.value ?? 1) !== -constant.value) continue
      const arg = only!.args[0]
      const rest = terms.filter((other) => other !== term && other !== constant)
      const c = Math.abs(constant.value)
      const scaled = (value: number): number => (c === 1 ? value : k.op('mul', k.number(c), value))
      if (only!.op === 'exp' && arg !== undefined)
        return {
          rest,
          special: {
            needs: [arg],
            negative: constant.value > 0,
            build: () => scaled(k.op('expm1', this.#float(arg))),
          },
        }
      if (only!.op === 'cos' && arg !== undefined)
        return {
          rest,
          special: {
            needs: [arg],
            negative: constant.value < 0,
            build: () => {
              const half = k.op('sin', k.op('mul', k.number(0.5), this.#float(arg)))
              return k.op('mul', k.number(2 * c), k.op('mul', half, half))
            },
          },
        }
      if ((only!.op === 'erf' || only!.op === 'sigmoid') && arg !== undefined) {
        const complement = only!.op === 'erf' ? 'erfc' : 'sigmoid'
        return {
          rest,
          special: {
            needs: [arg],
            negative: constant.value < 0,
            build: () => {
              const x = this.#float(arg)
              return scaled(k.op(complement, complement === 'erfc' ? x : k.op('neg', x)))
            },
          },
        }
      }
    }
    return { rest: terms, special: undefined }
  }

  /** A term of a sum without its sign. */
  #signed(term: Expr): Recipe & { readonly negative: boolean } {
    const k = this.#k
    if (this.#source(term) === undefined) {
      if (term.op === 'num' && term.value < 0) return { needs: [], negative: true, build: () => k.number(-term.value) }
      if (term.op === 'mul') {
        const { coefficient, factors } = splitCoefficient(term)
        if (coefficient !== undefined && coefficient.value < 0)
          return { ...this.#product(factors, -coefficient.value), negative: true }
      }
    }
    return { needs: [term], negative: false, build: () => this.#float(term) }
  }

  /** A product as one fraction: factors with negative chain exponents go below the line. */
  #product(args: readonly Expr[], given?: number): Recipe {
    const fraction: Fraction = { coefficient: given ?? 1, above: [], below: [] }
    const stable = this.#relativeExponentials(args)
    for (const factor of stable?.rest ?? args) {
      const exponent = factor.op === 'pow' ? factor.args[1]!.value : Number.NaN
      if (factor.op === 'num') fraction.coefficient *= factor.value
      else if (exponent < 0 && isChainExponent(exponent) && this.#source(factor) === undefined)
        fraction.below.push({ base: factor.args[0]!, exponent: -exponent })
      else fraction.above.push({ base: factor, exponent: 1 })
    }
    const needs = [...fraction.above, ...fraction.below].map((it) => it.base)
    return {
      needs: stable === undefined ? needs : [...stable.needs, ...needs],
      build: () => this.#emitFraction(fraction, stable?.build()),
    }
  }

  #emitFraction({ coefficient, above, below }: Fraction, stable: number | undefined): number {
    const k = this.#k
    const multiply = (factors: readonly number[]): number | undefined =>
      factors.length === 0 ? undefined : factors.reduce((a, b) => k.op('mul', a, b))
    const powers = (side: Fraction['above']): number[] =>
      side.map(({ base, exponent }) => this.#chains.emit(k, base, this.#float(base), exponent))
    const numerators = powers(above)
    if (stable !== undefined) numerators.push(stable)
    const denominators = powers(below)
    const magnitude = Math.abs(coefficient)
    // x / 3 is rounded once where x · 0.333… is rounded twice; a power of two is exact both ways
    const divisor = Math.round(1 / magnitude)
    if (magnitude < 1 && 1 / divisor === magnitude && (divisor & (divisor - 1)) !== 0)
      denominators.push(k.number(divisor))
    else if (magnitude !== 1) numerators.push(k.number(magnitude))
    const top = multiply(numerators)
    const bottom = multiply(denominators)
    const negative = coefficient < 0
    if (bottom === undefined) {
      if (top === undefined) return k.number(coefficient)
      return negative ? k.op('neg', top) : top
    }
    if (top === undefined) return k.op('div', k.number(negative ? -1 : 1), bottom)
    const quotient = k.op('div', top, bottom)
    return negative ? k.op('neg', quotient) : quotient
  }

  /**
   * exp(a) · S^(−n) for a sum S of exponentials, computed relative to the largest exponent of S: a softmax does not
   * overflow, exp(u) / (1 + exp(u)) is sigmoid(u).
   */
  #relativeExponentials(args: readonly Expr[]): (Recipe & { readonly rest: readonly Expr[] }) | undefined {
    const k = this.#k
    const exponential = args.find((arg) => arg.op === 'exp')
    for (const arg of args) {
      const power = arg.op === 'pow' ? arg.args[1]! : undefined
      if (power === undefined || power.op !== 'num' || !Number.isInteger(power.value) || power.value >= 0) continue
      const terms = exponentialSum(arg.args[0]!)
      if (terms === undefined) continue
      const n = -power.value
      const logistic = logisticExponent(terms)
      const rest = args.filter((other) => other !== arg && other !== exponential)
      if (logistic !== undefined) {
        const times = exponential === undefined ? 0 : wholeMultiple(exponential.args[0]!, logistic)
        if (times !== undefined && times <= n && n <= 8)
          return {
            needs: [logistic],
            rest,
            build: () => {
              const u = this.#float(logistic)
              const up = times > 0 ? this.#wholePower(k.op('sigmoid', u), times) : undefined
              const down = n > times ? this.#wholePower(k.op('sigmoid', k.op('neg', u)), n - times) : undefined
              return up === undefined ? down! : down === undefined ? up : k.op('mul', up, down)
            },
          }
      }
      if (exponential === undefined) continue
      const numerator = exponential.args[0]!
      return {
        needs: [numerator, ...exponentsOf(terms)],
        rest,
        build: () => {
          const { largest, sum } = this.#relativeSum(terms)
          const shift = n === 1 ? largest : k.op('mul', k.number(n), largest)
          const top = k.op('exp', k.op('sub', this.#float(numerator), shift))
          return k.op('div', top, this.#wholePower(sum, n))
        },
      }
    }
    return undefined
  }

  /** The largest exponent m of a sum of exponentials, and the sum of cᵢ·exp(uᵢ − m). */
  #relativeSum(terms: readonly ExponentialTerm[]): { readonly largest: number; readonly sum: number } {
    const k = this.#k
    const exponents = terms.map(({ exponent }) => (exponent === undefined ? k.number(0) : this.#float(exponent)))
    const largest = exponents.reduce((a, b) => k.op('max', a, b))
    const parts = terms.map(({ coefficient }, i) => {
      const part = k.op('exp', k.op('sub', exponents[i]!, largest))
      return coefficient === 1 ? part : k.op('mul', k.number(coefficient), part)
    })
    return { largest, sum: parts.reduce((a, b) => k.op('add', a, b)) }
  }

  /** A whole power of a value that is no node. */
  #wholePower(value: number, n: number): number {
    const k = this.#k
    let result: number | undefined
    for (let square = value, left = n; ; square = k.op('mul', square, square)) {
      if (left % 2 === 1) result = result === undefined ? square : k.op('mul', result, square)
      left = Math.floor(left / 2)
      if (left === 0) return result ?? k.number(1)
    }
  }

  #power(e: Expr): Recipe {
    const k = this.#k
    const [base, exponent] = [e.args[0]!, e.args[1]!]
    if (exponent.op === 'num' && isChainExponent(exponent.value)) {
      if (exponent.value < 0) return this.#product([e])
      return { needs: [base], build: () => this.#chains.emit(k, base, this.#float(base), exponent.value) }
    }
    if (isValue(base, 2)) return { needs: [exponent], build: () => k.op('exp2', this.#float(exponent)) }
    return { needs: [base, exponent], build: () => k.op('pow', this.#float(base), this.#float(exponent)) }
  }

  #exponential(e: Expr): Recipe {
    const k = this.#k
    const power = this.#exponentials.get(e)
    if (power === undefined) return { needs: e.args, build: () => k.op('exp', this.#float(e.args[0]!)) }
    const { base, exponent } = power
    return {
      needs: [base],
      build: () => {
        const value = this.#chains.emit(k, base, this.#float(base), Math.abs(exponent))
        return exponent < 0 ? k.op('div', k.number(1), value) : value
      },
    }
  }

  #logarithm(e: Expr): Recipe {
    const k = this.#k
    const arg = e.args[0]!
    if (arg.op === 'add' && this.#source(arg) === undefined) {
      const terms = exponentialSum(arg)
      const logistic = terms === undefined ? undefined : logisticExponent(terms)
      if (logistic !== undefined) return { needs: [logistic], build: () => k.op('softplus', this.#float(logistic)) }
      if (terms !== undefined && terms.length > 1)
        return {
          needs: exponentsOf(terms),
          build: () => {
            const { largest, sum } = this.#relativeSum(terms)
            return k.op('add', largest, k.op('log', sum))
          },
        }
      if (arg.args.some((term) => isValue(term, 1))) {
        const rest = this.#sum(arg.args.filter((term) => !isValue(term, 1)))
        return { needs: rest.needs, build: () => k.op('log1p', rest.build()) }
      }
    }
    return { needs: e.args, build: () => k.op('log', this.#float(arg)) }
  }

  #piecewise(e: Expr): Recipe {
    const k = this.#k
    const build = (): number => {
      let value = this.#float(e.args[e.args.length - 1]!)
      for (let i = e.args.length - 3; i >= 0; i -= 2)
        value = k.op('select', k.condition(this.#at(e.args[i]!)), this.#float(e.args[i + 1]!), value)
      return value
    }
    return { needs: e.args, build }
  }
}

const exponentsOf = (terms: readonly ExponentialTerm[]): Expr[] =>
  terms.flatMap(({ exponent }) => (exponent === undefined ? [] : [exponent]))

/** n where e is n·u for a whole n ≥ 0, or undefined. */
function wholeMultiple(e: Expr, u: Expr): number | undefined {
  if (e === u) return 1
  const a = splitCoefficient(e)
  const b = splitCoefficient(u)
  if (a.factors.length !== b.factors.length || a.factors.some((factor, i) => factor !== b.factors[i])) return undefined
  const ratio = (a.coefficient?.value ?? 1) / (b.coefficient?.value ?? 1)
  return Number.isInteger(ratio) && ratio >= 0 ? ratio : undefined
}

function describe(e: Expr): string {
  if (e.op === 'call') return `the function ${e.name}`
  return e.op === 'D' ? 'an inert derivative' : `the operation ${e.op}`
}
