import { isFunctionName } from './apply.ts'
import { definitionOf } from './definitions.ts'
import * as errors from './errors.ts'
import type { ConditionOp, ConstantName, Expr } from './expression.ts'
import { type FunctionName, functions } from './functions.ts'
import type { NumberValue } from './number.ts'
import { stableFunction, stableSum } from './stable.ts'
import { constantValues } from './symbols.ts'

/** Values of nodes that have been evaluated. */
export interface Lookup {
  get(e: Expr): number | undefined
}

/** The value of a node from the values of its arguments; all are scalars. */
export function scalarOf(e: Expr, values: Lookup): number {
  const of = (i: number): number => values.get(e.args[i]!)!
  switch (e.op) {
    case 'num':
      return (e.payload as NumberValue).value
    case 'const':
      return constantValues[e.name as ConstantName]
    case 'add':
      return stableSum(e, values)
    case 'mul':
    case 'hadamard':
      return product(e, values)
    case 'pow':
      return power(of(0), of(1), e.args[1]!)
    case 'piecewise':
      return select(e, values)
  }
  const args = e.args.map((arg) => values.get(arg)!)
  if (e.op === 'call') return definedValue(e, args)
  if (isFunctionName(e.op)) return stableFunction(e, values) ?? applyFunction(e.op, args)
  return condition(e.op as ConditionOp, args)
}

/** A function of the table on numbers: NaN outside its domain. */
export function applyFunction(name: FunctionName, args: readonly number[]): number {
  const row = functions[name]
  return row.domain === undefined || row.domain(...args) ? row.value(...args) : Number.NaN
}

function definedValue(e: Expr, args: readonly number[]): number {
  const definition = e.orders.length === 0 ? definitionOf(e.name) : undefined
  if (definition === undefined) throw errors.unknownValue(e.orders.length === 0 ? e.name : `a derivative of ${e.name}`)
  return definition.value(...args)
}

/** Numerators over denominators, so that x / 10 is rounded once. */
function product(e: Expr, values: Lookup): number {
  let top = 1
  let bottom = 1
  for (const factor of e.args) {
    if (factor.op === 'pow' && factor.args[1]!.value < 0) {
      const [base, exponent] = [values.get(factor.args[0]!)!, factor.args[1]!]
      if (base === 0) return Number.NaN
      bottom *= power(base, -exponent.value, exponent)
    } else if (factor.op === 'num') {
      const number = factor.payload as NumberValue
      top *= Number(number.numerator)
      bottom *= Number(number.denominator)
    } else top *= values.get(factor)!
  }
  const quotient = top / bottom
  return isRegular(top) && isRegular(bottom) ? quotient : factorByFactor(e, values)
}

const isRegular = (x: number): boolean => Math.abs(x) > 1e-290 && Math.abs(x) < 1e290

/** Large factors and small ones in turn, so that nothing on the way overflows or vanishes where the product does not. */
function factorByFactor(e: Expr, values: Lookup): number {
  const factors = e.args.map((factor) => values.get(factor)!)
  const small = factors.filter((factor) => Math.abs(factor) < 1)
  const others = factors.filter((factor) => !(Math.abs(factor) < 1))
  let value = 1
  while (small.length + others.length > 0) {
    const next = Math.abs(value) < 1 ? (others.pop() ?? small.pop()) : (small.pop() ?? others.pop())
    value *= next!
  }
  return value
}

/** base^exponent over the reals: undefined at 1/0 and for negative bases unless the exponent is whole. */
function power(base: number, exponent: number, node: Expr): number {
  if (base === 0 && exponent < 0) return Number.NaN
  if (exponent === 0.5) return Math.sqrt(base)
  if (exponent === -0.5) return 1 / Math.sqrt(base)
  if (exponent === 2) return base * base
  if (exponent === -1) return 1 / base
  if (node.op === 'num' && base > 0) {
    const { numerator, denominator } = node.payload as NumberValue
    // thirds are not doubles: the cube root is exact to the last digit where base^(1/3) is not
    if (denominator === 3) return Math.cbrt(base) ** (Math.sign(exponent) * Math.abs(Number(numerator)))
  }
  return base ** exponent
}

/** The first value whose condition holds; undefined where a condition before it is. */
function select(e: Expr, values: Lookup): number {
  const last = e.args.length - 1
  for (let i = 0; i < last; i += 2) {
    const holds = values.get(e.args[i]!)!
    if (Number.isNaN(holds)) return Number.NaN
    if (holds !== 0) return values.get(e.args[i + 1]!)!
  }
  return values.get(e.args[last]!)!
}

const relations: Readonly<Record<Exclude<ConditionOp, 'and' | 'or' | 'not'>, (a: number, b: number) => boolean>> = {
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
}

/** 1, 0, or NaN where the truth depends on something undefined. */
function condition(op: ConditionOp, args: readonly number[]): number {
  if (op === 'and' || op === 'or') {
    const decisive = op === 'and' ? 0 : 1
    if (args.includes(decisive)) return decisive
    return args.some(Number.isNaN) ? Number.NaN : 1 - decisive
  }
  if (args.some(Number.isNaN)) return Number.NaN
  return (op === 'not' ? args[0] === 0 : relations[op](args[0]!, args[1]!)) ? 1 : 0
}
