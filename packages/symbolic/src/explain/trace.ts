import { differentiate, Rules } from '../differentiate.ts'
import type { Expr } from '../expression.ts'
import { symbolBit } from '../intern.ts'
import { freeSymbols } from '../measure.ts'
import { postorder } from '../traverse.ts'
import { inert, Letters, Reader } from './rules.ts'

/**
 * One differentiation, as it was computed: the derivative of every node, and the formula at every stage between the first
 * (`D` of the whole) and the last (the derivative), made by the very rules that made the derivative.
 */
export class Trace {
  readonly root: Expr
  readonly name: string
  readonly result: Expr
  readonly derivatives: Map<Expr, Expr> = new Map()
  readonly reader: Reader
  private readonly nodes: readonly Expr[]
  private readonly dependent: ReadonlySet<Expr>
  /** The nodes whose derivative was taken, in the order of telling. */
  private readonly taken: Expr[] = []
  private readonly states = new Map<number, Expr>()

  constructor(root: Expr, name: string) {
    this.root = root
    this.name = name
    this.result = differentiate(root, name, undefined, (node, slope) => this.derivatives.set(node, slope))
    const bit = symbolBit(name)
    const dependent = new Set<Expr>()
    this.nodes = postorder([root], (e) => (e.symbolBits & bit) === 0)
    for (const e of this.nodes)
      if ((e.op === 'sym' && e.name === name) || e.args.some((arg) => dependent.has(arg))) dependent.add(e)
    this.dependent = dependent
    this.reader = new Reader(name, new Letters([...freeSymbols(root), name]), (e) => dependent.has(e))
  }

  depends(e: Expr): boolean {
    return this.dependent.has(e)
  }

  isTaken(e: Expr): boolean {
    return this.taken.includes(e)
  }

  /** Has the derivative of the node been taken at a stage? That of the variable itself is no news. */
  isTakenBy(e: Expr, stage: number): boolean {
    const at = this.taken.indexOf(e)
    return at >= 0 && at < stage && e.args.length > 0
  }

  /** Takes the derivative of nodes; gives the number of the stage after it. */
  take(nodes: readonly Expr[]): number {
    this.taken.push(...nodes)
    return this.taken.length
  }

  /** The number of the stage reached so far. */
  get stage(): number {
    return this.taken.length
  }

  /** What a node's derivative is known to be at a stage, derivatives not taken yet standing inert. */
  stateOf(e: Expr, stage: number): Expr {
    const cached = e === this.root ? this.states.get(stage) : undefined
    if (cached !== undefined) return cached
    const taken = new Set(this.taken.slice(0, stage))
    const known = new Map<Expr, Expr>()
    const rules = new Rules(this.name, (node) => known.get(node))
    for (const node of this.nodes) {
      if (this.dependent.has(node)) known.set(node, taken.has(node) ? rules.derive(node) : inert(node, this.name))
      if (node === e) break
    }
    const state = known.get(e) ?? this.result
    if (e === this.root) this.states.set(stage, state)
    return state
  }
}
