import * as errors from './errors.ts'
import { type Expr, isNumber } from './expression.ts'
import { intern } from './intern.ts'
import { compareNumbers, type NumberValue } from './number.ts'
import { elementwiseShape } from './shapes.ts'
import { constant } from './symbols.ts'

const mirrored = { lt: 'gt', le: 'ge', gt: 'lt', ge: 'le', eq: 'eq', ne: 'ne' } as const

const CONDITIONS: ReadonlySet<string> = new Set([...Object.keys(mirrored), 'and', 'or', 'not'])

const isTrue = (e: Expr): boolean => e.op === 'const' && e.name === 'true'
const isFalse = (e: Expr): boolean => e.op === 'const' && e.name === 'false'

/** Whether the expression is a truth value: a comparison, a combination of them, `true` or `false`. */
export function isCondition(e: Expr): boolean {
  return CONDITIONS.has(e.op) || isTrue(e) || isFalse(e)
}

const truth = (holds: boolean): Expr => constant(holds ? 'true' : 'false')

export type RelationOp = keyof typeof mirrored

const holdsFor: Readonly<Record<RelationOp, (order: number) => boolean>> = {
  lt: (order) => order < 0,
  le: (order) => order <= 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
}

/** Sign of a − b; a float equals the exact number it is nearest to: 1/2 == 0.5. */
const orderOf = (a: NumberValue, b: NumberValue): number =>
  a.value === b.value && !(a.exact && b.exact) ? 0 : compareNumbers(a, b)

/** The comparison of two formulas. */
export function relation(op: RelationOp, a: Expr, b: Expr): Expr {
  if (isNumber(a) && isNumber(b)) return truth(holdsFor[op](orderOf(a.payload, b.payload)))
  // numbers stand on the right: 0 < x is x > 0
  if (isNumber(a)) return intern(mirrored[op], [b, a], b.shape)
  return intern(op, [a, b], elementwiseShape(op, [a, b]))
}

function condition(e: Expr): Expr {
  if (!isCondition(e)) throw errors.badCondition(e.op === 'sym' ? `the symbol ${e.name}` : `the value ${e.op}`)
  return e
}

function junction(op: 'and' | 'or', terms: readonly Expr[]): Expr {
  const neutral = op === 'and' ? isTrue : isFalse
  const decisive = op === 'and' ? isFalse : isTrue
  const kept = new Set<Expr>()
  for (const term of terms) {
    if (decisive(condition(term))) return term
    if (!neutral(term)) kept.add(term)
  }
  const list = [...kept]
  if (list.length === 0) return truth(op === 'and')
  return list.length === 1 ? list[0]! : intern(op, list, elementwiseShape(op, list))
}

/** All of a list of conditions hold. */
export function conjunction(conditions: readonly Expr[]): Expr {
  return junction('and', conditions)
}
/** Some of a list of conditions holds. */
export function disjunction(conditions: readonly Expr[]): Expr {
  return junction('or', conditions)
}

/** The condition does not hold. */
export function negation(e: Expr): Expr {
  condition(e)
  if (isTrue(e) || isFalse(e)) return truth(isFalse(e))
  if (e.op === 'not') return e.args[0]!
  if (e.op === 'eq' || e.op === 'ne') return intern(e.op === 'eq' ? 'ne' : 'eq', e.args, e.shape)
  return intern('not', [e], e.shape)
}

/** The value that belongs to the first condition that holds: conditions and values in turn, the value otherwise last. */
export function piecewise(...given: readonly Expr[]): Expr {
  if (given.length % 2 === 0)
    throw errors.badArity('piecewise', 'pairs of condition and value, then the value otherwise', given.length)
  let otherwise = given[given.length - 1]!
  const kept: Expr[] = []
  for (let i = 0; i + 1 < given.length; i += 2) {
    const test = condition(given[i]!)
    const value = given[i + 1]!
    if (isFalse(test)) continue
    if (isTrue(test)) {
      otherwise = value
      break
    }
    kept.push(test, value)
  }
  if (otherwise.op === 'piecewise') {
    kept.push(...otherwise.args.slice(0, -1))
    otherwise = otherwise.args[otherwise.args.length - 1]!
  }
  while (kept.length > 0 && kept[kept.length - 1] === otherwise) kept.length -= 2
  if (kept.length === 0) return otherwise
  return intern('piecewise', [...kept, otherwise], elementwiseShape('piecewise', [...kept, otherwise]))
}
