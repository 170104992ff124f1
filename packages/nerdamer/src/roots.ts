import {
  abs,
  acos,
  acosh,
  add,
  asin,
  asinh,
  atan,
  atanh,
  cbrt,
  constant,
  cos,
  div,
  type Expr,
  exp,
  expand,
  log,
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
  symbol,
  tan,
  tanh,
} from '@fluxion/symbolic'
import { coefficientsOf, isFree, wholeOf, ZERO } from './antiderivative/polynomial.ts'
import { nodesOf, replace } from './antiderivative/replace.ts'

/** A value of the unknown; with a period, the value plus each multiple of it. */
export interface Root {
  readonly value: Expr
  readonly period?: Expr
}

const LARGEST = 80
const DEEPEST = 12

/**
 * Candidates for all real solutions of f = 0 by algebra: factors one by one, polynomials up to degree two, formulas that are such
 * polynomials in another formula, and inverse functions; undefined where that is not enough. Some may be no roots: powers and inverse
 * functions bring in more than there are.
 */
export function rootsOf(f: Expr, x: string, depth = 0): Root[] | undefined {
  if (isFree(f, x)) return []
  if (nodeCount(f) > LARGEST || depth > DEEPEST) return undefined
  if (f.op === 'mul') return together(f.args.map((factor) => rootsOf(factor, x, depth + 1)))
  if (f.op === 'exp') return []
  if (f.op === 'pow' && isFree(f.args[1] as Expr, x)) {
    return f.args[1]?.op === 'num' && f.args[1].value < 0 ? [] : rootsOf(f.args[0] as Expr, x, depth + 1)
  }
  return (
    ofPolynomial(f, x) ??
    ofTangent(f, x, depth) ??
    inAnother(f, x, depth) ??
    (f.op === 'add' ? undefined : solved(f, ZERO, x, depth))
  )
}

function together(parts: readonly (readonly Root[] | undefined)[]): Root[] | undefined {
  return parts.some((part) => part === undefined) ? undefined : (parts as Root[][]).flat()
}

function ofPolynomial(f: Expr, x: string): Root[] | undefined {
  const coefficients = coefficientsOf(f, x)
  if (coefficients?.length === 2) return [{ value: neg(div(coefficients[0] as Expr, coefficients[1] as Expr)) }]
  if (coefficients?.length !== 3) return undefined
  const [c, b, a] = coefficients as [Expr, Expr, Expr]
  if (b === ZERO) return undefined
  const root = sqrt(sub(pow(b, 2), mul(4, a, c)))
  return [neg(root), root].map((r) => ({ value: div(sub(r, b), mul(2, a)) }))
}

/** a·sin u + b·cos u = 0 as an equation for the tangent. */
function ofTangent(f: Expr, x: string, depth: number): Root[] | undefined {
  const sine = nodesOf(f).find((e) => e.op === 'sin' && !isFree(e, x))
  const u = sine?.args[0]
  if (sine === undefined || u === undefined) return undefined
  const [s, c] = [symbol('s_'), symbol('c_')]
  const moved = replace(f, (e) => (e === sine ? s : e === cos(u) ? c : undefined))
  if (moved === undefined || !isFree(moved, x)) return undefined
  const [rest, a] = coefficientsOf(moved, s.name) ?? []
  const [none, b] = coefficientsOf(rest ?? moved, c.name) ?? []
  if (a === undefined || b === undefined || none !== ZERO || !isFree(a, c.name) || !isFree(b, s.name)) return undefined
  return solved(tan(u), neg(div(b, a)), x, depth)
}

/** Solves for a formula g of x that f is a formula of, then g = … for x. */
function inAnother(f: Expr, x: string, depth: number): Root[] | undefined {
  const t = `u${depth}_`
  const own = symbol(x)
  for (const g of nodesOf(f)) {
    if (isFree(g, x) || g === own || g === f || g.op === 'mul' || g.op === 'add') continue
    const moved = replace(f, (e) => inPowersOf(g, e, symbol(t)))
    if (moved === undefined || !isFree(moved, x)) continue
    const values = rootsOf(moved, t, depth + 1)
    const found = values && together(values.map(({ value }) => solved(g, simplify(value), x, depth + 1)))
    if (found !== undefined) return found
  }
  return undefined
}

