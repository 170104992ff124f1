import * as errors from './errors.ts'
import { type Expr, isNumber } from './expression.ts'
import { type FunctionRule, functionRules } from './function-rules.ts'
import type { FunctionName } from './functions.ts'
import { intern } from './intern.ts'
import { signOf } from './number.ts'
import { compareFactors, sortBy } from './order.ts'
import { elementwiseShape } from './shapes.ts'
import { neg } from './sum.ts'

/** Whether a minus sign can be taken out: a negative number, `-2 * x`, `-x - 1`. */
export function isNegative(e: Expr): boolean {
  if (isNumber(e)) return signOf(e.payload) < 0
  if (e.op === 'mul') return isNumber(e.args[0]!) && signOf(e.args[0].payload) < 0
  return e.op === 'add' && e.args.length <= 16 && e.args.every((term) => term.op !== 'add' && isNegative(term))
}

/** Whether `name` is a function of the table. */
export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(functionRules, name)
}

/**
 * A function of the table applied to its arguments: special values and parity are used, the rest stays as it is.
 * Throws `symbolic/bad-arity`.
 *
 * @example
 * apply('sin', [symbol('x').neg()]) // => -sin(x)
 */
export function apply(name: FunctionName, args: readonly Expr[]): Expr {
  const row: FunctionRule | undefined = functionRules[name]
  if (row === undefined) throw errors.unknownFunction(name)
  checkArity(name, row, args.length)
  const folded = row.fold?.(...args)
  if (folded !== undefined) return folded
  if (row.parity !== undefined && isNegative(args[0]!)) {
    const positive = apply(name, [neg(args[0]!), ...args.slice(1)])
    return row.parity === 'odd' ? neg(positive) : positive
  }
  return intern(name, row.symmetric === true ? inOrder(args) : args, elementwiseShape(name, args))
}

function inOrder(args: readonly Expr[]): Expr[] {
  const list = [...args]
  sortBy(list, compareFactors)
  return list
}

function checkArity(name: string, { arity, partials }: FunctionRule, found: number): void {
  if (arity === 'many' ? found > 0 : found === partials.length) return
  const wanted =
    arity === 'many' ? 'at least one argument' : `${partials.length} argument${partials.length === 1 ? '' : 's'}`
  throw errors.badArity(name, wanted, found)
}
