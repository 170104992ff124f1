import { add, div, type Expr, exp, log, mul, num, pow, simplify, symbol } from '@fluxion/symbolic'
import { isFree, ONE } from './polynomial.ts'
import { nodesOf, replace } from './replace.ts'
import type { Substitution } from './substitution.ts'

/** The exponent n of c·xⁿ. */
function powerIn(e: Expr, x: string): Expr | undefined {
  if (e === symbol(x)) return ONE
  if (e.op === 'pow') return e.args[0] === symbol(x) && isFree(e.args[1] as Expr, x) ? e.args[1] : undefined
  if (e.op !== 'mul') return undefined
  const [only, ...others] = e.args.filter((arg) => !isFree(arg, x))
  return only !== undefined && others.length === 0 ? powerIn(only, x) : undefined
}

/** t = log(c·xⁿ), beside powers of x: ∫ x^m·g(t) dx = K/n·∫ exp((m + 1)·t/n)·g(t) dt, where K is x^(m + 1) over that exponential. */
export function* byLogarithm(f: Expr, x: string, t: string): Iterable<Substitution> {
  const L = nodesOf(f).find((e) => e.op === 'log' && powerIn(e.args[0] as Expr, x) !== undefined)
  if (L === undefined) return
  const inner = L.args[0] as Expr
  const n = powerIn(inner, x) as Expr
  const factors = f.op === 'mul' ? f.args : [f]
  const powers = factors.filter((factor) => !isFree(factor, x) && powerIn(factor, x) !== undefined)
  const g = replace(mul(...factors.filter((factor) => !powers.includes(factor)), ONE), (e) =>
    e === L ? symbol(t) : undefined,
  )
  if (g === undefined || !isFree(g, x)) return
  const before = mul(...powers, ONE)
  const rate = simplify(div(add(ONE, ...powers.map((factor) => powerIn(factor, x) as Expr)), n))
  const K = simplify(mul(before, symbol(x), pow(inner, mul(-1, rate))))
  const weight = rate === num(0) ? ONE : exp(mul(rate, symbol(t)))
  yield {
    integrand: div(mul(symbol(`${t}k`), weight, g), n),
    back: log(inner),
    constants: { [`${t}k`]: K },
  }
}
