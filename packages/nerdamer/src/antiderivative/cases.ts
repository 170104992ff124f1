import {
  div,
  type Expr,
  evaluate,
  freeSymbols,
  ge,
  gt,
  le,
  lt,
  mul,
  piecewise,
  sub,
  substitute,
} from '@fluxion/symbolic'
import { coefficientsOf } from './polynomial.ts'

const mirrored = { lt, le, gt, ge } as const
const opposite = { lt: gt, le: ge, gt: lt, ge: le } as const

/** A condition on which side of a point x lies. */
interface Side {
  readonly condition: Expr
  readonly at: Expr
}

/** `a·x + b < 0` and the like, solved for x; undefined for other conditions. */
function sideOf(condition: Expr, x: Expr): Side | undefined {
  const op = condition.op as keyof typeof mirrored
  if (!Object.hasOwn(mirrored, op)) return undefined
  const coefficients = coefficientsOf(sub(condition.args[0] as Expr, condition.args[1] as Expr), x.name)
  if (coefficients?.length !== 2) return undefined
  const [b, a] = coefficients as [Expr, Expr]
  if (freeSymbols(a).length > 0) return undefined
  const at = mul(-1, div(b, a))
  return { condition: ((evaluate(a) as number) > 0 ? mirrored : opposite)[op](x, at), at }
}

/** min, max and rectifiers as a choice between two formulas; a product with one choice as a choice of products. */
function asChoice(f: Expr): Expr | undefined {
  if (f.op === 'piecewise') return f
  if (f.op === 'mul') {
    const choices = f.args.map(asChoice)
    const at = choices.findIndex((choice) => choice?.op === 'piecewise')
    const others = mul(...f.args.filter((_, i) => i !== at))
    const parts = choices[at]?.args ?? []
    return at < 0
      ? undefined
      : piecewise(...parts.map((e, i) => (i % 2 === 0 && i < parts.length - 1 ? e : mul(e, others))))
  }
  const [a, b, ...more] = f.args as [Expr, Expr, ...Expr[]]
  if (f.op === 'relu') return piecewise(gt(a, 0), a, 0)
  if ((f.op !== 'min' && f.op !== 'max') || b === undefined || more.length > 0) return undefined
  return f.op === 'max' ? piecewise(ge(a, b), a, b) : piecewise(le(a, b), a, b)
}

/**
 * The antiderivative of a choice by the side of a point on which x lies: each part's own, less its value at the point, so that they
 * meet there.
 */
export function byCases(f: Expr, x: Expr, find: (part: Expr) => Expr | undefined): Expr | undefined {
  const choice = asChoice(f)
  if (choice?.op !== 'piecewise') return undefined
  const [condition, value, ...rest] = choice.args as [Expr, Expr, ...Expr[]]
  const side = sideOf(condition, x)
  if (side === undefined) return undefined
  const fromPoint = (part: Expr): Expr | undefined => {
    const F = find(part)
    return F && sub(F, substitute(F, { [x.name]: side.at }))
  }
  const left = fromPoint(value)
  const right = left && fromPoint(rest.length === 1 ? (rest[0] as Expr) : piecewise(...rest))
  return right && piecewise(side.condition, left, right)
}
