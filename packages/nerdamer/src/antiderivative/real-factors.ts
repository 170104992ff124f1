import {
  add,
  cbrt,
  div,
  type Expr,
  evaluate,
  freeSymbols,
  mul,
  neg,
  num,
  pow,
  simplify,
  sqrt,
  sub,
} from '@fluxion/symbolic'
import { divide, ONE, ZERO } from './polynomial.ts'

type Coefficients = readonly Expr[]

/**
 * Linear and quadratic real factors of a polynomial, coefficients from the constant up: squares, roots that are simple fractions, a + c·x³, and
 * a + b·x² + c·x⁴; a constant factor is a list of one. Undefined where these are not enough.
 */
export function factorsOf(coefficients: Coefficients): Coefficients[] | undefined {
  const degree = coefficients.length - 1
  if (degree <= 1) return [coefficients]
  if (degree === 2) return squareOf(coefficients) ?? [coefficients]
  const root = simpleRoot(coefficients)
  if (root !== undefined) {
    const rest = factorsOf(divide(coefficients, [neg(root), ONE]).quotient)
    return rest && [[neg(root), ONE], ...rest]
  }
  if (degree === 3) return ofCubes(coefficients)
  return degree === 4 ? ofFourthDegree(coefficients) : inPower(coefficients)
}

/** A quadratic formula of x³ or x⁴ by its roots in that power. */
function inPower(coefficients: Coefficients): Coefficients[] | undefined {
  const n = (coefficients.length - 1) / 2
  if ((n !== 3 && n !== 4) || coefficients.some((c, i) => i % n !== 0 && c !== ZERO)) return undefined
  const [a, b, c] = [coefficients[0], coefficients[n], coefficients[2 * n]] as [Expr, Expr, Expr]
  const discriminant = simplify(sub(pow(b, 2), mul(4, a, c)))
  if (!isNumber(discriminant) || value(discriminant) < 0) return undefined
  const root = sqrt(discriminant)
  const gap = Array.from({ length: n - 1 }, () => ZERO)
  const parts = [root, neg(root)].map((r) => factorsOf([simplify(div(sub(b, r), mul(2, c))), ...gap, ONE]))
  return parts.includes(undefined) ? undefined : [[c], ...(parts as Coefficients[][]).flat()]
}

const isZero = (e: Expr): boolean => e === ZERO || simplify(e) === ZERO

/** c·(x + b/(2c))² */
function squareOf([a, b, c]: Coefficients): Coefficients[] | undefined {
  if (a === undefined || b === undefined || c === undefined || b === ZERO) return undefined
  if (!isZero(sub(pow(b, 2), mul(4, a, c)))) return undefined
  const linear = [simplify(div(b, mul(2, c))), ONE]
  return [[c], linear, linear]
}

const isNumber = (e: Expr): boolean => freeSymbols(e).length === 0
const value = (e: Expr): number => evaluate(e, {}) as number

/** A root ±p/q of small p and q, of a polynomial with numbers for coefficients. */
function simpleRoot(coefficients: Coefficients): Expr | undefined {
  if (!coefficients.every(isNumber)) return undefined
  const values = coefficients.map(value)
  for (const below of [1, 2, 3, 4, 5, 6]) {
    for (let above = 1; above <= 30; above++) {
      for (const at of [above / below, -above / below]) {
        const size = values.reduceRight((sum, c) => sum * Math.abs(at) + Math.abs(c), 0)
        if (Math.abs(values.reduceRight((sum, c) => sum * at + c, 0)) > 1e-12 * size) continue
        const root = div(num(Math.sign(at) * above), below)
        if (isZero(add(...coefficients.map((c, i) => mul(c, pow(root, i)))))) return root
      }
    }
  }
  return undefined
}

/** c·(x + r)·(x² - r·x + r²) with r³ = a/c. */
function ofCubes([a, b, b2, c]: Coefficients): Coefficients[] | undefined {
  if (a === undefined || c === undefined || b !== ZERO || b2 !== ZERO) return undefined
  const r = cbrt(div(a, c))
  return [[c], [r, ONE], [pow(r, 2), neg(r), ONE]]
}

function ofFourthDegree([a, b1, b, b3, c]: Coefficients): Coefficients[] | undefined {
  if (a === undefined || b === undefined || c === undefined || b1 !== ZERO || b3 !== ZERO) return undefined
  const discriminant = simplify(sub(pow(b, 2), mul(4, a, c)))
  const isComplex = isNumber(discriminant) ? value(discriminant) < 0 : b === ZERO
  if (isComplex && !(isNumber(div(a, c)) && value(div(a, c)) < 0)) {
    const q = sqrt(div(a, c))
    const p = sqrt(simplify(sub(mul(2, q), div(b, c))))
    return [[c], [q, p, ONE], [q, neg(p), ONE]]
  }
  const root = sqrt(discriminant)
  return [[c], ...[root, neg(root)].map((r) => [div(sub(b, r), mul(2, c)), ZERO, ONE])]
}
