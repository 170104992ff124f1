import {
  apply,
  derivative,
  div,
  type Expr,
  type FunctionName,
  mul,
  num,
  pow,
  simplify,
  sub,
  symbol,
} from '@fluxion/symbolic'
import { coefficientsOf, isFree, ZERO } from './polynomial.ts'
import { nodesOf, replace } from './replace.ts'
import type { Substitution } from './substitution.ts'

/** An inverse function: what it is the inverse of, and the quadratic formula of the argument that becomes a square, positive where it is taken. */
interface Inverse {
  readonly forward: FunctionName
  /** The square is sign·(u² - shift). */
  readonly sign: 1 | -1
  readonly shift: 1 | -1
  readonly root: FunctionName
}

const inverses: Readonly<Record<string, Inverse>> = {
  asin: { forward: 'sin', sign: -1, shift: 1, root: 'cos' },
  acos: { forward: 'cos', sign: -1, shift: 1, root: 'sin' },
  atan: { forward: 'tan', sign: 1, shift: -1, root: 'sec' },
  asinh: { forward: 'sinh', sign: 1, shift: -1, root: 'cosh' },
  atanh: { forward: 'tanh', sign: -1, shift: 1, root: 'sech' },
}

/** t = asin u, atan u, … of a linear u, where roots and powers of 1 - u², 1 + u² become those of one function of t. */
export function* byInverseFunction(f: Expr, x: string, t: string): Iterable<Substitution> {
  const found = nodesOf(f).find((e) => Object.hasOwn(inverses, e.op) && !isFree(e, x))
  const u = found?.args[0]
  const linear = u && coefficientsOf(u, x)
  if (found === undefined || u === undefined || linear?.length !== 2) return
  const { forward, sign, shift, root } = inverses[found.op] as Inverse
  const v = symbol(t)
  const [p, q] = linear as [Expr, Expr]
  const own = div(sub(apply(forward, [v]), p), q)
  const moved = replace(f, (e) => {
    if (e === found) return v
    if (e === u) return apply(forward, [v])
    if (e === symbol(x)) return own
    const scale = e.op === 'add' ? scaleOf(e, u, x, sign, shift) : undefined
    return scale && mul(scale, pow(apply(root, [v]), 2))
  })
  if (moved === undefined || !isFree(moved, x)) return
  const positive = replace(moved, (e) => (e.op === 'abs' && e.args[0] === apply(root, [v]) ? e.args[0] : undefined))
  yield { integrand: mul(positive ?? moved, derivative(own, t)), back: found }
}

/** β where e is β·sign·(u² - shift). */
function scaleOf(e: Expr, u: Expr, x: string, sign: number, shift: number): Expr | undefined {
  const coefficients = coefficientsOf(e, x)
  const own = coefficientsOf(mul(sign, sub(pow(u, 2), num(shift))), x)
  if (coefficients?.length !== 3 || own?.length !== 3) return undefined
  const scale = simplify(div(coefficients[2] as Expr, own[2] as Expr))
  return coefficients.every((c, i) => simplify(sub(c, mul(scale, own[i] as Expr))) === ZERO) ? scale : undefined
}
