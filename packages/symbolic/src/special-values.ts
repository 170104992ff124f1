import { apply, isNegative } from './apply.ts'
import { type Expr, isNumber } from './expression.ts'
import {
  compareNumbers,
  exactly,
  HALF,
  integer,
  isEven,
  isInteger,
  type NumberValue,
  ONE,
  rational,
  signOf,
  times,
  ZERO,
} from './number.ts'
import { powElementwise, sqrt } from './power.ts'
import { div, mulAll } from './product.ts'
import { isNonnegative, isPositive } from './sign.ts'
import { neg, sub } from './sum.ts'
import { constant, num, numberNode } from './symbols.ts'

type Folded = Expr | undefined

export function isZeroNumber(e: Expr): boolean {
  return e.payload === ZERO && e.op === 'num'
}

const isOneNumber = (e: Expr): boolean => e.payload === ONE && e.op === 'num'

/** The value `result` at the integer `argument`. */
export function at(argument: number, result: string | number): (x: Expr) => Folded {
  return (x) => (x.op === 'num' && x.value === argument ? num(result) : undefined)
}

/** exp(0) = 1, exp(1) = e, exp(log(x)) = x. */
export function foldExp(x: Expr): Folded {
  if (isZeroNumber(x)) return num(1)
  if (isOneNumber(x)) return constant('e')
  return x.op === 'log' ? x.args[0]! : undefined
}

/** log(1) = 0, log(e) = 1, log(exp(x)) = x, log(1/n) = -log(n). */
export function foldLog(x: Expr): Folded {
  if (isOneNumber(x)) return num(0)
  if (x.op === 'exp') return x.args[0]!
  if (x.op === 'const' && x.name === 'e') return num(1)
  if (isNumber(x) && x.payload.exact && x.payload.numerator === 1)
    return neg(apply('log', [numberNode(integer(x.payload.denominator))]))
  return undefined
}

/** The logarithm to a whole base of the base's own powers. */
export function logarithmOf(base: number, x: Expr): Folded {
  if (!isNumber(x) || !x.payload.exact || signOf(x.payload) <= 0) return undefined
  const { numerator, denominator } = x.payload
  const n = wholeLogarithm(base, numerator)
  const d = wholeLogarithm(base, denominator)
  return n === undefined || d === undefined ? undefined : num(n - d)
}

function wholeLogarithm(base: number, n: number | bigint): number | undefined {
  const guess = Math.round(Math.log(Number(n)) / Math.log(base))
  return Number.isSafeInteger(guess) && BigInt(base) ** BigInt(Math.max(guess, 0)) === BigInt(n) ? guess : undefined
}

/** A rational perfect cube. */
export function foldCbrt(x: Expr): Folded {
  if (!isNumber(x) || !x.payload.exact) return undefined
  const { numerator: n, denominator: d } = x.payload
  if (typeof n !== 'number' || typeof d !== 'number') return undefined
  const [top, bottom] = [Math.round(Math.cbrt(n)), Math.round(Math.cbrt(d))]
  return top ** 3 === n && bottom ** 3 === d ? numberNode(rational(top, bottom)) : undefined
}

/** |number|, |c·x| = |c|·|x|, and what is known to be nonnegative is its own absolute value. */
export function foldAbs(x: Expr): Folded {
  if (isNumber(x)) return signOf(x.payload) < 0 ? neg(x) : x
  if (x.op === 'abs' || (x.shape.length === 0 && isNonnegative(x))) return x
  if (x.op === 'mul' && isNumber(x.args[0]!))
    return mulAll([apply('abs', [x.args[0]!]), apply('abs', [mulAll(x.args.slice(1))])])
  const exponent = x.op === 'pow' ? x.args[1]! : undefined
  if (exponent !== undefined && isNumber(exponent) && isInteger(exponent.payload))
    return powElementwise(apply('abs', [x.args[0]!]), exponent)
  return undefined
}

