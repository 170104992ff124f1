import {
  type Expr,
  evaluate,
  freeSymbols,
  mul,
  num,
  simplify,
  sub,
  substitute,
  toExpr,
  toText,
} from '@fluxion/symbolic'
import { coefficientsOf } from './antiderivative/polynomial.ts'
import { ask, askInForms, type CallOptions, symbolIn } from './ask.ts'
import { errors } from './errors.ts'
import { functionOf, proveEqual, type Verified, verified } from './proof.ts'
import { realRoots } from './real-roots.ts'
import { isClosed, numberOf, type ProvedRoot, proveRoot, refine, rootsFrom } from './root-proof.ts'
import { rootsOf } from './roots.ts'
import { entriesOf, type Names, toNerdamer } from './translate.ts'

/** An equation: text with `=` or `==`, an expression `a == b`, or an expression that is to be zero. */
export type Equation = Expr | string

/** The difference of an equation's sides. */
function differenceOf(equation: Equation): Expr {
  const f = toExpr(typeof equation === 'string' ? equation.replace(/(?<![<>=!])=(?!=)/, '==') : equation)
  return f.op === 'eq' ? sub(f.args[0] as Expr, f.args[1] as Expr) : f
}

/** Real roots, each proved; with a period every root plus each of its multiples is one. */
export interface Roots extends Verified<Expr[]> {
  readonly period?: Expr
}

/**
 * The real roots of an equation, found by algebra or by nerdamer, each proved by substituting it. A root that nerdamer gives as a decimal
 * approximation is refined by Newton's method to double precision. Of a periodic equation the roots within one period come, and
 * the period where all have the same. Complex roots are left out; the list is complete for polynomials and for
 * what algebra solves, while that one of nerdamer's is complete is not proved.
 *
 * Rejects with `nerdamer/unsolved`, `nerdamer/unverified`, `nerdamer/timeout`, `nerdamer/unsupported`.
 *
 * @example
 * (await solve('x^2 - 5*x + 6 = 0', 'x')).result // => [2, 3]
 * const { result, period } = await solve('2 * sin(x) = 1', 'x')
 * result // => [pi / 6, 5 * pi / 6]
 * period // => 2 * pi
 */
export async function solve(equation: Equation, x: string, options: CallOptions = {}): Promise<Roots> {
  const f = differenceOf(equation)
  if (!freeSymbols(f).includes(x)) throw errors.notAVariable(x)
  return solveByAlgebra(f, x) ?? askForRoots(f, x, options)
}

/** Candidates of algebra that are roots; undefined where there are none to be had, or one can neither be proved nor refuted. */
function solveByAlgebra(f: Expr, x: string): Roots | undefined {
  const candidates = rootsOf(f, x)?.map(({ value, period }) => ({
    period,
    value: withinPeriod(simplify(value), period),
  }))
  const possible = candidates?.filter(({ value }) => !isClosed(value) || Number.isFinite(numberOf(value)))
  const proofs = possible?.map(({ value }) => proveRoot(f, x, value))
  if (proofs === undefined || proofs.some((proof, i) => !proof && !isRefuted(f, x, possible?.[i]?.value as Expr)))
    return undefined
  const [period, ...others] = new Set(possible?.filter((_, i) => proofs[i]).map((root) => root.period))
  const roots = rootsFrom(proofs.filter((proof) => proof !== undefined))
  return period === undefined || others.length > 0 ? roots : { ...roots, period }
}

/** Whether a candidate is known to be no root: a number at which the formula has another value than zero, or none. */
function isRefuted(f: Expr, x: string, value: Expr): boolean {
  if (freeSymbols(f).length > 1 || !isClosed(value)) return false
  return !(Math.abs(evaluate(f, { [x]: numberOf(value) }) as number) <= 1e-9)
}

/** A root moved into [0, period). */
function withinPeriod(value: Expr, period: Expr | undefined): Expr {
  if (period === undefined || !isClosed(value) || !isClosed(period)) return value
  const turns = Math.floor(numberOf(value) / numberOf(period) + 1e-12)
  return Number.isFinite(turns) ? simplify(sub(value, mul(turns, period))) : value
}

