import {
  add,
  cos,
  cosh,
  derivative,
  div,
  type Expr,
  equivalent,
  exp,
  expand,
  mul,
  neg,
  nodeCount,
  num,
  pow,
  simplify,
  sin,
  sinh,
  sqrt,
  sub,
  substitute,
  symbol,
  tan,
  tanh,
} from '@fluxion/symbolic'
import { byHalfAngle } from './half-angle.ts'
import { byInverseFunction } from './inverse-functions.ts'
import { byLogarithm } from './logarithms.ts'
import { coefficientsOf, isFree, ONE, wholeOf } from './polynomial.ts'
import { byReciprocal } from './reciprocal.ts'
import { nodesOf, replace } from './replace.ts'
import type { Find, Substitution } from './substitution.ts'

const SMALL = 120
const tidy = (e: Expr): Expr => (nodeCount(e) < SMALL ? simplify(e) : e)
const partsOf = (f: Expr): readonly Expr[] => (f.op === 'mul' ? f.args : [f])

/** The largest nodes that are linear in x, x itself left out, and whether x also stands alone. */
function linearNodes(parts: readonly Expr[], x: string): { linear: Set<Expr>; bare: boolean } {
  const linear = new Set<Expr>()
  let bare = false
  const seen = new Set(parts)
  for (const e of seen) {
    if (isFree(e, x)) continue
    if (e.op === 'sym') bare = true
    else if (coefficientsOf(e, x)?.length === 2) linear.add(e)
    else for (const arg of e.args) seen.add(arg)
  }
  return { linear, bare }
}

/** A power of a sum that is long when multiplied out. */
const isLongPower = (e: Expr): boolean => e.op === 'pow' && (wholeOf(e.args[1]) ?? 0) > LONG && e.args[0]?.op === 'add'
const LONG = 4

/** t = a + b·x, where x occurs in nothing else but a polynomial factor. */
export function* byLinear(f: Expr, x: string, t: string): Iterable<Substitution> {
  const parts = partsOf(f)
  const others = parts.filter((part) => isLongPower(part) || coefficientsOf(part, x) === undefined)
  const { linear, bare } = linearNodes(others, x)
  const [u] = linear
  if (u === undefined || linear.size > 1 || bare) return
  const [a, b] = coefficientsOf(u, x) as [Expr, Expr]
  const factor = mul(...parts.filter((part) => !others.includes(part)), ONE)
  const moved = replace(mul(...others), (e) => (e === u ? symbol(t) : undefined))
  if (moved === undefined) return
  const polynomial = expand(substitute(factor, { [x]: div(sub(symbol(t), a), b) }))
  yield { integrand: div(mul(polynomial, moved), b), back: u }
}

/** t = xⁿ, where n divides every exponent of x: ∫ x^m·g(xⁿ) dx = 1/n ∫ t^((m + 1) / n - 1)·g(t) dt. */
function* byPower(f: Expr, x: string, t: string): Iterable<Substitution> {
  const own = symbol(x)
  const isOwnPower = (e: Expr): boolean => e === own || (e.op === 'pow' && e.args[0] === own && e.args[1]?.op === 'num')
  const exponentOf = (e: Expr): number => (e === own ? 1 : (e.args[1]?.value ?? Number.NaN))
  const before = partsOf(f).filter(isOwnPower)
  const rest = partsOf(f).filter((part) => !isOwnPower(part))
  const seen = new Set(rest)
  const exponents: number[] = []
  for (const e of seen) {
    if (isOwnPower(e)) exponents.push(exponentOf(e))
    else for (const arg of e.args) seen.add(arg)
  }
  const n = commonStep(exponents)
  if (n === undefined || n === 1) return
  const m = before.reduce((sum, part) => sum + exponentOf(part), 0)
  const left = (m + 1) / n - 1
  if (Math.abs(left - Math.round(left)) > 1e-12) return
  const moved = replace(mul(...rest, ONE), (e) =>
    isOwnPower(e) ? pow(symbol(t), num(Math.round(exponentOf(e) / n))) : undefined,
  )
  const exact = Number.isInteger(n) ? num(n) : num(`${Math.round(12 * n)}/12`)
  if (moved !== undefined) {
    yield { integrand: div(mul(moved, pow(symbol(t), Math.round(left))), exact), back: pow(own, exact) }
  }
}

/** The greatest number all exponents are multiples of, negative when all of them are. */
function commonStep(exponents: readonly number[]): number | undefined {
  if (exponents.length === 0) return undefined
  const twelfths = exponents.map((exponent) => Math.round(12 * exponent))
  if (exponents.some((exponent, i) => Math.abs(12 * exponent - (twelfths[i] as number)) > 1e-9)) return undefined
  const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b))
  const step = twelfths.reduce(gcd, 0) / 12
  return exponents.every((exponent) => exponent < 0) ? -step : step
}

