import { type Expr, evaluate, type Formula, parse, toText } from '@fluxion/symbolic'
import { describe } from './describe.ts'
import { errors } from './errors.ts'
import { toExpr } from './layout.ts'
import { nodesOf } from './lower/order.ts'
import { nested } from './ravel.ts'
import { type Argument, isRecord } from './run/arguments.ts'

type Value = number | readonly number[]

/** A formula with more nodes than this is not searched. */
const LIMIT = 2000

/**
 * The sub-expression of a formula that has no finite value at a point although its arguments have, with what it met;
 * undefined when every node is finite.
 *
 * @example
 * import { parse } from '@fluxion/symbolic'
 * culprit(parse('x + log(x - 1.2)'), { x: 1 }) // => log(u) at u = -0.2, u = x - 1.2
 */
export function culprit(formula: Formula, at: Readonly<Record<string, Argument>>): string | undefined {
  const nodes = nodesOf([toExpr(formula)])
  if (!isRecord(at)) throw errors.badArgument('the point', describe(at))
  if (nodes.length > LIMIT) return undefined
  const values = Object.fromEntries(Object.entries(at).map(([name, value]) => [name, nested(value)]))
  const known = new Map<Expr, Value>()
  const numbersOf = (node: Expr): Value => {
    const found = known.get(node)
    if (found !== undefined) return found
    const result: unknown = evaluate(node, values)
    const value = typeof result === 'number' ? result : (result as readonly unknown[]).flat(2).map(Number)
    known.set(node, value)
    return value
  }
  const isFine = (node: Expr): boolean => {
    const value = numbersOf(node)
    return typeof value === 'number' ? Number.isFinite(value) : value.every(Number.isFinite)
  }
  const found = nodes.find((node) => !isFine(node) && node.args.every(isFine))
  return found === undefined ? undefined : told(found, numbersOf)
}

const LETTERS = ['u', 'v', 'w'] as const

function told(node: Expr, value: (node: Expr) => Value): string {
  const operands = node.args.filter((arg) => arg.op !== 'num')
  const isSmall = operands.length <= LETTERS.length && node.op !== 'add' && node.op !== 'mul' && node.shape.length === 0
  if (!isSmall || operands.length === 0) return shorten(toText(node))
  const names = operands.map((arg, k) => (arg.op === 'sym' ? arg.name : LETTERS[k]!))
  const text = node.args.map((arg) => (arg.op === 'num' ? `(${toText(arg)})` : names[operands.indexOf(arg)]!))
  const shown = node.op === 'pow' ? toText(parse(text.join(' ^ '))) : `${node.op}(${text.join(', ')})`
  const values = operands.map((arg, k) => `${names[k]} = ${valueText(value(arg))}`)
  const meanings = operands.flatMap((arg, k) => (arg.op === 'sym' ? [] : [`${names[k]} = ${shorten(toText(arg))}`]))
  return `${shown} at ${[...values, ...meanings].join(', ')}`
}

function valueText(value: Value): string {
  if (typeof value !== 'number')
    return `[${value.slice(0, 4).map(valueText).join(', ')}${value.length > 4 ? ', …' : ''}]`
  return String(Number(value.toPrecision(6)))
}

const shorten = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 57)}…`)
