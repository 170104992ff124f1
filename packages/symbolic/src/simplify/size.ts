import { type Expr, isNumber } from '../expression.ts'
import type { NumberValue } from '../number.ts'
import { postorder } from '../traverse.ts'

const sizes = new WeakMap<Expr, number>()
const nodeCounts = new WeakMap<Expr, number>()

/** Rarer names read as a little longer than the common ones. */
const RARE = 1
const rare: ReadonlySet<string> = new Set(['sec', 'csc', 'cot', 'sech', 'csch', 'coth', 'gamma', 'beta'])

/** A sum below a fraction bar, and a fraction in a sum above or below another's bar, read as longer than they are. */
const SUM_BELOW = 0.5
const NESTED = 1

/** A power inside a logarithm reads as longer than the factor it can become. */
const POWER_IN_LOG = 0.5

/**
 * The size people perceive: the symbols, numbers, functions and operators of the formula as it is written, where `-x`,
 * `1 / x` and `sqrt(x)` are what they look like. Simplification makes it smaller, never larger. Shared parts count as
 * often as they are written.
 */
export function size(e: Expr): number {
  const known = sizes.get(e)
  if (known !== undefined) return known
  for (const node of postorder([e], (visited) => sizes.has(visited))) sizes.set(node, sizeOfNode(node))
  return sizes.get(e) as number
}

/** Whether `a` reads as smaller than `b` and has no more nodes when written out. */
export function isSmaller(a: Expr, b: Expr): boolean {
  return size(a) < size(b) && nodes(a) <= nodes(b)
}

/** Whether `a` reads as no larger than `b` and has no more nodes when written out. */
export function isNoLarger(a: Expr, b: Expr): boolean {
  return size(a) <= size(b) && nodes(a) <= nodes(b)
}

/** The nodes of the formula when every shared part is written out, as a double. */
function nodes(e: Expr): number {
  const known = nodeCounts.get(e)
  if (known !== undefined) return known
  for (const node of postorder([e], (visited) => nodeCounts.has(visited))) {
    let count = 1
    for (const arg of node.args) count += nodeCounts.get(arg) as number
    nodeCounts.set(node, count)
  }
  return nodeCounts.get(e) as number
}

const sized = (e: Expr): number => sizes.get(e) ?? size(e)

function sizeOfNode(e: Expr): number {
  switch (e.op) {
    case 'num':
      return sizeOfNumber(e.payload as NumberValue) + ((e.payload as NumberValue).value < 0 ? 1 : 0)
    case 'sym':
    case 'const':
      return 1
    case 'add':
      return sizeOfSum(e)
    case 'mul':
    case 'pow':
      return sizeOfProduct(e) + (isNegative(e) ? 1 : 0)
    case 'log':
      return 1 + argumentsOf(e) + (e.args[0]?.op === 'pow' ? POWER_IN_LOG : 0)
    default:
      return 1 + argumentsOf(e) + (rare.has(e.op) ? RARE : 0)
  }
}

function argumentsOf(e: Expr): number {
  let total = 0
  for (const arg of e.args) total += sized(arg)
  return total
}

function sizeOfSum(e: Expr): number {
  let total = e.args.length - 1
  let allNegative = true
  for (const term of e.args) {
    const negative = isNegative(term)
    total += sized(term) - (negative ? 1 : 0)
    allNegative &&= negative
  }
  return allNegative ? total + 1 : total
}

/** Written with a leading minus. */
function isNegative(term: Expr): boolean {
  const first = term.op === 'mul' ? term.args[0] : term
  return first !== undefined && isNumber(first) && first.value < 0
}

/** Size of a product without its sign, factors of negative exponent below one fraction bar. */
function sizeOfProduct(e: Expr): number {
  let above = 0
  let aboveCount = 0
  let below = 0
  let belowCount = 0
  const count = (part: number): void => {
    above += part
    aboveCount++
  }
  for (const factor of e.op === 'mul' ? e.args : [e]) {
    if (isNumber(factor)) {
      const { exact, numerator, denominator } = factor.payload
      if (exact && denominator !== 1) {
        below += digits(denominator)
        belowCount++
        if (numerator !== 1 && numerator !== -1) count(digits(numerator))
      } else if (numerator !== -1) count(sizeOfNumber(factor.payload))
    } else if (factor.op === 'pow') {
      const inverse = isNumber(factor.args[1] as Expr) && (factor.args[1] as Expr).value < 0
      const part = sizeOfPower(factor, inverse)
      if (inverse) {
        below += part
        belowCount++
      } else count(part)
    } else count(sized(factor))
  }
  if (aboveCount === 0) count(1)
  return above + aboveCount - 1 + (belowCount > 0 ? below + belowCount + extraOfFraction(e) : 0)
}

function extraOfFraction(e: Expr): number {
  let extra = 0
  for (const factor of e.op === 'mul' ? e.args : [e]) {
    const base = factor.op === 'pow' ? (factor.args[0] as Expr) : factor
    if (base.op !== 'add') continue
    const exponent = factor.op === 'pow' ? (factor.args[1] as Expr) : undefined
    if (exponent !== undefined && isNumber(exponent) && exponent.value < 0) extra += SUM_BELOW
    if (base.args.some(hasBar)) extra += NESTED
  }
  return extra
}

/** A factor of negative exponent stands below a fraction bar. */
function hasBar(term: Expr): boolean {
  return (term.op === 'mul' ? term.args : [term]).some(
    (f) => f.op === 'pow' && isNumber(f.args[1] as Expr) && (f.args[1] as Expr).value < 0,
  )
}

/** Size of a power, or of what stands below the bar for it. */
function sizeOfPower(e: Expr, inverse: boolean): number {
  const [base, exponent] = e.args as [Expr, Expr]
  if (!isNumber(exponent)) return sized(base) + 1 + sized(exponent)
  const magnitude = inverse ? -exponent.value : exponent.value
  if (magnitude === 1) return sized(base)
  if (magnitude === 0.5) return sized(base) + 1
  return sized(base) + 1 + sizeOfNumber(exponent.payload)
}

function sizeOfNumber(x: NumberValue): number {
  if (!x.exact) return digits(Math.abs(x.value))
  return x.denominator === 1 ? digits(x.numerator) : digits(x.numerator) + 1 + digits(x.denominator)
}

/** 1, and a little for every digit past the fourth. */
function digits(x: number | bigint): number {
  if (typeof x === 'number' && x < 10_000 && x > -10_000 && Number.isInteger(x)) return 1
  return 1 + 0.25 * Math.max(0, String(x).replace(/[-.]/g, '').length - 4)
}
