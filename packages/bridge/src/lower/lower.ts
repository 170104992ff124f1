import type { Expr } from '@fluxion/symbolic'
import { errors } from '../errors.ts'
import { constantOf, valueOnce } from './constants.ts'
import type { Emitter } from './emitter.ts'
import { type ExponentialPower, exponentialPowers, exponentialSum, isValue } from './exponentials.ts'
import { fraction } from './fraction.ts'
import { functionRow } from './functions.ts'
import { nodesOf } from './order.ts'
import { isChainExponent, PowerChains } from './powers.ts'
import type { Recipe, Scope } from './recipe.ts'
import { logOfSum } from './relative-exponentials.ts'
import { sum } from './sum.ts'

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

/** The operations that are no functions of the table, and those that have better forms than their row. */
const recipes: { readonly [op: string]: (lowering: Lowering, e: Expr) => Recipe } = {
  add: (lowering, e) => sum(lowering, e.args),
  mul: (lowering, e) => fraction(lowering, e.args),
  hadamard: (lowering, e) => fraction(lowering, e.args),
  ones: ({ k }) => ({ needs: [], build: () => k.number(1) }),
  pow: power,
  exp: exponential,
  log: logarithm,
  piecewise,
  lt: comparison('lt'),
  le: comparison('le'),
  gt: comparison('gt'),
  ge: comparison('ge'),
  eq: comparison('eq'),
  ne: comparison('ne'),
  and: connective('and'),
  or: connective('or'),
  not: (lowering, e) => ({ needs: e.args, build: () => lowering.k.op('not', lowering.condition(e.args[0]!)) }),
}

class Lowering implements Scope {
  readonly k: Emitter
  readonly chains: PowerChains = new PowerChains()
  readonly exponentials: ReadonlyMap<Expr, ExponentialPower>
  readonly #source: Source
  readonly #values = new Map<Expr, number>()
  /** Formulas of numbers alone, which are computed here and now. */
  readonly #constants = new Set<Expr>()

  constructor(k: Emitter, roots: readonly Expr[], source: Source, folds = true) {
    this.k = k
    this.#source = source
    const nodes = nodesOf(roots, (e) => source(e) !== undefined)
    this.exponentials = exponentialPowers(nodes)
    if (folds) for (const e of nodes) if (this.#isConstant(e)) this.#constants.add(e)
    for (const e of nodes) if (e.op === 'pow' && e.args[1]!.op === 'num') this.chains.note(e.args[0]!, e.args[1]!.value)
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

  readonly isGiven = (e: Expr): boolean => this.#source(e) !== undefined
  readonly float = (e: Expr): number => this.k.float(this.#at(e))
  readonly condition = (e: Expr): number => this.k.condition(this.#at(e))
  readonly power = (base: Expr, exponent: number): number => this.chains.emit(this.k, base, this.float(base), exponent)

  #at(e: Expr): number {
    const value = this.#values.get(e)
    if (value === undefined) throw errors.internal(`${e.op} is read before it is computed`)
    return value
  }

  #isConstant(e: Expr): boolean {
    if (e.symbolBits !== 0 || e.shape.length > 0 || this.isGiven(e)) return false
    if (e.op === 'call' || e.op === 'D') return false
    return e.args.every((arg) => (arg.args.length === 0 && arg.shape.length === 0) || this.#constants.has(arg))
  }

  #recipe(e: Expr): Recipe {
    const given = this.#source(e)
    if (typeof given === 'number') return { needs: [], build: () => given }
    if (given !== undefined) return { needs: [given], build: () => this.#at(given) }
    const { k } = this
    const constant = constantOf(e)
    if (constant !== undefined) return { needs: [], build: () => k.number(constant) }
    if (e.op === 'const') return { needs: [], build: () => k.truth(e.name === 'true') }
    if (this.#constants.has(e)) return { needs: [], build: () => k.number(valueOnce((own) => unfolded(own, e))) }
    const own = Object.hasOwn(recipes, e.op) ? recipes[e.op]!(this, e) : undefined
    if (own !== undefined) return own
    const row = functionRow(e.op)
    if (row === undefined) throw errors.notComputable(describe(e))
    return { needs: e.args, build: () => row(k, ...e.args.map(this.float)) }
  }
}

const unfolded = (k: Emitter, e: Expr): number => new Lowering(k, [e], () => undefined, false).run([e])[0]!

function comparison(op: 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne') {
  return ({ k, float }: Lowering, { args }: Expr): Recipe => ({
    needs: args,
    build: () => k.op(op, float(args[0]!), float(args[1]!)),
  })
}

function connective(op: 'and' | 'or') {
  return ({ k, condition }: Lowering, { args }: Expr): Recipe => ({
    needs: args,
    build: () => args.map(condition).reduce((a, b) => k.op(op, a, b)),
  })
}

function power(lowering: Lowering, e: Expr): Recipe {
  const { k, float } = lowering
  const [base, exponent] = [e.args[0]!, e.args[1]!]
  if (exponent.op === 'num' && isChainExponent(exponent.value)) {
    if (exponent.value < 0) return fraction(lowering, [e])
    return { needs: [base], build: () => lowering.power(base, exponent.value) }
  }
  if (isValue(base, 2)) return { needs: [exponent], build: () => k.op('exp2', float(exponent)) }
  return { needs: [base, exponent], build: () => k.op('pow', float(base), float(exponent)) }
}

function exponential({ k, float, power, exponentials }: Lowering, e: Expr): Recipe {
  const known = exponentials.get(e)
  if (known === undefined) return { needs: e.args, build: () => k.op('exp', float(e.args[0]!)) }
  const { base, exponent } = known
  return {
    needs: [base],
    build: () => {
      const value = power(base, Math.abs(exponent))
      return exponent < 0 ? k.op('div', k.number(1), value) : value
    },
  }
}

function logarithm(lowering: Lowering, e: Expr): Recipe {
  const { k, float, isGiven } = lowering
  const arg = e.args[0]!
  if (arg.op === 'add' && !isGiven(arg)) {
    const terms = exponentialSum(arg)
    if (terms !== undefined && terms.length > 1) return logOfSum(lowering, terms)
    const others = arg.args.filter((term) => !isValue(term, 1))
    if (others.length < arg.args.length) {
      const rest = sum(lowering, others)
      return { needs: rest.needs, build: () => k.op('log1p', rest.build()) }
    }
  }
  return { needs: e.args, build: () => k.op('log', float(arg)) }
}

function piecewise({ k, float, condition }: Lowering, { args }: Expr): Recipe {
  const build = (): number => {
    let value = float(args[args.length - 1]!)
    for (let i = args.length - 3; i >= 0; i -= 2)
      value = k.op('select', condition(args[i]!), float(args[i + 1]!), value)
    return value
  }
  return { needs: args, build }
}

function describe(e: Expr): string {
  if (e.op === 'call') return `the function ${e.name}`
  return e.op === 'D' ? 'an inert derivative' : `the operation ${e.op}`
}
