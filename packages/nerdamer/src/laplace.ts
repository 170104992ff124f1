import { type Expr, evaluate, simplify, symbol, toExpr, toText } from '@fluxion/symbolic'
import { askInForms, type CallOptions, symbolIn } from './ask.ts'
import { errors } from './errors.ts'
import { agree, functionOf, parametersOf, type Verified, verified } from './proof.ts'
import { integrateNumerically } from './quadrature.ts'

/**
 * The Laplace transform ∫₀^∞ f(t)·exp(-s·t) dt of a formula of `t`, as a formula of `s`, proved by numeric quadrature at several `s`.
 *
 * @example
 * (await laplace('t * exp(-2 * t)', 't', 's')).verified // => true
 */
export async function laplace(
  f: Expr | string,
  t: string,
  s: string,
  options: CallOptions = {},
): Promise<Verified<Expr>> {
  const original = toExpr(f)
  const call = `the Laplace transform of ${toText(original)}`
  return askInForms(
    original,
    'laplace',
    (names) => [names.of(symbolIn(original, t)), names.of(symbol(s))],
    ({ said, names }) => {
      if (said.includes('laplace(')) throw errors.unsolved(call, said)
      const found = simplify(names.restore(said, call))
      for (const [trial, at] of [4.3, 7.9].entries()) {
        const parameters = parametersOf([original], t, trial)
        const value = functionOf(original, t, parameters)
        const numeric = integrateNumerically((x) => damped(value, at, x), 0, Number.POSITIVE_INFINITY)
        if (!agree(evaluate(found, { ...parameters, [s]: at }) as number, numeric.value, 7)) {
          throw errors.unverified(call, said, `quadrature at ${s} = ${at} gives ${numeric.value}`)
        }
      }
      return verified(found, 'numeric')
    },
    options,
  )
}

/** f(x)·exp(-s·x), nothing where the second factor is: the first may have overflowed there. */
function damped(f: (x: number) => number, s: number, x: number): number {
  const weight = Math.exp(-s * x)
  return weight === 0 ? 0 : f(x) * weight
}
