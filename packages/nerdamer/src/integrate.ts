import {
  derivative,
  type Expr,
  evaluate,
  freeSymbols,
  nodeCount,
  operations,
  simplify,
  sub,
  substitute,
  toExpr,
  toText,
} from '@fluxion/symbolic'
import { Search } from './antiderivative/search.ts'
import { askInForms, boundOf, type CallOptions, symbolIn, TIMEOUT } from './ask.ts'
import { errors } from './errors.ts'
import { infiniteSign, limitAt } from './limit.ts'
import { agree, functionOf, type Proof, parametersOf, proveEqual, type Verified, verified } from './proof.ts'
import { integrateNumerically } from './quadrature.ts'

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
  const antiderivative = await findAntiderivative(integrand, x, options)
  if (options.from === undefined && options.to === undefined) return antiderivative
  const from = boundOf(options.from ?? 0)
  const to = boundOf(options.to ?? symbolIn(integrand, x))
  return between(integrand, antiderivative.result, x, from, to, options)
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
    if (proof !== undefined) return verified(shorter(found), proof)
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
      return verified(shorter(found), proof)
    },
    options,
  )
}

async function between(
  integrand: Expr,
  antiderivative: Expr,
  x: string,
  from: Expr,
  to: Expr,
  options: CallOptions,
): Promise<Verified<Expr>> {
  const [low, high] = await Promise.all([from, to].map((bound) => valueAt(antiderivative, x, bound, options)))
  const result = simplify(sub(high as Expr, low as Expr))
  for (let trial = 0; trial < 2; trial++) {
    const parameters = parametersOf([integrand, from, to], freeSymbols(to).includes(x) ? '' : x, trial)
    const numeric = integrateNumerically(
      functionOf(integrand, x, parameters),
      evaluate(from, parameters) as number,
      evaluate(to, parameters) as number,
    )
    if (!agree(evaluate(result, parameters) as number, numeric.value, 7)) {
      const call = `the integral of ${toText(integrand)} from ${toText(from)} to ${toText(to)}`
      throw errors.unverified(call, toText(result), `quadrature gives ${numeric.value}`)
    }
  }
  return verified(result, 'numeric')
}

async function valueAt(f: Expr, x: string, bound: Expr, options: CallOptions): Promise<Expr> {
  if (infiniteSign(bound) === 0 && !isSingular(f, x, bound)) return substitute(f, { [x]: bound })
  return (await limitAt(f, x, bound, options)).result
}

const isSingular = (f: Expr, x: string, bound: Expr): boolean =>
  freeSymbols(bound).length === 0 &&
  !Number.isFinite(functionOf(f, x, parametersOf([f], x, 0))(evaluate(bound, {}) as number))
