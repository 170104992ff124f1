import { addBranches, guarded, mergeChoices } from './branches.ts'
import { cofactors } from './cofactors.ts'
import { overCommonPowers } from './common-powers.ts'
import { piecewise } from './conditions.ts'
import { variableName } from './differentiate.ts'
import * as errors from './errors.ts'
import type { Expr, Formula } from './expression.ts'
import { toExpr } from './formula.ts'
import { holdsArrays, symbolBit } from './intern.ts'
import { inertDerivative } from './matrix/inert.ts'
import { absentVariable } from './matrix/parts.ts'
import { pullBackArrays } from './matrix/pullback.ts'
import { recognise } from './matrix/recognise.ts'
import { tidy } from './matrix/tidy.ts'
import { freeSymbols, symbolsByName } from './measure.ts'
import { integer, ONE } from './number.ts'
import { partialOf, powerByBase, powerByExponent } from './partials.ts'
import { mulAll } from './product.ts'
import { hasArrays, isZero, zeroOf } from './shapes.ts'
import { addAll, scale } from './sum.ts'
import { numberNode, symbol } from './symbols.ts'
import { Noted, postorder } from './traverse.ts'

/**
 * The gradient of a scalar formula: reverse mode, all partial derivatives in one sweep over the graph.
 *
 * With one name, the derivative by that variable, in the variable's shape. With a list of names (default: all free
 * symbols, sorted) a list of derivatives, one for each.
 *
 * @example
 * gradient('x^2 * y', ['x', 'y']) // => [2 * x * y, x ^ 2]
 * gradient('x * y * z') // => [y * z, x * z, x * y]
 */
export function gradient(f: Formula, x: string | Expr): Expr
export function gradient(f: Formula, xs?: readonly (string | Expr)[]): Expr[]
export function gradient(f: Formula, xs?: string | Expr | readonly (string | Expr)[]): Expr | Expr[] {
  const root = recognise(toExpr(f))
  if (xs === undefined) return sweep(root, freeSymbols(root))
  if (Array.isArray(xs)) return sweep(root, xs.map(variableName))
  return sweep(root, [variableName(xs as string | Expr)])[0]!
}

/** The derivatives of a scalar by the symbols of each name; `record` is told the adjoint of every node on the way. */
export function sweep(root: Expr, names: readonly string[], record?: (node: Expr, adjoint: Expr) => void): Expr[] {
  if (root.shape.length > 0) throw errors.shapeWanted('gradient', 'a scalar formula', root.shape)
  const bits = names.reduce((union, name) => union | symbolBit(name), 0)
  const varies = (e: Expr): boolean => (e.symbolBits & bits) !== 0
  const nodes = postorder([root], (e) => !varies(e))
  const adjoints = new Adjoints(nodes, names.length === 1)
  const symbols = symbolsByName(nodes)
  if (nodes.length > 0) adjoints.include(root, numberNode(ONE))
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i]!
    const adjoint = adjoints.close(node)
    if (adjoint === undefined) continue
    record?.(node, adjoint)
    if (node.op === 'sym' || pullBackGuarded(node, adjoint, varies, adjoints)) continue
    return names.map((name) => inertDerivative(root, symbols.get(name)?.[0] ?? symbol(name)))
  }
  return names.map((name) => {
    const found = symbols.get(name) ?? [absentVariable(root, name)]
    const terms = found.map((e) => adjoints.close(e)).filter((term) => term !== undefined)
    if (terms.length === 0) return zeroOf(found[0]!.shape)
    const total = addAll(mergeChoices(terms))
    return holdsArrays(root) ? tidy(total) : total
  })
}

/** What has flowed back to each node of a list so far: the terms of its adjoint. */
class Adjoints {
  readonly #terms: Noted<Expr | Expr[]>
  readonly #nodes: ReadonlySet<Expr> | undefined

  /** Adjoints for several derivatives keep their parts apart, which is what they share; those for only one are written short. */
  constructor(nodes: readonly Expr[], forOne: boolean) {
    this.#terms = new Noted(nodes)
    this.#nodes = forOne ? new Set(nodes) : undefined
  }