export function foldSign(x: Expr): Folded {
  if (isNumber(x)) return num(signOf(x.payload))
  return x.shape.length === 0 && isPositive(x) ? num(1) : undefined
}

/** Rounding of a number; of what is rounded already nothing changes. */
export function rounded(round: (x: number) => number): (x: Expr) => Folded {
  return (x) => {
    if (ROUNDED.has(x.op) || x.assumptions.integer === true) return x
    if (!isNumber(x)) return undefined
    if (isInteger(x.payload)) return x
    // next to an integer the nearest double may lie on it
    return Math.abs(x.value) < 2 ** 50 && !Number.isInteger(x.value) ? num(round(x.value)) : undefined
  }
}

const ROUNDED: ReadonlySet<string> = new Set(['floor', 'ceil', 'round', 'trunc'])

/** sin(k·pi/12) for k = 0 … 6, where it is a number with one square root. */
const SINES: readonly (string | undefined)[] = ['0', undefined, '1/2', 'sqrt(2)/2', 'sqrt(3)/2', undefined, '1']

/** sin(k·pi/12), for k that the table has. */
function sineOfTwelfths(k: number): Folded {
  const turned = ((k % 24) + 24) % 24
  const half = turned % 12
  const text = SINES[half > 6 ? 12 - half : half]
  if (text === undefined) return undefined
  const size = text.startsWith('sqrt') ? mulAll([numberNode(HALF), sqrt(num(Number(text[5])))]) : num(text)
  return turned > 12 ? neg(size) : size
}

const TWELFTHS: Readonly<Record<string, number>> = { pi: 12, tau: 24 }

/** k of k·pi/12, for what is such a whole multiple. */
function twelfths(x: Expr): number | undefined {
  if (isZeroNumber(x)) return 0
  const [factor, unit] = x.op === 'mul' && x.args.length === 2 ? [x.args[0]!, x.args[1]!] : [num(1), x]
  const turn = unit.op === 'const' ? TWELFTHS[unit.name] : undefined
  if (!isNumber(factor) || turn === undefined) return undefined
  const k = times(exactly(factor.payload), integer(turn))
  return k.denominator === 1 && typeof k.numerator === 'number' ? k.numerator : undefined
}

/**
 * A quotient of sines as a special value at multiples of pi/6 and pi/4: sin(x + top·pi/12) / sin(x + bottom·pi/12), where a shift that
 * is not given stands for 1. `inverse` is the function that it undoes.
 */
export function circular(top: number | undefined, bottom?: number, inverse?: string): (x: Expr) => Folded {
  return (x) => {
    const k = twelfths(x)
    return k === undefined ? (x.op === inverse ? x.args[0] : undefined) : circularValue(k, top, bottom)
  }
}

function circularValue(k: number, top: number | undefined, bottom: number | undefined): Folded {
  const above = top === undefined ? num(1) : sineOfTwelfths(k + top)
  if (bottom === undefined) return above
  const below = sineOfTwelfths(k + bottom)
  return above === undefined || below === undefined || isZeroNumber(below) ? undefined : div(above, below)
}

/** The angle, among some multiples of pi/12, at which a quotient of sines (see {@link circular}) has the value x. */
export function angleWhere(top: number, bottom: number | undefined, twelfths: readonly number[]): (x: Expr) => Folded {
  return (x) => {
    const k = x.symbolBits === 0 ? twelfths.find((k) => circularValue(k, top, bottom) === x) : undefined
    return k === undefined ? undefined : mulAll([constant('pi'), num(`${k}/12`)])
  }
}

export function foldRelu(x: Expr): Folded {
  if (isNumber(x)) return signOf(x.payload) > 0 ? x : num(0)
  return x.shape.length === 0 && isNonnegative(x) ? x : undefined
}

export function foldHeaviside(x: Expr): Folded {
  if (isNumber(x)) return num(['0', '1/2', '1'][signOf(x.payload) + 1]!)
  return x.shape.length === 0 && isPositive(x) ? num(1) : undefined
}

