import { Expr, type Formula, num, parse } from '@fluxion/symbolic'
import { describe } from './describe.ts'
import { errors } from './errors.ts'
import { isRecord } from './run/arguments.ts'

/** One formula, or lists and objects of formulas, nested as the results shall be. */
export type Formulas = Formula | readonly Formulas[] | { readonly [name: string]: Formulas }

/** Where in the caller's nesting each formula stands: `at` counts the formulas in order. */
export type Layout =
  | { readonly kind: 'leaf'; readonly at: number }
  | { readonly kind: 'list'; readonly items: readonly Layout[] }
  | { readonly kind: 'record'; readonly entries: readonly (readonly [string, Layout])[] }

/** The expression of a formula given as an expression, a text or a number. */
export function toExpr(formula: unknown, where = 'the formula'): Expr {
  if (formula instanceof Expr) return formula
  if (typeof formula === 'string') return parse(formula)
  if (typeof formula === 'number') return num(formula)
  throw errors.badFormula(where, describe(formula))
}

/** Lists and objects may stand in each other so deep: what goes on for ever is refused. */
const DEEPEST = 100

/** Takes the nesting apart: the formulas in order, and the layout that puts their results back. */
export function flatten(
  formulas: Formulas,
  where = 'the formula',
): { readonly exprs: Expr[]; readonly layout: Layout } {
  const exprs: Expr[] = []
  const visit = (it: unknown, place: string, depth: number): Layout => {
    if (depth > DEEPEST) throw errors.tooNested('formulas', DEEPEST)
    if (Array.isArray(it))
      return { kind: 'list', items: Array.from(it, (item, i) => visit(item, `${place}[${i}]`, depth + 1)) }
    if (isRecord(it) && !(it instanceof Expr))
      return {
        kind: 'record',
        entries: Object.entries(it).map(([name, item]) => [name, visit(item, `${place}.${name}`, depth + 1)] as const),
      }
    exprs.push(toExpr(it, place))
    return { kind: 'leaf', at: exprs.length - 1 }
  }
  return { layout: visit(formulas, where, 0), exprs }
}

/**
 * Collects, from an object nested like the results, what stands at each formula's place; a missing place stays undefined.
 * Throws `bridge/bad-output` where the nesting is another.
 */
export function collect(layout: Layout, nested: unknown, where = '', into: unknown[] = []): unknown[] {
  if (nested === undefined || nested === null) return into
  if (layout.kind === 'leaf') into[layout.at] = nested
  else if (layout.kind === 'list') {
    const { length } = layout.items
    if (!Array.isArray(nested) || nested.length > length)
      throw errors.badOutput(where, `a list of ${length} buffers`, describe(nested))
    layout.items.forEach((item, i) => {
      collect(item, nested[i], `${where}[${i}]`, into)
    })
  } else {
    const names = layout.entries.map(([name]) => name)
    const wanted = `an object of buffers with the names ${names.join(', ')}`
    if (!isRecord(nested)) throw errors.badOutput(where, wanted, describe(nested))
    const strange = Object.keys(nested).find((name) => !names.includes(name))
    if (strange !== undefined) throw errors.badOutput(`${where}.${strange}`, wanted, 'not one of the results')
    for (const [name, item] of layout.entries)
      collect(item, Object.hasOwn(nested, name) ? nested[name] : undefined, `${where}.${name}`, into)
  }
  return into
}

/** A function that puts results into a nesting; made once, because a kernel is called often. */
export function arranger(layout: Layout): (results: ArrayLike<unknown>) => unknown {
  switch (layout.kind) {
    case 'leaf': {
      const { at } = layout
      return (results) => results[at]
    }
    case 'list': {
      const items = layout.items.map(arranger)
      return (results) => items.map((item) => item(results))
    }
    case 'record': {
      const entries = layout.entries.map(([name, item]) => ({ name, item: arranger(item) }))
      if (entries.some(({ name }) => name === '__proto__'))
        return (results) => Object.fromEntries(entries.map(({ name, item }) => [name, item(results)]))
      return (results) => {
        const record: Record<string, unknown> = {}
        for (const { name, item } of entries) record[name] = item(results)
        return record
      }
    }
  }
}
