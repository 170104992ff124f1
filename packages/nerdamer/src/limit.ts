import { type Expr, evaluate, freeSymbols, simplify, toExpr, toText } from '@fluxion/symbolic'
import { askInForms, boundOf, type CallOptions, symbolIn } from './ask.ts'
import { errors } from './errors.ts'
import { agree, functionOf, parametersOf, type Verified, verified } from './proof.ts'
import { toNerdamer } from './translate.ts'

/**
 * The limit of a formula as a variable goes to a point or to `infinity`, found by nerdamer and proved by following the formula
 * towards the point, from both sides where both are defined. Rejects as {@link integrate} does.
 *
 * @example
 * (await limit('sin(x) / x', 'x', 0)).result // => 1
 */
export async function limit(
  f: Expr | string | number,
  x: string,
  to: Expr | string | number,
  options: CallOptions = {},
): Promise<Verified<Expr>> {
  return limitAt(toExpr(f), x, boundOf(to), options)
}

export function limitAt(f: Expr, x: string, to: Expr, options: CallOptions): Promise<Verified<Expr>> {
  const call = `the limit of ${toText(f)} as ${x} goes to ${toText(to)}`
  const sign = infiniteSign(to)
  return askInForms(
    f,
    'limit',
    (names) => [names.of(symbolIn(f, x)), sign === 0 ? toNerdamer(to, names) : sign > 0 ? 'Infinity' : '-Infinity'],
    ({ said, names }) => {
      if (said.includes('limit(')) throw errors.unsolved(call, said)
      const found = simplify(names.restore(said.replace(/infinity/gi, 'Infinity'), call))
      for (let trial = 0; trial < 2; trial++) {
        const parameters = parametersOf([f, to], x, trial)
        const followed = follow(functionOf(f, x, parameters), evaluate(to, parameters) as number)
        const value = evaluate(found, parameters) as number
        if (followed === undefined || !(followed === value || agree(followed, value, 5))) {
          throw errors.unverified(call, said, `the values go to ${followed ?? 'no common value'}`)
        }
      }
      return verified(found, 'numeric')
    },
    options,
  )
}

/** 1 of `infinity`, -1 of `-infinity`, 0 of anything else. */
export function infiniteSign(e: Expr): number {
  const value = freeSymbols(e).length === 0 ? (evaluate(e, {}) as number) : 0
  return Math.abs(value) === Number.POSITIVE_INFINITY ? Math.sign(value) : 0
}

/** Where the values of `f` settle towards `to`, by Richardson's extrapolation on halved distances; undefined when they do not. */
function follow(f: (x: number) => number, to: number): number | undefined {
  const approaches: ((h: number) => number)[] = Number.isFinite(to)
    ? [(h) => f(to + h), (h) => f(to - h)]
    : [(h) => f(Math.sign(to) / h)]
  const ends = approaches.map(settle).filter((value) => value !== undefined)
  const [first] = ends
  return first !== undefined && ends.every((value) => value === first || agree(value, first, 5)) ? first : undefined
}

function settle(f: (h: number) => number): number | undefined {
  const values = Array.from({ length: 24 }, (_, i) => f(0.5 ** (i + 2))).filter(Number.isFinite)
  if (values.length < 12) return undefined
  if (growsBeyondBounds(values)) return Math.sign(values[values.length - 1] as number) * Number.POSITIVE_INFINITY
  let best = values[values.length - 1] as number
  let spread = Number.POSITIVE_INFINITY
  // first-order extrapolation: the error of f(h) is taken as c·h, and what is left is judged by two neighbours
  const improved = values.slice(1).map((value, i) => 2 * value - (values[i] as number))
  for (const row of [values, improved]) {
    for (let i = 1; i < row.length; i++) {
      const change = Math.abs((row[i] as number) - (row[i - 1] as number))
      if (change < spread) [spread, best] = [change, row[i] as number]
    }
  }
  return spread <= 1e-6 * Math.max(1, Math.abs(best)) ? best : undefined
}

/** Whether the values grow steadily, by a tenth or more with each halving of the distance at the end. */
function growsBeyondBounds(values: readonly number[]): boolean {
  const last = values.slice(-8)
  return last.every((value, i) => i === 0 || value / (last[i - 1] as number) > 1.1) && Math.abs(last[7] as number) > 100
}
