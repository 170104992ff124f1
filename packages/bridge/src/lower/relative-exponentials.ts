import type { Expr } from '@fluxion/symbolic'
import type { Emitter } from './emitter.ts'
import { type ExponentialTerm, exponentialSum, logisticExponent, splitCoefficient } from './exponentials.ts'
import type { Recipe, Scope } from './recipe.ts'

// A sum of exponentials overflows where its logarithm, or its ratio to one of them, does not: both are computed relative to the largest.

/** log S of a sum S of exponentials; softplus(u) where S is 1 + exp(u). */
export function logOfSum(scope: Scope, terms: readonly ExponentialTerm[]): Recipe {
  const { k } = scope
  const logistic = logisticExponent(terms)
  if (logistic !== undefined) return { needs: [logistic], build: () => k.op('softplus', scope.float(logistic)) }
  return {
    needs: exponentsOf(terms),
    build: () => {
      const { largest, sum } = relativeSum(scope, terms)
      return k.op('add', largest, k.op('log', sum))
    },
  }
}

/**
 * exp(a) · S^(−n) among the factors of a product, for a sum S of exponentials: a softmax does not overflow,
 * exp(u) / (1 + exp(u)) is sigmoid(u). `rest` are the other factors.
 */
export function relativeProduct(
  scope: Scope,
  factors: readonly Expr[],
): (Recipe & { readonly rest: readonly Expr[] }) | undefined {
  const { k } = scope
  const exponential = factors.find((factor) => factor.op === 'exp')
  for (const factor of factors) {
    const power = factor.op === 'pow' ? factor.args[1]! : undefined
    if (power === undefined || power.op !== 'num' || !Number.isInteger(power.value) || power.value >= 0) continue
    const terms = exponentialSum(factor.args[0]!)
    if (terms === undefined) continue
    const n = -power.value
    const logistic = logisticExponent(terms)
    const rest = factors.filter((other) => other !== factor && other !== exponential)
    if (logistic !== undefined) {
      const times = exponential === undefined ? 0 : wholeMultiple(exponential.args[0]!, logistic)
      if (times !== undefined && times <= n && n <= 8)
        return { needs: [logistic], rest, build: () => logisticPowers(k, scope.float(logistic), times, n - times) }
    }
    if (exponential === undefined) continue
    const numerator = exponential.args[0]!
    return {
      needs: [numerator, ...exponentsOf(terms)],
      rest,
      build: () => {
        const { largest, sum } = relativeSum(scope, terms)
        const shift = n === 1 ? largest : k.op('mul', k.number(n), largest)
        const top = k.op('exp', k.op('sub', scope.float(numerator), shift))
        return k.op('div', top, wholePower(k, sum, n))
      },
    }
  }
  return undefined
}

/** sigmoid(u)^up · sigmoid(−u)^down, not both 0. */
function logisticPowers(k: Emitter, u: number, up: number, down: number): number {
  if (down === 0) return wholePower(k, k.op('sigmoid', u), up)
  const falling = wholePower(k, k.op('sigmoid', k.op('neg', u)), down)
  return up === 0 ? falling : k.op('mul', wholePower(k, k.op('sigmoid', u), up), falling)
}

/** The largest exponent m of a sum of exponentials, and the sum of cᵢ·exp(uᵢ − m). */
function relativeSum(
  { k, float }: Scope,
  terms: readonly ExponentialTerm[],
): { readonly largest: number; readonly sum: number } {
  const exponents = terms.map(({ exponent }) => (exponent === undefined ? k.number(0) : float(exponent)))
  const largest = exponents.reduce((a, b) => k.op('max', a, b))
  const parts = terms.map(({ coefficient }, i) => {
    const part = k.op('exp', k.op('sub', exponents[i]!, largest))
    return coefficient === 1 ? part : k.op('mul', k.number(coefficient), part)
  })
  return { largest, sum: parts.reduce((a, b) => k.op('add', a, b)) }
}

/** A positive whole power of a value. */
function wholePower(k: Emitter, value: number, n: number): number {
  let result: number | undefined
  for (let square = value, left = n; ; square = k.op('mul', square, square)) {
    if (left % 2 === 1) result = result === undefined ? square : k.op('mul', result, square)
    left = Math.floor(left / 2)
    if (left === 0) return result!
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