async function askForRoots(f: Expr, x: string, options: CallOptions): Promise<Roots> {
  const call = `${toText(f)} = 0 by ${x}`
  const all = polynomialRoots(f, x)
  const asked = askInForms(
    f,
    'solve',
    (names) => [names.of(symbolIn(f, x))],
    ({ said, names }) => {
      if (said.includes('solve(')) throw errors.unsolved(call, said)
      const found = entriesOf(said)
        .flatMap((entry) => realRoot(entry, names, call))
        .filter((root) => !isClosed(root) || Number.isFinite(numberOf(root)))
      const proofs = found.map((root) => proveRoot(f, x, root))
      const wrong = proofs.indexOf(undefined)
      if (wrong >= 0) throw errors.unverified(call, said, `${toText(found[wrong] as Expr)} is not a root`)
      if (found.length === 0 && changesSign(f, x)) throw errors.unverified(call, said, 'it has a real root')
      return proofs as ProvedRoot[]
    },
    options,
  )
  if (all === undefined) return rootsFrom(await asked)
  // all real roots of a polynomial in one variable are known by number: those that nerdamer misses are added so
  const found = await asked.catch(() => [])
  return rootsFrom([...found, ...all.flatMap((root) => refine(f, x, root) ?? [])])
}

/** The real roots of a polynomial of x alone; undefined for anything else. */
function polynomialRoots(f: Expr, x: string): number[] | undefined {
  const coefficients = coefficientsOf(f, x)
  return coefficients?.every(isClosed) ? realRoots(coefficients.map(numberOf)) : undefined
}

/** Whether a formula of x alone has values of both signs that a continuous stretch joins. */
function changesSign(f: Expr, x: string): boolean {
  if (freeSymbols(f).length > 1) return true
  const value = functionOf(f, x, {})
  const points = Array.from({ length: 401 }, (_, i) => Math.sinh((i - 200.3) / 22))
  return points.some((b, i) => {
    const a = points[i - 1]
    if (a === undefined || !(value(a) * value(b) < 0)) return false
    let [low, high] = [a, b]
    for (let k = 0; k < 60; k++) {
      const middle = (low + high) / 2
      if (value(low) * value(middle) <= 0) high = middle
      else low = middle
    }
    // towards a root the values shrink, towards a pole they grow
    return Math.abs(value(high)) < Math.min(Math.abs(value(a)), Math.abs(value(b)))
  })
}

/** The root an entry stands for, or nothing where it is complex: nerdamer writes those with `i`. */
function realRoot(entry: string, names: Names, call: string): Expr[] {
  return /\bi\b/.test(entry) ? [] : [simplify(names.restore(entry, call))]
}

/**
 * A solution of a system of equations, by name of the unknown, proved by substituting it into every equation.
 *
 * Rejects as {@link solve} does.
 *
 * @example
 * (await solveSystem(['x + y = 3', 'x - y = 1'], ['x', 'y'])).result // => { x: 2, y: 1 }
 */
export async function solveSystem(
  equations: readonly Equation[],
  unknowns: readonly string[],
  options: CallOptions = {},
): Promise<Verified<Record<string, Expr>>> {
  const differences = equations.map(differenceOf)
  const symbols = unknowns.map((name) =>
    symbolIn(differences.find((f) => freeSymbols(f).includes(name)) ?? num(0), name),
  )
  const call = `the system ${differences.map((f) => `${toText(f)} = 0`).join(', ')}`
  const { said, names } = await ask(
    'solveEquations',
    (names) => [differences.map((f) => toNerdamer(f, names)), symbols.map((s) => names.of(s))],
    options,
  )
  const solution = solutionOf(said, symbols, names, call)
  const proofs = differences.map((f) => proveEqual(substitute(f, solution), num(0)))
  if (proofs.includes(undefined)) throw errors.unverified(call, said, 'it does not satisfy the equations')
  return verified(solution, proofs.every((proof) => proof === 'exact') ? 'exact' : 'sampling')
}

/** nerdamer lists a solution as `[x,2,y,1]` or `[[x,2],[y,1]]`. */
function solutionOf(said: string, symbols: readonly Expr[], names: Names, call: string): Record<string, Expr> {
  const flat = entriesOf(said).flatMap((entry) => entriesOf(entry))
  const values = symbols.map((symbol) => flat[flat.indexOf(names.of(symbol)) + 1])
  if (flat.length !== 2 * symbols.length || symbols.some((s) => !flat.includes(names.of(s))))
    throw errors.unsolved(call, said)
  return Object.fromEntries(
    symbols.map((symbol, i) => [symbol.name, simplify(names.restore(values[i] as string, call))]),
  )
}
