import { isFunctionName } from './apply.ts'
import { cofactors } from './cofactors.ts'
import { piecewise } from './conditions.ts'
import { log } from './elementary.ts'
import * as errors from './errors.ts'
import { Expr, type Formula } from './expression.ts'
import { toExpr } from './formula.ts'
import { symbolBit } from './intern.ts'
import { differentialOf } from './matrix/differential.ts'
import { inertDerivative } from './matrix/inert.ts'
import { absentVariable } from './matrix/parts.ts'
import { MINUS_ONE, ONE } from './number.ts'
import { callPartial, extremumSlope, partialsOf, powerByBase, powerByExponent } from './partials.ts'
import { powElementwise } from './power.ts'
import { mulAll } from './product.ts'
import { productRule } from './product-rule.ts'
import { hasArrays, isZero, zeroOf } from './shapes.ts'
import { slopeRatio } from './slope-ratio.ts'
import { addAll } from './sum.ts'
import { checkedName, numberNode, symbol } from './symbols.ts'
import { Noted, postorder } from './traverse.ts'

/** Highest order of a derivative. */
const MAX_ORDER = 1000

/**
 * The derivative of a formula by one scalar variable, of order `order`: forward mode, each node of the graph once.
 *
 * The result is strictly real and in canonical form; `simplify` goes further. At kinks (`abs`, `max`, …) the function
 * table says what is taken; jumps count as constant on both sides. What has no known derivative stays inert.
 *
 * Throws `symbolic/bad-order` for an order that is not a whole number, or above 1000 where the derivative does not end in zero.
 *
 * @example
 * derivative('sin(x^2)', 'x') // => 2 * x * cos(x ^ 2)
 * derivative('x^5', 'x', 2) // => 20 * x ^ 3
 */
export function derivative(f: Formula, x: string | Expr, order = 1): Expr {
  if (!Number.isInteger(order) || order < 0) throw errors.badOrder(order, 0, MAX_ORDER)
  const name = variableName(x)
  let result = toExpr(f)
  for (let i = 0; i < order && !isZero(result); i++) {
    if (i === MAX_ORDER) throw errors.badOrder(order, 0, MAX_ORDER)
    result = differentiate(result, name)
  }
  return result
}

/** The name of a variable given by its name or its symbol. */
export function variableName(x: string | Expr): string {
  if (typeof x === 'string') return checkedName(x)
  if (x instanceof Expr && x.op === 'sym') return x.name
  throw errors.badVariable(x)
}

/** The names of a list of variables. */
export function variableNames(operation: string, xs: readonly (string | Expr)[]): string[] {
  if (!Array.isArray(xs)) throw errors.badList(operation, 'variables', xs)
  return xs.map(variableName)
}

/**
 * The first derivative by the symbols of one name. `record` is told the derivative of every node that may depend on the
 * name: the trace that explanations are told from. With a `direction`, of the shape of the variable, it is the derivative along it.
 */
export function differentiate(
  root: Expr,
  name: string,
  direction?: Expr,
  record?: (node: Expr, slope: Expr) => void,
): Expr {
  const bit = symbolBit(name)
  const nodes = postorder([root], (e) => (e.symbolBits & bit) === 0)
  if (nodes.length === 0) {
    absentVariable(root, name)
    return zeroOf(root.shape)
  }
  const slopes = new Noted<Expr>(nodes)
  const rules = new Rules(name, (e) => ((e.symbolBits & bit) === 0 ? undefined : slopes.get(e)), direction)
  let slope: Expr | undefined
  for (const node of nodes) {
    slope = rules.derive(node)
    slopes.set(node, slope)
    record?.(node, slope)
  }
  return slope as Expr
}

/** The rules of differentiation, on nodes whose arguments have been differentiated. */
export class Rules {
  readonly #name: string
  readonly #known: (e: Expr) => Expr | undefined
  readonly #direction: Expr | undefined
  readonly #zero = zeroOf([])

