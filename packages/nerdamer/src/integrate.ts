import { derivative, type Expr, nodeCount, operations, simplify, substitute, toExpr, toText } from '@fluxion/symbolic'
import { Search } from './antiderivative/search.ts'
import { askInForms, boundOf, type CallOptions, symbolIn, TIMEOUT } from './ask.ts'
import { between } from './definite.ts'
import { errors } from './errors.ts'
import { overTheReals } from './over-the-reals.ts'
import { type Proof, proveEqual, type Verified, verified } from './proof.ts'

/** Options of {@link integrate}: bounds make the integral definite. */
export interface IntegrateOptions extends CallOptions {
  readonly from?: Expr | string | number
  readonly to?: Expr | string | number
}

/**
 * The integral of a formula, found by nerdamer and proved before it is returned: an antiderivative by differentiating it, a definite
 * integral by numeric quadrature as well. Antiderivatives come without the constant.
 *
 * Rejects with `nerdamer/unsolved`, `nerdamer/unverified` (the message carries what nerdamer said), `nerdamer/timeout`,
 * `nerdamer/unsupported`, `nerdamer/unreadable`.
 *
 * @example
 * const { result } = await integrate('x * exp(x)', 'x')
 * result // => exp(x) * (x - 1)
 * const area = await integrate('x^2', 'x', { from: 0, to: 3 })
 * area.result // => 9
 */
export async function integrate(
  f: Expr | string | number,
  x: string,
  options: IntegrateOptions = {},
): Promise<Verified<Expr>> {
  const integrand = toExpr(f)
  const timeout = options.timeout ?? TIMEOUT
  const deadline = Date.now() + timeout
  const antiderivative = await findAntiderivative(integrand, x, { timeout })
  if (options.from === undefined && options.to === undefined) return antiderivative
  const from = boundOf(options.from ?? 0)
  const to = boundOf(options.to ?? symbolIn(integrand, x))
  return between({ integrand, x, from, to }, antiderivative.result, { timeout, deadline })
}

/** The part of the time limit for reducing the integral to ones in tables, before nerdamer is asked. */
const REDUCTION_SHARE = 0.3

/** A name no formula of a user's has: the variable of integration without its assumptions. */
const INNER = 'x_'

async function findAntiderivative(integrand: Expr, x: string, options: CallOptions): Promise<Verified<Expr>> {
  const timeout = options.timeout ?? TIMEOUT
  const began = Date.now()
  const search = new Search(began + REDUCTION_SHARE * timeout)
  const reduced = search.find(substitute(integrand, { [x]: INNER }), INNER)
  if (reduced !== undefined) {
    const found = substitute(reduced, { [INNER]: symbolIn(integrand, x) })
    const proof = proveAntiderivative(found, integrand, x)
    if (proof !== undefined) return verified(overTheReals(shorter(found), integrand, x), proof)
  }
  const left = Math.max(1, timeout - (Date.now() - began))
  return askForAntiderivative(integrand, x, { timeout: left })
}

const LARGE = 150

/** Simplified, unless that could take long or gains nothing. */
function shorter(f: Expr): Expr {
  if (nodeCount(f) > LARGE) return f
  const simple = simplify(f)
  return operations(simple) <= operations(f) ? simple : f
}

const proveAntiderivative = (found: Expr, integrand: Expr, x: string): Proof | undefined =>
  proveEqual(derivative(found, x), integrand)

function askForAntiderivative(integrand: Expr, x: string, options: CallOptions): Promise<Verified<Expr>> {
  const call = `the integral of ${toText(integrand)} by ${x}`
  return askInForms(
    integrand,
    'integrate',
    (names) => [names.of(symbolIn(integrand, x))],
    ({ said, names }) => {
      if (said.includes('integrate(')) throw errors.unsolved(call, said)
      const found = names.restore(said, call)
      const proof = proveAntiderivative(found, integrand, x)
      if (proof === undefined) throw errors.unverified(call, said, 'its derivative is not the integrand')
      return verified(overTheReals(shorter(found), integrand, x), proof)
    },
    options,
  )
}
