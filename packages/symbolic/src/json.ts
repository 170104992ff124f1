import { apply, isFunctionName } from './apply.ts'
import { undefinedFunction } from './call.ts'
import * as errors from './errors.ts'
import type { Assumptions, ConstantName, Expr, Formula, Shape } from './expression.ts'
import { toExpr } from './formula.ts'
import { eye } from './matrices.ts'
import { inertDerivative } from './matrix/inert.ts'
import { float, type NumberValue, numberFromText, numberText } from './number.ts'
import { builders } from './rebuild.ts'
import { onesOf } from './shapes.ts'
import { constant, constantValues, numberNode, symbol } from './symbols.ts'

/** One node: its operation, the places of its arguments in the list, and what else it holds. */
export interface ExpressionNode {
  readonly op: string
  readonly args?: readonly number[]
  /** Of a number: `'3'`, `'-1/3'`; a float is a JSON number. */
  readonly value?: string | number
  readonly name?: string
  readonly shape?: Shape
  readonly assume?: Assumptions
  readonly orders?: readonly number[]
}

/** A formula as JSON: every distinct node once, arguments before what they are arguments of, the formula itself last. */
export interface ExpressionJson {
  readonly format: 'fluxion'
  readonly version: 1
  readonly nodes: readonly ExpressionNode[]
}

/** Most nodes that are read. */
const MAX_NODES = 5_000_000

/**
 * The formula as plain data for `JSON.stringify`. Shared parts are written once, so the size is that of the graph, not
 * of the tree. `fromJSON` reads it back as the same expression.
 *
 * @example
 * JSON.stringify(toJSON('x^2')) // => {"format":"fluxion","version":1,"nodes":[{"op":"sym","name":"x"},{"op":"num","value":"2"},{"op":"pow","args":[0,1]}]}
 */
export function toJSON(f: Formula): ExpressionJson {
  const places = new Map<Expr, number>()
  const nodes: ExpressionNode[] = []
  for (const e of inFirstUse(toExpr(f))) {
    places.set(e, nodes.length)
    nodes.push(nodeOf(e, places))
  }
  return { format: 'fluxion', version: 1, nodes }
}

/** Children before parents in an order that depends on the formula alone, not on what was built before. */
function inFirstUse(root: Expr): Expr[] {
  const done = new Set<Expr>()
  const order: Expr[] = []
  const pending: { readonly e: Expr; next: number }[] = [{ e: root, next: 0 }]
  for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
    const arg = top.e.args[top.next++]
    if (arg !== undefined) {
      if (!done.has(arg)) pending.push({ e: arg, next: 0 })
      continue
    }
    pending.pop()
    if (done.has(top.e)) continue
    done.add(top.e)
    order.push(top.e)
  }
  return order
}

function nodeOf(e: Expr, places: ReadonlyMap<Expr, number>): ExpressionNode {
  if (e.op === 'num') {
    const number = e.payload as NumberValue
    return { op: 'num', value: number.exact ? numberText(number) : number.value }
  }
  const assumed = Object.keys(e.assumptions).length > 0
  return {
    op: e.op,
    ...(e.op === 'sym' || e.op === 'const' || e.op === 'call' ? { name: e.name } : {}),
    ...(e.shape.length > 0 && e.args.length === 0 ? { shape: e.shape } : {}),
    ...(assumed ? { assume: e.assumptions } : {}),
    ...(e.orders.length > 0 ? { orders: e.orders } : {}),
    ...(e.args.length > 0 ? { args: e.args.map((arg) => places.get(arg)!) } : {}),
  }
}

/**
 * The expression of what `toJSON` made, given as data or as its JSON text. Every node goes through its constructor, so
 * that data from outside gives a canonical formula or an error.
 *
 * Throws `json/invalid` for anything else, `limit/size` above 5,000,000 nodes, and what the constructors throw.
 *
 * @example
 * fromJSON(toJSON('sin(x)^2')) // => sin(x) ^ 2
 * fromJSON('{}') // throws json/invalid
 */
export function fromJSON(json: ExpressionJson | string): Expr {
  const data = typeof json === 'string' ? parsed(json) : json
  if (
    typeof data !== 'object' ||
    data === null ||
    data.format !== 'fluxion' ||
    data.version !== 1 ||
    !Array.isArray(data.nodes)
  )
    throw errors.invalidJson('the whole', "found no { format: 'fluxion', version: 1, nodes: […] }")
  const list: readonly unknown[] = data.nodes
  if (list.length > MAX_NODES) throw errors.tooLarge('nodes', list.length, MAX_NODES, 'split the formula')
  const made: Expr[] = []
  for (const node of list) made.push(exprOf(node, made))
  const root = made.at(-1)
  if (root === undefined) throw errors.invalidJson('nodes', 'the list is empty')
  return root
}