  /** `known` tells the derivatives of arguments; what it does not know is constant. */
  constructor(name: string, known: (e: Expr) => Expr | undefined, direction?: Expr) {
    this.#name = name
    this.#known = known
    this.#direction = direction
  }

  #of(e: Expr): Expr {
    return this.#known(e) ?? (e.shape.length === 0 ? this.#zero : zeroOf(e.shape))
  }

  derive(e: Expr): Expr {
    if (e.op === 'sym') return e.name === this.#name ? this.#seed(e) : zeroOf(e.shape)
    if (e.op === 'add' && e.shape.length === 0) return addAll(e.args.map((arg) => this.#of(arg)))
    if (!this.#varies(e)) return zeroOf(e.shape)
    if (e.op === 'D') return this.#inert(e)
    if (hasArrays(e)) return differentialOf(e, (arg) => this.#of(arg))
    switch (e.op) {
      case 'mul':
        return this.#product(e.args)
      case 'pow':
        return this.#power(e, e.args[0]!, e.args[1]!)
      case 'log':
        return this.#logarithm(e, e.args[0]!)
      case 'piecewise':
        return piecewise(...e.args.map((arg, i) => (i % 2 === 0 && i < e.args.length - 1 ? arg : this.#of(arg))))
      case 'call':
        return this.#chain(e, (i) => callPartial(e, i))
      case 'min':
      case 'max':
        return extremumSlope(
          e,
          e.args.map((arg) => this.#of(arg)),
        )
      default:
        if (isFunctionName(e.op)) return this.#chain(e, partialsOf(e, e.op))
        return this.#inert(e)
    }
  }

  #varies(e: Expr): boolean {
    for (const arg of e.args) if (!isZero(this.#of(arg))) return true
    return false
  }

  #inert(e: Expr): Expr {
    const direction = this.#direction
    return inertDerivative(e, symbol(this.#name, { shape: direction?.shape ?? [] }), direction)
  }

  /** The derivative of the variable itself: 1, or the direction that was given. */
  #seed(e: Expr): Expr {
    if (this.#direction !== undefined) return this.#direction
    if (e.shape.length === 0) return numberNode(ONE)
    throw errors.shapeWanted(
      'derivative',
      `a scalar variable (by ${e.name} take gradient, jacobian or directional)`,
      e.shape,
    )
  }

  /** Σ fᵢ' · (the other factors) */
  #product(factors: readonly Expr[]): Expr {
    const slopes = factors.map((factor) => this.#of(factor))
    if (slopes.filter((slope) => !isZero(slope)).length <= 8) return productRule(factors, slopes)
    const rest = cofactors(factors, numberNode(ONE))
    return addAll(slopes.map((slope, i) => mulAll([slope, rest[i]!])))
  }

  /** v·u^(v-1)·u', u^v·log(u)·v', or u^v·(v·u'/u + log(u)·v') where both vary */
  #power(e: Expr, u: Expr, v: Expr): Expr {
    const [du, dv] = [this.#of(u), this.#of(v)]
    if (isZero(du) || isZero(u)) return mulAll([powerByExponent(e, u), dv])
    if (!isZero(dv)) return mulAll([e, addAll([mulAll([v, reciprocal(u), du]), mulAll([log(u), dv])])])
    const ratio = slopeRatio(u, du)
    return mulAll(ratio === undefined ? [powerByBase(u, v, du)] : [v, e, ratio])
  }

  #logarithm(e: Expr, u: Expr): Expr {
    return slopeRatio(u, this.#of(u)) ?? this.#chain(e, partialsOf(e, 'log'))
  }

  /** Σ (∂f/∂uᵢ) · uᵢ' */
  #chain(e: Expr, partial: (i: number) => Expr): Expr {
    const terms: Expr[] = []
    for (let i = 0; i < e.args.length; i++) {
      const inner = this.#of(e.args[i]!)
      if (!isZero(inner)) terms.push(mulAll([partial(i), inner]))
    }
    return addAll(terms)
  }
}

const reciprocal = (u: Expr): Expr => powElementwise(u, numberNode(MINUS_ONE))
