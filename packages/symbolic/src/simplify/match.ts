import { type Expr, isScalar } from '../expression.ts'
import { reciprocal } from '../number.ts'
import { mulAll } from '../product.ts'
import { rebuild } from '../rebuild.ts'
import { addAll, coefficientOf, withoutCoefficient } from '../sum.ts'
import { numberNode } from '../symbols.ts'

/** What the letters of a pattern stand for. */
export type Bindings = Map<string, Expr>

/** Sums and products of more parts are not searched for a match of an inner sum or product. */
const MAX_PARTS = 10

/**
 * Finds the ways `pattern` fits `e`, and calls `then` on each until it says yes. Symbols of the pattern are letters; sums
 * and products match in any order, and a letter that is a whole term or factor takes all that is left over.
 */
export function match(pattern: Expr, e: Expr, bound: Bindings, then: () => boolean): boolean {
  if (pattern.op === 'sym') return bind(pattern.name, e, bound, then)
  if (pattern.args.length === 0) return pattern === e && then()
  if (pattern.op !== e.op) return false
  if (pattern.op === 'add' || pattern.op === 'mul') return matchParts(pattern, e, bound, then)
  if (pattern.args.length !== e.args.length) return false
  return matchInOrder(pattern.args, e.args, 0, bound, then)
}

/** The pattern with its letters replaced. */
export function instantiate(pattern: Expr, bound: Bindings): Expr {
  if (pattern.op === 'sym') return bound.get(pattern.name) ?? pattern
  if (pattern.args.length === 0) return pattern
  return rebuild(
    pattern,
    pattern.args.map((arg) => instantiate(arg, bound)),
  )
}

/** Whether every letter of a pattern is bound. */
export function isBound(pattern: Expr, bound: Bindings): boolean {
  return pattern.op === 'sym' ? bound.has(pattern.name) : pattern.args.every((arg) => isBound(arg, bound))
}

function bind(letter: string, e: Expr, bound: Bindings, then: () => boolean): boolean {
  const known = bound.get(letter)
  if (known !== undefined) return known === e && then()
  if (!isScalar(e)) return false
  bound.set(letter, e)
  if (then()) return true
  bound.delete(letter)
  return false
}

function matchInOrder(
  patterns: readonly Expr[],
  parts: readonly Expr[],
  at: number,
  bound: Bindings,
  then: () => boolean,
): boolean {
  const pattern = patterns[at]
  if (pattern === undefined) return then()
  return match(pattern, parts[at] as Expr, bound, () => matchInOrder(patterns, parts, at + 1, bound, then))
}

/** Terms of a sum, or factors of a product, in any order. */
function matchParts(pattern: Expr, e: Expr, bound: Bindings, then: () => boolean): boolean {
  if (e.args.length > MAX_PARTS) return false
  const isSum = pattern.op === 'add'
  const fixed = pattern.args.filter((part) => !isLoose(part, isSum, bound))
  const loose = pattern.args.filter((part) => isLoose(part, isSum, bound))
  const rest = loose.pop()
  const free = new Set(e.args)
  return assign([...fixed, ...loose], 0, free, bound, () => {
    if (rest === undefined) return free.size === 0 && then()
    if (free.size === 0) return false
    const left = isSum ? addAll([...free]) : mulAll([...free])
    return bindRest(rest, left, bound, then)
  })
}

/** A bare letter not yet bound; in sums also one with a coefficient, as u in `1 - u`. */
function isLoose(part: Expr, inSum: boolean, bound: Bindings): boolean {
  const letter = inSum ? withoutCoefficient(part) : part
  return letter.op === 'sym' && !bound.has(letter.name)
}

function bindRest(rest: Expr, left: Expr, bound: Bindings, then: () => boolean): boolean {
  const letter = withoutCoefficient(rest)
  if (letter === rest) return bind(rest.name, left, bound, then)
  return bind(letter.name, mulAll([numberNode(reciprocal(coefficientOf(rest))), left]), bound, then)
}

function assign(patterns: readonly Expr[], at: number, free: Set<Expr>, bound: Bindings, then: () => boolean): boolean {
  const pattern = patterns[at]
  if (pattern === undefined) return then()
  for (const part of [...free]) {
    free.delete(part)
    if (match(pattern, part, bound, () => assign(patterns, at + 1, free, bound, then))) return true
    free.add(part)
  }
  return false
}
