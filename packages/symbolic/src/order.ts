import type { Expr } from './expression.ts'
import { baseOf } from './factors.ts'
import { compareNumbers, type NumberValue } from './number.ts'

/**
 * The one order of terms and factors: by structure alone, never by ids or history, and the order people write.
 *
 * Products: numbers and radicals, constants, symbols with their powers by name, functions, piecewise, sums, products that
 * were not spliced. Sums: by descending total degree, then as products; numbers last. Interning makes it cheap: equal
 * parts are skipped by identity; past a fixed depth the structural hash decides.
 */
const MAX_DEPTH = 6

function rank(base: Expr): number {
  switch (base.op) {
    case 'num':
      return 0
    case 'const':
      return 1
    case 'sym':
      return 2
    case 'piecewise':
      return 4
    case 'add':
      return 5
    case 'mul':
    case 'matmul':
      return 6
    default:
      return 3
  }
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Order of factors in a product. */
export function compareFactors(a: Expr, b: Expr): number {
  return a === b ? 0 : compare(a, b, 0)
}

/** Order of terms in a sum. */
export function compareTerms(a: Expr, b: Expr): number {
  if (a === b) return 0
  if (a.degree !== b.degree) return b.degree - a.degree
  const aIsNumber = a.op === 'num'
  const bIsNumber = b.op === 'num'
  if (aIsNumber || bIsNumber)
    return aIsNumber && bIsNumber ? compareNumbers(numberOf(a), numberOf(b)) : aIsNumber ? 1 : -1
  return compareParts(a, b, 0)
}

const numberOf = (e: Expr): NumberValue => e.payload as NumberValue

/** The term, or what a number is the only other factor of: `x` of `3 * x`. */
const partOf = (term: Expr): Expr =>
  term.op === 'mul' && term.args.length === 2 && term.args[0]!.op === 'num' ? term.args[1]! : term

/** Where the factors of a term start that are no numeric coefficient. */
const start = (e: Expr): number => (e.op === 'mul' && e.args[0]!.op === 'num' ? 1 : 0)

const factorCount = (e: Expr): number => (e.op === 'mul' ? e.args.length : 1)

const factorAt = (e: Expr, i: number): Expr => (e.op === 'mul' ? e.args[i]! : e)

/** Factor by factor, without the numeric coefficients; a longer product comes first. Like terms are equal. */
function compareParts(a: Expr, b: Expr, depth: number): number {
  const p = partOf(a)
  const q = partOf(b)
  if (p === q) return 0
  let i = start(p)
  let j = start(q)
  const pEnd = factorCount(p)
  const qEnd = factorCount(q)
  for (; i < pEnd && j < qEnd; i++, j++) {
    const f = factorAt(p, i)
    const g = factorAt(q, j)
    if (f === g) continue
    const order = compare(f, g, depth + 1)
    if (order !== 0) return order
  }
  return qEnd - j - (pEnd - i)
}

/** Whether two terms differ by their numeric coefficients alone: `3 * x * y` and `x * y`. */
export function areLike(a: Expr, b: Expr): boolean {
  const p = partOf(a)
  const q = partOf(b)
  if (p === q) return true
  if (p.op !== 'mul' || q.op !== 'mul') return false
  let i = start(p)
  let j = start(q)
  if (p.args.length - i !== q.args.length - j) return false
  for (; i < p.args.length; i++, j++) if (p.args[i] !== q.args[j]) return false
  return true
}

function compare(a: Expr, b: Expr, depth: number): number {
  const aBase = baseOf(a)
  const bBase = baseOf(b)
  if (aBase !== bBase) {
    const byRank = rank(aBase) - rank(bBase)
    if (byRank !== 0) return byRank
    const order = compareBases(aBase, bBase, depth)
    if (order !== 0) return order
  }
  // the higher power first: x^2 before x
  if (aBase === a || bBase === b) return aBase === a ? (bBase === b ? 0 : 1) : -1
  const aExponent = a.args[1]!
  const bExponent = b.args[1]!
  return aExponent === bExponent ? 0 : compareBases(bExponent, aExponent, depth + 1)
}

function compareBases(a: Expr, b: Expr, depth: number): number {
  if (a.op === 'num' && b.op === 'num') return compareNumbers(numberOf(a), numberOf(b))
  if (a.op !== b.op) return rank(a) - rank(b) || compareText(a.op, b.op)
  if (depth > MAX_DEPTH) return a.hash - b.hash || compareWhole(a, b)
  if (a.args.length === 0 || a.op === 'call') {
    const byLabel = compareLabels(a, b)
    if (byLabel !== 0) return byLabel
  }
  const byArguments = compareArguments(a, b, depth)
  return byArguments !== 0 ? byArguments : compareShapes(a, b)
}

function compareArguments(a: Expr, b: Expr, depth: number): number {
  const count = Math.min(a.args.length, b.args.length)
  for (let i = 0; i < count; i++) {
    const p = a.args[i]!
    const q = b.args[i]!
    if (p === q) continue
    const order = compare(p, q, depth + 1)
    if (order !== 0) return order
  }
  return a.args.length - b.args.length
}

const labelKey = (e: Expr): string => (e.payload !== undefined && 'key' in e.payload ? e.payload.key : '')

const compareLabels = (a: Expr, b: Expr): number =>
  compareText(a.name, b.name) || compareText(labelKey(a), labelKey(b)) || compareShapes(a, b)

const compareShapes = (a: Expr, b: Expr): number => compareText(a.shape.join(), b.shape.join())

/** Two different nodes with one hash: a walk of both, with no recursion, to the first difference. */
function compareWhole(a: Expr, b: Expr): number {
  const pairs: (readonly [Expr, Expr])[] = [[a, b]]
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [p, q] = pair
    if (p === q) continue
    const order =
      compareText(p.op, q.op) ||
      p.args.length - q.args.length ||
      (p.op === 'num' && q.op === 'num' ? compareNumbers(numberOf(p), numberOf(q)) : compareLabels(p, q))
    if (order !== 0) return order
    for (let i = p.args.length - 1; i >= 0; i--) pairs.push([p.args[i]!, q.args[i]!])
  }
  return 0
}

/**
 * A sum or product of at most this many entries dissolves in the one around it; a longer one stays an entry of its own,
 * so that building one by one costs a bounded step each and never the square of the length.
 */
export const SPLICE_LIMIT = 16

/** Sorts in place; a short or sorted list, the usual case, costs one pass. */
export function sortBy(list: Expr[], compareNodes: (a: Expr, b: Expr) => number): void {
  if (list.length > 32) {
    list.sort(compareNodes)
    return
  }
  for (let i = 1; i < list.length; i++) {
    const item = list[i]!
    let at = i
    while (at > 0 && compareNodes(list[at - 1]!, item) > 0) {
      list[at] = list[at - 1]!
      at--
    }
    list[at] = item
  }
}