  include(node: Expr, term: Expr): void {
    if (isZero(term)) return
    const known = this.#terms.get(node)
    if (Array.isArray(known)) known.push(term)
    else this.#terms.set(node, known === undefined ? term : [known, term])
  }

  /** The complete adjoint of a node whose parents have all been visited. */
  close(node: Expr): Expr | undefined {
    const terms = this.#terms.get(node)
    if (!Array.isArray(terms)) return terms
    const total = this.#total(terms)
    this.#terms.set(node, total)
    return total
  }

  /** The sum; of vectors and matrices equal terms are counted, since a sum that is added to itself would be spread. */
  #total(terms: Expr[]): Expr {
    if (terms[0]!.shape.length === 0) {
      const total = addBranches(terms)
      return this.#nodes === undefined ? total : overCommonPowers(total, this.#nodes)
    }
    const distinct = [...new Set(terms)]
    return addAll(distinct.map((term) => scale(integer(terms.filter((other) => other === term).length), term)))
  }
}

/** Whether a node may depend on the variables. */
type Test = (e: Expr) => boolean

/** Where the derivatives of a node's arguments go. */
type Receiver = Pick<Adjoints, 'include'>

/** Sends an adjoint on; one that is zero in some branches of a choice stays zero there. */
function pullBackGuarded(e: Expr, adjoint: Expr, varies: Test, adjoints: Adjoints): boolean {
  if (adjoint.op !== 'piecewise' || e.op === 'piecewise' || hasArrays(e)) return pullBack(e, adjoint, varies, adjoints)
  const { value, within } = guarded(adjoint)
  return pullBack(e, value, varies, { include: (arg, term) => adjoints.include(arg, within(term)) })
}

/** Sends a node's adjoint on to its arguments; false where that has no notation. */
function pullBack(e: Expr, adjoint: Expr, varies: Test, adjoints: Receiver): boolean {
  if (hasArrays(e)) return pullBackArrays(e, adjoint, varies, (arg, term) => adjoints.include(arg, term))
  switch (e.op) {
    case 'add':
      for (const arg of e.args) if (varies(arg)) adjoints.include(arg, adjoint)
      break
    case 'mul':
      pullBackProduct(e, adjoint, varies, adjoints)
      break
    case 'pow': {
      const [base, exponent] = e.args as [Expr, Expr]
      if (varies(base)) adjoints.include(base, powerByBase(base, exponent, adjoint))
      if (varies(exponent)) adjoints.include(exponent, mulAll([adjoint, powerByExponent(e, base)]))
      break
    }
    case 'piecewise':
      pullBackPiecewise(e, adjoint, varies, adjoints)
      break
    default: {
      const partial = partialOf(e)
      e.args.forEach((arg, i) => {
        if (varies(arg)) adjoints.include(arg, mulAll([adjoint, partial(i)]))
      })
    }
  }
  return true
}

function pullBackProduct(e: Expr, adjoint: Expr, varies: Test, adjoints: Receiver): void {
  const varying = e.args.length > 3 ? e.args.filter(varies) : []
  if (varying.length > 2) {
    const partials = cofactors(varying, mulAll([adjoint, ...e.args.filter((arg) => !varies(arg))]))
    varying.forEach((arg, i) => {
      adjoints.include(arg, partials[i]!)
    })
    return
  }
  e.args.forEach((arg, i) => {
    if (varies(arg)) adjoints.include(arg, mulAll(e.args.with(i, adjoint)))
  })
}

/** Each value gets the adjoint where its condition is the first that holds. */
function pullBackPiecewise(e: Expr, adjoint: Expr, varies: (arg: Expr) => boolean, adjoints: Receiver): void {
  const zero = zeroOf([])
  const isValue = (k: number): boolean => k % 2 === 1 || k === e.args.length - 1
  e.args.forEach((value, i) => {
    if (!isValue(i) || !varies(value)) return
    adjoints.include(value, piecewise(...e.args.map((arg, k) => (isValue(k) ? (k === i ? adjoint : zero) : arg))))
  })
}
