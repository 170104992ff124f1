import * as errors from './errors.ts'
import { Expr, type Formula } from './expression.ts'
import { toExpr } from './formula.ts'
import { symbolBit } from './intern.ts'
import { rebuild } from './rebuild.ts'
import { postorder } from './traverse.ts'

/**
 * The formula with symbols replaced by formulas, all at once: in `substitute('x * y', { x: 'y', y: 'x' })` the new `y`
 * is not replaced again.
 *
 * @example
 * substitute('x^2 + y', { x: 'a + 1' }) // => (a + 1) ^ 2 + y
 */
export function substitute(f: Formula, replacements: Readonly<Record<string, Formula>>): Expr {
  const root = toExpr(f)
  const values = new Map(namedFormulas('substitute', replacements).map(([name, value]) => [name, toExpr(value)]))
  let bits = 0
  for (const name of values.keys()) bits |= symbolBit(name)
  const untouched = (e: Expr): boolean => (e.symbolBits & bits) === 0
  const done = new Map<Expr, Expr>()
  for (const node of postorder([root], untouched)) {
    const value = node.op === 'sym' ? values.get(node.name) : undefined
    done.set(node, value ?? withArguments(node, done))
  }
  return done.get(root) ?? root
}

/** The entries of a record of formulas by name. */
export function namedFormulas(operation: string, record: Readonly<Record<string, Formula>>): [string, Formula][] {
  if (typeof record !== 'object' || record === null || record instanceof Expr || Array.isArray(record))
    throw errors.badReplacements(operation, record)
  return Object.entries(record)
}

/** The node over what its arguments have become. */
export function withArguments(node: Expr, done: ReadonlyMap<Expr, Expr>): Expr {
  const args = node.args.map((arg) => done.get(arg) ?? arg)
  return args.every((arg, i) => arg === node.args[i]) ? node : rebuild(node, args)
}
