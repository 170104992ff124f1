import { apply, isFunctionName } from './apply.ts'
import { undefinedFunction } from './call.ts'
import { conjunction, piecewise, relation } from './conditions.ts'
import { definitionOf } from './definitions.ts'
import { type Expr, isNumber } from './expression.ts'
import { toExpr } from './formula.ts'
import { functionRules } from './function-rules.ts'
import type { FunctionName } from './functions.ts'
import { intern } from './intern.ts'
import { MINUS_ONE, plus } from './number.ts'
import { parse } from './parse.ts'
import { powElementwise } from './power.ts'
import { mulAll } from './product.ts'
import { builderOf } from './rebuild.ts'
import { isZero } from './shapes.ts'
import { addAll } from './sum.ts'
import { num, numberNode } from './symbols.ts'

/** A formula as a function of what its places stand for. */
type Template = (values: readonly Expr[]) => Expr

/** The names in the formulas of the function table: two arguments, and the function's own value. */
const PLACES = ['x', 'y', 'f']

function templateOf(e: Expr): Template {
  if (e.op === 'sym') {
    const place = PLACES.indexOf(e.name)
    return (values) => values[place]!
  }
  if (e.args.length === 0) return () => e
  const parts = e.args.map(templateOf)
  const build = builderOf(e.op)
  return (values) =>
    build(
      parts.map((part) => part(values)),
      e,
    )
}

const templates = new Map<string, Template>()

/** The formula of a row of the function table, with its places filled. */
function filledIn(formula: string, values: readonly Expr[]): Expr {
  let template = templates.get(formula)
  if (template === undefined) {
    template = templateOf(parse(formula))
    templates.set(formula, template)
  }
  return template(values)
}

/** The partial derivatives of a function of the table; an unknown one is that of an undefined function. */
export function partialsOf(e: Expr, name: FunctionName): (i: number) => Expr {
  const { partials, arity } = functionRules[name]
  if (name === 'min' || name === 'max') {
    const selections = selectionsOf(name, e.args)
    return (i) => piecewise(selections[i]!, num(1), num(0))
  }
  return (i) => {
    const formula = partials[arity === 'many' ? 0 : i]
    if (formula === undefined) return callPartial(e, i)
    return filledIn(formula, [e.args[arity === 'many' ? i : 0]!, e.args[1]!, e])
  }
}

/** Up to this many arguments are compared each with each. */
const BLOCK = 8

/**
 * For each argument the condition that it is the value of the minimum or maximum, ties going to the first. Of many arguments blocks
 * compete with each other, and the arguments within each block: n arguments make some n · log n comparisons, not n².
 */
function selectionsOf(name: 'min' | 'max', args: readonly Expr[]): Expr[] {
  if (args.length > BLOCK) {
    const blocks = Array.from({ length: Math.ceil(args.length / BLOCK) }, (_, b) =>
      args.slice(BLOCK * b, BLOCK * (b + 1)),
    )
    const selections = selectionsOf(
      name,
      blocks.map((block) => apply(name, block)),
    )
    return blocks.flatMap((block, b) =>
      selectionsOf(name, block).map((selection) => conjunction([selections[b]!, selection])),
    )
  }
  const beats = (mine: Expr, other: Expr, op: 'gt' | 'ge'): Expr =>
    name === 'max' ? relation(op, mine, other) : relation(op, other, mine)
  return args.map((mine, i) =>
    conjunction(args.toSpliced(i, 1).map((other, k) => beats(mine, other, k < i ? 'gt' : 'ge'))),
  )
}

/** The derivative of an extremum from those of its arguments: that of whichever argument is selected. */
export function extremumSlope({ op, args }: Expr, slopes: readonly Expr[]): Expr {
  const selections = selectionsOf(op as 'min' | 'max', args)
  const branches = slopes.flatMap((slope, i) => [selections[i]!, slope])
  // the last argument is selected when no other is
  branches.splice(-2, 1)
  return piecewise(...branches)
}

/** The derivative of a called function by its i-th argument: as it was defined, or of one known by name alone. */
export function callPartial(e: Expr, i: number): Expr {
  const partial = e.orders.length === 0 ? definitionOf(e.name)?.partials[i] : undefined
  if (partial !== undefined) return toExpr(partial(...e.args))
  return undefinedFunction(
    e.name,
    e.args,
    e.args.map((_, k) => (e.orders[k] ?? 0) + (k === i ? 1 : 0)),
  )
}

/** v·u^(v-1) times a factor. */
export function powerByBase(u: Expr, v: Expr, factor: Expr): Expr {
  const lowered = isNumber(v) ? numberNode(plus(v.payload, MINUS_ONE)) : addAll([v, numberNode(MINUS_ONE)])
  return mulAll([v, powElementwise(u, lowered), factor])
}

/** u^v·log(u) */
export function powerByExponent(power: Expr, u: Expr): Expr {
  // 0^v is 0 wherever it is defined
  if (isZero(u)) return u
  return mulAll([power, apply('log', [u])])
}

/** The partial derivatives of any scalar operation but sums, products and choices. */
export function partialOf(e: Expr): (i: number) => Expr {
  if (isFunctionName(e.op)) return partialsOf(e, e.op)
  if (e.op === 'call') return (i) => callPartial(e, i)
  const [base, exponent] = e.args as [Expr, Expr]
  if (e.op === 'pow') return (i) => (i === 0 ? powerByBase(base, exponent, num(1)) : powerByExponent(e, base))
  return (i) => intern('D', [e, e.args[i]!])
}
