import { differentiate, variableName } from '../differentiate.ts'
import * as errors from '../errors.ts'
import { evaluate } from '../evaluate.ts'
import type { Expr, Formula } from '../expression.ts'
import { isNumber } from '../expression.ts'
import { toExpr } from '../formula.ts'
import { isInteger, rational } from '../number.ts'
import { powElementwise } from '../power.ts'
import { mulAll } from '../product.ts'
import { isZero } from '../shapes.ts'
import { substitute, withArguments } from '../substitute.ts'
import { addAll, sub } from '../sum.ts'
import { num, numberNode, symbol } from '../symbols.ts'
import { postorder } from '../traverse.ts'

/** Highest order of a Taylor polynomial. */
const MAX_ORDER = 64

/**
 * The Taylor polynomial of degree `order` of a formula about `x = at`.
 *
 * Throws `symbolic/not-analytic` where the formula or one of its derivatives is undefined at that point, or where the
 * formula has a kink or a jump there.
 *
 * @example
 * taylor('exp(x)', 'x', 0, 3) // => x ^ 3 / 6 + x ^ 2 / 2 + x + 1
 */
export function taylor(f: Formula, x: string | Expr, at: Formula, order: number): Expr {
  if (!Number.isInteger(order) || order < 0 || order > MAX_ORDER) throw errors.badOrder(order, 0, MAX_ORDER)
  const name = variableName(x)
  const center = toExpr(at)
  const distance = sub(typeof x === 'string' ? symbol(name) : x, center)
  const terms: Expr[] = []
  let current = toExpr(f)
  let factorial = 1n
  if (order > 0) refuseKinks(current, name, center)
  for (let k = 0; k <= order; k++) {
    if (k > 0) {
      current = differentiate(current, name)
      factorial *= BigInt(k)
    }
    const coefficient = defined(substitute(current, { [name]: center }), name, center)
    terms.push(mulAll([numberNode(rational(1n, factorial)), coefficient, powElementwise(distance, num(k))]))
  }
  return addAll(terms)
}

const vanishes = ([u]: readonly Expr[]): boolean => isZero(u!)
const isWhole = ([u]: readonly Expr[]): boolean => isNumber(u!) && isInteger(u.payload)
const ties = (args: readonly Expr[]): boolean => new Set(args).size < args.length

/** Where what is not analytic everywhere is not, by its arguments at that point. */
const kinks: Readonly<Record<string, (args: readonly Expr[]) => boolean>> = {
  abs: vanishes,
  sign: vanishes,
  heaviside: vanishes,
  relu: vanishes,
  floor: isWhole,
  ceil: isWhole,
  min: ties,
  max: ties,
  lt: ties,
  le: ties,
  gt: ties,
  ge: ties,
  eq: ties,
  ne: ties,
}

function refuseKinks(f: Expr, name: string, center: Expr): void {
  const atCenter = new Map<Expr, Expr>()
  for (const node of postorder([f])) {
    atCenter.set(node, node.op === 'sym' && node.name === name ? center : withArguments(node, atCenter))
    const isKink = Object.hasOwn(kinks, node.op) ? kinks[node.op] : undefined
    const args = node.args.map((arg) => atCenter.get(arg)!)
    if (isKink?.(args) === true && args.some((arg, i) => arg !== node.args[i]))
      throw errors.notAnalytic(name, String(center))
  }
}

/** The value of a derivative at the center, refused where it holds what is undefined: 1/0, log(0), gamma(0). */
function defined(value: Expr, name: string, center: Expr): Expr {
  const isUndefined = (e: Expr): boolean =>
    (e.op === 'pow' && e.args[0]!.value === 0 && isNumber(e.args[1]!)) || (e.op === 'log' && e.args[0]!.value === 0)
  const nodes = postorder([value])
  const isKnown = nodes.every((e) => e.op !== 'sym' && e.op !== 'call' && e.op !== 'D' && e.shape.length === 0)
  if (nodes.some(isUndefined) || (isKnown && Number.isNaN(evaluate(value))))
    throw errors.notAnalytic(name, String(center))
  return value
}
