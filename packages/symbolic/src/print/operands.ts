import { type Expr, isNumber } from '../expression.ts'
import { relationSigns } from './notation.ts'
import { toText } from './text.ts'

/** Longest text of an operand in a message. */
const LONGEST = 40

const isLoose = (e: Expr): boolean => e.op === 'add' || e.op === 'piecewise'

function short(e: Expr): string {
  const text = toText(e)
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
  return isLoose(e) ? `(${shown})` : shown
}

/** A function of one argument as an error shows it: `inv(A)`. */
export const callText = (name: string, argument: Expr): string => `${name}(${short(argument)})`

/** Two operands of an operation as an error shows them, the first and the one that does not go with it: `A * y`, `max(x, y)`. */
export function operandsText(operation: string, left: Expr, right: Expr): string {
  const sign = new Map<string, string>(Object.entries(relationSigns)).get(operation)
  if (sign !== undefined) return `${short(left)} ${sign} ${short(right)}`
  if (/^\w/.test(operation)) return `${operation}(${short(left)}, ${short(right)})`
  const second = short(right)
  if (operation === '+' && second.startsWith('-')) return `${short(left)} - ${second.slice(1)}`
  const exponent = right.op === 'pow' ? right.args[1]! : undefined
  if (operation.endsWith('*') && exponent !== undefined && isNumber(exponent) && exponent.value === -1)
    return `${short(left)} ${operation.replace('*', '/')} ${short(right.args[0]!)}`
  return `${short(left)} ${operation} ${second}`
}
