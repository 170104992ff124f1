import {
  constant,
  type Expr,
  expand,
  type FluxionError,
  type Formula,
  neg,
  simplify,
  symbol,
  toExpr,
  toText,
} from '@fluxion/symbolic'
import { type Call, callNerdamer } from './engine.ts'
import { errors } from './errors.ts'
import { Names, toNerdamer } from './translate.ts'

/** Options of every call. */
export interface CallOptions {
  /** Milliseconds until the call is stopped and rejects with `nerdamer/timeout`; 10,000 unless given. */
  readonly timeout?: number
}

/** What nerdamer said, and the names to read it with. */
export interface Reply {
  readonly said: string
  readonly names: Names
}

/** The time limit of a call in milliseconds, unless one is given. */
export const TIMEOUT = 10_000

/** The symbol called `name` in a formula, with its assumptions; a plain one when the formula has none. */
export function symbolIn(formula: Expr, name: string): Expr {
  const seen = new Set<Expr>([formula])
  for (const e of seen) {
    if (e.op === 'sym' && e.name === name) return e
    for (const arg of e.args) seen.add(arg)
  }
  return symbol(name)
}

/** A point a variable can go to: a formula, or infinity in any of its spellings. */
export function boundOf(bound: Formula): Expr {
  const text = String(bound)
  const match = /^([+-]?)\s*(?:infinity|inf|oo)$/i.exec(text)
  if (match === null) return toExpr(bound)
  return match[1] === '-' ? neg(constant('infinity')) : constant('infinity')
}

/** Asks nerdamer once. `args` writes the call's arguments with the names given to it. */
export async function ask(
  name: string,
  args: (names: Names) => Call['args'],
  { timeout = TIMEOUT }: CallOptions,
): Promise<Reply> {
  const names = new Names()
  const call: Call = { name, args: args(names) }
  return { said: await callNerdamer(call, timeout), names }
}

/**
 * Asks about a formula as it is, then expanded, then simplified, until `accept` takes an answer: what nerdamer cannot do or does
 * wrongly in one form it often does rightly in another. Rejects with the reason of the first form.
 */
export async function askInForms<T>(
  formula: Expr,
  name: string,
  rest: (names: Names) => readonly string[],
  accept: (reply: Reply) => T | Promise<T>,
  options: CallOptions,
): Promise<T> {
  const forms = new Set([formula, expand(formula), simplify(formula)])
  const deadline = Date.now() + (options.timeout ?? TIMEOUT)
  let first: unknown
  for (const form of forms) {
    const timeout = deadline - Date.now()
    if (timeout <= 0) break
    try {
      return await accept(await ask(name, (names) => [toNerdamer(form, names), ...rest(names)], { timeout }))
    } catch (error) {
      first ??= error
      if ((error as FluxionError).code === 'nerdamer/timeout') break
    }
  }
  throw first ?? errors.timeout(`${name} of ${toText(formula)}`, options.timeout ?? TIMEOUT)
}
