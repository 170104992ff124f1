import { add, div, type Expr, erf, exp, mul, neg, num, pow, sqrt, sub, symbol } from '@fluxion/symbolic'
import { coefficientsOf, ONE, polynomial, ZERO } from './polynomial.ts'

/**
 * The antiderivative of P(x)·exp(c + b·x + a·x²): a polynomial times the exponential, by lowering the degree of P, and an error
 * function; undefined for anything else, and where a is a positive number and the error function left over would be imaginary.
 */
export function ofGaussian(f: Expr, x: string): Expr | undefined {
  const parts = f.op === 'mul' ? f.args : [f]
  const bell = parts.find((part) => part.op === 'exp' && coefficientsOf(part.args[0] as Expr, x)?.length === 3)
  if (bell === undefined) return undefined
  const rest = coefficientsOf(mul(...parts.filter((part) => part !== bell), ONE), x)
  if (rest === undefined) return undefined
  const [c, b, a] = coefficientsOf(bell.args[0] as Expr, x) as [Expr, Expr, Expr]
  // (t·xᵏ⁻¹·exp(q))' = (t·(k - 1)·xᵏ⁻² + t·b·xᵏ⁻¹ + 2·a·t·xᵏ)·exp(q)
  const [left, factor] = [[...rest], [] as Expr[]]
  for (let k = left.length - 1; k >= 1; k--) {
    const t = div(left[k] as Expr, mul(2, a))
    factor[k - 1] = t
    left[k - 1] = sub(left[k - 1] as Expr, mul(t, b))
    if (k >= 2) left[k - 2] = sub(left[k - 2] as Expr, mul(t, k - 1))
  }
  const closed = mul(
    polynomial(
      Array.from(factor, (t) => t ?? ZERO),
      x,
    ),
    bell,
  )
  const remaining = left[0] as Expr
  if (remaining === ZERO) return closed
  if (a.op === 'num' && a.value > 0) return undefined
  const root = sqrt(neg(a))
  const center = sub(mul(root, symbol(x)), div(b, mul(2, root)))
  const peak = exp(sub(c, div(pow(b, 2), mul(4, a))))
  return add(closed, mul(remaining, peak, sqrt('pi'), num('1/2'), pow(root, -1), erf(center)))
}
