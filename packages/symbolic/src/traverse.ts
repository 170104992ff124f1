import type { Expr } from './expression.ts'

/** Every traversal has a number of its own, which it leaves on the nodes it has seen. */
let traversals = 0

/**
 * The distinct nodes below the roots, children before parents. Nodes for which `skip` holds, and what is reachable
 * through them alone, are left out. No recursion: any depth is fine.
 */
export function postorder(roots: readonly Expr[], skip?: (e: Expr) => boolean): Expr[] {
  const mine = ++traversals
  const found: Expr[] = []
  const open: Expr[] = []
  const nextArgument: number[] = []
  for (const root of roots) {
    if (root.seenBy === mine || skip?.(root) === true) continue
    root.seenBy = mine
    open.push(root)
    nextArgument.push(0)
    while (open.length > 0) {
      const top = open.length - 1
      const node = open[top]!
      const { args } = node
      let i = nextArgument[top]!
      for (; i < args.length; i++) {
        const arg = args[i]!
        if (arg.seenBy !== mine && skip?.(arg) !== true) break
      }
      if (i === args.length) {
        node.place = found.length
        found.push(node)
        open.pop()
        nextArgument.pop()
        continue
      }
      nextArgument[top] = i + 1
      const arg = args[i]!
      arg.seenBy = mine
      if (arg.args.length === 0) {
        arg.place = found.length
        found.push(arg)
      } else {
        open.push(arg)
        nextArgument.push(0)
      }
    }
  }
  return found
}

/** A value for each node of a list made by {@link postorder}. */
export class Noted<Value> {
  readonly #nodes: readonly Expr[]
  readonly #traversal: number | undefined
  readonly #values: (Value | undefined)[]
  #places: Map<Expr, number> | undefined

  constructor(nodes: readonly Expr[]) {
    this.#nodes = nodes
    this.#traversal = nodes[0]?.seenBy
    this.#values = new Array(nodes.length).fill(undefined)
  }

  get(e: Expr): Value | undefined {
    const place = this.#placeOf(e)
    return place === undefined ? undefined : this.#values[place]
  }

  set(e: Expr, value: Value): void {
    const place = this.#placeOf(e)
    if (place !== undefined) this.#values[place] = value
  }

  /** A node that another traversal has come by since is searched. */
  #placeOf(e: Expr): number | undefined {
    if (e.seenBy === this.#traversal) return e.place
    this.#places ??= new Map(this.#nodes.map((node, i) => [node, i]))
    return this.#places.get(e)
  }
}
