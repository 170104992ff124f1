import { add, div, type Expr, expand, mul, neg, num, pow, sign, simplify, symbol } from '@fluxion/symbolic'
import { coefficientsOf, isFree, polynomial, wholeOf, ZERO } from './polynomial.ts'
import { nodesOf, replace } from './replace.ts'
import type { Substitution } from './substitution.ts'

/** t = 1 / (p + q·x), where that linear formula stands below the line beside a root of a quadratic one, or x is below it everywhere. */
export function* byReciprocal(f: Expr, x: string, t: string): Iterable<Substitution> {
  const linear = (f.op === 'mul' ? f.args : [f]).find(
    (e) => e.op === 'pow' && (wholeOf(e.args[1]) ?? 1) < 0 && coefficientsOf(e.args[0] as Expr, x)?.length === 2,
  )
  const root = nodesOf(f).find(
    (e) => e.op === 'pow' && isHalf(e.args[1]) && coefficientsOf(e.args[0] as Expr, x)?.length === 3,
  )
  if (linear !== undefined && root !== undefined) yield* overRoot(f, linear.args[0] as Expr, root.args[0] as Expr, x, t)
  const [own, v] = [symbol(x), symbol(t)]
  const isBelow = (e: Expr): boolean =>
    e.op === 'pow' && e.args[0] === own && e.args[1]?.op === 'num' && e.args[1].value < 0
  const insides = nodesOf(f).filter((e) => e.op === 'add' && !isFree(e, x))
  const atoms = new Set(insides.flatMap((e) => e.args.flatMap((arg) => nodesOf(arg))))
  if (insides.length === 0 || ![...atoms].some(isBelow)) return
  const moved = replace(f, (e) => (e === own ? pow(v, -1) : undefined))
  if (moved !== undefined) yield { integrand: neg(mul(moved, pow(v, -2))), back: pow(own, -1) }
}

const isHalf = (e: Expr | undefined): boolean =>
  e?.op === 'num' && Number.isInteger(2 * e.value) && !Number.isInteger(e.value)

/** √(a + b·x + c·x²) is the root of another quadratic formula of t, over |t|: its sign is carried along. */
function* overRoot(f: Expr, linear: Expr, inner: Expr, x: string, t: string): Iterable<Substitution> {
  const [p, q] = coefficientsOf(linear, x) as [Expr, Expr]
  const [a, b, c] = coefficientsOf(inner, x) as [Expr, Expr, Expr]
  const v = symbol(t)
  const shift = div(neg(p), q)
  // a + b·x + c·x² at x = shift + 1/(q·t), times t²
  const moved = [div(c, pow(q, 2)), div(add(b, mul(2, c, shift)), q), add(a, mul(b, shift), mul(c, pow(shift, 2)))].map(
    expand,
  )
  while (moved[moved.length - 1] === ZERO) moved.pop()
  const carried = symbol(`${t}s`)
  const under = polynomial(moved, t)
  const integrand = replace(f, (e) => {
    if (e === linear) return pow(v, -1)
    if (e === symbol(x)) return add(shift, div(1, mul(q, v)))
    if (e.op !== 'pow' || e.args[0] !== inner || e.args[1]?.op !== 'num') return undefined
    const exponent = e.args[1]
    const size = mul(pow(under, exponent), pow(v, mul(-2, exponent)))
    return isHalf(exponent) ? mul(carried, size) : size
  })
  if (integrand === undefined) return
  yield {
    integrand: simplify(mul(integrand, div(num(-1), mul(q, pow(v, 2))))),
    back: pow(linear, -1),
    constants: { [carried.name]: sign(linear) },
  }
}
