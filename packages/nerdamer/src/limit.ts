import { add, type Expr, evaluate, freeSymbols, mul, neg, num, simplify, toExpr, toText } from '@fluxion/symbolic'
import { nodesOf, replace } from './antiderivative/replace.ts'
import { type Approach, INFINITY, limitByLaws, type Side } from './approach.ts'
import { askInForms, boundOf, type CallOptions, symbolIn, TIMEOUT } from './ask.ts'
import { errors } from './errors.ts'
import { follow } from './follow.ts'
import { agree, functionOf, parametersOf, type Verified, verified } from './proof.ts'
import { entriesOf, toNerdamer } from './translate.ts'

/** Options of {@link limit}: `from` takes the limit from one side only. */
export interface LimitOptions extends CallOptions {
  readonly from?: Side
}

/**
 * The limit of a formula as a variable goes to a point or to `infinity`, found by the laws of limits or by nerdamer and proved by
 * following the formula towards the point: from the side that `from` names, else from both where both are defined. Parameters
 * count as positive.
 *
 * Rejects as {@link integrate} does, and with `nerdamer/sides-differ` where the limits from the left and from the right are not the same.
 *
 * @example
 * (await limit('sin(x) / x', 'x', 0)).result // => 1
 * const { result } = await limit('abs(x) / x', 'x', 0, { from: 'left' })
 * result // => -1
 */
export async function limit(
  f: Expr | string | number,
  x: string,
  to: Expr | string | number,
  options: LimitOptions = {},
): Promise<Verified<Expr>> {
  return limitAt(toExpr(f), x, boundOf(to), options)
}

export async function limitAt(f: Expr, x: string, to: Expr, options: LimitOptions): Promise<Verified<Expr>> {
  const sides: readonly Side[] = options.from ? [options.from] : infiniteSign(to) === 0 ? ['left', 'right'] : ['left']
  const [first, second] = sides.filter((side) => isDefinedNear(f, { x, to, side })).map((side) => ({ x, to, side }))
  const call = callOf(f, x, to)
  if (first === undefined) throw errors.unverified(call, 'nothing', 'the formula has no values near the point')
  const deadline = Date.now() + (options.timeout ?? TIMEOUT)
  const found = await limitFrom(f, first, options)
  if (second === undefined || isLimit(found, f, second)) return verified(found, 'numeric')
  const other = await limitFrom(f, second, { timeout: Math.max(1, deadline - Date.now()) })
  throw errors.sidesDiffer(call, toText(found), toText(other))
}

const callOf = (f: Expr, x: string, to: Expr): string => `the limit of ${toText(f)} as ${x} goes to ${toText(to)}`

/** The limit from one side: by the laws, else as nerdamer finds it. */
async function limitFrom(f: Expr, approach: Approach, options: CallOptions): Promise<Expr> {
  const local = withoutSwitches(f, approach)
  const byLaws = limitByLaws(local, approach)
  for (const candidate of [byLaws, num(0), INFINITY, neg(INFINITY)]) {
    const found = candidate && simplify(candidate)
    if (found && isLimit(found, f, approach)) return found
  }
  const { x, to } = approach
  const call = callOf(f, x, to)
  const sign = infiniteSign(to)
  return askInForms(
    local,
    'limit',
    (names) => [names.of(symbolIn(local, x)), sign === 0 ? toNerdamer(to, names) : sign > 0 ? 'Infinity' : '-Infinity'],
    ({ said, names }) => {
      if (said.includes('limit(')) throw errors.unsolved(call, said)
      const found = entriesOf(said).map((entry) =>
        simplify(names.restore(entry.replace(/infinity/gi, 'Infinity'), call)),
      )
      const right = found.find((value) => isLimit(value, f, approach))
      if (right !== undefined) return right
      throw errors.unverified(call, said, `the values go to ${valuesGoTo(f, approach, 0) ?? 'no common value'}`)
    },
    options,
  )
}

/** 1 of `infinity`, -1 of `-infinity`, 0 of anything else. */
export function infiniteSign(e: Expr): number {
  const value = freeSymbols(e).length === 0 ? (evaluate(e, {}) as number) : 0
  return Math.abs(value) === Number.POSITIVE_INFINITY ? Math.sign(value) : 0
}

