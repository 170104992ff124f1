import type { Expr } from '@fluxion/symbolic'
import { errors } from '../errors.ts'
import { type Definitions, invertedIn } from './definitions.ts'
import { symbolsOf } from './derivative.ts'
import { type Dimensions, sizesOf } from './dimensions.ts'

/** Ways of reading a stored vector or matrix without a copy. */
export type ViewName = 'transpose' | 'diagonal'

/** Calls that are not computed element by element. */
export type TaskName =
  | 'product'
  | 'solve'
  | 'solveRight'
  | 'scaleRows'
  | 'scaleColumns'
  | 'inv'
  | 'det'
  | 'logdet'
  | 'diag'
  | 'kron'
  | 'eye'
  | 'derivative'

/**
 * A value of a program, one for each node that is computed:
 * - `input`: a symbol; `constant`: has no value of its own, it is written into loops;
 * - `map`: elementwise from its arguments; `sum`, `max`: over all elements of its argument;
 * - `view`: another reading of its argument; `task`: a call.
 */
export interface ProgramValue {
  readonly expr: Expr
  readonly shape: readonly number[]
  readonly kind: 'input' | 'constant' | 'map' | 'sum' | 'max' | 'view' | 'task'
  readonly args: readonly ProgramValue[]
  readonly view?: ViewName
  readonly task?: TaskName
}

/** Makes the values of formulas: `of(e)` is what a node's value is, after {@link Definitions}. */
export class ProgramValues {
  readonly #definitions: Definitions
  readonly #sizes: Dimensions
  readonly #values = new Map<Expr, ProgramValue>()

  constructor(definitions: Definitions, sizes: Dimensions) {
    this.#definitions = definitions
    this.#sizes = sizes
  }

  of(e: Expr): ProgramValue {
    const root = this.#definitions.resolve(e)
    const stack = [root]
    while (stack.length > 0) {
      const node = stack[stack.length - 1]!
      if (this.#values.has(node)) {
        stack.pop()
        continue
      }
      const parts = this.#parts(node)
      const missing = parts.filter((part) => !this.#values.has(part))
      if (missing.length > 0) stack.push(...missing)
      else {
        this.#values.set(node, this.#make(node, parts))
        stack.pop()
      }
    }
    return this.#values.get(root)!
  }

  /** The nodes a node is computed from, resolved. */
  #parts(e: Expr): readonly Expr[] {
    const maximum = this.#definitions.maximumOf(e)
    const resolve = (part: Expr): Expr => this.#definitions.resolve(part)
    if (maximum !== undefined) return [resolve(maximum)]
    if (e.op === 'D') return symbolsOf(e)
    if (e.op !== 'matmul') return e.args.map(resolve)
    const column = this.#definitions.columnOf(e)
    if (column !== undefined) return [resolve(column)]
    const { left, right } = this.#definitions.cut(e)
    switch (productTask(left, right)) {
      case 'scaleRows':
        return [resolve(left.args[0]!), resolve(right)]
      case 'solve':
        return [resolve(invertedIn(left)!), resolve(right)]
      case 'scaleColumns':
        return [resolve(left), resolve(right.args[0]!)]
      case 'solveRight':
        return [resolve(left), resolve(invertedIn(right)!)]
      default:
        return [resolve(left), resolve(right)]
    }
  }

  #make(e: Expr, parts: readonly Expr[]): ProgramValue {
    const args = parts.map((part) => this.#values.get(part)!)
    const base = { expr: e, shape: sizesOf(e.shape, this.#sizes), args }
    if (this.#definitions.maximumOf(e) !== undefined) return { ...base, kind: 'max' }
    if (e.symbolBits === 0 && e.shape.length === 0 && base.args.every((arg) => arg.kind === 'constant'))
      return { ...base, kind: 'constant' }
    switch (e.op) {
      case 'sym':
        return { ...base, kind: 'input' }
      case 'sum':
        return { ...base, kind: 'sum' }
      case 'transpose':
      case 'diagonal':
        return { ...base, kind: 'view', view: e.op }
      case 'matmul': {
        if (this.#definitions.columnOf(e) !== undefined) return { ...base, kind: 'view', view: 'transpose' }
        const { left, right } = this.#definitions.cut(e)
        return { ...base, kind: 'task', task: productTask(left, right) }
      }
      case 'inv':
      case 'det':
      case 'logdet':
      case 'diag':
      case 'kron':
      case 'eye':
        return { ...base, kind: 'task', task: e.op }
      case 'D':
        return { ...base, kind: 'task', task: 'derivative' }
      case 'norm':
      case 'norm1':
      case 'mean':
      case 'logsumexp':
      case 'softmax':
      case 'trace':
        throw errors.internal(`${e.op} has no definition`)
      default:
        return { ...base, kind: 'map' }
    }
  }
}

/** How a product of two factors is computed: never with an inverse or a diagonal matrix made for it. */
function productTask(left: Expr, right: Expr): TaskName {
  if (left.op === 'diag') return 'scaleRows'
  if (right.op === 'diag') return 'scaleColumns'
  if (invertedIn(left) !== undefined) return 'solve'
  if (invertedIn(right) !== undefined && left.shape.length === 2) return 'solveRight'
  return 'product'
}
