import { undefinedFunction } from './call.ts'
import { and, ge, gt, piecewise } from './conditions.ts'
import { definitionOf } from './define-function.ts'
import type { Expr } from './expression.ts'
import { toExpr } from './formula.ts'
import { functionRules } from './function-rules.ts'
import type { FunctionName } from './functions.ts'
import { parse } from './parse.ts'
import { builderOf } from './rebuild.ts'

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
  if (name === 'min' || name === 'max') return (i) => piecewise(selectionOf(name, i, e.args), 1, 0)
  return (i) => {
    const formula = partials[arity === 'many' ? 0 : i]
    if (formula === undefined) return callPartial(e, i)
    return filledIn(formula, [e.args[arity === 'many' ? i : 0]!, e.args[1]!, e])
  }
}

/** The condition that `args[index]` is the value of the minimum or maximum, ties going to the first. */
export function selectionOf(name: 'min' | 'max', index: number, args: readonly Expr[]): Expr {
  const beats = (i: number): Expr => {
    const [mine, other] = [args[index]!, args[i]!]
    if (i < index) return name === 'max' ? gt(mine, other) : gt(other, mine)
    return name === 'max' ? ge(mine, other) : ge(other, mine)
  }
  return and(...args.flatMap((_, i) => (i === index ? [] : [beats(i)])))
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
