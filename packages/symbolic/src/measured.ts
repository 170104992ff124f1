import { isFunctionName } from './apply.ts'
import type { ConstantName, Expr } from './expression.ts'
import { type FunctionName, type FunctionRow, functions } from './functions.ts'
import type { NumberValue } from './number.ts'
import { constantValues } from './symbols.ts'
import { postorder } from './traverse.ts'

/** A value in double precision, and how far off it may be to first order; NaN where the real formula is undefined. */
export interface Measured {
  readonly value: number
  readonly error: number
}

const EPSILON = Number.EPSILON
/** Library functions are taken to be right to this many units in the last place. */
const FUNCTION_ULPS = 16

const UNDEFINED: Measured = { value: Number.NaN, error: Number.POSITIVE_INFINITY }

/**
 * The value of a scalar formula with a running bound of its rounding error: each operation adds its own and carries those
 * of its arguments on, through functions by evaluating beside the argument.
 */
export function measure(root: Expr, at: Readonly<Record<string, number>>): Measured {
  const values = new Map<Expr, Measured>()
  for (const node of postorder([root]))
    values.set(
      node,
      measureNode(node, at, (arg) => values.get(arg) as Measured),
    )
  return values.get(root) as Measured
}

function measureNode(e: Expr, at: Readonly<Record<string, number>>, of: (arg: Expr) => Measured): Measured {
  switch (e.op) {
    case 'num':
      return { value: e.value, error: isDouble(e.payload as NumberValue) ? 0 : Math.abs(e.value) * EPSILON }
    case 'sym':
      return Object.hasOwn(at, e.name) ? { value: at[e.name] as number, error: 0 } : UNDEFINED
    case 'const': {
      const value = constantValues[e.name as ConstantName]
      return { value, error: Math.abs(value) * EPSILON }
    }
    case 'add':
      return measureSum(e.args.map(of))
    case 'mul':
      return measureProduct(e.args.map(of))
    case 'pow':
      return through(realPower, e.args.map(of))
    case 'piecewise':
      return measureCases(e.args.map(of))
    default:
      return isFunctionName(e.op) ? measureFunction(e.op, e.args.map(of)) : measureCondition(e, e.args.map(of))
  }
}

const isDouble = (x: NumberValue): boolean => !x.exact || (x.denominator === 1 && typeof x.numerator === 'number')

function measureSum(terms: readonly Measured[]): Measured {
  let value = 0
  let error = 0
  for (const term of terms) {
    value += term.value
    error += term.error + Math.abs(value) * EPSILON
  }
  return { value, error }
}

function measureProduct(factors: readonly Measured[]): Measured {
  let value = 1
  let error = 0
  for (const factor of factors) {
    error = Math.abs(value) * factor.error + Math.abs(factor.value) * error + error * factor.error
    value *= factor.value
    error += Math.abs(value) * EPSILON
  }
  return { value, error }
}

function measureFunction(name: FunctionName, args: readonly Measured[]): Measured {
  const { value, domain }: FunctionRow = functions[name]
  return through((...xs) => (domain === undefined || domain(...xs) ? value(...xs) : Number.NaN), args)
}

const realPower = (base: number, exponent: number): number =>
  base < 0 && !Number.isInteger(exponent) ? Number.NaN : base ** exponent

/** The error of a function's value: what moving each argument by its error changes, plus the function's own. */
function through(f: (...xs: number[]) => number, args: readonly Measured[]): Measured {
  const xs = args.map((arg) => arg.value)
  const value = f(...xs)
  if (!Number.isFinite(value)) return UNDEFINED
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

function measureCases(parts: readonly Measured[]): Measured {
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const condition = parts[i] as Measured
    if (!(condition.error < 0.5)) return UNDEFINED
    if (condition.value !== 0) return parts[i + 1] as Measured
  }
  return parts.at(-1) as Measured
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
function measureCondition(e: Expr, args: readonly Measured[]): Measured {
  const truth = (holds: boolean): Measured => ({ value: holds ? 1 : 0, error: 0 })
  if (args.some((arg) => Number.isNaN(arg.value))) return UNDEFINED
  const compare = Object.hasOwn(comparisons, e.op) ? comparisons[e.op] : undefined
  if (compare !== undefined) {
    const [left, right] = args as [Measured, Measured]
    const difference = left.value - right.value
    const error = left.error + right.error
    return error > 0 && Math.abs(difference) <= error ? UNDEFINED : truth(compare(difference))
  }
  if (e.op === 'and') return truth(args.every((arg) => arg.value !== 0))
  if (e.op === 'or') return truth(args.some((arg) => arg.value !== 0))
  return e.op === 'not' ? truth(args[0]?.value === 0) : UNDEFINED
}
