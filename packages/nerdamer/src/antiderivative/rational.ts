import {
  add,
  derivative,
  div,
  type Expr,
  mul,
  neg,
  nodeCount,
  pow,
  simplify,
  sub,
  substitute,
  symbol,
} from '@fluxion/symbolic'
import { coefficientsOf, divide, isFree, ONE, polynomial, times, wholeOf, ZERO } from './polynomial.ts'
import { factorsOf } from './real-factors.ts'

/** One factor of a denominator, a polynomial of degree 1 or 2, and its multiplicity. */
interface Factor {
  readonly coefficients: readonly Expr[]
  readonly multiplicity: number
}

interface Fraction {
  readonly numerator: readonly Expr[]
  readonly factors: readonly Factor[]
}

/**
 * The terms of a rational function of x in partial fractions over the factors its denominator is written with; undefined when it is
 * none, or already one term. Linear factors may be repeated; quadratic ones too where only even powers of x occur.
 */
export function partialFractionTerms(f: Expr, x: string): Expr[] | undefined {
  const fraction = fractionOf(f, x)
  if (fraction === undefined) return undefined
  const { numerator, factors } = fraction
  if (factors.length === 0) return undefined
  const [only] = factors
  if (factors.length === 1 && only !== undefined) return overOneFactor(numerator, only, x)
  if (isEven(numerator) && factors.every(({ coefficients }) => isEven(coefficients) || isPower(coefficients))) {
    const inSquares = evenTerms(fraction, x)
    if (inSquares !== undefined) return inSquares
  }
  return overFactors(fraction, x)
}

const isEven = (coefficients: readonly Expr[]): boolean => coefficients.every((c, i) => i % 2 === 0 || c === ZERO)
const isPower = (coefficients: readonly Expr[]): boolean => coefficients.slice(0, -1).every((c) => c === ZERO)
const halved = (coefficients: readonly Expr[]): Expr[] => coefficients.filter((_, i) => i % 2 === 0)

/** A product read as numerator and factors of the denominator. */
function fractionOf(f: Expr, x: string): Fraction | undefined {
  let numerator: Expr[] = [ONE]
  const factors: Factor[] = []
  for (const part of f.op === 'mul' ? f.args : [f]) {
    const multiplicity = part.op === 'pow' ? -(wholeOf(part.args[1]) ?? 0) : 0
    const coefficients = coefficientsOf(multiplicity > 0 ? (part.args[0] as Expr) : part, x)
    if (coefficients === undefined) return undefined
    if (multiplicity <= 0 || isFree(part, x)) numerator = times(numerator, isFree(part, x) ? [part] : coefficients)
    else {
      const zeros = coefficients.findIndex((c) => c !== ZERO)
      const rest = coefficients.slice(zeros)
      if (zeros > 0) factors.push({ coefficients: [ZERO, ONE], multiplicity: zeros * multiplicity })
      if (rest.length === 1) numerator = times(numerator, [pow(rest[0] as Expr, -multiplicity)])
      else {
        const split = factorsOf(rest)
        if (split === undefined) return undefined
        for (const factor of split) {
          if (factor.length === 1) numerator = times(numerator, [pow(factor[0] as Expr, -multiplicity)])
          else factors.push({ coefficients: factor, multiplicity })
        }
      }
    }
  }
  // factors that differ by a constant are one
  const merged = new Map<string, Factor>()
  for (const { coefficients, multiplicity } of factors) {
    const leading = coefficients[coefficients.length - 1] as Expr
    const key = coefficients.map((c) => simplify(div(c, leading)).id).join()
    const known = merged.get(key)
    if (known === undefined) merged.set(key, { coefficients, multiplicity })
    else {
      const scale = div(leading, known.coefficients[coefficients.length - 1] as Expr)
      numerator = times(numerator, [pow(scale, -multiplicity)])
      merged.set(key, { ...known, multiplicity: known.multiplicity + multiplicity })
    }
  }
  return { numerator, factors: [...merged.values()] }
}

/** N / q^k by writing N in powers of q. */
function overOneFactor(
  numerator: readonly Expr[],
  { coefficients, multiplicity }: Factor,
  x: string,
): Expr[] | undefined {
  if (numerator.length < coefficients.length) return undefined
  const terms: Expr[] = []
  let rest: readonly Expr[] = numerator
  for (let k = multiplicity; k > 0; k--) {
    const { quotient, remainder } =
      rest.length < coefficients.length ? { quotient: [ZERO], remainder: rest } : divide(rest, coefficients)
    terms.push(mul(polynomial(remainder, x), pow(polynomial(coefficients, x), -k)))
    rest = quotient
  }
  return [...terms, ...rest.map((c, i) => mul(c, pow(symbol(x), i)))].filter((term) => term !== ZERO)
}