function parsed(text: string): ExpressionJson {
  try {
    return JSON.parse(text) as ExpressionJson
  } catch (error) {
    throw errors.invalidJson('the text', `it is not JSON (${(error as Error).message})`)
  }
}

const isShape = (shape: unknown): shape is Shape =>
  Array.isArray(shape) && shape.every((d) => typeof d === 'string' || typeof d === 'number')

const areOrders = (orders: unknown, count: number): boolean =>
  Array.isArray(orders) && orders.length === count && orders.every((order) => Number.isInteger(order) && order >= 0)

/** A node of the list, from the nodes before it. */
function exprOf(data: unknown, made: readonly Expr[]): Expr {
  const where = `node ${made.length}`
  if (typeof data !== 'object' || data === null) throw errors.invalidJson(where, 'it is not an object')
  const { op, name, value, shape, assume, orders } = data as Partial<ExpressionNode>
  const args = argumentsOf((data as ExpressionNode).args, made, where)
  switch (op) {
    case 'num':
      if (typeof value === 'string') return numberNode(numberFromText(value))
      if (typeof value === 'number') return numberNode(float(value))
      throw errors.invalidJson(where, 'a number without a value')
    case 'sym':
      if (typeof name !== 'string' || (shape !== undefined && !isShape(shape)))
        throw errors.invalidJson(where, 'a symbol without a name or with a bad shape')
      return symbol(name, { ...(typeof assume === 'object' ? assume : {}), ...(shape === undefined ? {} : { shape }) })
    case 'const':
      if (typeof name !== 'string' || !Object.hasOwn(constantValues, name))
        throw errors.invalidJson(where, `the constant ${String(name)}`)
      return constant(name as ConstantName)
    case 'eye':
    case 'ones':
      if (!isShape(shape) || shape.length < 1 || shape.length > 2)
        throw errors.invalidJson(where, `${op} without a shape`)
      return op === 'eye' ? eye(shape[0]!) : onesOf(shape)
    case 'call': {
      if (typeof name !== 'string' || args.length === 0)
        throw errors.invalidJson(where, 'a call without a name or arguments')
      if (orders !== undefined && !areOrders(orders, args.length))
        throw errors.invalidJson(where, 'bad orders of a derivative')
      return undefinedFunction(symbol(name).name, args, orders)
    }
  }
  if (typeof op !== 'string' || args.length === 0)
    throw errors.invalidJson(where, `the operation ${String(op)} without arguments`)
  if (isFunctionName(op)) return apply(op, args)
  if (op === 'D') {
    const [f, x, direction] = args
    if (args.length > 3 || x?.op !== 'sym') throw errors.invalidJson(where, 'D without a formula and a symbol')
    return inertDerivative(f!, x, direction)
  }
  const wanted = Object.hasOwn(argumentCounts, op) ? argumentCounts[op as Listed] : undefined
  if (wanted === undefined || (wanted !== 'many' && wanted !== args.length))
    throw errors.invalidJson(where, `the operation ${op} with ${args.length} arguments`)
  return builders[op as Listed](args, args[0]!)
}

type Listed = Exclude<keyof typeof builders, 'num' | 'sym' | 'const' | 'eye' | 'ones' | 'call' | 'D'>

const argumentCounts: { readonly [O in Listed]: number | 'many' } = {
  add: 'many',
  mul: 'many',
  pow: 2,
  piecewise: 'many',
  lt: 2,
  le: 2,
  gt: 2,
  ge: 2,
  eq: 2,
  ne: 2,
  and: 'many',
  or: 'many',
  not: 1,
  matmul: 'many',
  transpose: 1,
  hadamard: 'many',
  inv: 1,
  det: 1,
  logdet: 1,
  trace: 1,
  sum: 1,
  mean: 1,
  norm: 1,
  norm1: 1,
  diag: 1,
  diagonal: 1,
  outer: 2,
  kron: 2,
  softmax: 1,
  logsumexp: 1,
}

function argumentsOf(places: unknown, made: readonly Expr[], where: string): Expr[] {
  if (places === undefined) return []
  if (!Array.isArray(places)) throw errors.invalidJson(where, 'args is not a list')
  return places.map((place: unknown) => {
    const arg = typeof place === 'number' ? made[place] : undefined
    if (arg === undefined) throw errors.invalidJson(where, `the argument ${String(place)}, which is no earlier node`)
    return arg
  })
}
