import type { Expr, Formula } from './expression.ts'
import { toExpr } from './formula.ts'
import { postorder } from './traverse.ts'

/**
 * The names of all symbols in a formula, sorted.
 *
 * @example
 * freeSymbols('y * sin(x)') // => ['x', 'y']
 */
export function freeSymbols(f: Formula | readonly Formula[]): string[] {
  return [...symbolsByName(postorder(rootsOf(f))).keys()].sort()
}

/** The symbols among the nodes by their names: of one name there can be several, with different assumptions. */
export function symbolsByName(nodes: readonly Expr[]): Map<string, Expr[]> {
  const symbols = new Map<string, Expr[]>()
  for (const node of nodes) {
    if (node.op !== 'sym') continue
    const known = symbols.get(node.name)
    if (known === undefined) symbols.set(node.name, [node])
    else known.push(node)
  }
  return symbols
}

const rootsOf = (f: Formula | readonly Formula[]): Expr[] => (Array.isArray(f) ? f.map(toExpr) : [toExpr(f as Formula)])

/**
 * The number of distinct nodes: what a pass over the graph costs.
 *
 * @example
 * nodeCount('sin(x) + sin(x)^2') // => 5
 */
export function nodeCount(f: Formula | readonly Formula[]): number {
  return postorder(rootsOf(f)).length
}

/**
 * The number of nodes when every shared part is written out: what printing costs, which can be astronomically more.
 *
 * @example
 * treeSize('x^2 + x^2 * y') // => 9n
 */
export function treeSize(f: Formula): bigint {
  const sizes = new Map<Expr, bigint>()
  const root = toExpr(f)
  for (const node of postorder([root])) {
    let size = 1n
    for (const arg of node.args) size += sizes.get(arg)!
    sizes.set(node, size)
  }
  return sizes.get(root)!
}

/**
 * The number of scalar operations to evaluate a formula, shared parts once. A function counts one, a sum or product of n
 * entries n - 1; a difference costs as much as a sum, a quotient as a product, and signs in sums nothing.
 *
 * @example
 * operations('x^2 * sin(x) + exp(-x)') // => 6
 */
export function operations(f: Formula | readonly Formula[]): number {
  const nodes = postorder(rootsOf(f))
  const reciprocals = new Set<Expr>()
  let count = 0
  for (const node of nodes) {
    if (node.args.length === 0) continue
    if (
      node.op === 'add' ||
      node.op === 'mul' ||
      node.op === 'and' ||
      node.op === 'or' ||
      node.op === 'min' ||
      node.op === 'max'
    )
      count += node.args.length - 1
    else if (node.op === 'piecewise') count += (node.args.length - 1) / 2
    else count += 1
    if (node.op === 'mul') for (const arg of node.args) if (isReciprocal(arg)) reciprocals.add(arg)
  }
  const signs = nodes.filter((node) => node.op === 'add').flatMap((node) => node.args.filter(isNegation))
  // x - y is one operation, and so is x / y
  return count - new Set(signs).size - reciprocals.size
}

const isReciprocal = (e: Expr): boolean => e.op === 'pow' && e.args[1]!.value === -1

const isNegation = (e: Expr): boolean => e.op === 'mul' && e.args[0]!.value === -1
