import {
  add,
  apply,
  div,
  type Expr,
  type FunctionName,
  mul,
  num,
  pow,
  simplify,
  sqrt,
  sub,
  symbol,
} from '@fluxion/symbolic'
import { coefficientsOf, isFree } from './polynomial.ts'
import { nodesOf, replace } from './replace.ts'
import type { Substitution } from './substitution.ts'

/** How F turns under t = D / √(p + q·F), where p = σ·q and D is its partner: F = σ·(1 ± p·t²), and dx is ±2q·dt over F^power times the root. */
interface Turn {
  readonly partner: FunctionName
  /** The names of 1/F, 1/D, D/F and F/D. */
  readonly others: readonly [FunctionName, FunctionName, FunctionName, FunctionName]
  readonly sign: 1 | -1
  readonly rate: 2 | -2
  readonly power: 0 | 1
}

// cos² / (p + q·sin) = (1 - σ·sin) / p, tan² / (p + q·sec) = (σ·sec - 1) / p, since p² = q²
const turns: Readonly<Record<string, Turn>> = {
  sin: { partner: 'cos', others: ['csc', 'sec', 'cot', 'tan'], sign: -1, rate: -2, power: 0 },
  cos: { partner: 'sin', others: ['sec', 'csc', 'tan', 'cot'], sign: -1, rate: 2, power: 0 },
  sec: { partner: 'tan', others: ['cos', 'cot', 'sin', 'csc'], sign: 1, rate: 2, power: 1 },
  csc: { partner: 'cot', others: ['sin', 'tan', 'cos', 'sec'], sign: 1, rate: -2, power: 1 },
}

/**
 * t = cos u / √(p + q·sin u) with p² = q², where odd powers of that root stand beside a rational formula of the functions of u; the same
 * for the cosine, secant and cosecant. The integrand is rational in t, and the sign of the root comes out right in every quadrant.
 */
export function* byHalfAngle(f: Expr, x: string, t: string): Iterable<Substitution> {
  const v = symbol(t)
  for (const { args, op } of nodesOf(f)) {
    const [base, exponent] = args
    if (op !== 'pow' || exponent?.op !== 'num' || Number.isInteger(exponent.value) || base?.op !== 'add') continue
    const F = nodesOf(base).find((e) => Object.hasOwn(turns, e.op) && !isFree(e, x))
    const u = F?.args[0]
    const slope = u && coefficientsOf(u, x)
    const inF = F && replace(base, (e) => (e === F ? v : undefined))
    const linear = inF && coefficientsOf(inF, t)
    if (F === undefined || u === undefined || slope?.length !== 2 || linear?.length !== 2) continue
    const [p, q] = linear as [Expr, Expr]
    if (!isFree(add(p, q), x) || simplify(sub(pow(p, 2), pow(q, 2))) !== num(0)) continue
    const turn = turns[F.op] as Turn
    const value = mul(div(p, q), add(1, mul(turn.sign, p, pow(v, 2))))
    const integrand = inHalfAngles(f, base, u, turn, F.op, value, v)
    if (integrand === undefined || !isFree(integrand, x)) continue
    const rate = div(mul(turn.rate, q), mul(slope[1] as Expr, pow(value, turn.power)))
    const rational = withoutRoot(integrand, rate, add(p, mul(q, value)))
    if (rational === undefined) continue
    yield { integrand: simplify(rational), back: div(apply(turn.partner, [u]), sqrt(base)) }
    return
  }
}

/** √(p + q·F) as one symbol, until its powers meet. */
const ROOT = symbol('root_')

function inHalfAngles(f: Expr, base: Expr, u: Expr, turn: Turn, F: string, value: Expr, v: Expr): Expr | undefined {
  const D = mul(v, ROOT)
  const [inverse, partnerInverse, ratio, otherRatio] = turn.others
  const values: Readonly<Record<string, Expr>> = {
    [F]: value,
    [turn.partner]: D,
    [inverse]: pow(value, -1),
    [partnerInverse]: pow(D, -1),
    [ratio]: div(D, value),
    [otherRatio]: div(value, D),
  }
  return replace(f, (e) => {
    if (e === base) return pow(ROOT, 2)
    if (e.op === 'pow' && e.args[0] === base && e.args[1]?.op === 'num') return pow(ROOT, mul(2, e.args[1]))
    return e.args[0] === u && Object.hasOwn(values, e.op) ? values[e.op] : undefined
  })
}

/** The integrand with even powers of the root written out; undefined where odd ones are left. */
function withoutRoot(integrand: Expr, rate: Expr, square: Expr): Expr | undefined {
  const whole = mul(integrand, rate, pow(ROOT, -1))
  const found = replace(whole, (e) =>
    e.op === 'pow' && e.args[0] === ROOT && e.args[1]?.op === 'num' && e.args[1].value % 2 === 0
      ? pow(square, div(e.args[1], 2))
      : undefined,
  )
  return found !== undefined && isFree(found, ROOT.name) ? found : undefined
}
