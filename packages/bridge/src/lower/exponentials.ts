import { type Expr, mul, num } from '@fluxion/symbolic'

/** A term c·exp(u) of a sum of exponentials; a positive constant is c·exp(0), with `exponent` undefined. */
export interface ExponentialTerm {
  readonly coefficient: number
  readonly exponent: Expr | undefined
}

/** The value of a number node with the given value, or false. */
export const isValue = (e: Expr, value: number): boolean => e.op === 'num' && e.value === value

/** The numeric coefficient of a product and the other factors. */
export function splitCoefficient(e: Expr): {
  readonly coefficient: Expr | undefined
  readonly factors: readonly Expr[]
} {
  if (e.op !== 'mul') return { coefficient: undefined, factors: [e] }
  const first = e.args[0]!
  return first.op === 'num'
    ? { coefficient: first, factors: e.args.slice(1) }
    : { coefficient: undefined, factors: e.args }
}

/** The terms of a sum that is made of positive multiples of exponentials and positive constants, or undefined. */
export function exponentialSum(e: Expr): readonly ExponentialTerm[] | undefined {
  if (e.op !== 'add') return undefined
  const terms: ExponentialTerm[] = []
  let found = false
  for (const arg of e.args) {
    const { coefficient, factors } = splitCoefficient(arg)
    const [only] = factors
    if (arg.op === 'num' && arg.value > 0) terms.push({ coefficient: arg.value, exponent: undefined })
    else if (factors.length === 1 && only!.op === 'exp' && (coefficient === undefined || coefficient.value > 0)) {
      terms.push({ coefficient: coefficient?.value ?? 1, exponent: only!.args[0]! })
      found = true
    } else return undefined
  }
  return found ? terms : undefined
}

/** u of 1 + exp(u), or undefined. */
export function logisticExponent(terms: readonly ExponentialTerm[]): Expr | undefined {
  if (terms.length !== 2 || terms.some((term) => term.coefficient !== 1)) return undefined
  const exponents = terms.filter((term) => term.exponent !== undefined)
  return exponents.length === 1 ? exponents[0]!.exponent : undefined
}

/** How an exponential is computed from another: exp(n·u) as the n-th power of exp(u). */
export interface ExponentialPower {
  readonly base: Expr
  readonly exponent: number
}

const MAX_POWER = 8

/**
 * Finds exponentials whose arguments are whole multiples of one another (exp(-x), exp(x), exp(-2 x)): the one of the
 * smallest multiple is computed, the others are its powers.
 */
export function exponentialPowers(nodes: readonly Expr[]): ReadonlyMap<Expr, ExponentialPower> {
  const exponentials = nodes.filter((e) => e.op === 'exp')
  const powers = new Map<Expr, ExponentialPower>()
  if (exponentials.length < 2) return powers
  const families = new Map<Expr, { readonly e: Expr; readonly coefficient: number }[]>()
  for (const e of exponentials) {
    const { rest, coefficient } = multiple(e.args[0]!, families)
    const family = families.get(rest)
    if (family === undefined) families.set(rest, [{ e, coefficient }])
    else family.push({ e, coefficient })
  }
  for (const family of families.values()) {
    if (family.length < 2) continue
    const base = family.reduce((a, b) => (Math.abs(b.coefficient) < Math.abs(a.coefficient) ? b : a))
    for (const { e, coefficient } of family) {
      const exponent = coefficient / base.coefficient
      if (e !== base.e && Number.isInteger(exponent) && Math.abs(exponent) <= MAX_POWER)
        powers.set(e, { base: base.e, exponent })
    }
  }
  return powers
}

/** A formula as a multiple of another, where possible of one in `known`: −x − 1 is −1 times x + 1. */
function multiple(e: Expr, known: ReadonlyMap<Expr, unknown>): { readonly rest: Expr; readonly coefficient: number } {
  if (e.op === 'add') {
    if (known.has(e) || e.args.length > 16) return { rest: e, coefficient: 1 }
    const negated = mul(num(-1), e)
    return known.has(negated) ? { rest: negated, coefficient: -1 } : { rest: e, coefficient: 1 }
  }
  const { coefficient, factors } = splitCoefficient(e)
  if (coefficient === undefined) return { rest: e, coefficient: 1 }
  const rest = factors.length === 1 ? factors[0]! : mul(...factors)
  return { rest, coefficient: coefficient.value }
}