/** t = (a + b·x)^(1/q), where one linear formula stands under roots and all else is rational. */
function* byRoot(f: Expr, x: string, t: string): Iterable<Substitution> {
  const roots = nodesOf(f).filter(
    (e) => e.op === 'pow' && e.args[1]?.op === 'num' && !Number.isInteger(e.args[1].value) && !isFree(e, x),
  )
  const base = roots[0]?.args[0]
  const linear = base && coefficientsOf(base, x)
  if (base === undefined || linear?.length !== 2 || roots.some((e) => e.args[0] !== base)) return
  const q = [2, 3, 4, 5, 6].find((q) =>
    roots.every((e) => Number.isInteger(Math.round(q * 1e9 * (e.args[1] as Expr).value) / 1e9)),
  )
  if (q === undefined) return
  const [a, b] = linear as [Expr, Expr]
  const v = symbol(t)
  const moved = replace(f, (e) => {
    if (e.op === 'pow' && e.args[0] === base && e.args[1]?.op === 'num') return pow(v, Math.round(q * e.args[1].value))
    if (e === base) return pow(v, q)
    return e === symbol(x) ? div(sub(pow(v, q), a), b) : undefined
  })
  if (moved !== undefined) {
    yield { integrand: tidy(mul(moved, div(mul(q, pow(v, q - 1)), b))), back: pow(base, num(`1/${q}`)) }
  }
}

/** t = exp(b·x), where x occurs in exponentials alone: those of whole multiples of b·x. */
function* byExponential(f: Expr, x: string, t: string): Iterable<Substitution> {
  const g = replace(f, (e) => (e.op === 'sigmoid' ? div(1, add(1, exp(neg(e.args[0] as Expr)))) : undefined)) ?? f
  const lines = nodesOf(g).flatMap((e) =>
    e.op === 'exp' && !isFree(e, x) ? [coefficientsOf(e.args[0] as Expr, x)] : [],
  )
  const slopes = lines.map((line) => (line?.length === 2 ? line[1]?.value : undefined) ?? Number.NaN)
  const step = slopes.some(Number.isNaN) ? undefined : commonStep(slopes)
  if (step === undefined) return
  const b = num(`${Math.round(12 * Math.abs(step))}/12`)
  const v = symbol(t)
  const moved = replace(g, (e) => {
    if (e.op !== 'exp' || isFree(e, x)) return undefined
    const [constant, slope] = coefficientsOf(e.args[0] as Expr, x) as [Expr, Expr]
    return mul(exp(constant), pow(v, Math.round(slope.value / Math.abs(step))))
  })
  if (moved !== undefined && isFree(moved, x))
    yield { integrand: tidy(div(moved, mul(b, v))), back: exp(mul(b, symbol(x))) }
}

/** t = √((a + b·x) / (c + d·x)), where such a root is all that is not rational. */
function* byRatioRoot(f: Expr, x: string, t: string): Iterable<Substitution> {
  const roots = nodesOf(f).filter(
    (e) => e.op === 'pow' && e.args[1]?.op === 'num' && !Number.isInteger(e.args[1].value) && !isFree(e, x),
  )
  const base = roots[0]?.args[0]
  if (base?.op !== 'mul' || roots.some((e) => e.args[0] !== base || !Number.isInteger(2 * (e.args[1] as Expr).value)))
    return
  const isBelow = (e: Expr): boolean => e.op === 'pow' && wholeOf(e.args[1]) === -1
  const above = coefficientsOf(mul(...base.args.filter((e) => !isBelow(e)), ONE), x)
  const below = coefficientsOf(mul(...base.args.filter(isBelow).map((e) => e.args[0] as Expr), ONE), x)
  if (above?.length !== 2 || below?.length !== 2) return
  const [[a, b], [c, d]] = [above, below] as [[Expr, Expr], [Expr, Expr]]
  const v = symbol(t)
  const square = pow(v, 2)
  const inverse = div(sub(mul(c, square), a), sub(b, mul(d, square)))
  const moved = replace(f, (e) => {
    if (e.op === 'pow' && e.args[0] === base && e.args[1]?.op === 'num') return pow(v, Math.round(2 * e.args[1].value))
    if (e === base) return square
    return e === symbol(x) ? inverse : undefined
  })
  if (moved !== undefined) yield { integrand: tidy(mul(moved, derivative(inverse, t))), back: sqrt(base) }
}