/** The formula as a function of the distance from the point. */
function byDistance(f: Expr, { x, to, side }: Approach, trial: number): (h: number) => number {
  const parameters = parametersOf([f, to], x, trial)
  const value = functionOf(f, x, parameters)
  const target = evaluate(to, parameters) as number
  if (!Number.isFinite(target)) return (h) => value(Math.sign(target) / h)
  const sign = side === 'left' ? -1 : 1
  return (h) => {
    const x = target + sign * h
    return x === target ? Number.NaN : value(x)
  }
}

const valuesGoTo = (f: Expr, approach: Approach, trial: number): number | undefined =>
  follow(byDistance(f, approach, trial))

/** Whether the values of the formula go to `found`, for two choices of the parameters. */
function isLimit(found: Expr, f: Expr, approach: Approach): boolean {
  if (freeSymbols(found).includes(approach.x)) return false
  return [0, 1].every((trial) => {
    const value = evaluate(found, parametersOf([f, approach.to], approach.x, trial)) as number
    const followed = valuesGoTo(f, approach, trial)
    return followed !== undefined && (followed === value || agree(followed, value, 5))
  })
}

function isDefinedNear(f: Expr, approach: Approach): boolean {
  const value = byDistance(f, approach, 0)
  return [2, 4, 8, 12, 16].filter((k) => !Number.isNaN(value(1.3 ** -k / 4))).length > 2
}

/** The limit from one side by the laws of limits alone: a candidate, undefined where they do not tell. */
export const valueBeside = (f: Expr, approach: Approach): Expr | undefined =>
  limitByLaws(withoutSwitches(f, approach), approach)

/** Functions that are another formula on each side of a switch: here the one that holds close to the point. */
const switches: Readonly<Record<string, (u: Expr, near: number) => Expr>> = {
  abs: (u, near) => mul(Math.sign(near), u),
  sign: (_, near) => num(Math.sign(near)),
  heaviside: (_, near) => num(near > 0 ? 1 : 0),
  relu: (u, near) => (near > 0 ? u : num(0)),
  floor: (_, near) => num(Math.floor(near)),
  ceil: (_, near) => num(Math.ceil(near)),
}

/** Values of a formula close to the point, for two choices of the parameters. */
const valuesNear = (u: Expr, approach: Approach): number[] =>
  [0, 1].flatMap((trial) => [2 ** -14, 2 ** -20].map(byDistance(u, approach, trial)))

/** Whether a condition holds by the difference of its sides. */
const relations: Readonly<Record<string, (difference: number) => boolean>> = {
  lt: (d) => d < 0,
  le: (d) => d <= 0,
  gt: (d) => d > 0,
  ge: (d) => d >= 0,
}

/** The value of the case that holds close to the point. */
function caseBeside(cases: readonly Expr[], approach: Approach): Expr | undefined {
  for (let i = 0; i + 1 < cases.length; i += 2) {
    const { op, args } = cases[i] as Expr
    const row = Object.hasOwn(relations, op) ? relations[op] : undefined
    if (row === undefined) return undefined
    const holds = new Set(valuesNear(add(args[0] as Expr, neg(args[1] as Expr)), approach).map(row))
    if (holds.size > 1) return undefined
    if (holds.has(true)) return cases[i + 1]
  }
  return cases.at(-1)
}

function withoutSwitches(f: Expr, approach: Approach): Expr {
  if (!nodesOf(f).some((e) => e.op === 'piecewise' || Object.hasOwn(switches, e.op))) return f
  const held = replace(f, (e) => {
    const chosen = e.op === 'piecewise' ? caseBeside(e.args, approach) : undefined
    if (chosen !== undefined) return withoutSwitches(chosen, approach)
    const [u] = e.args
    const row = Object.hasOwn(switches, e.op) ? switches[e.op] : undefined
    if (row === undefined || u === undefined || !freeSymbols(u).includes(approach.x)) return undefined
    // what a step is worth beside an open point depends on the point
    if (/floor|ceil/.test(e.op) && freeSymbols(add(u, approach.to)).length > 1) return undefined
    const [value, ...others] = new Set(valuesNear(u, approach).map((at) => row(u, at)))
    return others.length === 0 && value !== undefined ? withoutSwitches(value, approach) : undefined
  })
  return held ?? f
}