/** A node as a power of t where g is t: exp(2·u) is the square of exp(u), x that of its root, sin² is 1 - cos². */
function inPowersOf(g: Expr, e: Expr, t: Expr): Expr | undefined {
  if (e === g) return t
  if (g.op === 'exp' && e.op === 'exp') {
    const ratio = simplify(div(e.args[0] as Expr, g.args[0] as Expr))
    return wholeOf(ratio) === undefined ? undefined : pow(t, ratio)
  }
  const partner = g.op === 'sin' ? 'cos' : g.op === 'cos' ? 'sin' : undefined
  if (partner !== undefined && e.op === 'pow' && e.args[0]?.op === partner && e.args[0].args[0] === g.args[0]) {
    const half = div(e.args[1] as Expr, 2)
    return wholeOf(half) === undefined ? undefined : pow(sub(1, pow(t, 2)), half)
  }
  if (g.op !== 'pow' || g.args[1]?.op !== 'num') return undefined
  const [base, exponent] = e.op === 'pow' ? e.args : [e, num(1)]
  if (base !== g.args[0] || exponent?.op !== 'num') return undefined
  const ratio = div(exponent, g.args[1])
  return wholeOf(ratio) === undefined ? undefined : pow(t, ratio)
}

const TURN = mul(2, constant('pi'))
const HALF_TURN = constant('pi')

type Inverse = (value: Expr) => readonly Root[]
const one =
  (inverse: (value: Expr) => Expr): Inverse =>
  (value) => [{ value: inverse(value) }]
const turning = (values: readonly Expr[], period: Expr): Root[] => values.map((value) => ({ value, period }))
const ofSine: Inverse = (v) => turning([asin(v), sub(HALF_TURN, asin(v))], TURN)
const ofCosine: Inverse = (v) => turning([acos(v), neg(acos(v))], TURN)

/** What u is where a function of u has a value. */
const inverses: Readonly<Record<string, Inverse>> = {
  exp: one(log),
  expm1: one((v) => log(add(1, v))),
  log: one(exp),
  log2: one((v) => pow(2, v)),
  log10: one((v) => pow(10, v)),
  log1p: one((v) => sub(exp(v), 1)),
  abs: (v) => [{ value: v }, { value: neg(v) }],
  cbrt: one((v) => pow(v, 3)),
  sin: ofSine,
  cos: ofCosine,
  tan: (v) => turning([atan(v)], HALF_TURN),
  sec: (v) => ofCosine(div(1, v)),
  csc: (v) => ofSine(div(1, v)),
  cot: (v) => turning([sub(div(HALF_TURN, 2), atan(v))], HALF_TURN),
  sinh: one(asinh),
  cosh: (v) => [{ value: acosh(v) }, { value: neg(acosh(v)) }],
  tanh: one(atanh),
  asin: one(sin),
  acos: one(cos),
  atan: one(tan),
  asinh: one(sinh),
  atanh: one(tanh),
}

/** The solutions of g = value, where g is a power or a function. */
function solved(g: Expr, value: Expr, x: string, depth: number): Root[] | undefined {
  const [u, exponent] = g.args
  if (u === undefined) return undefined
  const targets = g.op === 'pow' ? ofPower(u, exponent as Expr, value, x) : inverses[g.op]?.(value)
  const inner = g.op === 'pow' && isFree(u, x) ? (exponent as Expr) : u
  return targets && together(targets.map((target) => shifted(inner, target, x, depth)))
}

function ofPower(base: Expr, exponent: Expr, value: Expr, x: string): readonly Root[] | undefined {
  if (isFree(base, x)) return [{ value: div(log(value), log(base)) }]
  if (!isFree(exponent, x)) return undefined
  const n = wholeOf(exponent)
  if (n === undefined) return [{ value: pow(value, div(1, exponent)) }]
  if (n % 2 === 0) return [pow(value, div(1, n)), neg(pow(value, div(1, n)))].map((root) => ({ value: root }))
  if (Math.abs(n) === 3) return [{ value: cbrt(pow(value, n / 3)) }]
  return [value, neg(value)].map((size, i) => ({ value: mul(i === 0 ? 1 : -1, pow(size, div(1, n))) }))
}

/** The solutions of u = target; a period of u is one of x where u is linear. */
function shifted(u: Expr, { value, period }: Root, x: string, depth: number): Root[] | undefined {
  const found = rootsOf(sub(u, value), x, depth + 1) ?? rootsOf(expand(sub(u, value)), x, depth + 1)
  if (period === undefined || found === undefined) return found
  const slope = coefficientsOf(u, x)
  if (slope?.length !== 2) return undefined
  return found.map((root) => ({ value: root.value, period: simplify(abs(div(period, slope[1] as Expr))) }))
}