interface Circle {
  readonly functions: Readonly<Record<string, (s: Expr, c: Expr) => Expr>>
  /** The square of the cosine is 1 - sign·sine². */
  readonly sign: 1 | -1
  readonly sine: (u: Expr) => Expr
  readonly cosine: (u: Expr) => Expr
  readonly tangent: (u: Expr) => Expr
}

const ratios = (suffix: string): Circle['functions'] => ({
  [`sin${suffix}`]: (s) => s,
  [`cos${suffix}`]: (_, c) => c,
  [`tan${suffix}`]: (s, c) => div(s, c),
  [`cot${suffix}`]: (s, c) => div(c, s),
  [`sec${suffix}`]: (_, c) => div(1, c),
  [`csc${suffix}`]: (s) => div(1, s),
})

const circles: readonly Circle[] = [
  { functions: ratios(''), sign: 1, sine: sin, cosine: cos, tangent: tan },
  { functions: ratios('h'), sign: -1, sine: sinh, cosine: cosh, tangent: tanh },
]

/** t = cos u, sin u, tan u or tan(u/2) for formulas of trigonometric functions of one linear u (Bioche's rules), hyperbolic likewise. */
function* byCircle(f: Expr, x: string, t: string): Iterable<Substitution> {
  const [S, C, v] = [symbol(`${t}s`), symbol(`${t}c`), symbol(t)]
  for (const { functions, sign, sine, cosine, tangent } of circles) {
    const angles = new Set(nodesOf(f).flatMap((e) => (Object.hasOwn(functions, e.op) && !isFree(e, x) ? e.args : [])))
    const [u] = angles
    const slope = u && coefficientsOf(u, x)
    if (u === undefined || angles.size > 1 || slope?.length !== 2) continue
    const g = replace(f, (e) =>
      Object.hasOwn(functions, e.op) && e.args[0] === u ? functions[e.op]?.(S, C) : undefined,
    )
    if (g === undefined || !isFree(g, x)) continue
    const k = slope[1] as Expr
    const isSame = (left: Expr, right: Expr): boolean => equivalent(left, right).verdict === 'equal'
    const inPlace = (h: Expr, s: Expr, c: Expr): Expr => tidy(substitute(h, { [S.name]: s, [C.name]: c }))
    const square = pow(v, 2)
    const flipS = substitute(g, { [S.name]: neg(S) })
    const flipC = substitute(g, { [C.name]: neg(C) })
    if (isSame(flipC, neg(g)))
      yield { integrand: div(inPlace(div(g, C), v, sqrt(sub(1, mul(sign, square)))), k), back: sine(u) }
    if (isSame(flipS, neg(g))) {
      const h = inPlace(div(g, S), sqrt(mul(sign, sub(1, square))), v)
      yield { integrand: div(mul(-sign, h), k), back: cosine(u) }
    }
    const q = add(1, mul(sign, square))
    if (isSame(substitute(flipS, { [C.name]: neg(C) }), g)) {
      const h = inPlace(g, div(v, sqrt(q)), pow(q, num('-1/2')))
      yield { integrand: tidy(div(h, mul(k, q))), back: tangent(u) }
    }
    const h = inPlace(g, div(mul(2, v), q), div(sub(1, mul(sign, square)), q))
    yield { integrand: tidy(div(mul(2, h), mul(k, q))), back: tangent(div(u, 2)) }
  }
}

/** t = u where f / u' is a formula of u alone: the chain rule backwards. */
export function* byDerivative(f: Expr, x: string, t: string): Iterable<Substitution> {
  const candidates = new Set<Expr>()
  for (const e of nodesOf(f)) {
    if (isFree(e, x) || e === f || e.op === 'sym' || e.op === 'mul') continue
    candidates.add(e.op === 'pow' && isFree(e.args[1] as Expr, x) ? (e.args[0] as Expr) : e)
  }
  for (const u of [...candidates].slice(0, 12)) {
    const slope = derivative(u, x)
    if (u === symbol(x) || wholeOf(slope) !== undefined || nodeCount(slope) > SMALL) continue
    const quotient = tidy(div(f, slope))
    const moved = replace(quotient, (e) => (e === u ? symbol(t) : undefined))
    if (moved !== undefined && isFree(moved, x)) yield { integrand: moved, back: u }
  }
}

/** The ways to put a new variable into an integral, cheapest first. */
export const substitutions: readonly Find[] = [
  byLinear,
  byPower,
  byLogarithm,
  byInverseFunction,
  byDerivative,
  byExponential,
  byRoot,
  byRatioRoot,
  byReciprocal,
  byHalfAngle,
  byCircle,
]
