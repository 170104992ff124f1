import { isFunctionName } from './apply.ts'
import { definitionOf } from './definitions.ts'
import type { ConstantName, Expr } from './expression.ts'
import { type FunctionName, type FunctionRow, functions } from './functions.ts'
import type { NumberValue } from './number.ts'
import { constantValues } from './symbols.ts'
import { postorder } from './traverse.ts'

/** A value in double precision, and how far off it may be to first order; NaN where the real formula is undefined. */
export interface Bounded {
  readonly value: number
  readonly error: number
}

/** 2^-52 */
const EPSILON = 2.220446049250313e-16
/** Library functions are taken to be right to this many units in the last place. */
const FUNCTION_ULPS = 16

const undefinedValue = (): Bounded => ({ value: Number.NaN, error: Number.POSITIVE_INFINITY })

/**
 * The value of a scalar formula with a running bound of its rounding error: each operation adds its own and carries those
 * of its arguments on, through functions by evaluating beside the argument.
 */
export function boundedValue(root: Expr, at: Readonly<Record<string, number>>): Bounded {
  const values = new Map<Expr, Bounded>()
  for (const node of postorder([root]))
    values.set(
      node,
      nodeValue(node, at, (arg) => values.get(arg) as Bounded),
    )
  return values.get(root) as Bounded
}

function nodeValue(e: Expr, at: Readonly<Record<string, number>>, of: (arg: Expr) => Bounded): Bounded {
  switch (e.op) {
    case 'num':
      return { value: e.value, error: isDouble(e.payload as NumberValue) ? 0 : Math.abs(e.value) * EPSILON }
    case 'sym':
      return Object.hasOwn(at, e.name) ? { value: at[e.name] as number, error: 0 } : undefinedValue()
    case 'const': {
      const value = constantValues[e.name as ConstantName]
      return { value, error: Math.abs(value) * EPSILON }
    }
    case 'add':
      return sumValue(e.args.map(of))
    case 'mul':
      return productValue(e.args.map(of))
    case 'pow':
      return through(realPower, e.args.map(of))
    case 'piecewise':
      return casesValue(e.args.map(of))
    default:
      if (e.op === 'call') return definedValue(e, e.args.map(of))
      return isFunctionName(e.op) ? functionValue(e.op, e.args.map(of)) : conditionValue(e, e.args.map(of))
  }
}

const isDouble = (x: NumberValue): boolean => !x.exact || (x.denominator === 1 && typeof x.numerator === 'number')

function sumValue(terms: readonly Bounded[]): Bounded {
  let value = 0
  let error = 0
  for (const term of terms) {
    value += term.value
    error += term.error + Math.abs(value) * EPSILON
  }
  return { value, error }
}

function productValue(factors: readonly Bounded[]): Bounded {
  let value = 1
  let error = 0
  for (const factor of factors) {
    error = Math.abs(value) * factor.error + Math.abs(factor.value) * error + error * factor.error
    value *= factor.value
    error += Math.abs(value) * EPSILON
  }
  return { value, error }
}

function functionValue(name: FunctionName, args: readonly Bounded[]): Bounded {
  const { value, domain }: FunctionRow = functions[name]
  return through((...xs) => (domain === undefined || domain(...xs) ? value(...xs) : Number.NaN), args)
}

/** The value of a function of the user's own; undefined functions have none. */
function definedValue(e: Expr, args: readonly Bounded[]): Bounded {
  const definition = e.orders.length === 0 ? definitionOf(e.name) : undefined
  return definition === undefined ? undefinedValue() : through(definition.value, args)
}

const realPower = (base: number, exponent: number): number =>
  base < 0 && !Number.isInteger(exponent) ? Number.NaN : base ** exponent

/** The error of a function's value: what moving each argument by its error changes, plus the function's own. */
function through(f: (...xs: number[]) => number, args: readonly Bounded[]): Bounded {
  const xs = args.map((arg) => arg.value)
  const value = f(...xs)
  if (!Number.isFinite(value)) return undefinedValue()
  let error = Math.abs(value) * EPSILON * FUNCTION_ULPS
  for (const [i, arg] of args.entries()) {
    if (arg.error === 0) continue
    const above = Math.abs(f(...xs.with(i, arg.value + arg.error)) - value)
    const below = Math.abs(f(...xs.with(i, arg.value - arg.error)) - value)
    const change = Math.max(above, below)
    error += Number.isNaN(change) ? Number.POSITIVE_INFINITY : change
  }
  return { value, error }
}

function casesValue(parts: readonly Bounded[]): Bounded {
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const condition = parts[i] as Bounded
    if (!(condition.error < 0.5)) return undefinedValue()
    if (condition.value !== 0) return parts[i + 1] as Bounded
  }
  return parts.at(-1) as Bounded
}

const comparisons: Readonly<Record<string, (difference: number) => boolean>> = {
  lt: (d) => d < 0,
  le: (d) => d <= 0,
  gt: (d) => d > 0,
  ge: (d) => d >= 0,
  eq: (d) => d === 0,
  ne: (d) => d !== 0,
}

/** Truth as 1 or 0; undecided where the compared values are closer than their errors. */
function conditionValue(e: Expr, args: readonly Bounded[]): Bounded {
  const truth = (holds: boolean): Bounded => ({ value: holds ? 1 : 0, error: 0 })
  if (args.some((arg) => Number.isNaN(arg.value))) return undefinedValue()
  const compare = Object.hasOwn(comparisons, e.op) ? comparisons[e.op] : undefined
  if (compare !== undefined) {
    const [left, right] = args as [Bounded, Bounded]
    const difference = left.value - right.value
    const error = left.error + right.error
    return error > 0 && Math.abs(difference) <= error ? undefinedValue() : truth(compare(difference))
  }
  if (e.op === 'and') return truth(args.every((arg) => arg.value !== 0))
  if (e.op === 'or') return truth(args.some((arg) => arg.value !== 0))
  return e.op === 'not' ? truth(args[0]?.value === 0) : undefinedValue()
}
