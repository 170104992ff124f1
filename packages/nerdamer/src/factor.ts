import { type Expr, toExpr, toText } from '@fluxion/symbolic'
import { askInForms, type CallOptions, type Reply, symbolIn } from './ask.ts'
import { errors } from './errors.ts'
import { proveEqual, type Verified, verified } from './proof.ts'

/** Accepts a rewriting of `f` when it equals `f`. */
function rewritingOf(f: Expr, call: string): (reply: Reply) => Verified<Expr> {
  return ({ said, names }) => {
    const found = names.restore(said, call)
    const proof = proveEqual(found, f)
    if (proof === undefined) throw errors.unverified(call, said, 'it is not equal to the formula')
    return verified(found, proof)
  }
}

/**
 * A polynomial as a product of factors over the rationals, proved by expanding it.
 *
 * @example
 * (await factor('x^2 - 1')).result // => (x - 1) * (x + 1)
 */
export async function factor(f: Expr | string, options: CallOptions = {}): Promise<Verified<Expr>> {
  const formula = toExpr(f)
  return askInForms(formula, 'factor', () => [], rewritingOf(formula, `the factors of ${toText(formula)}`), options)
}

/**
 * A rational function of `x` as a sum of partial fractions, proved by bringing them together again.
 *
 * @example
 * (await partialFractions('1 / (x^2 - 1)', 'x')).by // => exact
 */
export async function partialFractions(
  f: Expr | string,
  x: string,
  options: CallOptions = {},
): Promise<Verified<Expr>> {
  const formula = toExpr(f)
  const rest = (names: Reply['names']): string[] => [names.of(symbolIn(formula, x))]
  return askInForms(
    formula,
    'partfrac',
    rest,
    rewritingOf(formula, `the partial fractions of ${toText(formula)}`),
    options,
  )
}
