import {
  add,
  atan,
  constant,
  div,
  type Expr,
  evaluate,
  floor,
  freeSymbols,
  mul,
  num,
  sign,
  simplify,
  sub,
  symbol,
  toText,
} from '@fluxion/symbolic'
import { coefficientsOf } from './antiderivative/polynomial.ts'
import { nodesOf, replace } from './antiderivative/replace.ts'
import type { Side } from './approach.ts'
import type { CallOptions } from './ask.ts'
import { errors } from './errors.ts'
import { limitAt, valueBeside } from './limit.ts'
import { functionOf, parametersOf, type Verified, verified } from './proof.ts'
import { integrateNumerically } from './quadrature.ts'

/** A definite integral: what is integrated by which variable, from where to where. */
export interface Definite {
  readonly integrand: Expr
  readonly x: string
  readonly from: Expr
  readonly to: Expr
}

/** The time limit of a call in milliseconds, and the time at which it ends. */
export interface Limit {
  readonly timeout: number
  readonly deadline: number
}

/**
 * The definite integral by the difference of an antiderivative's limits at the bounds, proved by quadrature for two choices of the
 * parameters. Where the antiderivative jumps between the bounds it is made continuous first; over a pole nothing agrees.
 */
export async function between(integral: Definite, antiderivative: Expr, limit: Limit): Promise<Verified<Expr>> {
  const { integrand, from, to } = integral
  const call = `the integral of ${toText(integrand)} from ${toText(from)} to ${toText(to)}`
  let refusal: unknown
  for (const F of new Set([antiderivative, withoutJumps(antiderivative, integral.x)])) {
    try {
      const result = simplify(await difference(F, integral, { timeout: Math.max(1, limit.deadline - Date.now()) }))
      const fault = faultOf(result, integral, limit.deadline)
      if (fault === undefined) return verified(result, 'numeric')
      refusal = errors.unverified(call, toText(result), fault)
    } catch (error) {
      refusal ??= error
    }
    if (Date.now() > limit.deadline) throw errors.timeout(call, limit.timeout)
  }
  throw refusal
}

const parameterTrials = [0, 1]

function parametersIn({ integrand, x, from, to }: Definite, trial: number): Record<string, number> {
  return parametersOf([integrand, from, to], freeSymbols(to).includes(x) ? '' : x, trial)
}

async function difference(F: Expr, integral: Definite, options: CallOptions): Promise<Expr> {
  const { x, from, to } = integral
  const at = parametersIn(integral, 0)
  const rises = (evaluate(to, at) as number) >= (evaluate(from, at) as number)
  const value = async (bound: Expr, side: Side): Promise<Expr> =>
    valueBeside(F, { x, to: bound, side }) ?? (await limitAt(F, x, bound, { ...options, from: side })).result
  // a bound that contains the variable is a point of the user's, not of the path
  const inner = `${x}_`
  if (freeSymbols(add(from, to)).includes(x)) {
    const renamed = replace(F, (e) => (e.op === 'sym' && e.name === x ? symbol(inner) : undefined)) as Expr
    return difference(renamed, { ...integral, x: inner }, options)
  }
  return sub(await value(to, rises ? 'left' : 'right'), await value(from, rises ? 'right' : 'left'))
}

/** Why a value is not that of the integral; undefined when it is. */
function faultOf(result: Expr, integral: Definite, deadline: number): string | undefined {
  const { integrand, x, from, to } = integral
  for (const trial of parameterTrials) {
    const at = parametersIn(integral, trial)
    const [low, high] = [evaluate(from, at) as number, evaluate(to, at) as number]
    const { value, error, size } = integrateNumerically(functionOf(integrand, x, at), low, high, deadline)
    if (!(error <= CONVERGED * size)) return 'quadrature does not converge'
    const wanted = evaluate(result, at) as number
    if (!(Math.abs(wanted - value) <= 4 * error + ACCURATE * size)) return `quadrature gives ${value}`
  }
  return undefined
}

const CONVERGED = 1e-6
const ACCURATE = 1e-8

/** The formula with π added at each pole of a tangent inside an arc tangent, where that jumps (Jeffrey, "Rectifying transformations", 1997). */
function withoutJumps(F: Expr, x: string): Expr {
  const pi = constant('pi')
  const rectified = replace(F, (e) => {
    const tangents = e.op === 'atan' ? nodesOf(e).filter(({ op }) => op === 'tan' || op === 'cot') : []
    const [inner] = tangents
    const u = inner?.args[0]
    if (u === undefined || inner === undefined || tangents.length > 1 || coefficientsOf(u, x)?.length !== 2)
      return undefined
    const t = symbol('t_')
    const moved = replace(e.args[0] as Expr, (node) => (node === inner ? t : undefined))
    const coefficients = moved && coefficientsOf(moved, t.name)
    if (coefficients?.length !== 2) return undefined
    const turns = inner.op === 'tan' ? floor(add(div(u, pi), num('1/2'))) : mul(-1, floor(div(u, pi)))
    return add(atan(e.args[0] as Expr), mul(sign(coefficients[1] as Expr), pi, turns))
  })
  return rectified ?? F
}