/** (n - 1)! for whole n up to 100. */
export function foldGamma(x: Expr): Folded {
  if (!isNumber(x) || !isInteger(x.payload) || x.value < 1 || x.value > 100) return undefined
  let product = 1n
  for (let k = 2n; k < BigInt(x.value); k++) product *= k
  return numberNode(integer(product))
}

export const foldLgamma = (x: Expr): Folded => at(1, 0)(x) ?? at(2, 0)(x)

export function foldMod(x: Expr, y: Expr): Folded {
  if (!isNumber(x) || !isNumber(y) || isZeroNumber(y)) return undefined
  const whole = Math.floor(x.value / y.value)
  if (Math.abs(whole) > 2 ** 31 || (!isInteger(x.payload) && Math.round(x.value / y.value) === x.value / y.value))
    return undefined
  return sub(x, mulAll([y, num(whole)]))
}

/** Roots of the orders that have names: nthRoot(x, 2) is sqrt(x), nthRoot(x, 3) is cbrt(x). */
export function foldNthRoot(x: Expr, n: Expr): Folded {
  if (!isNumber(n)) return undefined
  if (n.value === 1) return x
  if (n.value === 3) return apply('cbrt', [x])
  if (!isInteger(n.payload) || n.value < 1) return undefined
  if (isEven(n.payload)) return powElementwise(x, powElementwise(n, num(-1)))
  if (isNegative(x)) return neg(apply('nthRoot', [neg(x), n]))
  return x.shape.length === 0 && isNonnegative(x) ? powElementwise(x, powElementwise(n, num(-1))) : undefined
}

/** J of order -n is (-1)^n J of order n, for whole n. */
const reflected = (order: Expr, flip: (n: Expr) => Expr): Folded => {
  if (!isNumber(order) || !isInteger(order.payload) || signOf(order.payload) >= 0) return undefined
  const positive = flip(neg(order))
  return isEven(order.payload) ? positive : neg(positive)
}

export function foldBesselj(order: Expr, x: Expr): Folded {
  if (isZeroNumber(x) && isNumber(order) && isInteger(order.payload)) return num(isZeroNumber(order) ? 1 : 0)
  const folded = reflected(order, (n) => apply('besselj', [n, x]))
  if (folded !== undefined) return folded
  if (!isNumber(order) || !isInteger(order.payload) || !isNegative(x)) return undefined
  return isEven(order.payload) ? apply('besselj', [order, neg(x)]) : neg(apply('besselj', [order, neg(x)]))
}

export function foldBessely(order: Expr, x: Expr): Folded {
  return reflected(order, (n) => apply('bessely', [n, x]))
}

/** A symmetric function with its arguments made simpler, if they were. */
const reapplied = (name: 'min' | 'max' | 'hypot', list: readonly Expr[], args: readonly Expr[]): Folded =>
  list.length === args.length && list.every((e, i) => e === args[i]) ? undefined : apply(name, list)

/** Numbers among the arguments reduce to one, equal arguments to one, nested extrema open up. */
export function foldExtremum(name: 'min' | 'max', args: readonly Expr[]): Folded {
  const kept = new Set<Expr>()
  let best: Expr | undefined
  const take = (arg: Expr): void => {
    if (arg.op === name && arg.args.length <= 16) for (const inner of arg.args) take(inner)
    else if (!isNumber(arg)) kept.add(arg)
    else if (best === undefined || compareNumbers(arg.payload, best.payload as NumberValue) > 0 === (name === 'max'))
      best = arg
  }
  for (const arg of args) take(arg)
  const list = best === undefined ? [...kept] : [...kept, best]
  if (list.length === 1) return list[0]
  return reapplied(name, list, args)
}

export function foldHypot(...args: Expr[]): Folded {
  const kept = args.filter((arg) => !isZeroNumber(arg))
  if (kept.length === 0) return num(0)
  if (kept.length === 1) return apply('abs', kept)
  const signless = kept.map((arg) => (isNegative(arg) ? neg(arg) : arg))
  return reapplied('hypot', signless, args)
}
