import {
  derivative,
  type Expr,
  evaluate,
  freeSymbols,
  num,
  simplify,
  sub,
  substitute,
  toExpr,
  toText,
} from '@fluxion/symbolic'
import { ask, askInForms, type CallOptions, symbolIn } from './ask.ts'
import { errors } from './errors.ts'
import { functionOf, type Proof, proveEqual, type Verified, verified } from './proof.ts'
import { entriesOf, type Names, toNerdamer } from './translate.ts'

/** An equation: text with `=` or `==`, an expression `a == b`, or an expression that is to be zero. */
export type Equation = Expr | string

/** The difference of an equation's sides. */
function differenceOf(equation: Equation): Expr {
  const f = toExpr(typeof equation === 'string' ? equation.replace(/(?<![<>=!])=(?!=)/, '==') : equation)
  return f.op === 'eq' ? sub(f.args[0] as Expr, f.args[1] as Expr) : f
}

/**
 * The real roots of an equation that nerdamer finds, each proved by substituting it. A root that nerdamer gives as a decimal
 * approximation is refined by Newton's method to double precision. Complex roots are left out; that the list is complete is not proved.
 *
 * Rejects with `nerdamer/unsolved`, `nerdamer/unverified`, `nerdamer/timeout`, `nerdamer/unsupported`.
 *
 * @example
 * (await solve('x^2 - 5*x + 6 = 0', 'x')).result // => [2, 3]
 */
export async function solve(equation: Equation, x: string, options: CallOptions = {}): Promise<Verified<Expr[]>> {
  const f = differenceOf(equation)
  if (!freeSymbols(f).includes(x)) throw errors.notAVariable(x)
  const call = `${toText(f)} = 0 by ${x}`
  return askInForms(
    f,
    'solve',
    (names) => [names.of(symbolIn(f, x))],
    ({ said, names }) => {
      if (said.includes('solve(')) throw errors.unsolved(call, said)
      const found = entriesOf(said).flatMap((entry) => realRoot(entry, names, call))
      const proofs = found.map((root) => proveRoot(f, x, root))
      const wrong = proofs.indexOf(undefined)
      if (wrong >= 0) throw errors.unverified(call, said, `${toText(found[wrong] as Expr)} is not a root`)
      const proved = proofs as { root: Expr; by: Proof }[]
      return verified(
        [...new Set(proved.map(({ root }) => root))],
        proved.every(({ by }) => by === 'exact') ? 'exact' : 'numeric',
      )
    },
    options,
  )
}

/** The root an entry stands for, or nothing where it is complex: nerdamer writes those with `i`. */
function realRoot(entry: string, names: Names, call: string): Expr[] {
  return /\bi\b/.test(entry) ? [] : [simplify(names.restore(entry, call))]
}

function proveRoot(f: Expr, x: string, root: Expr): { readonly root: Expr; readonly by: Proof } | undefined {
  const by = proveEqual(substitute(f, { [x]: root }), num(0))
  if (by !== undefined) return { root, by }
  if (freeSymbols(f).length !== 1 || freeSymbols(root).length > 0) return undefined
  const refined = refine(f, x, evaluate(root, {}) as number)
  return refined === undefined ? undefined : { root: num(refined), by: 'numeric' }
}

/** Newton's method from an approximate root; undefined when it leaves the neighbourhood or does not end on a root. */
function refine(f: Expr, x: string, start: number): number | undefined {
  const value = functionOf(f, x, {})
  const slope = functionOf(derivative(f, x), x, {})
  let at = start
  for (let i = 0; i < 50; i++) {
    const step = value(at) / slope(at)
    if (!Number.isFinite(step)) return undefined
    at -= step
    if (Math.abs(step) <= 1e-15 * Math.abs(at)) break
  }
  const near = Math.abs(at - start) <= 1e-4 * Math.max(1, Math.abs(start))
  const small = Math.abs(value(at)) <= 1e-12 * Math.max(Math.abs(slope(at) * at), 1e-300)
  return near && small ? at : undefined
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
