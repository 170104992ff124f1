import { type Expr, isNumber } from './expression.ts'
import { isEven, isInteger } from './number.ts'

/** How far down a formula is looked into for its sign. */
const MAX_DEPTH = 8

/** Whether the formula is known to be > 0 wherever it is defined; `false` means not known. */
export function isPositive(e: Expr): boolean {
  return positive(e, 0)
}

/** Whether the formula is known to be ≥ 0 wherever it is defined; `false` means not known. */
export function isNonnegative(e: Expr): boolean {
  return nonnegative(e, 0)
}

function positive(e: Expr, depth: number): boolean {
  if (depth > MAX_DEPTH || e.args.length > 64) return false
  switch (e.op) {
    case 'num':
      return e.value > 0
    case 'sym':
      return e.assumptions.positive === true
    case 'const':
      return e.name !== 'nan' && e.name !== 'false'
    case 'exp':
    case 'cosh':
    case 'sech':
    case 'sigmoid':
    case 'softplus':
    case 'erfc':
      return true
    case 'mul':
      return e.args.every((arg) => positive(arg, depth + 1))
    case 'add':
      return e.args.every((arg) => nonnegative(arg, depth + 1)) && e.args.some((arg) => positive(arg, depth + 1))
    case 'pow':
      return positive(e.args[0]!, depth + 1)
    default:
      return false
  }
}

function nonnegative(e: Expr, depth: number): boolean {
  if (depth > MAX_DEPTH || e.args.length > 64) return false
  switch (e.op) {
    case 'num':
      return e.value >= 0
    case 'sym':
      return e.assumptions.positive === true || e.assumptions.nonnegative === true
    case 'abs':
    case 'relu':
    case 'hypot':
    case 'heaviside':
    case 'acosh':
      return true
    case 'mul':
    case 'add':
    case 'min':
      return e.args.every((arg) => nonnegative(arg, depth + 1))
    case 'max':
      return e.args.some((arg) => nonnegative(arg, depth + 1))
    case 'pow': {
      const exponent = e.args[1]!
      if (isNumber(exponent) && (isEven(exponent.payload) || (exponent.payload.exact && !isInteger(exponent.payload))))
        return true
      return nonnegative(e.args[0]!, depth + 1)
    }
    default:
      return positive(e, depth)
  }
}