/** Over linear factors of x², where x occurs in even powers only. */
function evenTerms({ numerator, factors }: Fraction, x: string): Expr[] | undefined {
  const inY: Factor[] = []
  for (const { coefficients, multiplicity } of factors) {
    if (isEven(coefficients)) inY.push({ coefficients: halved(coefficients), multiplicity })
    else if (multiplicity % 2 === 0) inY.push({ coefficients: [ZERO, ONE], multiplicity: multiplicity / 2 })
    else return undefined
  }
  const terms = overFactors({ numerator: halved(numerator), factors: inY }, x)
  return terms?.map((term) => substitute(term, { [x]: pow(symbol(x), 2) }))
}

function overFactors({ numerator, factors }: Fraction, x: string): Expr[] | undefined {
  const denominator = factors
    .flatMap(({ coefficients, multiplicity }) => Array.from({ length: multiplicity }, () => coefficients))
    .reduce(times, [ONE])
  const { quotient, remainder } =
    numerator.length < denominator.length ? { quotient: [], remainder: numerator } : divide(numerator, denominator)
  const terms = quotient.map((c, i) => mul(c, pow(symbol(x), i)))
  for (const factor of factors) {
    const others = factors.filter((other) => other !== factor)
    terms.push(
      ...(factor.coefficients.length === 2
        ? overLinear(remainder, factor, others, x)
        : overQuadratic(remainder, factor, others, x)),
    )
  }
  return terms.filter((term) => term !== ZERO)
}

/** The terms c_j / (p + q·x)^j: Taylor coefficients of the rest at the root. */
function overLinear(numerator: readonly Expr[], factor: Factor, others: readonly Factor[], x: string): Expr[] {
  const [p, q] = factor.coefficients as [Expr, Expr]
  const root = neg(div(p, q))
  let rest = mul(
    polynomial(numerator, x),
    ...others.map((other) => pow(polynomial(other.coefficients, x), -other.multiplicity)),
  )
  const terms: Expr[] = []
  let scale: Expr = ONE
  for (let i = 0; i < factor.multiplicity; i++) {
    const c = mul(scale, substitute(rest, { [x]: root }))
    terms.push(mul(c, pow(polynomial(factor.coefficients, x), i - factor.multiplicity)))
    rest = derivative(rest, x)
    scale = div(scale, mul(q, i + 1))
  }
  return terms
}

/** The terms (A + B·x) / q^k of a quadratic q: the numerator over the other factors, modulo q, and again with what is left of it. */
function overQuadratic(numerator: readonly Expr[], factor: Factor, others: readonly Factor[], x: string): Expr[] {
  const q = factor.coefficients
  const [c0, c1, c2] = q as [Expr, Expr, Expr]
  const [s, t] = [neg(div(c1, c2)), neg(div(c0, c2))] // x² = s·x + t modulo q
  type Pair = readonly [Expr, Expr]
  const product = ([a, b]: Pair, [c, d]: Pair): Pair => [
    add(mul(a, c), mul(b, d, t)),
    add(mul(a, d), mul(b, c), mul(b, d, s)),
  ]
  const reduced = (coefficients: readonly Expr[]): Pair =>
    [...coefficients].reverse().reduce<Pair>(([a, b], c) => [add(mul(b, t), c), add(a, mul(b, s))], [ZERO, ZERO])
  const inverse = ([a, b]: Pair): Pair => {
    const norm = sub(add(pow(a, 2), mul(a, b, s)), mul(pow(b, 2), t))
    return [div(add(a, mul(b, s)), norm), div(neg(b), norm)]
  }
  const rest = others
    .flatMap(({ coefficients, multiplicity }) => Array.from({ length: multiplicity }, () => coefficients))
    .reduce<readonly Expr[]>(times, [ONE])
  const inverted = inverse(reduced(rest))
  const terms: Expr[] = []
  let left = numerator
  for (let k = factor.multiplicity; k > 0; k--) {
    const [A, B] = product(reduced(left), inverted).map(tidied) as [Expr, Expr]
    terms.push(mul(add(A, mul(B, symbol(x))), pow(polynomial(q, x), -k)))
    if (k > 1) left = divide(difference(left, times([A, B], rest)), q).quotient
  }
  return terms
}

const tidied = (e: Expr): Expr => (nodeCount(e) < SMALL ? simplify(e) : e)
const SMALL = 80

/** One polynomial less another, padded to the length that `divide` wants. */
function difference(a: readonly Expr[], b: readonly Expr[]): Expr[] {
  const length = Math.max(a.length, b.length, 3)
  return Array.from({ length }, (_, i) => tidied(sub(a[i] ?? ZERO, b[i] ?? ZERO)))
}
